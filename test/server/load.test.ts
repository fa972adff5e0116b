import { describe, it } from 'node:test';
import { expect } from 'chai';
import { Shop } from '../helpers/open-shop.js';
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

  it('of creates for orders of the flooder’s own hides no paid order for longer than two minutes', async () => {
    const shop = new Shop({ order: ({ orderId = '' }) => ({ orderId, quoteAmount: '1', quoteAssetId: 'usd' }) });
    const paidAt = new Map<string, number>();
    shop.during.paid = () => void paidAt.set(shop.told.at(-1)?.orderId ?? '', shop.clock.now());
    const payments = [];
    for (let n = 0; n < 5; n++) {
      await shop.create(`buyer-${n}`);
      payments.push({ name: `buyer-${n}`, payment: shop.mixpay.latest, pays: 130 + 23 * n, calls: [0, 15, 30, 60] });
    }
    const begun = shop.clock.now();
    for (let second = 0; second < 350; second++) {
      for (let n = 0; n < 3; n++) await shop.post({ orderId: `guest-${second}-${n}` });
      for (const { name, payment, pays, calls } of payments) {
        if (second === pays) payment.status = 'success';
        // As MixPay calls back: until it is heard.
        if (calls.includes(second - pays) && !paidAt.has(name)) await shop.callBack(payment);
      }
      if (second % 60 === 0) await shop.handler.sweep();
      await shop.clock.advance(1000);
    }
    for (const { name, pays } of payments) expect((paidAt.get(name) ?? Number.NaN) - begun, name).to.be.at.most((pays + 120) * 1000);
  });
});
