import { describe, it } from 'node:test';
import { expect } from 'chai';
import { Shop } from '../helpers/open-shop.js';
import { unreachable } from '../helpers/scripted-mixpay.js';

const MINUTE = 60_000;

/** Has MixPay make the next payments as ever, and answer with this code instead of their own. */
function answerWith(shop: Shop, code: string, times = 1): void {
  const { mixpay } = shop;
  for (let n = 0; n < times; n++)
    mixpay.script.push(() => {
      const body = mixpay.creates.at(-1)!;
      mixpay.payments.set(body.traceId, { body, code, status: 'unpaid', result: {} });
      return mixpay.answers({ code });
    });
}

const click = (shop: Shop, orderId: string) => shop.post({ orderId });

describe('one code that MixPay returns for two orders', () => {
  it('opens the first alone; the second gets a code of its own at the next click', async () => {
    const shop = new Shop();
    const first = await shop.create('order-1');
    answerWith(shop, first.code ?? '');
    const refused = await click(shop, 'order-2');
    expect([refused.status, refused.body.code]).to.deep.equal([503, 'attempt_ended']);
    expect(shop.warnings.join()).to.contain('order-1').and.contain('order-2').and.not.contain(first.code);
    const own = await shop.create('order-2');
    expect(own.code).not.to.equal(first.code);
    expect((await shop.create('order-1')).code).to.equal(first.code);

    shop.mixpay.payments.get(first.traceId ?? '')!.status = 'success';
    expect((await shop.ask(first.statusUrl)).body.status).to.equal('success');
    expect((await shop.ask(own.statusUrl)).body.status).to.equal('unpaid');
    shop.mixpay.payments.get(own.traceId ?? '')!.status = 'success';
    expect((await shop.ask(own.statusUrl)).body.status).to.equal('success');
    await shop.handler.sweep();
    expect(shop.told.filter(({ hook }) => hook === 'paid').map(({ orderId }) => orderId)).to.deep.equal(['order-1', 'order-2']);
  });

  it('is not opened for the second where it is the first one’s trace', async () => {
    const shop = new Shop();
    shop.mixpay.script.push(() => shop.mixpay.answers({ code: shop.mixpay.creates[0]!.traceId }));
    const { code = '', traceId } = await shop.create('order-1');
    expect(code).to.equal(traceId);
    answerWith(shop, code);
    expect((await click(shop, 'order-2')).status).to.equal(503);
  });

  it('costs one create a click, however often it comes', async () => {
    const shop = new Shop();
    const { code = '' } = await shop.create('order-1');
    answerWith(shop, code, 5);
    for (let n = 2; n <= 6; n++) {
      expect((await click(shop, 'order-2')).status).to.equal(503);
      expect(shop.mixpay.creates).to.have.length(n);
    }
    expect((await click(shop, 'order-2')).status).to.equal(200);
  });

  it('tells what is paid on the payment of the second that was never opened', async () => {
    const shop = new Shop();
    const { code = '' } = await shop.create('order-1');
    answerWith(shop, code);
    await click(shop, 'order-2');
    shop.mixpay.latest.status = 'success';
    await shop.clock.advance(2 * MINUTE);
    await shop.handler.sweep();
    expect(shop.told.filter(({ hook }) => hook !== 'created')).to.deep.equal([
      { hook: 'superseded_paid', orderId: 'order-2', attempt: 1, traceId: shop.mixpay.latest.body.traceId },
    ]);
  });

  it('is not opened for the next payment of the same order either', async () => {
    const shop = new Shop();
    const { code = '' } = await shop.create('order-1');
    shop.mixpay.latest.status = 'failed';
    await shop.callBack();
    answerWith(shop, code);
    expect((await click(shop, 'order-1')).body.code).to.equal('attempt_ended');
    expect((await shop.create('order-1')).code).not.to.equal(code);
  });
});

describe('a code that MixPay returns again', () => {
  it('for the same payment, after an answer that was lost, opens', async () => {
    const shop = new Shop();
    let lost = false;
    const { fetch } = shop.mixpay;
    shop.restart({
      fetch: async (...call) => {
        const answer = await fetch(...call);
        if (lost) return answer;
        lost = true;
        return unreachable();
      },
    });
    expect((await click(shop, 'order-1')).status).to.be.at.least(500);
    expect((await shop.create('order-1')).code).to.equal('code-1');
  });

  it('once the first payment can be paid no more, is another payment’s', async () => {
    const shop = new Shop();
    const { code = '' } = await shop.create('order-1');
    await shop.clock.advance(41 * MINUTE);
    answerWith(shop, code);
    expect((await shop.create('order-2')).code).to.equal(code);
  });
});
