import { describe, it } from 'node:test';
import { expect } from 'chai';
import { createSandbox } from '../../src/sandbox/index.js';
import { memoryStore } from '../../src/server/index.js';
import { FakeClock } from '../helpers/fake-clock.js';
import { PAYEE, Shop, USDT } from '../helpers/open-shop.js';

const MINUTE = 60_000;

/** A shop that sends its order ids to the sandbox, where a payment of $10 is open; then its store is lost, and the price rises to $12. */
async function lostShop(before: (shop: LostShop) => Promise<void> = () => Promise.resolve()): Promise<LostShop> {
  const clock = new FakeClock();
  const sandbox = createSandbox({ clock, fetch: () => Promise.reject(new TypeError('no callbacks')), padQuoteAmount: true });
  const creates: string[] = [];
  const fetch = (input: string, init: RequestInit) => {
    if (init.method === 'POST') creates.push(init.body as string);
    return sandbox(new Request(input, init));
  };
  const shop = new Shop({ clock, fetch, sendOrderId: true });
  const old = await shop.create('order-1');
  const lost = { shop, sandbox, creates, old, click: () => shop.post({ orderId: 'order-1' }) };
  await before(lost);
  shop.restart({ store: memoryStore({ clock }) });
  shop.told.length = 0;
  shop.prices['order-1'] = '12';
  return lost;
}

interface LostShop {
  shop: Shop;
  sandbox: ReturnType<typeof createSandbox>;
  creates: string[];
  old: Record<string, string>;
  click: () => ReturnType<Shop['post']>;
}

const heard = ({ shop }: LostShop) => shop.told.filter(({ hook }) => hook !== 'created');

describe('an order id that MixPay holds for a payment at an older price, which a lost store has forgotten', () => {
  it('opens a link at the new price, and what is paid on the old one all the same is told', async () => {
    const lost = await lostShop();
    const { shop, sandbox, old } = lost;
    expect((await lost.click()).body.code).to.equal('attempt_ended');
    const fresh = await shop.create('order-1');
    expect([fresh.quoteAmount, fresh.code === old.code]).to.deep.equal(['12', false]);
    await sandbox.control(old.code ?? '', { status: 'success' });
    await shop.clock.advance(MINUTE);
    await shop.handler.sweep();
    expect(heard(lost).map(({ hook, traceId }) => [hook, traceId])).to.deep.equal([['superseded_paid', old.traceId]]);
    const again = await lost.click();
    expect([again.status, again.body.code]).to.deep.equal([409, 'already_paid']);
    expect(lost.creates).to.have.length(3);
  });

  for (const status of ['confirming', 'paid_less', 'success'] as const)
    it(`opens nothing beside one that is ${status}, and the shop hears of the money`, async () => {
      const lost = await lostShop(({ sandbox, old }) => sandbox.control(old.code ?? '', { status }).then(() => undefined));
      const { shop, sandbox, old } = lost;
      expect((await lost.click()).status).to.equal(503);
      const next = await lost.click();
      expect([next.status, next.body.code]).to.deep.equal([409, 'already_paid']);
      expect(lost.creates).to.have.length(2);
      await sandbox.control(old.code ?? '', { status: 'success' });
      await shop.clock.advance(2 * MINUTE);
      await shop.handler.sweep();
      const told = heard(lost).filter(({ hook }) => hook !== 'update');
      expect(told.map(({ hook, traceId }) => [hook, traceId])).to.deep.equal([['superseded_paid', old.traceId]]);
    });

  it('opens a link at the new price after one that has failed', async () => {
    const lost = await lostShop(({ sandbox, old }) =>
      sandbox.control(old.code ?? '', { status: 'failed', failureCode: '40032' }).then(() => undefined),
    );
    expect((await lost.click()).status).to.equal(503);
    expect((await lost.shop.create('order-1')).quoteAmount).to.equal('12');
    expect(heard(lost)).to.deep.equal([]);
  });

  it('opens nothing beside the second of its payments, where the first has failed', async () => {
    let second: Record<string, string> = {};
    const lost = await lostShop(async ({ shop, sandbox, old }) => {
      await sandbox.control(old.code ?? '', { status: 'failed', failureCode: '40032' });
      await shop.ask(old.statusUrl);
      second = await shop.create('order-1');
      await sandbox.control(second.code ?? '', { status: 'confirming' });
    });
    for (let click = 0; click < 2; click++) expect((await lost.click()).status).to.equal(503);
    expect((await lost.click()).body.code).to.equal('already_paid');
    await lost.sandbox.control(second.code ?? '', { status: 'success' });
    await lost.shop.clock.advance(2 * MINUTE);
    await lost.shop.handler.sweep();
    expect(heard(lost).map(({ hook, traceId }) => [hook, traceId])).to.deep.include(['superseded_paid', second.traceId]);
    expect(heard(lost).map(({ hook }) => hook)).to.not.contain('paid');
  });

  it('keeps what was agreed on the old one apart from what is agreed now', async () => {
    const lost = await lostShop();
    const { shop, sandbox, old } = lost;
    const told: unknown[] = [];
    shop.restart({
      store: memoryStore({ clock: shop.clock }),
      order: () => ({ orderId: 'order-1', quoteAmount: '12', quoteAssetId: 'usd', metadata: { cart: 2 } }),
      onException: (_kind, { quoteAmount, metadata }) => void told.push([quoteAmount, metadata]),
    });
    await lost.click();
    await sandbox.control(old.code ?? '', { status: 'success' });
    await shop.clock.advance(MINUTE);
    await shop.handler.sweep();
    expect(told).to.deep.equal([['10', undefined]]);
  });
});

describe('an order id that a stranger has used at MixPay', () => {
  it('opens a link under another id; the stranger’s payment counts for nothing, and the log says that there is one', async () => {
    const lost = await lostShop();
    const { shop, sandbox } = lost;
    const traceId = crypto.randomUUID();
    const terms = { payeeId: PAYEE, quoteAmount: '0.5', quoteAssetId: 'usd', settlementAssetId: USDT, traceId, orderId: 'order-2' };
    const body = JSON.stringify(terms);
    const headers = { 'Content-Type': 'application/json' };
    await sandbox(new Request('https://api.mixpay.me/v1/one_time_payment', { method: 'POST', body, headers }));
    expect((await shop.post({ orderId: 'order-2' })).status).to.equal(503);
    expect(shop.warnings.join()).to.contain('order-2').and.contain('MixPay account');
    expect((await shop.create('order-2')).quoteAmount).to.equal('25.5');
    await sandbox.control(traceId, { status: 'success' });
    await shop.clock.advance(MINUTE);
    await shop.handler.sweep();
    expect(heard(lost)).to.deep.equal([]);
  });
});
