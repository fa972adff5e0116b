import { describe, it } from 'node:test';
import { expect } from 'chai';
import { memoryStore, type Store } from '../../src/server/index.js';
import { FakeClock } from '../helpers/fake-clock.js';
import { Shop } from '../helpers/open-shop.js';

/** A shop that notes each time its store is asked for the order. */
function watchedShop() {
  const clock = new FakeClock();
  const inner = memoryStore({ clock });
  const asked: string[] = [];
  const store: Store = {
    ...inner,
    get: (key) => {
      asked.push(key);
      return inner.get(key);
    },
  };
  return { shop: new Shop({ clock, store }), asked };
}

describe('the order is read from the store once', () => {
  it('for a status that needs no call, and for one of a payment that has ended', async () => {
    const { shop, asked } = watchedShop();
    const { statusUrl } = await shop.create();
    asked.length = 0;
    expect((await shop.send(String(statusUrl))).status).to.equal(200);
    expect(asked).to.deep.equal(['order:order-1']);
    shop.mixpay.latest.status = 'success';
    await shop.callBack();
    asked.length = 0;
    expect((await shop.send(String(statusUrl))).body.status).to.equal('success');
    expect(asked).to.deep.equal(['order:order-1']);
  });

  it('for a create that is asked again', async () => {
    const { shop, asked } = watchedShop();
    await shop.create();
    asked.length = 0;
    expect((await shop.create()).code).to.equal('code-1');
    expect(asked).to.deep.equal(['order:order-1']);
  });
});

describe('an order that another process writes between reading and claiming it', () => {
  it('is read anew, and MixPay is asked once', async () => {
    const clock = new FakeClock();
    const inner = memoryStore({ clock });
    let between: (() => Promise<unknown>) | undefined;
    const store: Store = {
      ...inner,
      get: async (key) => {
        const found = await inner.get(key);
        const now = key === 'order:order-1' ? between : undefined;
        if (now !== undefined) between = undefined;
        await now?.();
        return found;
      },
    };
    const shop = new Shop({ clock, store });
    const { statusUrl } = await shop.create();
    shop.mixpay.latest.status = 'success';
    const other = new Shop({ clock, store: inner, mixpay: shop.mixpay });
    await clock.advance(10_000);
    between = () => other.callBack();
    const { body } = await shop.send(String(statusUrl));
    expect(body.status).to.equal('success');
    expect(shop.mixpay.reads).to.equal(1);
    expect([shop.count('paid'), other.count('paid')]).to.deep.equal([0, 1]);
  });
});
