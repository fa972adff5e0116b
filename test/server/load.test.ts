import { describe, it } from 'node:test';
import { expect } from 'chai';
import { Shop } from '../helpers/open-shop.js';
import type { ScriptedPayment } from '../helpers/scripted-mixpay.js';
import { STORMS, watch, withstand } from './bench/load.js';

/** What MixPay allows in a minute. */
const LIMIT = 60;

describe('calls to MixPay', () => {
  for (const orders of [1, 12]) {
    it(`are as many for 500 watchers of ${orders} open orders as for 50, and no more from four processes than from one`, async () => {
      const [alone, aloneMany] = [await watch(50, orders, 1), await watch(500, orders, 1)];
      const [shared, sharedMany] = [await watch(50, orders, 4), await watch(500, orders, 4)];
      expect([aloneMany.last, sharedMany.last]).to.deep.equal([alone.last, shared.last]);
      expect(shared.last).to.be.within(1, alone.last);
      for (const { most } of [aloneMany, sharedMany]) expect(most).to.be.lessThan(LIMIT);
    });
  }
});

describe('a flood', () => {
  for (const storm of Object.keys(STORMS)) {
    for (const processes of [1, 4]) {
      it(`of ${storm} stops no customer and never reaches MixPay’s limit, with ${processes} process(es)`, async () => {
        const { created, acknowledged, most } = await withstand(storm, 600, processes);
        expect([created, acknowledged]).to.deep.equal([200, 'SUCCESS']);
        expect(most).to.be.lessThan(LIMIT);
      });
    }
  }
});

/** Five buyers pay, one after the other, and MixPay calls back until that is acknowledged. @returns the seconds until each was found paid */
async function buyAmidst(shop: Shop, flood: (second: number) => Promise<void>): Promise<number[]> {
  const paidAt = new Map<string, number>();
  shop.during.paid = () => void paidAt.set(shop.told.at(-1)?.orderId ?? '', shop.clock.now());
  const buyers = [];
  for (let n = 0; n < 5; n++) {
    await shop.create(`buyer-${n}`);
    buyers.push({ name: `buyer-${n}`, payment: shop.mixpay.latest, pays: 130 + 23 * n });
  }
  const begun = shop.clock.now();
  for (let second = 0; second < 350; second++) {
    await flood(second);
    for (const { name, payment, pays } of buyers) {
      if (second === pays) payment.status = 'success';
      if ([0, 15, 30, 60].includes(second - pays) && !paidAt.has(name)) await shop.callBack(payment);
    }
    if (second % 60 === 0) await shop.handler.sweep();
    await shop.clock.advance(1000);
  }
  return buyers.map(({ name, pays }) => ((paidAt.get(name) ?? Number.POSITIVE_INFINITY) - begun) / 1000 - pays);
}

describe('a payer with many orders of their own', () => {
  const open = () => new Shop({ order: ({ orderId = '' }) => ({ orderId, quoteAmount: '1', quoteAssetId: 'usd' }) });

  it('hides no paid order for longer than two minutes by starting payments', async () => {
    const shop = open();
    const waits = await buyAmidst(shop, async (second) => {
      for (let n = 0; n < 3; n++) await shop.post({ orderId: `guest-${second}-${n}` });
    });
    expect(Math.max(...waits)).to.be.at.most(120);
  });

  for (const status of ['unpaid', 'success'])
    it(`nor by repeating the callbacks of ${status} ones, whose addresses MixPay shows to whoever knows a trace`, async () => {
      const shop = open();
      const own: ScriptedPayment[] = [];
      for (let n = 0; n < 12; n++) {
        await shop.create(`guest-${n}`);
        own.push(shop.mixpay.latest);
        shop.mixpay.latest.status = status;
      }
      await shop.clock.advance(120_000);
      const waits = await buyAmidst(shop, async () => {
        for (const payment of own) await shop.callBack(payment);
      });
      expect(Math.max(...waits)).to.be.at.most(120);
    });

  it('keeps no customer from a code by asking for expired ones again and again', async () => {
    const shop = open();
    for (let n = 0; n < 4; n++) await shop.create(`guest-${n}`);
    await shop.clock.advance(31 * 60_000);
    for (let second = 0; second < 120; second++) {
      for (let n = 0; n < 4; n++) expect((await shop.post({ orderId: `guest-${n}` })).body.code).to.equal('just_expired');
      if (second % 8 === 0) expect((await shop.post({ orderId: `buyer-${second}` })).status, `second ${second}`).to.equal(200);
      await shop.clock.advance(1000);
    }
  });
});

describe('posts for which there was no room', () => {
  it('leave nothing in the store for longer than two days, and those that were sent to MixPay stay', async () => {
    const shop = new Shop();
    const sent: string[] = [];
    const unsent: string[] = [];
    const keep: typeof shop.store.put = async (key, value, options) => {
      if (options.ifVersion === null && key.startsWith('order:')) unsent.push(key);
      return shop.store.put(key, value, options);
    };
    shop.restart({ store: { ...shop.store, put: keep } });
    for (let n = 0; n < 60; n++) {
      const { status } = await shop.post({ item: 'shirt' });
      if (status === 200) sent.push(unsent.pop() ?? '');
    }
    expect([sent.length, unsent.length]).to.deep.equal([20, 40]);
    await shop.clock.advance(48 * 3600_000 + 1000);
    for (const key of sent) expect(await shop.store.get(key), key).not.to.equal(null);
    for (const key of unsent) expect(await shop.store.get(key), key).to.equal(null);
  });

  it('are followed by a payment at the next one under the same key', async () => {
    const shop = new Shop();
    for (let n = 0; n < 60; n++) await shop.post({ item: 'shirt' });
    const headers = { 'Idempotency-Key': 'a key of its own' };
    expect((await shop.post({ item: 'shirt' }, headers)).status).to.equal(503);
    await shop.clock.advance(48 * 3600_000 + 1000);
    expect((await shop.post({ item: 'shirt' }, headers)).status).to.equal(200);
  });
});
