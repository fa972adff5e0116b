import { describe, it } from 'node:test';
import { expect } from 'chai';
import { Shop } from '../helpers/open-shop.js';

/** An order of which MixPay says something else than was asked for. */
async function mismatched(status: string, result: Record<string, unknown> = { quoteAmount: '9.99' }) {
  const shop = new Shop();
  const { statusUrl } = await shop.create();
  Object.assign(shop.mixpay.latest, { status, result });
  await shop.callBack();
  await shop.clock.advance(5000);
  return { shop, statusUrl, payment: shop.mixpay.latest };
}

describe('a payment that MixPay says something else of', () => {
  for (const status of ['unpaid', 'confirming', 'success', 'failed'])
    it(`opens its code for nobody, at once and later (${status})`, async () => {
      const { shop } = await mismatched(status);
      for (const minutes of [0, 20, 45]) {
        await shop.clock.advance(minutes * 60_000);
        const { status: answered, body } = await shop.post({ orderId: 'order-1' });
        expect([answered, body.code]).to.deep.equal([409, 'already_paid']);
        expect((await shop.ask(body.statusUrl)).body.status).to.equal('auditing');
      }
      expect(shop.mixpay.creates).to.have.length(1);
    });

  it('is called neither paid nor a mismatch to a payer without script', async () => {
    const { shop } = await mismatched('success');
    const { body } = await shop.postForm({ orderId: 'order-1' });
    expect(body.text).to.include('A payment for this order is being reviewed.').and.to.not.include('has been paid');
  });

  it('opens again once MixPay says what was asked for', async () => {
    const { shop, payment } = await mismatched('unpaid');
    payment.result = {};
    await shop.clock.advance(5000);
    expect((await shop.create()).code).to.equal('code-1');
  });

  it('is for somebody to look at, until the shop has decided; then the order can be paid again', async () => {
    const { shop, statusUrl } = await mismatched('success');
    expect((await shop.handler.lookup('order-1')).state).to.equal('review');
    expect(await shop.handler.resolve('order-1')).to.equal('reopened');
    expect((await shop.handler.lookup('order-1')).state).to.equal('failed');
    expect((await shop.ask(statusUrl)).body.code).to.equal('superseded');
    expect(await shop.handler.resolve('order-1')).to.equal('nothing');
    expect((await shop.create()).code).to.equal('code-2');
    shop.mixpay.latest.status = 'success';
    await shop.callBack();
    expect([shop.count('paid'), shop.count('mismatch')]).to.deep.equal([1, 1]);
  });

  it('is told again, and closes the order again, where it goes on after that', async () => {
    const { shop, payment } = await mismatched('confirming');
    await shop.handler.resolve('order-1');
    payment.status = 'success';
    await shop.clock.advance(30 * 60_000);
    await shop.handler.sweep();
    expect(shop.count('mismatch')).to.equal(2);
    expect((await shop.post({ orderId: 'order-1' })).body.code).to.equal('already_paid');
    expect(await shop.handler.resolve('order-1')).to.equal('reopened');
  });

  it('is told as a replaced link that was paid, where it turns out right after the shop has decided', async () => {
    const { shop, payment } = await mismatched('success');
    await shop.handler.resolve('order-1');
    await shop.create();
    payment.result = {};
    await shop.clock.advance(30 * 60_000);
    await shop.handler.sweep();
    expect([shop.count('paid'), shop.count('superseded_paid')]).to.deep.equal([0, 1]);
    expect((await shop.post({ orderId: 'order-1' })).body.code).to.equal('already_paid');
  });

  it('is kept for ever, as whatever money may have come to is', async () => {
    const { shop } = await mismatched('success');
    await shop.clock.advance(400 * 24 * 3600_000);
    expect((await shop.handler.lookup('order-1')).state).to.equal('review');
  });
});

describe('an order whose replaced link was paid', () => {
  /** Paid at the old price, after the new one had its own link. */
  async function replacedAndPaid() {
    const shop = new Shop();
    const first = await shop.create();
    const old = shop.mixpay.latest;
    await shop.clock.advance(5000);
    shop.prices['order-1'] = '12';
    await shop.create();
    old.status = 'success';
    await shop.clock.advance(5000);
    await shop.callBack(old);
    return { shop, first };
  }

  it('can be paid at its price once the shop has decided', async () => {
    const { shop, first } = await replacedAndPaid();
    expect((await shop.post({ orderId: 'order-1' })).body.code).to.equal('already_paid');
    expect(await shop.handler.resolve('order-1')).to.equal('reopened');
    expect((await shop.ask(first.statusUrl)).body.code).to.equal('superseded');
    expect((await shop.create()).code).to.equal('code-2');
    shop.mixpay.latest.status = 'success';
    await shop.clock.advance(5000);
    await shop.callBack();
    expect([shop.count('paid'), shop.count('superseded_paid')]).to.deep.equal([1, 1]);
    expect((await shop.handler.lookup('order-1')).state).to.equal('fulfilled');
  });

  it('stays paid where it was paid twice, and is no longer for somebody to look at', async () => {
    const { shop } = await replacedAndPaid();
    shop.mixpay.latest.status = 'success';
    await shop.callBack();
    expect((await shop.handler.lookup('order-1')).state).to.equal('review');
    expect(await shop.handler.resolve('order-1')).to.equal('fulfilled');
    expect((await shop.handler.lookup('order-1')).state).to.equal('fulfilled');
    expect((await shop.post({ orderId: 'order-1' })).body.code).to.equal('already_paid');
  });
});
