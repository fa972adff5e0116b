import { describe, it } from 'node:test';
import { expect } from 'chai';
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
