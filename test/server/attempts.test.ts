import { describe, it } from 'node:test';
import { expect } from 'chai';
import { memoryStore, refuse } from '../../src/server/index.js';
import { Shop } from '../helpers/open-shop.js';
import { unreachable } from '../helpers/scripted-mixpay.js';

const MINUTE = 60_000;

describe('a second attempt', () => {
  it('opens once the first is verified failed, under another trace', async () => {
    const shop = new Shop();
    const first = await shop.create();
    shop.mixpay.latest.status = 'failed';
    expect((await shop.ask(first.statusUrl)).body.status).to.equal('failed');
    const second = await shop.create();
    expect(second.code).not.to.equal(first.code);
    expect(second.traceId).not.to.equal(first.traceId);
    expect(shop.told.map(({ hook, attempt }) => [hook, attempt])).to.deep.equal([
      ['created', 1],
      ['failed', 1],
      ['created', 2],
    ]);
    shop.mixpay.latest.status = 'success';
    await shop.callBack();
    expect(shop.count('paid')).to.equal(1);
  });

  it('does not open while the first may still be paid', async () => {
    const shop = new Shop();
    const first = await shop.create();
    for (const status of ['unpaid', 'confirming', 'paid_less', 'pending', 'auditing', 'what-is-this']) {
      shop.mixpay.latest.status = status;
      await shop.clock.advance(MINUTE);
      expect((await shop.create()).code).to.equal(first.code);
    }
    expect(shop.mixpay.payments.size).to.equal(1);
  });

  it('opens when the first is unpaid ten minutes past its deadline, and not before', async () => {
    const shop = new Shop();
    const first = await shop.create();
    await shop.clock.advance(31 * MINUTE);
    const early = await shop.post({ orderId: 'order-1' });
    expect([early.status, early.body.code]).to.deep.equal([503, 'just_expired']);
    expect(Number(early.headers.get('retry-after'))).to.be.within(530, 545);
    await shop.clock.advance(10 * MINUTE);
    expect((await shop.create()).code).not.to.equal(first.code);
    expect((await shop.ask(first.statusUrl)).status).to.equal(410);
  });

  it('does not open beside a payment that is confirming past its deadline', async () => {
    const shop = new Shop();
    const first = await shop.create();
    shop.mixpay.latest.status = 'confirming';
    await shop.clock.advance(60 * MINUTE);
    const { status, body } = await shop.post({ orderId: 'order-1' });
    expect([status, body.code]).to.deep.equal([409, 'already_paid']);
    expect((await shop.ask(body.statusUrl)).body.status).to.equal('confirming');
    expect(first.code).to.equal('code-1');
    expect(shop.mixpay.creates).to.have.length(1);
  });
});

describe('a price changed after the code was made', () => {
  it('replaces an unpaid code, whose status then says so', async () => {
    const shop = new Shop();
    const first = await shop.create();
    shop.prices['order-1'] = '12';
    await shop.clock.advance(3000);
    const second = await shop.create();
    expect(second).to.include({ code: 'code-2', quoteAmount: '12' });
    const gone = await shop.ask(first.statusUrl);
    expect([gone.status, gone.body.code]).to.deep.equal([410, 'superseded']);
    expect(shop.count('failed')).to.equal(0);
  });

  it('does not replace a code that is being paid', async () => {
    const shop = new Shop();
    await shop.create();
    shop.prices['order-1'] = '12';
    for (const status of ['confirming', 'paid_less', 'pending', 'auditing']) {
      shop.mixpay.latest.status = status;
      await shop.clock.advance(10_000);
      const { status: http, body } = await shop.post({ orderId: 'order-1' });
      expect([http, body.code]).to.deep.equal([409, 'already_paid']);
    }
    expect(shop.mixpay.payments.size).to.equal(1);
  });

  it('fulfils what was paid at the price that was right when it began', async () => {
    const shop = new Shop();
    await shop.create();
    shop.prices['order-1'] = '12';
    shop.mixpay.latest.status = 'success';
    await shop.clock.advance(10_000);
    expect((await shop.post({ orderId: 'order-1' })).body.code).to.equal('already_paid');
    expect(shop.count('paid')).to.equal(1);
  });

  it('answers no code that was replaced while a process that seemed dead was making it', async () => {
    const shop = new Shop();
    shop.mixpay.beforeAnswer = async () => {
      shop.mixpay.beforeAnswer = undefined;
      // Past its claim by the clock, and no timer of its own has run: it was suspended, and goes on with the answer in hand.
      shop.clock.set(20_000);
      shop.prices['order-1'] = '12';
      expect((await shop.create()).quoteAmount).to.equal('12');
      shop.prices['order-1'] = '10';
    };
    expect((await shop.post({ orderId: 'order-1' })).body.code).to.equal('busy');
    shop.prices['order-1'] = '12';
    await shop.clock.advance(1000);
    expect((await shop.create()).code).to.equal('code-2');
    expect(shop.mixpay.payments.size).to.equal(2);
  });

  it('decides nothing while MixPay cannot be asked', async () => {
    const shop = new Shop();
    await shop.create();
    shop.prices['order-1'] = '12';
    shop.mixpay.outage = unreachable;
    await shop.clock.advance(10_000);
    expect((await shop.post({ orderId: 'order-1' })).status).to.equal(503);
    shop.mixpay.outage = undefined;
    await shop.clock.advance(10_000);
    expect((await shop.create()).quoteAmount).to.equal('12');
  });

  it('asks the payer first where the page shows the old one', async () => {
    const shop = new Shop();
    await shop.create();
    shop.prices['order-1'] = '12';
    const { body } = await shop.post({ orderId: 'order-1', quoteAmount: '10', quoteAssetId: 'usd' });
    expect(body).to.include({ code: 'price_changed', quoteAmount: '12' });
    expect(shop.mixpay.creates).to.have.length(1);
  });
});

describe('a superseded code that is paid after all', () => {
  async function superseded() {
    const shop = new Shop();
    const first = await shop.create();
    const [old] = shop.mixpay.payments.values();
    shop.prices['order-1'] = '12';
    await shop.clock.advance(3000);
    await shop.create();
    await shop.clock.advance(3000);
    return { shop, first, old: old! };
  }

  it('does not fulfil the order, is told, and keeps the payer from paying twice', async () => {
    const { shop, first, old } = await superseded();
    old.status = 'success';
    expect((await shop.callBack(old)).body.code).to.equal('SUCCESS');
    expect([shop.count('paid'), shop.count('superseded_paid')]).to.deep.equal([0, 1]);
    expect((await shop.ask(first.statusUrl)).body.status).to.equal('auditing');
    expect((await shop.post({ orderId: 'order-1' })).body.code).to.equal('already_paid');
  });

  it('is found by the sweep, without any callback', async () => {
    const { shop, old } = await superseded();
    old.status = 'success';
    await shop.clock.advance(10 * MINUTE);
    await shop.handler.sweep();
    expect(shop.count('superseded_paid')).to.equal(1);
  });

  it('is a second success where the new code was paid as well', async () => {
    const { shop, old } = await superseded();
    shop.mixpay.latest.status = 'success';
    await shop.callBack();
    old.status = 'success';
    await shop.callBack(old);
    await shop.clock.advance(15_000);
    await shop.callBack(old);
    expect([shop.count('paid'), shop.count('second_success'), shop.count('superseded_paid')]).to.deep.equal([1, 1, 0]);
  });

  it('keeps a second code from being opened while it is under way', async () => {
    const { shop, first, old } = await superseded();
    old.status = 'confirming';
    await shop.callBack(old);
    const { status, body } = await shop.post({ orderId: 'order-1' });
    expect([status, body.code]).to.deep.equal([409, 'already_paid']);
    expect((await shop.ask(first.statusUrl)).body.status).to.equal('confirming');
    old.status = 'failed';
    await shop.clock.advance(60_000);
    expect((await shop.post({ orderId: 'order-1' })).body.code).to.equal('code-2');
  });

  it('that fails without money is not reported, and with money is', async () => {
    const { shop, old } = await superseded();
    old.status = 'failed';
    await shop.callBack(old);
    expect([shop.count('failed'), shop.count('failed_with_money')]).to.deep.equal([0, 0]);
    const other = await superseded();
    other.old.status = 'failed';
    other.old.result = { paymentAmount: '0.2', failureCode: '40024' };
    await other.shop.callBack(other.old);
    expect(other.shop.count('failed_with_money')).to.equal(1);
  });
});

describe('a lost store', () => {
  const lose = (shop: Shop) => {
    const store = memoryStore({ clock: shop.clock });
    shop.restart({ store });
    return store;
  };

  it('finds the open code again', async () => {
    const shop = new Shop();
    const { code, traceId } = await shop.create();
    lose(shop);
    expect(await shop.create()).to.include({ code, traceId });
  });

  it('finds that the order is paid, and fulfils it', async () => {
    const shop = new Shop();
    await shop.create();
    shop.mixpay.latest.status = 'success';
    lose(shop);
    const { status, body } = await shop.post({ orderId: 'order-1' });
    expect([status, body.code]).to.deep.equal([409, 'already_paid']);
    expect((await shop.ask(body.statusUrl)).body.status).to.equal('success');
    expect(shop.count('paid')).to.equal(1);
  });

  it('goes on after the attempts that have failed, one a click', async () => {
    const shop = new Shop();
    for (let n = 1; n <= 3; n++) {
      await shop.create();
      shop.mixpay.latest.status = 'failed';
      await shop.callBack();
    }
    lose(shop);
    for (let click = 1; click <= 3; click++) {
      const { status, body, headers } = await shop.post({ orderId: 'order-1' });
      expect([status, body.code, headers.get('retry-after')]).to.deep.equal([503, 'attempt_ended', '1']);
    }
    expect((await shop.create()).code).to.equal('code-4');
  });

  it('still finds money on an attempt that MixPay calls expired', async () => {
    const shop = new Shop();
    await shop.create();
    const [first] = shop.mixpay.payments.values();
    lose(shop);
    shop.mixpay.script.push(() => shop.mixpay.fails(10065));
    expect((await shop.post({ orderId: 'order-1' })).body.code).to.equal('attempt_ended');
    first!.status = 'success';
    await shop.clock.advance(5 * MINUTE);
    await shop.handler.sweep();
    expect(shop.count('superseded_paid')).to.equal(1);
  });

  it('opens no second code beside a payment that is confirming past its deadline', async () => {
    const shop = new Shop();
    await shop.create();
    shop.mixpay.latest.status = 'confirming';
    await shop.clock.advance(60 * MINUTE);
    lose(shop);
    shop.mixpay.script.push(() => shop.mixpay.fails(10065));
    const first = await shop.post({ orderId: 'order-1' });
    await shop.clock.advance(10_000);
    await shop.post({ orderId: 'order-1' });
    expect((await shop.ask(first.body.statusUrl)).body.status).to.equal('confirming');
    expect(shop.mixpay.payments.size).to.equal(1);
  });

  it('opens the code MixPay makes of a trace it calls attached (10020) but not paid', async () => {
    const shop = new Shop();
    const { traceId } = await shop.create();
    shop.mixpay.latest.status = 'paid_less';
    lose(shop);
    shop.mixpay.script.push(() => shop.mixpay.fails(10020));
    expect((await shop.create()).code).to.equal(traceId);
  });

  it('acknowledges no callback of an order it has lost', async () => {
    const shop = new Shop();
    await shop.create();
    shop.mixpay.latest.status = 'success';
    lose(shop);
    expect((await shop.callBack()).status).to.equal(503);
  });

  it('does not open the code of an order id under which MixPay holds an older price', async () => {
    const shop = new Shop({ sendOrderId: true });
    const old = await shop.create();
    lose(shop);
    shop.prices['order-1'] = '12';
    // MixPay knows this order id already, and answers its old code without a word about the new trace.
    shop.mixpay.script.push(() => shop.mixpay.answers({ code: old.code }));
    expect((await shop.post({ orderId: 'order-1' })).body.code).to.equal('attempt_ended');
    const created = await shop.create();
    expect(created).to.include({ code: 'code-2', quoteAmount: '12' });
    expect(shop.mixpay.latest.body.orderId).to.equal('order-1-2');
  });
});

describe('an order that was paid', () => {
  it('is never opened again, whatever its price is now', async () => {
    const shop = new Shop();
    await shop.create();
    shop.mixpay.latest.status = 'success';
    await shop.callBack();
    shop.prices['order-1'] = '12';
    await shop.clock.advance(100 * 24 * 60 * MINUTE);
    const { status, body } = await shop.post({ orderId: 'order-1' });
    expect([status, body.code]).to.deep.equal([409, 'already_paid']);
    expect((await shop.ask(body.statusUrl)).body.status).to.equal('success');
    expect(shop.mixpay.creates).to.have.length(1);
  });

  const paidAndRefused = async (order: () => never) => {
    const shop = new Shop();
    await shop.create();
    shop.mixpay.latest.status = 'success';
    await shop.callBack();
    shop.restart({ order });
    return shop;
  };

  it('can be shown as paid where the shop itself refuses it, and says which order it is', async () => {
    const shop = await paidAndRefused(() => {
      throw refuse(409, 'already_paid', { orderId: 'order-1' });
    });
    const { body } = await shop.post({ orderId: 'order-9' });
    expect(body).to.include({ code: 'already_paid', orderId: 'order-1' });
    expect((await shop.ask(body.statusUrl)).body.status).to.equal('success');
  });

  it('is shown to nobody who merely names it', async () => {
    const shop = await paidAndRefused(() => {
      throw refuse(409, 'already_paid');
    });
    const { body } = await shop.post({ orderId: 'order-1' });
    expect(body).to.include({ code: 'already_paid' }).and.not.to.have.any.keys('statusUrl', 'orderId');
  });
});
