import { createDatabase } from 'db0';
import postgresql from 'db0/connectors/postgresql';
import { importSandbox, importServer } from '../dist.js';

/** The orders' store: in memory, or the folder of the socket of a PostgreSQL. */
export type Kept = 'memory' | { postgres: string };

/** One request that is made again and again. */
export interface Asked {
  path: string;
  init: { method: string; headers: Record<string, string>; body?: string };
}

export type Handler = (request: Request) => Promise<Response>;

export const ROUTES = ['status', 'create'] as const;
export type RouteName = (typeof ROUTES)[number];

export interface Shop {
  handler: Handler;
  /** Answers the same without any code of ours. */
  bare: Handler;
  /** Answers the same after one read of a record of that kind from the store: the least that a shop with orders does. */
  oneRead: Handler;
  asked: Record<RouteName, Asked>;
  answers: Record<RouteName, string>;
  close: () => Promise<void>;
}

export const ORIGIN = 'https://shop.example';
const HEADERS = { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' };

/** A shop with one open order, at an hour that stands still, so that MixPay need not be asked again. */
export async function openShop(kept: Kept): Promise<Shop> {
  const { createPaymentHandler, memoryStore, sqlStore, systemClock } = await importServer();
  const { createSandbox } = await importSandbox();
  const sandbox = createSandbox({ limitPerMinute: Infinity });
  const database =
    kept === 'memory' ? undefined : createDatabase(postgresql({ host: kept.postgres, user: 'postgres', database: 'postgres' }));
  const hour = Date.now();
  const clock = { ...systemClock, now: () => hour };
  const store = database === undefined ? memoryStore({ clock }) : sqlStore(database, { clock, table: `orders_${process.pid}` });
  const handler = createPaymentHandler({
    payeeId: '1f9b3c5e-7a2d-4b8c-9e0f-3d6a5c4b2e1f',
    settlementAssetId: '4d8c508b-91c5-375b-92b0-ee702ed2dac5',
    secret: 'k7Jd0sQx2nVb5mZa8tLw1pRe4yUi6oGh',
    origin: ORIGIN,
    store,
    clock,
    fetch: (input, init) => sandbox(new Request(input, init)),
    order: ({ orderId }) => ({ ...(orderId === undefined ? {} : { orderId }), quoteAmount: '10', quoteAssetId: 'usd' }),
    onPaid: () => undefined,
    onEvent: () => undefined,
  });

  const create: Asked = {
    path: '/api/mixpay',
    init: {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        Accept: 'application/json',
        'Idempotency-Key': '0b1c2d3e-4f50-4a6b-8c7d-9e0f1a2b3c4d',
        'Sec-Fetch-Site': 'same-origin',
      },
      body: JSON.stringify({ orderId: 'order-1', quoteAmount: '10', quoteAssetId: 'usd' }),
    },
  };
  const created = await textOf(handler, create);
  const { statusUrl } = JSON.parse(created) as { statusUrl: string };
  const status: Asked = {
    path: statusUrl,
    init: { method: 'GET', headers: { Accept: 'application/json', 'Sec-Fetch-Site': 'same-origin' } },
  };
  const answers = { create: created, status: await textOf(handler, status) };

  const parsed = { create: JSON.parse(answers.create) as object, status: JSON.parse(answers.status) as object };
  const bare: Handler = async (request) => {
    if (request.method !== 'POST') return new Response(JSON.stringify(parsed.status), { headers: HEADERS });
    await request.json();
    return new Response(JSON.stringify(parsed.create), { headers: HEADERS });
  };
  await store.put('bench', { ...parsed.create, attempts: [parsed.status, parsed.create] }, { ifVersion: null });
  const oneRead: Handler = async (request) => {
    await store.get('bench');
    return bare(request);
  };
  const close = async (): Promise<void> => {
    await database?.dispose();
  };
  return { handler, bare, oneRead, asked: { create, status }, answers, close };
}

async function textOf(handler: Handler, { path, init }: Asked): Promise<string> {
  const answer = await handler(new Request(`${ORIGIN}${path}`, init));
  const text = await answer.text();
  if (answer.status !== 200) throw new Error(`expected ${init.method} ${path} to be answered 200, received ${answer.status}: ${text}`);
  return text;
}
