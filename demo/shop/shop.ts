import { systemClock, type Clock } from '../../src/core/clock.js';
import type { Sandbox } from '../../src/sandbox/index.js';
import {
  createPaymentHandler,
  sqlStore,
  type Fetch,
  type HandlerEvent,
  type PaymentHandler,
  type PaymentHandlerOptions,
} from '../../src/server/index.js';
import { answerProblem } from './answer.js';
import { OrderBook } from './book.js';
import { openDatabase } from './database.js';
import { orderFunction } from './order.js';
import { Orders } from './orders.js';
import { renderPage, type PageWords } from './page.js';
import { answerShop } from './routes.js';
import { openSandbox, SANDBOX_PATH } from './sandbox.js';
import { keepSecret } from './secret.js';

export interface ShopOptions {
  /** Where orders, payments and the secret are kept. */
  folder: string;
  /** `http://localhost:5173` */
  origin: string;
  /** A MixPay account: payments are then real. Without one the sandbox takes them. */
  payeeId?: string | undefined;
  /** What that account receives. @default USDT */
  settlementAssetId?: string | undefined;
  clock?: Clock;
  /** Reaches the real MixPay. */
  fetch?: Fetch;
  /** Told what went wrong. */
  complain?: (message: string, error?: unknown) => void;
}

export interface Shop {
  origin: string;
  /** Answers everything below `/api/mixpay`, `/sandbox` and `/shop`. */
  handle(request: Request): Promise<Response>;
  owns(pathname: string): boolean;
  /** The shop's page, for whoever asks. */
  page(template: string, request: Request): Promise<Response>;
  handler: PaymentHandler;
  /** Undefined where the real MixPay takes the payments. */
  sandbox: Sandbox | undefined;
  close(): Promise<void>;
}

const USDT = '4d8c508b-91c5-375b-92b0-ee702ed2dac5';
/** The sandbox takes any well-formed account. */
const SANDBOX_PAYEE = '1f9b3c5e-7a2d-4b8c-9e0f-3d6a5c4b2e1f';
const SWEEP_EVERY = 15_000;

const REAL: PageWords = {
  checkoutBase: 'https://mixpay.me/code/',
  service: 'Real MixPay',
  serviceDetail: 'Payments are real and go to the account this demo was started with.',
  serviceLink: 'https://mixpay.me',
  serviceLinkText: 'the real MixPay',
};

const SANDBOX: PageWords = {
  checkoutBase: `${SANDBOX_PATH}/code/`,
  service: 'Sandbox',
  serviceDetail: 'No account is needed and no real money moves.',
  serviceLink: SANDBOX_PATH,
  serviceLinkText: 'a sandbox in MixPay’s place',
};

/** Opens the shop: the real handler, over a SQLite file, against the sandbox or the real MixPay. */
export async function openShop(options: ShopOptions): Promise<Shop> {
  const { folder, origin, payeeId, clock = systemClock, complain = () => undefined } = options;
  const real = payeeId !== undefined;
  // Two files, so that play money never shows up among real orders.
  const { db, sql } = await openDatabase(folder, real ? 'mixpay.sqlite' : 'sandbox.sqlite');
  const orders = new Orders(sql, clock);
  const book = new OrderBook(sql, clock, orders);
  const writing = new Set<Promise<void>>();

  const onEvent = (event: HandlerEvent): void => {
    if (event.type === 'error' || event.type === 'hook_failed')
      complain(event.type === 'error' ? event.where : `${event.hook} of ${event.orderId}`, event.error);
    const written: Promise<void> = book
      .heard(event)
      .catch((error: unknown) => complain('writing down a status', error))
      .finally(() => writing.delete(written));
    writing.add(written);
  };

  const sandbox = real ? undefined : openSandbox({ sql, clock: options.clock, fetch: (input, init) => handle(new Request(input, init)) });
  const upstream: Partial<PaymentHandlerOptions> =
    sandbox === undefined
      ? { ...(options.fetch === undefined ? {} : { fetch: options.fetch }) }
      : {
          apiBase: `${origin}${SANDBOX_PATH}`,
          checkoutBase: `${origin}${SANDBOX_PATH}/code/`,
          fetch: (url, init) => sandbox(new Request(url, init)),
        };
  const handler = createPaymentHandler({
    payeeId: payeeId ?? SANDBOX_PAYEE,
    settlementAssetId: options.settlementAssetId ?? USDT,
    secret: keepSecret(folder),
    origin,
    origins: loopbackNames(origin),
    store: sqlStore(db, { clock }),
    order: orderFunction(orders, `${origin}/`),
    ...book.hooks,
    onEvent,
    clock,
    ...upstream,
  });

  async function handle(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url);
    if (isBelow(handler.path, pathname)) return handler(request);
    if (sandbox !== undefined && isBelow(SANDBOX_PATH, pathname)) return sandbox(request);
    if (isBelow('/shop', pathname)) return answerShop(request, pathname, orders, book);
    return answerProblem(404, 'There is nothing at this address.');
  }

  const sweep = setInterval(() => {
    handler.sweep().catch((error: unknown) => complain('the sweep', error));
  }, SWEEP_EVERY);
  sweep.unref();

  const words = real ? REAL : SANDBOX;

  return {
    origin,
    handle,
    owns: (pathname) => [handler.path, SANDBOX_PATH, '/shop'].some((path) => isBelow(path, pathname)),
    page: (template, request) => renderPage(template, request, orders, words),
    handler,
    sandbox,
    async close() {
      clearInterval(sweep);
      sandbox?.close();
      await Promise.all(writing);
      await db.dispose();
    },
  };
}

function isBelow(path: string, pathname: string): boolean {
  return pathname === path || pathname.startsWith(`${path}/`);
}

/** One machine, three ways to write it: a page opened under any of them may pay. */
function loopbackNames(origin: string): string[] {
  const { protocol, port } = new URL(origin);
  const suffix = port === '' ? '' : `:${port}`;
  return ['localhost', '127.0.0.1', '[::1]'].map((host) => `${protocol}//${host}${suffix}`).filter((other) => other !== origin);
}
