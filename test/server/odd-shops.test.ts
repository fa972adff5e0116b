import { describe, it } from 'node:test';
import { expect } from 'chai';
import { memoryStore, type PaymentHandlerOptions, type Store } from '../../src/server/index.js';
import { Shop } from '../helpers/open-shop.js';
import { SkewedClock } from '../helpers/skewed-clock.js';
import { FakeClock } from '../helpers/fake-clock.js';

const HOUR = 3_600_000;

/** A shop whose `order()` returns what no type allows, because plain JavaScript may return anything. */
function shopThatSays(terms: Record<string, unknown>): Shop {
  return new Shop({ order: () => ({ orderId: 'order-1', quoteAmount: '10', quoteAssetId: 'usd', ...terms }) });
}

describe('a hook', () => {
  it('that writes into the result it was given is called once all the same', async () => {
    let calls = 0;
    const onPaid: PaymentHandlerOptions['onPaid'] = (order, result) => {
      if (++calls > 3) throw new Error('called again and again');
      result.orderId = order.orderId;
    };
    const shop = new Shop({ onPaid });
    await shop.create();
    shop.mixpay.latest.status = 'success';
    expect((await shop.callBack()).body).to.deep.equal({ code: 'SUCCESS' });
    expect(calls).to.equal(1);
  });

  it('that failed while the clock was hours ahead is called again as soon as the clock is right', async () => {
    const base = new FakeClock();
    const clock = new SkewedClock(base, 5 * HOUR);
    let calls = 0;
    const onPaid = () => {
      if (++calls === 1) throw new Error('down');
    };
    const shop = new Shop({ clock: base, onPaid });
    shop.restart({ clock });
    await shop.create();
    shop.mixpay.latest.status = 'success';
    expect((await shop.callBack()).status).to.equal(503);
    clock.ahead = 0;
    await base.advance(15_000);
    expect((await shop.callBack()).body).to.deep.equal({ code: 'SUCCESS' });
    expect(calls).to.equal(2);
  });
});

describe('order()', () => {
  it('that writes into what the page asked does not agree to another price in the page’s name', async () => {
    const shop = new Shop({
      order: (asked) => {
        asked.quoteAmount = '12';
        return { orderId: 'order-1', quoteAmount: '12', quoteAssetId: 'usd' };
      },
    });
    const { status, body } = await shop.post({ orderId: 'order-1', quoteAmount: '10', quoteAssetId: 'usd' });
    expect([status, body.code, body.quoteAmount]).to.deep.equal([409, 'price_changed', '12']);
    expect(shop.mixpay.calls).to.equal(0);
  });

  it('that throws nothing at all is told to the log like any other failure', async () => {
    const rejecting = { then: (_: unknown, reject: (reason: unknown) => void) => reject(undefined) };
    const shop = new Shop({ order: () => rejecting as unknown as Promise<never> });
    expect((await shop.post({ orderId: 'order-1' })).status).to.equal(500);
    expect(shop.events.map(({ type }) => type)).to.include('error');
  });

  const circle: Record<string, unknown> = {};
  circle['self'] = circle;
  const unfit: Record<string, unknown> = {
    'a Date': new Date(0),
    'a Map': new Map([['cart', 1]]),
    'a Set': new Set([1]),
    'query parameters': new URLSearchParams('cart=1'),
    'a circle': circle,
    'a bigint inside': { cart: 1n },
    'an object whose JSON is a text': { toJSON: () => 'x' },
    'an object without JSON': { toJSON: () => undefined },
  };
  for (const [name, metadata] of Object.entries(unfit))
    it(`is told at once that its metadata is no JSON object: ${name}`, async () => {
      const shop = shopThatSays({ metadata });
      const { status, body } = await shop.post({ orderId: 'order-1' });
      expect([status, body.code]).to.deep.equal([500, 'order_failed']);
      const [error] = shop.events.filter(({ type }) => type === 'error');
      expect(error)
        .to.have.property('error')
        .with.property('message')
        .that.matches(/^order\(\) returned metadata: expected a JSON object/);
      expect(shop.mixpay.calls).to.equal(0);
    });

  it('is told at once that a Map is no list of further parameters', async () => {
    const shop = shopThatSays({ extra: new Map([['payerEmail', 'a@shop.example']]) });
    expect((await shop.post({ orderId: 'order-1' })).body.code).to.equal('order_failed');
    expect(shop.mixpay.calls).to.equal(0);
  });

  it('may return metadata of any spelling of JSON: hooks get, and later clicks find, what JSON makes of it', async () => {
    const heard: unknown[] = [];
    const metadata = { size: Object(5) as number, name: Object('x') as string, at: new Date(0), gone: undefined };
    const shop = new Shop({
      order: () => ({ orderId: 'order-1', quoteAmount: '10', quoteAssetId: 'usd', metadata }),
      onCreated: (order) => void heard.push(order.metadata),
    });
    const { code } = await shop.create();
    await shop.clock.advance(5000);
    expect((await shop.create()).code).to.equal(code);
    expect(heard).to.deep.equal([{ size: 5, name: 'x', at: '1970-01-01T00:00:00.000Z' }]);
    expect(shop.mixpay.creates).to.have.length(1);
  });
});

describe('a store of the shop’s own', () => {
  for (const lost of [undefined, false])
    it(`that returns ${lost} where another writer was first lets one writer succeed all the same`, async () => {
      const clock = new FakeClock();
      const kept = memoryStore({ clock });
      const put: Store['put'] = async (key, value, options) => (await kept.put(key, value, options)) ?? (lost as unknown as null);
      const shop = new Shop({ clock, store: { get: (key) => kept.get(key), due: (before, limit) => kept.due(before, limit), put } });
      const clicks = await shop.patiently(Promise.all([1, 2, 3, 4, 5, 6].map(() => shop.post({ orderId: 'order-1' }))));
      expect(clicks.map(({ status }) => status)).to.deep.equal([200, 200, 200, 200, 200, 200]);
      expect(shop.mixpay.creates).to.have.length(1);
    });
});
