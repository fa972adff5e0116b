import { describe, it } from 'node:test';
import { expect } from 'chai';
import { memoryStore, openAmount, type Store } from '../../src/server/index.js';
import { FakeClock, settle } from '../helpers/fake-clock.js';
import { Shop } from '../helpers/open-shop.js';
import { unreachable } from '../helpers/scripted-mixpay.js';
import { TRIALS } from './bench/minute.js';

const MINUTE = 60_000;
/** The same store, with a function that is called with every key that is read or written, and may throw. */
function watched(store: Store, hear: (key: string) => void): Store {
  return {
    get: async (key) => {
      hear(key);
      return store.get(key);
    },
    put: async (key, value, options) => {
      hear(key);
      return store.put(key, value, options);
    },
    due: (before, limit) => store.due(before, limit),
  };
}

const anyOrder = { order: (asked: { orderId?: string }) => ({ orderId: asked.orderId ?? '', quoteAmount: '1', quoteAssetId: 'usd' }) };

describe('the budget', () => {
  it('lets no more than fifty calls a minute through, and says when to come again', async () => {
    const shop = new Shop(anyOrder);
    const answers = [];
    for (let n = 0; n < 70; n++) answers.push(await shop.post({ orderId: `basket-${n}` }));
    expect(answers.filter(({ status }) => status === 200)).to.have.length(50);
    expect(shop.mixpay.calls).to.equal(50);
    const last = answers.at(-1);
    expect([last?.status, last?.body.code]).to.deep.equal([503, 'busy']);
    await shop.clock.advance(Number(last?.headers.get('retry-after')) * 1000);
    expect((await shop.post({ orderId: 'basket-99' })).status).to.equal(200);
  });

  for (const [name, run] of Object.entries(TRIALS))
    it(`lets no more than fifty leave in any sixty seconds while ${name}`, async () => {
      expect(await run()).to.be.within(35, 50);
    });

  it('is not asked by a status that needs no request', async () => {
    const clock = new FakeClock();
    const keys: string[] = [];
    const shop = new Shop({ ...anyOrder, clock, store: watched(memoryStore({ clock }), (key) => keys.push(key)) });
    const { statusUrl = '' } = await shop.create('basket-0');
    await shop.ask(statusUrl);
    keys.length = 0;
    for (let n = 0; n < 10; n++) await shop.send(statusUrl);
    expect([...new Set(keys)]).to.deep.equal(['order:basket-0']);
  });

  it('gives nothing while it cannot be counted: the payer is told to come again, and the log why', async () => {
    const clock = new FakeClock();
    let failing = true;
    const store = watched(memoryStore({ clock }), (key) => {
      if (failing && key === 'mixpay:budget') throw new Error('the store is down');
    });
    const shop = new Shop({ ...anyOrder, clock, store });
    const { status, body, headers } = await shop.post({ orderId: 'basket-0' });
    expect([status, body.code, headers.get('retry-after'), shop.mixpay.calls]).to.deep.equal([503, 'busy', '5', 0]);
    expect(shop.events.filter(({ type }) => type === 'error')).to.have.length(1);
    failing = false;
    expect((await shop.post({ orderId: 'basket-0' })).status).to.equal(200);
  });

  it('does not repeat a read for which nothing is left', async () => {
    const shop = new Shop(anyOrder);
    const { statusUrl } = await shop.create('basket-0');
    await shop.clock.advance(10 * MINUTE);
    for (let n = 1; n <= 37; n++) await shop.create(`basket-${n}`);
    await shop.clock.advance(5000);
    shop.mixpay.outage = unreachable;
    await shop.send(String(statusUrl));
    expect(shop.mixpay.reads).to.equal(1);
  });

  it('obeys what MixPay says is left', async () => {
    const shop = new Shop(anyOrder);
    shop.mixpay.headers = { 'x-ratelimit-limit': '60', 'x-ratelimit-remaining': '3' };
    await shop.create('basket-0');
    shop.mixpay.headers = {};
    for (let n = 1; n < 10; n++) await shop.post({ orderId: `basket-${n}` });
    expect(shop.mixpay.calls).to.equal(4);
    await shop.clock.advance(MINUTE);
    expect((await shop.post({ orderId: 'basket-9' })).status).to.equal(200);
  });

  it('stops all requests of every process when MixPay says 1429, for as long as it says', async () => {
    const shop = new Shop(anyOrder);
    shop.mixpay.script.push(() => shop.mixpay.fails(1429, 429, { 'Retry-After': '90' }));
    const refused = await shop.post({ orderId: 'basket-0' });
    expect([refused.status, refused.headers.get('retry-after')]).to.deep.equal([503, '90']);
    shop.restart();
    expect((await shop.post({ orderId: 'basket-1' })).status).to.equal(503);
    expect((await shop.handler.health()).ok).to.equal(false);
    expect(shop.mixpay.calls).to.equal(1);
    await shop.clock.advance(91_000);
    expect((await shop.post({ orderId: 'basket-1' })).status).to.equal(200);
  });

  it('keeps room for a create and a callback, however many payers watch', async () => {
    const shop = new Shop(anyOrder);
    const urls: unknown[] = [];
    for (let n = 0; n < 40; n++) {
      urls.push((await shop.create(`basket-${n}`)).statusUrl);
      await shop.clock.advance(2000);
    }
    await shop.clock.advance(MINUTE);
    for (const url of urls) await shop.send(String(url));
    expect(shop.mixpay.reads).to.equal(30);
    shop.mixpay.latest.status = 'success';
    expect((await shop.callBack()).body.code).to.equal('SUCCESS');
    expect((await shop.post({ orderId: 'order-1' })).status).to.equal(200);
  });

  it('keeps a flood of donations from stopping a customer', async () => {
    const donation = openAmount({ min: '1', max: '500' });
    const shop = new Shop({
      order: (asked) => (asked.orderId === undefined ? donation(asked) : { orderId: asked.orderId, quoteAmount: '1', quoteAssetId: 'usd' }),
    });
    for (let n = 0; n < 200; n++) await shop.post({ item: 'donation', quoteAmount: '1', quoteAssetId: 'usd' });
    expect(shop.mixpay.calls).to.equal(20);
    expect((await shop.post({ orderId: 'order-1' })).status).to.equal(200);
    shop.mixpay.latest.status = 'success';
    expect((await shop.callBack()).body.code).to.equal('SUCCESS');
  });

  it('is not touched by forged callbacks or status URLs', async () => {
    const shop = new Shop();
    await shop.create();
    for (let n = 0; n < 100; n++) {
      await shop.send(`/api/mixpay/callback/order-1.${n + 1}.${'A'.repeat(43)}`, { method: 'POST', body: '{}' });
      await shop.send(`/api/mixpay/status/order-1.1.9999999999.${'A'.repeat(43)}`);
    }
    expect(shop.mixpay.calls).to.equal(1);
  });
});

describe('onEvent', () => {
  it('gets no token, trace, code or secret', async () => {
    const shop = new Shop();
    const { statusUrl, traceId, code } = await shop.create();
    shop.mixpay.latest.status = 'success';
    await shop.callBack();
    await shop.ask(statusUrl);
    await shop.post({ orderId: 'nobody' });
    const log = JSON.stringify(shop.events);
    for (const secret of [traceId, code, shop.options.secret, String(statusUrl).split('.').at(-1), shop.mixpay.latest.body.callbackUrl])
      expect(log).not.to.contain(secret);
    expect(shop.events.map(({ type }) => type)).to.include.members(['upstream', 'created', 'status', 'hook', 'refused']);
  });

  it('may throw without harm', async () => {
    const shop = new Shop({
      onEvent: () => {
        throw new Error('log full');
      },
    });
    expect((await shop.post({ orderId: 'order-1' })).status).to.equal(200);
  });

  it('may reject without harm', async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown) => void unhandled.push(reason);
    process.on('unhandledRejection', note);
    const shop = new Shop({ onEvent: () => Promise.reject(new Error('log full')) as unknown as undefined });
    expect((await shop.post({ orderId: 'order-1' })).status).to.equal(200);
    await settle();
    process.off('unhandledRejection', note);
    expect(unhandled).to.deep.equal([]);
  });
});
