import { describe, it } from 'node:test';
import { expect } from 'chai';
import { memoryStore } from '../../src/server/index.js';
import { Shop } from '../helpers/open-shop.js';
import { unreachable } from '../helpers/scripted-mixpay.js';

const callbackPath = (shop: Shop) => new URL(shop.mixpay.latest.body.callbackUrl ?? '').pathname;
const call = (shop: Shop, path: string, body = '{}') =>
  shop.send(path, { method: 'POST', body, headers: { 'Content-Type': 'application/json' } });

describe('a callback', () => {
  it('that is forged changes nothing and costs no call', async () => {
    const shop = new Shop();
    await shop.create();
    const right = callbackPath(shop);
    const forged = [
      '/api/mixpay/callback/order-1.1',
      '/api/mixpay/callback/order-1.1.' + 'A'.repeat(43),
      right.replace('order-1.1', 'order-2.1'),
      right.replace('order-1.1', 'order-1.2'),
      right.slice(0, -1) + (right.endsWith('A') ? 'B' : 'A'),
      right + 'A',
    ];
    shop.mixpay.latest.status = 'success';
    const calls = shop.mixpay.calls;
    for (const path of forged) expect((await call(shop, path)).status).to.equal(404);
    expect(shop.mixpay.calls).to.equal(calls);
    expect(shop.count('paid')).to.equal(0);
  });

  it('is only a hint: what it claims is not read, and an unpaid order stays unpaid', async () => {
    const shop = new Shop();
    const { statusUrl } = await shop.create();
    const answer = await call(shop, callbackPath(shop), '{"status":"success","traceId":"x","orderId":"order-2"}');
    expect(answer.body).to.deep.equal({ code: 'SUCCESS' });
    expect((await shop.ask(statusUrl)).body.status).to.equal('unpaid');
    expect(shop.count('paid')).to.equal(0);
  });

  it('may come twenty times at once: one read, one onPaid', async () => {
    const shop = new Shop();
    await shop.create();
    shop.mixpay.latest.status = 'success';
    const answers = await Promise.all(Array.from({ length: 20 }, () => shop.callBack()));
    expect(answers.filter(({ status }) => status === 200)).not.to.have.length(0);
    expect([shop.mixpay.reads, shop.count('paid')]).to.deep.equal([1, 1]);
    await shop.clock.advance(15_000);
    for (let repeat = 0; repeat < 3; repeat++) expect((await shop.callBack()).body.code).to.equal('SUCCESS');
    expect(shop.count('paid')).to.equal(1);
  });

  it('reads a trace at most once in two seconds', async () => {
    const shop = new Shop();
    await shop.create();
    for (let tries = 0; tries < 10; tries++) {
      await shop.callBack();
      await shop.clock.advance(500);
    }
    expect(shop.mixpay.reads).to.be.at.most(3);
  });

  it('that comes before the code is written down is not lost', async () => {
    const shop = new Shop();
    shop.mixpay.beforeAnswer = async () => {
      shop.mixpay.beforeAnswer = undefined;
      shop.mixpay.latest.status = 'success';
      expect((await shop.callBack()).body.code).to.equal('SUCCESS');
    };
    const { status, body } = await shop.post({ orderId: 'order-1' });
    expect([status, body.code]).to.deep.equal([409, 'already_paid']);
    expect((await shop.ask(body.statusUrl)).body.status).to.equal('success');
    expect(shop.count('paid')).to.equal(1);
  });

  it('for every open state is acknowledged at once', async () => {
    for (const status of ['unpaid', 'confirming', 'paid_less', 'pending', 'auditing']) {
      const shop = new Shop();
      await shop.create();
      shop.mixpay.latest.status = status;
      expect((await shop.callBack()).body.code).to.equal('SUCCESS');
    }
  });

  it('out of order does not undo the end', async () => {
    const shop = new Shop();
    const { statusUrl } = await shop.create();
    for (const status of ['success', 'confirming', 'unpaid', 'failed', 'pending']) {
      shop.mixpay.latest.status = status;
      await shop.callBack();
      await shop.clock.advance(15_000);
    }
    expect((await shop.ask(statusUrl)).body.status).to.equal('success');
    expect([shop.count('paid'), shop.count('failed')]).to.deep.equal([1, 0]);
  });

  it('is not acknowledged while MixPay is down, and does its work when it comes again', async () => {
    const shop = new Shop();
    await shop.create();
    shop.mixpay.latest.status = 'success';
    const outages = [unreachable, () => new Response('', { status: 500 }), () => shop.mixpay.fails(10008), () => new Response('<html>')];
    for (const outage of outages) {
      shop.mixpay.outage = outage;
      expect((await shop.callBack()).status).to.be.at.least(500);
      await shop.clock.advance(15_000);
    }
    shop.mixpay.outage = undefined;
    expect((await shop.callBack()).body.code).to.equal('SUCCESS');
    expect(shop.count('paid')).to.equal(1);
  });

  it('about a payment that the store has lost is told to whoever runs the shop', async () => {
    const shop = new Shop();
    await shop.create();
    const empty = memoryStore({ clock: shop.clock });
    shop.restart({ store: empty });
    const { status, body } = await shop.callBack();
    expect([status, body.code]).to.deep.equal([503, 'not_yet']);
    const advice = shop.events.flatMap((event) => (event.type === 'refused' ? (event.advice ?? []) : []));
    expect(advice.join()).to.contain('order-1').and.contain('payment link 1').and.contain('backup');
    expect(advice.join()).to.not.contain(shop.mixpay.latest.body.traceId);
  });

  it('is not acknowledged for an unknown status', async () => {
    const shop = new Shop();
    const { statusUrl } = await shop.create();
    shop.mixpay.latest.status = 'succeeded';
    expect((await shop.callBack()).status).to.equal(503);
    expect((await shop.ask(statusUrl)).body.status).to.equal('pending');
  });

  it('is not acknowledged before onPaid has returned', async () => {
    const shop = new Shop();
    await shop.create();
    shop.mixpay.latest.status = 'success';
    shop.during.paid = () => Promise.reject(new Error('warehouse down'));
    expect((await shop.callBack()).status).to.equal(503);
    await shop.clock.advance(15_000);
    shop.during.paid = undefined;
    expect((await shop.callBack()).body.code).to.equal('SUCCESS');
    expect(shop.count('paid')).to.equal(2);
    expect(new Set(shop.told.filter(({ hook }) => hook === 'paid').map(({ traceId }) => traceId)).size).to.equal(1);
  });

  const mismatches = {
    payeeId: 'ffffffff-ffff-4fff-8fff-ffffffffffff',
    traceId: 'ffffffff-ffff-4fff-8fff-ffffffffffff',
    quoteAmount: '9.99',
    quoteAssetId: 'eur',
  };
  for (const [field, value] of Object.entries(mismatches)) {
    for (const status of ['success', 'failed']) {
      it(`does not record ${status} under another ${field}, but tells it once`, async () => {
        const shop = new Shop();
        const { statusUrl } = await shop.create();
        Object.assign(shop.mixpay.latest, { status, result: { [field]: value } });
        expect((await shop.callBack()).body.code).to.equal('SUCCESS');
        await shop.clock.advance(5000);
        await shop.callBack();
        expect([shop.count('paid'), shop.count('failed'), shop.count('mismatch')]).to.deep.equal([0, 0, 1]);
        const view = await shop.ask(statusUrl);
        expect(view.body).to.include({ status: 'auditing', quoteAmount: '10', quoteAssetId: 'usd' });
        expect((await shop.post({ orderId: 'order-1' })).body.code).to.be.oneOf(['code-1', 'already_paid']);
      });
    }
  }

  it('believes no amount that JSON.parse would have rounded into the right one', async () => {
    for (const spelling of ['1e1', '10.00000000000000000001', '1.0E1']) {
      const shop = new Shop();
      await shop.create();
      const { traceId, payeeId } = shop.mixpay.latest.body;
      const data = JSON.stringify({ traceId, payeeId, quoteAssetId: 'usd', status: 'success' }).replace('}', `,"quoteAmount":${spelling}}`);
      shop.mixpay.outage = () => new Response(`{"code":0,"success":true,"data":${data}}`);
      await shop.callBack();
      expect([shop.count('paid'), shop.count('mismatch')]).to.deep.equal([0, 1]);
    }
  });

  it('believes no envelope that does not say success', async () => {
    for (const success of [false, undefined, 'true', 1]) {
      const shop = new Shop();
      await shop.create();
      const { traceId, payeeId, quoteAmount, quoteAssetId } = shop.mixpay.latest.body;
      shop.mixpay.outage = () =>
        Response.json({ code: 0, success, data: { traceId, payeeId, quoteAmount, quoteAssetId, status: 'success' } });
      expect((await shop.callBack()).status).to.be.at.least(500);
      expect(shop.count('paid')).to.equal(0);
    }
  });
});

describe('money that does not simply pay', () => {
  it('is told once and after the order itself: a surplus', async () => {
    const shop = new Shop();
    const { statusUrl } = await shop.create();
    Object.assign(shop.mixpay.latest, { status: 'success', result: { surplusAmount: '0.5', surplusStatus: 'pending' } });
    await shop.callBack();
    expect(shop.told.map(({ hook }) => hook)).to.deep.equal(['created', 'paid', 'surplus']);
    expect((await shop.ask(statusUrl)).body).to.include({ surplusAmount: '0.5', surplusStatus: 'pending' });
  });

  it('is told: a failure that kept some', async () => {
    const shop = new Shop();
    await shop.create();
    Object.assign(shop.mixpay.latest, { status: 'failed', result: { failureCode: '40024', paymentAmount: '0.0005' } });
    expect((await shop.callBack()).body.code).to.equal('SUCCESS');
    expect(shop.told.map(({ hook }) => hook)).to.deep.equal(['created', 'failed', 'failed_with_money']);
  });

  it('is told after the end as well: settlement, and a refund', async () => {
    const shop = new Shop();
    await shop.create();
    const payment = shop.mixpay.latest;
    expect(payment.body.callbackEvent).to.equal('settle|pending|paid_less');
    payment.status = 'success';
    await shop.callBack();
    for (const result of [
      { settleStatus: 'pending' },
      { settleStatus: 'success' },
      { settleStatus: 'success' },
      { settleStatus: 'success', surplusAmount: '1', surplusStatus: 'success' },
    ]) {
      payment.result = result;
      await shop.clock.advance(15_000);
      expect((await shop.callBack()).body.code).to.equal('SUCCESS');
    }
    expect([shop.count('paid'), shop.count('update'), shop.count('surplus')]).to.deep.equal([1, 3, 1]);
  });

  it('on a payment that had failed is always reported', async () => {
    const shop = new Shop();
    await shop.create();
    shop.mixpay.latest.status = 'failed';
    await shop.callBack();
    shop.mixpay.latest.status = 'success';
    await shop.clock.advance(15_000);
    await shop.callBack();
    expect([shop.count('paid'), shop.count('failed_with_money')]).to.deep.equal([0, 1]);
  });
});
