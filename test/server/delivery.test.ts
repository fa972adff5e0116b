import { describe, it } from 'node:test';
import { expect } from 'chai';
import { memoryStore } from '../../src/server/index.js';
import { FakeClock } from '../helpers/fake-clock.js';
import { dyingStore } from '../helpers/failing-store.js';
import { Shop } from '../helpers/open-shop.js';

const MINUTE = 60_000;

/** A dead process answers nothing. */
const unheard = async (request: Promise<unknown>): Promise<void> => {
  await request.catch(() => undefined);
};

/** Click, payment, callback, page: a purchase from end to end, with as many unanswered steps as there may be. */
async function buy(shop: Shop): Promise<void> {
  await unheard(shop.post({ orderId: 'order-1' }));
  if (shop.mixpay.payments.size === 0) return;
  shop.mixpay.latest.status = 'success';
  await unheard(shop.callBack());
}

/** A new process on the same store, and all that finds a payment again: callbacks that come anew, the payer, the sweep. */
async function recover(shop: Shop): Promise<void> {
  shop.restart();
  for (const wait of [15_000, 30_000, 3 * MINUTE]) {
    await shop.clock.advance(wait);
    const { status, body } = await shop.post({ orderId: 'order-1' });
    expect([200, 409]).to.include(status);
    if (status === 409) expect(body.code).to.equal('already_paid');
    shop.mixpay.latest.status = 'success';
    await shop.callBack();
    await shop.handler.sweep();
  }
}

function paidTimes(shop: Shop): number {
  expect(new Set(shop.told.filter(({ hook }) => hook === 'paid').map(({ traceId }) => traceId)).size).to.equal(1);
  return shop.count('paid');
}

describe('a process that dies', () => {
  for (const when of ['before', 'after'] as const) {
    it(`at any step, ${when} its write: loses no payment, and calls onPaid again only if it died before that was written`, async () => {
      let steps = 0;
      for (let at = 1; ; at++) {
        const clock = new FakeClock();
        const survivor = memoryStore({ clock });
        const dying = dyingStore(survivor, at, when);
        const shop = new Shop({ clock, store: dying.store });
        await buy(shop);
        if (!dying.died()) break;
        steps++;
        const before = shop.count('paid');
        const marked = JSON.stringify((await survivor.get('order:order-1'))?.value ?? '').includes('"state":"done"');
        const fresh = new Shop({ clock, mixpay: shop.mixpay, store: survivor });
        fresh.told.push(...shop.told);
        await recover(fresh);
        expect(shop.mixpay.payments.size, `killed ${when} step ${at}`).to.equal(1);
        const times = paidTimes(fresh);
        // It had returned; whether that was written decides.
        expect(times, `killed ${when} step ${at}`).to.equal(marked ? before : before + 1);
      }
      expect(steps).to.be.greaterThan(10);
    });
  }
});

describe('onPaid', () => {
  const paidShop = async () => {
    const shop = new Shop();
    const { statusUrl } = await shop.create();
    shop.mixpay.latest.status = 'success';
    return { shop, statusUrl };
  };

  it('is called exactly once more if the process died between its return and the mark', async () => {
    const { shop } = await paidShop();
    let dead = false;
    shop.during.paid = () => void (dead = true);
    const store = shop.store;
    const put: typeof store.put = (...parameters) => (dead ? Promise.reject(new Error('killed')) : store.put(...parameters));
    shop.restart({ store: { get: (key) => store.get(key), due: (...parameters) => store.due(...parameters), put } });
    expect((await shop.callBack()).status).to.be.at.least(500);
    expect(shop.count('paid')).to.equal(1);

    shop.during.paid = undefined;
    shop.restart();
    await shop.clock.advance(15_000);
    // The dead one's lease still runs: better late than twice at once.
    expect((await shop.callBack()).status).to.equal(503);
    await shop.clock.advance(30_000);
    expect((await shop.callBack()).body.code).to.equal('SUCCESS');
    expect(shop.count('paid')).to.equal(2);
    for (let day = 0; day < 5; day++) {
      await shop.clock.advance(24 * 60 * MINUTE);
      await shop.callBack();
      await shop.handler.sweep();
    }
    expect(shop.count('paid')).to.equal(2);
  });

  it('is not called by two processes at once, however long it takes', async () => {
    const { shop } = await paidShop();
    let finish = (): void => undefined;
    let begun = (): void => undefined;
    const beginning = new Promise<void>((resolve) => (begun = resolve));
    shop.during.paid = () => {
      begun();
      return new Promise<void>((resolve) => (finish = resolve));
    };
    const first = shop.callBack();
    await beginning;
    shop.restart();
    for (let n = 0; n < 6; n++) {
      await shop.clock.advance(20_000);
      // The renewal of the lease crosses real promises of the store.
      await new Promise((resolve) => setImmediate(resolve));
      expect((await shop.callBack()).status).to.equal(503);
      await shop.handler.sweep();
    }
    // MixPay was answered in time; what the hook does in the end counts all the same.
    expect((await first).status).to.equal(503);
    finish();
    await shop.clock.advance(15_000);
    expect((await shop.callBack()).body.code).to.equal('SUCCESS');
    expect(shop.count('paid')).to.equal(1);
  });

  it('that throws is tried again, less and less often, and does not hold up the other hooks', async () => {
    const { shop } = await paidShop();
    Object.assign(shop.mixpay.latest.result, { surplusAmount: '1', surplusStatus: 'pending' });
    shop.during.paid = () => Promise.reject(new Error('down'));
    await shop.callBack();
    expect([shop.count('paid'), shop.count('surplus')]).to.deep.equal([1, 1]);
    for (let minute = 0; minute < 60; minute++) {
      await shop.clock.advance(MINUTE);
      await shop.handler.sweep();
    }
    expect(shop.count('paid')).to.be.within(6, 12);
    shop.during.paid = undefined;
    await shop.clock.advance(60 * MINUTE);
    await shop.handler.sweep();
    const times = shop.count('paid');
    await shop.clock.advance(60 * MINUTE);
    await shop.handler.sweep();
    expect([shop.count('paid'), shop.count('surplus')]).to.deep.equal([times, 1]);
  });

  it('gets what the shop needs to find the order', async () => {
    const heard: unknown[] = [];
    const shop = new Shop({
      order: (asked) => ({ item: asked.item ?? '', quoteAmount: '15', quoteAssetId: 'usd', metadata: { size: 'xl' } }),
      onPaid: (order, result) => void heard.push(order, result.status),
    });
    const { body } = await shop.post({ item: 'shirt' });
    shop.mixpay.latest.status = 'success';
    await shop.callBack();
    expect(heard[0]).to.deep.include({
      orderId: body.orderId,
      traceId: body.traceId,
      attempt: 1,
      item: 'shirt',
      metadata: { size: 'xl' },
      quoteAmount: '15',
      quoteAssetId: 'usd',
    });
    expect(heard[1]).to.equal('success');
  });
});

describe('the sweep', () => {
  it('finds a payment for which no callback came', async () => {
    const shop = new Shop();
    await shop.create();
    shop.mixpay.latest.status = 'success';
    await shop.clock.advance(20 * MINUTE);
    expect(await shop.handler.sweep()).to.include({ reads: 1, paid: 1, more: false });
    expect(shop.count('paid')).to.equal(1);
  });

  it('does not give up where MixPay does', async () => {
    const shop = new Shop();
    await shop.create();
    shop.mixpay.latest.status = 'confirming';
    for (let hour = 0; hour < 30; hour++) {
      await shop.clock.advance(60 * MINUTE);
      await shop.handler.sweep();
    }
    shop.mixpay.latest.status = 'success';
    await shop.clock.advance(12 * 60 * MINUTE);
    await shop.handler.sweep();
    expect(shop.count('paid')).to.equal(1);
  });

  it('finds a payment whose create was never answered', async () => {
    const shop = new Shop();
    shop.mixpay.beforeAnswer = () => Promise.reject(new TypeError('connection lost'));
    await shop.post({ orderId: 'order-1' });
    shop.mixpay.latest.status = 'success';
    await shop.clock.advance(5 * MINUTE);
    await shop.handler.sweep();
    expect(shop.count('paid')).to.equal(1);
  });

  it('keeps to its budget, begins with the oldest, and says what is left', async () => {
    const shop = new Shop({ order: (asked) => ({ orderId: asked.orderId ?? '', quoteAmount: '1', quoteAssetId: 'usd' }) });
    for (let n = 0; n < 10; n++) {
      await shop.create(`basket-${n}`);
      await shop.clock.advance(10_000);
    }
    await shop.clock.advance(5 * MINUTE);
    expect(await shop.handler.sweep({ budget: 4 })).to.include({ reads: 4, more: true });
    expect(await shop.handler.sweep({ budget: 100 })).to.include({ reads: 6, more: false });
    expect(await shop.handler.sweep()).to.include({ reads: 0, orders: 0 });
  });

  it('of two processes at once reads each order once', async () => {
    const shop = new Shop();
    await shop.create();
    await shop.create('order-2');
    await shop.clock.advance(5 * MINUTE);
    const first = shop.handler;
    shop.restart();
    await Promise.all([first.sweep(), shop.handler.sweep()]);
    expect(shop.mixpay.reads).to.equal(2);
  });

  it('costs next to nothing for orders nobody pays', async () => {
    const shop = new Shop();
    await shop.create();
    for (let step = 0; step < 24 * 12; step++) {
      await shop.clock.advance(5 * MINUTE);
      await shop.handler.sweep();
    }
    expect(shop.mixpay.reads).to.be.below(40);
  });

  it('goes on with the next order where one cannot be read', async () => {
    const shop = new Shop();
    await shop.create();
    await shop.create('order-2');
    for (const payment of shop.mixpay.payments.values()) payment.status = 'success';
    await shop.clock.advance(5 * MINUTE);
    shop.mixpay.script.push(() => new Response('<html>'));
    expect(await shop.handler.sweep()).to.include({ errors: 1, paid: 1 });
  });
});
