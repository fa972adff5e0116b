import { createServer } from 'node:http';
import { describe, it } from 'node:test';
import { expect } from 'chai';
import { createSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/index.js';
import {
  createPaymentHandler,
  memoryStore,
  toNodeListener,
  type PaymentHandler,
  type PaymentHandlerOptions,
} from '../../src/server/index.js';
import { PAYEE, SECRET, USDT } from '../helpers/open-shop.js';

interface Running {
  origin: string;
  options: PaymentHandlerOptions;
  handler: PaymentHandler;
  sandbox: Sandbox;
  paid: string[];
  told: string[];
  post: (body: unknown) => Promise<{ status: number; body: Record<string, string> }>;
  status: (statusUrl: string | undefined) => Promise<Record<string, string>>;
}

/** The shop and MixPay's stand-in behind one real socket, calling one another over it. */
async function running(
  run: (parts: Running) => Promise<void>,
  sandboxOptions: SandboxOptions = {},
  changes: Partial<PaymentHandlerOptions> = {},
): Promise<void> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const origin = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  const sandbox = createSandbox({ basePath: '/sandbox', ...sandboxOptions });
  const paid: string[] = [];
  const told: string[] = [];
  const options: PaymentHandlerOptions = {
    payeeId: PAYEE,
    settlementAssetId: USDT,
    secret: SECRET,
    origin,
    apiBase: `${origin}/sandbox`,
    checkoutBase: `${origin}/sandbox/code/`,
    store: memoryStore(),
    order: ({ orderId }) => ({ orderId: orderId ?? 'order-1', quoteAmount: '10', quoteAssetId: 'usd' }),
    onPaid: ({ orderId }) => void paid.push(orderId),
    onFailed: () => void told.push('failed'),
    onException: (kind) => void told.push(kind),
    ...changes,
  };
  const handler = createPaymentHandler(options);
  const [shop, mixpay] = [toNodeListener(handler, { origin }), toNodeListener(sandbox, { origin })];
  server.on('request', (req, res) => shop(req, res, () => mixpay(req, res)));
  try {
    await run({
      origin,
      options,
      handler,
      sandbox,
      paid,
      told,
      async post(body) {
        const response = await fetch(`${origin}/api/mixpay`, {
          method: 'POST',
          body: JSON.stringify(body),
          headers: { 'Content-Type': 'application/json' },
        });
        return { status: response.status, body: (await response.json()) as Record<string, string> };
      },
      status: async (statusUrl) => (await (await fetch(`${origin}${statusUrl ?? ''}`)).json()) as Record<string, string>,
    });
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

/** Waits for a callback to have arrived: the only thing here that comes by itself. */
async function arrived(list: readonly string[], length = 1): Promise<void> {
  while (list.length < length) await new Promise((resolve) => setImmediate(resolve));
}

describe('the handler against the sandbox, over a real socket', () => {
  for (const options of [{}, { padQuoteAmount: true }, { legacyResults: true }] satisfies SandboxOptions[]) {
    it(`fulfils a payment by its callback alone (${JSON.stringify(options)})`, async () => {
      await running(async ({ post, sandbox, paid, status }) => {
        const { body } = await post({ orderId: 'order-1' });
        await sandbox.control(body.code ?? '', { status: 'success' });
        await arrived(paid);
        expect((await status(body.statusUrl)).status).to.equal('success');
        expect((await post({ orderId: 'order-1' })).body.code).to.equal('already_paid');
        expect(paid).to.deep.equal(['order-1']);
      }, options);
    });
  }

  it('opens the second attempt after the first has failed', async () => {
    await running(async ({ post, sandbox, told, paid }) => {
      const first = await post({ orderId: 'order-1' });
      await sandbox.control(first.body.code ?? '', { status: 'failed', failureCode: '40032' });
      await arrived(told);
      const second = await post({ orderId: 'order-1' });
      expect(second.body.code).not.to.equal(first.body.code);
      await sandbox.control(second.body.code ?? '', { status: 'success' });
      await arrived(paid);
      expect(told).to.deep.equal(['failed']);
    });
  });

  it('redirects a form to a checkout page that exists', async () => {
    await running(async ({ origin }) => {
      const response = await fetch(`${origin}/api/mixpay`, {
        method: 'POST',
        body: new URLSearchParams({ orderId: 'order-1' }),
        headers: { Origin: origin, Accept: 'text/html' },
      });
      expect([response.status, response.url.startsWith(`${origin}/sandbox/code/`)]).to.deep.equal([200, true]);
      expect(await response.text()).to.contain('10');
    });
  });

  it('finds that an order is paid, and fulfils it, though its store was lost', async () => {
    await running(async ({ origin, options, post, sandbox, paid }) => {
      const { body } = await post({ orderId: 'order-1' });
      await sandbox.control(body.code ?? '', { status: 'success' });
      await arrived(paid);
      const again = createPaymentHandler({ ...options, store: memoryStore() });
      const request = { method: 'POST', body: '{"orderId":"order-1"}', headers: { 'Content-Type': 'application/json' } };
      const answer = await again(new Request(`${origin}/api/mixpay`, request));
      expect(((await answer.json()) as { code: string }).code).to.equal('already_paid');
      expect(paid).to.deep.equal(['order-1', 'order-1']);
    });
  });

  it('never runs into MixPay’s limit, however many orders are started', async () => {
    await running(async ({ post, handler }) => {
      const answers = await Promise.all(Array.from({ length: 80 }, (_, n) => post({ orderId: `basket-${n}` })));
      const open = answers.filter(({ status }) => status === 200);
      expect(open).to.have.length(50);
      expect((await handler.health()).pausedUntil).to.equal(undefined);
      expect(new Set(answers.map(({ status }) => status))).to.deep.equal(new Set([200, 503]));
    });
  });
});
