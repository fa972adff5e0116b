import { describe, it } from 'node:test';
import { expect } from 'chai';
import { memoryStore } from '../../src/server/index.js';
import { FakeClock } from '../helpers/fake-clock.js';
import { PAYEE, SECRET, Shop, USDT } from '../helpers/open-shop.js';

const NEW_SECRET = 'Zw9xYv8uTs7rQp6oNm5lKj4iHg3fEd2c';
const CALLBACK = '/api/mixpay/callback/order-1.1.IUtE_G6xchpAJSn1jHge9WlRb0HADK1fgZW7h1-lurU';

/** A record as 0.1.0 wrote it: `item` and `metadata` with the order, no claims, kinds without a status in `told`. */
function recordOfOlder(clock: FakeClock) {
  const now = clock.now();
  return {
    v: 1,
    orderId: 'order-1',
    derived: false,
    item: 'never looked at',
    metadata: { cart: 7 },
    attempts: [
      {
        n: 1,
        traceId: '1d25d2da-b444-4e83-ba47-f278d2fb3840',
        state: 'open',
        superseded: false,
        terms: {
          payeeId: PAYEE,
          quoteAmount: '10',
          quoteAssetId: 'usd',
          settlementAssetId: USDT,
          traceId: '1d25d2da-b444-4e83-ba47-f278d2fb3840',
          callbackUrl: `https://shop.example${CALLBACK}`,
          callbackEvent: 'settle',
          expiredTimestamp: Math.floor(now / 1000) + 1800,
        },
        quoteSymbol: 'USD',
        code: 'code-1',
        createdAt: now,
        expiresAt: now + 1800_000,
        readAt: 0,
        resultAt: 0,
        nextCheckAt: now + 5000,
        dueAt: now + 30_000,
        told: ['created'],
      },
    ],
    notices: [],
  };
}

async function upgradedShop() {
  const clock = new FakeClock();
  const store = memoryStore({ clock });
  const record = recordOfOlder(clock);
  await store.put('order:order-1', record, { ifVersion: null, dueAt: clock.now() + 30_000 });
  const paid: unknown[] = [];
  const shop = new Shop({
    clock,
    store,
    order: () => ({ orderId: 'order-1', quoteAmount: '10', quoteAssetId: 'usd', metadata: { cart: 7 } }),
    onPaid: (order) => void paid.push(order),
  });
  const body = record.attempts[0]!.terms;
  shop.mixpay.payments.set(body.traceId, { body, code: 'code-1', status: 'unpaid', result: {} });
  return { shop, paid, body };
}

describe('an order that 0.1.0 wrote', () => {
  it('keeps its code', async () => {
    const { shop } = await upgradedShop();
    expect((await shop.create()).code).to.equal('code-1');
    expect(shop.mixpay.creates).to.have.length(0);
  });

  it('keeps its code also where the shop has begun to say what the item is', async () => {
    const { shop } = await upgradedShop();
    const order = (cart: number) => () => ({
      orderId: 'order-1',
      quoteAmount: '10',
      quoteAssetId: 'usd',
      item: 'shirt',
      metadata: { cart },
    });
    shop.restart({ order: order(7) });
    expect((await shop.create()).code).to.equal('code-1');
    shop.restart({ order: order(8) });
    await shop.clock.advance(3000);
    expect((await shop.create()).code).to.equal('code-2');
    expect(shop.mixpay.creates).to.have.length(1);
  });

  it('is written so that 0.1.0 reads of it what was agreed on last', async () => {
    const shop = new Shop({
      order: () => ({ orderId: 'order-1', quoteAmount: '10', quoteAssetId: 'usd', item: 'shirt', metadata: { cart: 7 } }),
    });
    await shop.create();
    expect((await shop.store.get('order:order-1'))?.value).to.deep.include({ item: 'shirt', metadata: { cart: 7 } });
    shop.restart({ order: () => ({ orderId: 'order-1', quoteAmount: '11', quoteAssetId: 'usd' }) });
    await shop.clock.advance(3000);
    await shop.create();
    expect((await shop.store.get('order:order-1'))?.value).to.not.have.any.keys('item', 'metadata');
  });

  it('is paid by its old callback address, once, with its old metadata and without an item that the shop never checked', async () => {
    const { shop, paid } = await upgradedShop();
    shop.mixpay.latest.status = 'success';
    const call = () => shop.send(CALLBACK, { method: 'POST', body: '{}' });
    expect((await call()).body.code).to.equal('SUCCESS');
    await shop.clock.advance(15_000);
    expect((await call()).body.code).to.equal('SUCCESS');
    expect(paid).to.have.length(1);
    expect(paid[0])
      .to.deep.include({ orderId: 'order-1', metadata: { cart: 7 } })
      .and.not.to.have.property('item');
  });

  it('is found by the sweep', async () => {
    const { shop, paid } = await upgradedShop();
    shop.mixpay.latest.status = 'success';
    await shop.clock.advance(60_000);
    await shop.handler.sweep();
    expect(paid).to.have.length(1);
  });

  it('is left alone while a process of 0.1.0 is calling its hooks, and taken up when that has died', async () => {
    const { shop, paid } = await upgradedShop();
    shop.mixpay.latest.status = 'success';
    const stored = (await shop.store.get('order:order-1'))!;
    const until = shop.clock.now() + 30_000;
    await shop.store.put('order:order-1', { ...(stored.value as object), lease: { owner: 'older', until } }, { ifVersion: stored.version });
    const call = () => shop.send(CALLBACK, { method: 'POST', body: '{}' });
    expect((await call()).status).to.equal(503);
    expect(paid).to.have.length(0);
    await shop.clock.advance(31_000);
    expect((await call()).body.code).to.equal('SUCCESS');
    expect(paid).to.have.length(1);
  });

  it('keeps a process of 0.1.0 away while onPaid runs: it finds a lease over the order', async () => {
    const { shop } = await upgradedShop();
    shop.mixpay.latest.status = 'success';
    let lease: unknown;
    shop.restart({
      onPaid: async () => {
        lease = ((await shop.store.get('order:order-1'))?.value as { lease?: unknown }).lease;
      },
    });
    await shop.send(CALLBACK, { method: 'POST', body: '{}' });
    expect(lease).to.have.property('until').that.is.greaterThan(shop.clock.now());
    expect((await shop.store.get('order:order-1'))?.value).not.to.have.property('lease');
  });
});

describe('a secret that is changed', () => {
  it('holds what the old one signed as long as it is named: status, callback and derived orders', async () => {
    const shop = new Shop();
    const { statusUrl } = await shop.create();
    const key = { 'Idempotency-Key': '0d2b8b0e-54b4-4e6a-9a0f-3f2a7f0c9a11' };
    const shirt = await shop.post({ item: 'shirt' }, key);
    const [payment] = shop.mixpay.payments.values();
    shop.restart({ secret: [NEW_SECRET, SECRET] });
    expect((await shop.ask(statusUrl)).status).to.equal(200);
    expect((await shop.create()).code).to.equal('code-1');
    expect((await shop.post({ item: 'shirt' }, key)).body).to.include({ orderId: shirt.body.orderId, code: shirt.body.code });
    payment!.status = 'success';
    await shop.clock.advance(3000);
    expect((await shop.callBack(payment)).body.code).to.equal('SUCCESS');
    expect(shop.count('paid')).to.equal(1);
  });

  it('signs with the new one, and with the old one alone no more', async () => {
    const shop = new Shop({ secret: [NEW_SECRET, SECRET] });
    const { statusUrl } = await shop.create();
    shop.restart({ secret: SECRET });
    expect((await shop.ask(statusUrl)).status).to.equal(404);
    shop.restart({ secret: NEW_SECRET });
    expect((await shop.ask(statusUrl)).status).to.equal(200);
  });

  it('is checked like the first, each of them', () => {
    for (const secret of [[], [NEW_SECRET, 'short'], [NEW_SECRET, undefined], ['a'.repeat(40)], 7])
      expect(() => new Shop({ secret: secret as unknown as string })).to.throw(/^secret: expected at least 32 random characters/);
  });
});
