import { describe, it } from 'node:test';
import { expect } from 'chai';
import { openAmount, type PaymentHandlerOptions } from '../../src/server/index.js';
import { Shop } from '../helpers/open-shop.js';
import { unreachable } from '../helpers/scripted-mixpay.js';
import { SkewedClock } from '../helpers/skewed-clock.js';
import { findUnderFlood } from './bench/flood.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const donation = openAmount({ min: '1', max: '500' });
const anyOrder: Pick<PaymentHandlerOptions, 'order'> = {
  order: (asked) => (asked.orderId === undefined ? donation(asked) : { orderId: asked.orderId, quoteAmount: '1', quoteAssetId: 'usd' }),
};
const give = { item: 'donation', quoteAmount: '5', quoteAssetId: 'usd' };

/** Opens so many orders, and lets as much time pass as makes them due. */
async function openDue(shop: Shop, orders: number): Promise<void> {
  for (let n = 0; n < orders; n++) await shop.create(`basket-${n}`);
  await shop.clock.advance(2 * MINUTE);
}

/** Writes copies of an order into the store, as a flood would have left them. */
async function multiply(shop: Shop, orderId: string, times: number): Promise<void> {
  const found = await shop.store.get(`order:${orderId}`);
  for (let n = 0; n < times; n++) {
    const copy = { ...(found?.value as object), orderId: `copy-${orderId.slice(0, 20)}-${n}` };
    await shop.store.put(`order:${copy.orderId}`, copy, { ifVersion: null, dueAt: shop.clock.now() - MINUTE });
  }
}

describe('a sweep', () => {
  it('is not ended by reads that fail, however many there are', async () => {
    const shop = new Shop(anyOrder);
    await openDue(shop, 12);
    for (let n = 0; n < 11; n++) shop.mixpay.script.push(() => (n % 2 === 0 ? new Response('<html>') : shop.mixpay.fails(10008)));
    shop.mixpay.latest.status = 'success';
    expect(await shop.handler.sweep()).to.include({ orders: 12, errors: 11, paid: 1 });
  });

  it('is not ended by connections that break now and then', async () => {
    const shop = new Shop(anyOrder);
    await openDue(shop, 8);
    const { fetch } = shop.mixpay;
    let reads = 0;
    // Four of five reads, each of which is tried twice.
    shop.restart({ fetch: (...call) => (reads++ % 9 < 8 ? unreachable() : fetch(...call)) });
    const { errors, reads: answered } = await shop.handler.sweep();
    expect([errors > 0, errors + answered]).to.deep.equal([true, 8]);
  });

  it('does not ask order by order where MixPay is out of reach, and asks for others the next time', async () => {
    const shop = new Shop(anyOrder);
    await openDue(shop, 15);
    const asked: string[] = [];
    shop.restart({
      fetch: (url) => {
        asked.push(url);
        return unreachable();
      },
    });
    expect(await shop.handler.sweep()).to.include({ reads: 0, errors: 5, more: true });
    expect(asked).to.have.length(10);
    await shop.handler.sweep();
    expect(new Set(asked).size).to.equal(10);
  });

  it('takes the orders the shop named before those that anybody may begin', async () => {
    const shop = new Shop(anyOrder);
    for (let n = 0; n < 10; n++) await shop.post(give);
    await shop.clock.advance(130 * SECOND);
    await shop.create('basket-0');
    shop.mixpay.latest.status = 'success';
    await shop.clock.advance(50 * SECOND);
    expect(await shop.handler.sweep({ budget: 1 })).to.include({ reads: 1, paid: 1, more: true });
  });

  for (const [which, wait] of [
    ['that are due', 3 * MINUTE],
    ['that an earlier version would have looked at by now', MINUTE],
  ] as const)
    it(`finds an order behind more open ones ${which} than it takes at a time`, async () => {
      const shop = new Shop(anyOrder);
      const { orderId = '' } = (await shop.post(give)).body as Record<string, string>;
      await multiply(shop, orderId, 1200);
      await shop.create('basket-0');
      shop.mixpay.latest.status = 'success';
      await shop.clock.advance(wait);
      expect(await shop.handler.sweep()).to.include({ orders: wait > 2 * MINUTE ? 1202 : 1201, paid: 1 });
      expect((await shop.handler.health()).ok).to.equal(true);
      expect((await shop.store.due(shop.clock.now(), 2000)).length).to.be.below(500);
    });

  it('looks less and less often at an open order that no page asks for, and finds it paid all the same', async () => {
    const shop = new Shop({ ...anyOrder, expiresIn: 24 * 3600 });
    await shop.post(give);
    for (let minute = 0; minute < 120; minute++) {
      await shop.clock.advance(MINUTE);
      await shop.handler.sweep();
    }
    expect(shop.mixpay.reads).to.be.within(4, 7);
    shop.mixpay.latest.status = 'success';
    await shop.clock.advance(61 * MINUTE);
    await shop.handler.sweep();
    expect(shop.count('paid')).to.equal(1);
  });

  it('looks at each sweep at an order the shop named while it can be paid, at one a page has asked for, and at one that moves', async () => {
    const shop = new Shop(anyOrder);
    const { statusUrl } = (await shop.post(give)).body;
    await shop.ask(statusUrl);
    await shop.post(give);
    shop.mixpay.latest.status = 'confirming';
    await shop.clock.advance(3 * MINUTE);
    await shop.handler.sweep();
    await shop.create('basket-0');
    for (let minute = 1; minute <= 5; minute++) {
      const before = shop.mixpay.reads;
      await shop.clock.advance(MINUTE);
      await shop.handler.sweep();
      expect(shop.mixpay.reads - before, `in minute ${minute}`).to.equal(3);
    }
  });
});

describe('a read by a clock that was ahead', () => {
  it('counts as old: a payment that moves is not replaced unread', async () => {
    const shop = new Shop();
    await shop.create();
    const ahead = new SkewedClock(shop.clock, 2 * MINUTE);
    const here = shop.handler;
    shop.restart({ clock: ahead });
    await shop.callBack();
    shop.handler = here;
    shop.mixpay.latest.status = 'confirming';
    shop.prices['order-1'] = '12';
    const { status, body } = await shop.post({ orderId: 'order-1' });
    expect([status, body.code, shop.mixpay.creates.length]).to.deep.equal([409, 'already_paid', 1]);
  });

  it('does not keep a page waiting until that time has come', async () => {
    const shop = new Shop();
    const { statusUrl } = await shop.create();
    const here = shop.handler;
    shop.restart({ clock: new SkewedClock(shop.clock, 2 * MINUTE) });
    await shop.ask(statusUrl);
    shop.handler = here;
    shop.mixpay.latest.status = 'success';
    expect((await shop.ask(statusUrl)).body.status).to.equal('success');
  });
});

describe('under a flood of anonymous creates', () => {
  for (const ends of [true, false])
    it(`a payment nobody called back for is found within two minutes (MixPay ${ends ? 'ends' : 'leaves'} what nobody pays)`, async () => {
      const { named, asked, anonymous, most } = await findUnderFlood(50, 2, ends);
      expect(anonymous).to.be.greaterThan(300);
      expect([named, asked].map((minutes) => minutes > 0 && minutes <= 2)).to.deep.equal([true, true]);
      expect(most).to.be.at.most(50);
    });
});
