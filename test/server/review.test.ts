import { describe, it } from 'node:test';
import { expect } from 'chai';
import { review, type PaidOrder } from '../../src/server/index.js';
import { Shop } from '../helpers/open-shop.js';

/** A paid order whose shop wants to look at it first. */
async function putAside() {
  const shop = new Shop();
  const reasons: unknown[] = [];
  const decide: { reason: string | undefined } = { reason: 'The cart was changed.' };
  const released: PaidOrder[] = [];
  shop.restart({
    onPaid: (order) => {
      if (decide.reason !== undefined) throw review(decide.reason);
      released.push(order);
    },
    onException: (kind, order, result, reason) => void reasons.push([kind, order.orderId, result.status, reason]),
  });
  const { statusUrl } = await shop.create();
  shop.mixpay.latest.status = 'success';
  const callback = await shop.callBack();
  return { shop, reasons, decide, released, statusUrl, callback };
}

describe('a payment that onPaid puts aside for review', () => {
  it('is told once, with its reason, and acknowledged to MixPay', async () => {
    const { shop, reasons, callback } = await putAside();
    expect(callback.body).to.deep.equal({ code: 'SUCCESS' });
    for (let hour = 0; hour < 5; hour++) {
      await shop.clock.advance(60 * 60_000);
      await shop.callBack();
      await shop.handler.sweep();
    }
    expect(reasons).to.deep.equal([['declined', 'order-1', 'success', 'The cart was changed.']]);
  });

  it('is shown to the payer as under review, and no further code is made', async () => {
    const { shop, statusUrl } = await putAside();
    expect((await shop.ask(statusUrl)).body.status).to.equal('auditing');
    shop.prices['order-1'] = '500';
    const { status, body } = await shop.post({ orderId: 'order-1' });
    expect([status, body.code]).to.deep.equal([409, 'already_paid']);
    expect((await shop.ask(body.statusUrl)).body.status).to.equal('auditing');
    expect(shop.mixpay.creates).to.have.length(1);
  });

  it('is given to onPaid again once the shop has decided, also by another process', async () => {
    const { shop, decide, released, statusUrl } = await putAside();
    shop.restart({ onPaid: (order) => void released.push(order) });
    decide.reason = undefined;
    expect(await shop.handler.resolve('order-1')).to.equal('fulfilled');
    expect(released.map(({ orderId, quoteAmount }) => [orderId, quoteAmount])).to.deep.equal([['order-1', '10']]);
    expect((await shop.ask(statusUrl)).body.status).to.equal('success');
    expect(await shop.handler.resolve('order-1')).to.equal('nothing');
    expect(released).to.have.length(1);
  });

  it('may be put aside once more, and is told again', async () => {
    const { shop, decide, reasons } = await putAside();
    decide.reason = 'Still not.';
    expect(await shop.handler.resolve('order-1')).to.equal('declined');
    expect(reasons).to.have.length(2);
    expect(reasons[1]).to.deep.equal(['declined', 'order-1', 'success', 'Still not.']);
  });

  it('stays owed where onPaid breaks when it is given to it again', async () => {
    const { shop, statusUrl } = await putAside();
    shop.restart({ onPaid: () => Promise.reject(new Error('warehouse down')) });
    expect(await shop.handler.resolve('order-1')).to.equal('owed');
    shop.restart({ onPaid: () => undefined });
    await shop.clock.advance(60_000);
    await shop.handler.sweep();
    expect((await shop.ask(statusUrl)).body.status).to.equal('success');
  });

  it('makes a second payment of the same order a second success', async () => {
    const { shop, reasons } = await putAside();
    // Paid a second time: MixPay says success of a trace that had been replaced.
    const other = new Shop({ store: shop.store, clock: shop.clock, mixpay: shop.mixpay });
    expect((await other.post({ orderId: 'order-1' })).body.code).to.equal('already_paid');
    expect(reasons).to.have.length(1);
  });

  it('needs a reason', () => {
    for (const reason of ['', '  ', 'x'.repeat(501), 7 as unknown as string])
      expect(() => review(reason)).to.throw(/review\(reason\): expected a text of 1 to 500 characters/);
  });
});

describe('resolve', () => {
  it('says that it does not know an order', async () => {
    const shop = new Shop();
    const error = await shop.handler.resolve('order-9').catch((reason: unknown) => reason);
    expect(error).to.include({ code: 'order_unknown' });
  });

  it('finds nothing to decide about an order that is simply paid, or not yet', async () => {
    const shop = new Shop();
    await shop.create();
    expect(await shop.handler.resolve('order-1')).to.equal('nothing');
    shop.mixpay.latest.status = 'success';
    await shop.callBack();
    expect(await shop.handler.resolve('order-1')).to.equal('nothing');
    expect(shop.count('paid')).to.equal(1);
  });
});

describe('a payment that failed although money came', () => {
  const failures: Record<string, Record<string, unknown>> = {
    'a wrong coin': { failureCode: '40020' },
    'too little at the deadline': { failureCode: '40024' },
    'a price that moved': { failureCode: 40025 },
    'a review that turned it down': { failureCode: '10095' },
    'an amount': { failureCode: '40000', paymentAmount: '0.001' },
    'a transaction id': { failureCode: '40000', txid: 'ab' },
    'a transaction in the list': { failureCode: '40000', transactions: [{ confirmations: 1 }] },
    'a sum of transactions': { failureCode: '40032', payment: { totalTransactionsAmount: '0.001' } },
  };
  for (const [name, result] of Object.entries(failures))
    it(`is told as that, and closes the order until it is resolved: ${name}`, async () => {
      const shop = new Shop();
      await shop.create();
      Object.assign(shop.mixpay.latest, { status: 'failed', result });
      expect((await shop.callBack()).body.code).to.equal('SUCCESS');
      expect(shop.told.map(({ hook }) => hook)).to.deep.equal(['created', 'failed', 'failed_with_money']);
      await shop.clock.advance(24 * 60 * 60_000);
      shop.prices['order-1'] = '12';
      const { status, body } = await shop.post({ orderId: 'order-1' });
      expect([status, body.code]).to.deep.equal([409, 'order_closed']);
      expect(await shop.handler.resolve('order-1')).to.equal('reopened');
      expect((await shop.create()).code).to.equal('code-2');
    });

  it('is nothing of the kind where nobody paid in time', async () => {
    for (const result of [
      { failureCode: '40000' },
      { failureCode: '40000', paymentAmount: '0', transactions: [] },
      { failureCode: '40032' },
    ]) {
      const shop = new Shop();
      await shop.create();
      Object.assign(shop.mixpay.latest, { status: 'failed', result });
      await shop.callBack();
      expect(shop.count('failed_with_money')).to.equal(0);
      expect((await shop.create()).code).to.equal('code-2');
    }
  });
});
