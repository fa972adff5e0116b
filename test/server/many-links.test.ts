import { describe, it } from 'node:test';
import { expect } from 'chai';
import { Shop, PAYEE, USDT } from '../helpers/open-shop.js';

const BTC = 'c6d0c728-2624-429b-8e0d-d9d19b6592fa';
const OTHER_PAYEE = '00000000-4f0a-4d8b-8a57-1a2b3c4d5e6f';

/** A shop whose price follows a rate: another one at every call. */
function liveRate() {
  let rate = 100;
  return new Shop({ order: () => ({ orderId: 'order-1', quoteAmount: String(rate++), quoteAssetId: 'usd' }) });
}

async function click(shop: Shop, times: number) {
  let answer = await shop.post({ orderId: 'order-1' });
  for (let n = 1; n < times; n++) {
    await shop.clock.advance(5000);
    answer = await shop.post({ orderId: 'order-1' });
  }
  return answer;
}

const errorsOf = (shop: Shop) => shop.events.flatMap((event) => (event.type === 'error' ? [String(event.error)] : [])).join('\n');

describe('an order whose price is another at every call', () => {
  it('is told to the shop long before it gets no more links', async () => {
    const shop = liveRate();
    await click(shop, 9);
    expect(shop.warnings.join()).to.not.include('order-1');
    await click(shop, 2);
    expect(shop.warnings.join()).to.include('order-1').and.to.include('10 payment links').and.to.include('the same for the same order');
  });

  it('gets no more than fifty links, and the shop is told why and what to do', async () => {
    const shop = liveRate();
    expect((await click(shop, 50)).status).to.equal(200);
    const { status, body } = await click(shop, 2);
    expect([status, body.code, shop.mixpay.creates.length]).to.deep.equal([409, 'order_closed', 50]);
    const advice = shop.events.flatMap((event) => (event.type === 'refused' ? [event.advice] : [])).join();
    expect(advice).to.include('order-1').and.to.include('resolve');
    expect((await shop.handler.lookup('order-1')).state).to.equal('review');
  });

  it('can be paid again once the shop has decided', async () => {
    const shop = liveRate();
    await click(shop, 51);
    expect(await shop.handler.resolve('order-1')).to.equal('reopened');
    expect(await shop.handler.resolve('order-1')).to.equal('nothing');
    expect((await shop.create()).code).to.equal('code-51');
    shop.mixpay.latest.status = 'success';
    await shop.callBack();
    expect((await shop.handler.lookup('order-1')).state).to.equal('fulfilled');
  });
});

describe('two handlers with other settings on one store', () => {
  for (const [name, changes] of Object.entries({ settlement: { settlementAssetId: BTC }, payee: { payeeId: OTHER_PAYEE } }))
    it(`tell the shop that one has replaced the other’s link (${name})`, async () => {
      const shop = new Shop();
      await shop.create();
      await shop.clock.advance(5000);
      shop.restart(changes);
      expect((await shop.create()).code).to.equal('code-2');
      expect(shop.warnings.join()).to.include('order-1').and.to.include('a store of its own');
    });

  it('replace each other’s link once and not back and forth: one settlement keeps the other’s', async () => {
    const shop = new Shop();
    await shop.create();
    for (const settlementAssetId of [BTC, USDT, BTC, USDT]) {
      await shop.clock.advance(5000);
      shop.restart({ settlementAssetId });
      expect((await shop.create()).code).to.equal('code-2');
    }
    expect(shop.mixpay.creates).to.have.length(2);
  });

  it('never open the link of another payee, nor a third one: that is refused, and the log says why', async () => {
    const shop = new Shop();
    await shop.create();
    await shop.clock.advance(5000);
    shop.restart({ payeeId: OTHER_PAYEE });
    await shop.create();
    await shop.clock.advance(5000);
    shop.restart({ payeeId: PAYEE });
    const { status, body } = await shop.post({ orderId: 'order-1' });
    expect([status, body.code, shop.mixpay.creates.length]).to.deep.equal([500, 'order_failed', 2]);
    expect(errorsOf(shop)).to.include('another payeeId').and.to.include('a store of its own');
    await shop.clock.advance(45 * 60_000);
    expect((await shop.create()).code).to.equal('code-3');
  });

  it('have both links paid: the order is fulfilled once, and the other payment is told once', async () => {
    for (const order of [
      [0, 1],
      [1, 0],
    ]) {
      const shop = new Shop();
      await shop.create();
      await shop.clock.advance(5000);
      shop.restart({ settlementAssetId: BTC });
      await shop.create();
      const payments = [...shop.mixpay.payments.values()];
      for (const settlementAssetId of [USDT, BTC])
        for (const n of order) {
          payments[n]!.status = 'success';
          await shop.clock.advance(5000);
          shop.restart({ settlementAssetId });
          expect((await shop.callBack(payments[n])).body.code).to.equal('SUCCESS');
          await shop.handler.sweep();
        }
      expect(shop.count('paid')).to.equal(1);
      expect(shop.count('superseded_paid') + shop.count('second_success')).to.equal(1);
    }
  });
});
