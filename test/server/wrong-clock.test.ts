import { describe, it } from 'node:test';
import { expect } from 'chai';
import { createPaymentHandler } from '../../src/server/index.js';
import { Shop } from '../helpers/open-shop.js';
import { SkewedClock } from '../helpers/skewed-clock.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** A shop of two machines on one store, the second of which has a clock that is ahead. */
function withMachineAhead(ahead: number) {
  const shop = new Shop();
  const wrong = createPaymentHandler({ ...shop.options, clock: new SkewedClock(shop.clock, ahead) });
  return { shop, wrong };
}

describe('a machine whose clock is years ahead', () => {
  for (const years of [0.01, 1, 5])
    it(`hides no open order from the sweep of the others, once it has looked at it (${years} years)`, async () => {
      const { shop, wrong } = withMachineAhead(years * 365 * DAY);
      await shop.create();
      await shop.clock.advance(MINUTE);
      expect((await wrong.sweep()).reads).to.equal(1);
      shop.mixpay.latest.status = 'success';
      await shop.clock.advance(MINUTE);
      expect(await shop.handler.sweep()).to.include({ reads: 1, paid: 1 });
      expect(shop.count('paid')).to.equal(1);
    });

  it('hides no hook that failed while it called it', async () => {
    const { shop, wrong } = withMachineAhead(5 * 365 * DAY);
    await shop.create();
    shop.mixpay.latest.status = 'success';
    shop.during.paid = () => Promise.reject(new Error('warehouse down'));
    await shop.clock.advance(MINUTE);
    await wrong.sweep();
    shop.during.paid = undefined;
    await shop.clock.advance(MINUTE);
    await shop.handler.sweep();
    expect(shop.count('paid')).to.equal(2);
    expect((await shop.handler.lookup('order-1')).state).to.equal('fulfilled');
  });

  it('leaves nothing to be found again and again', async () => {
    const { shop, wrong } = withMachineAhead(5 * 365 * DAY);
    await shop.create();
    await shop.clock.advance(MINUTE);
    await wrong.sweep();
    await shop.clock.advance(MINUTE);
    expect(await shop.handler.sweep()).to.include({ orders: 1, reads: 1 });
    expect(await shop.handler.sweep()).to.include({ orders: 0, reads: 0 });
  });

  it('is not followed into giving up an order of which nothing has come for a month', async () => {
    const { shop, wrong } = withMachineAhead(40 * DAY);
    await shop.create();
    await shop.clock.advance(MINUTE);
    await wrong.sweep();
    const { attempts } = await shop.handler.lookup('order-1');
    expect(attempts[0]?.nextLookAt).to.be.a('string');
  });
});

describe('an order that nobody pays', () => {
  it('is given up a month after its deadline, and then forgotten', async () => {
    const shop = new Shop();
    await shop.create();
    let day = 0;
    for (; day < 60; day++) {
      await shop.clock.advance(DAY);
      await shop.handler.sweep();
      if ((await shop.handler.lookup('order-1')).attempts[0]?.nextLookAt === undefined) break;
    }
    expect(day).to.be.within(29, 33);
    await shop.clock.advance(181 * DAY);
    expect(await shop.store.get('order:order-1')).to.equal(null);
  });
});
