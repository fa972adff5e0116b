import { describe, it } from 'node:test';
import { expect } from 'chai';
import type { PaymentHandlerOptions } from '../../src/server/index.js';
import { Shop } from '../helpers/open-shop.js';
import { SkewedClock } from '../helpers/skewed-clock.js';
import { FakeClock } from '../helpers/fake-clock.js';

const HOUR = 3_600_000;

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
