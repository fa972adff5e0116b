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
});
