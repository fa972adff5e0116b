import { describe, it } from 'node:test';
import { expect } from 'chai';
import type { PaymentHandlerOptions } from '../../src/server/index.js';
import { Shop } from '../helpers/open-shop.js';

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
});
