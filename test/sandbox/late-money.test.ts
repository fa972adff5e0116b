import { describe, it } from 'node:test';
import { expect } from 'chai';
import { BTC, ETH, Merchant, PAYEE, TRACE } from './merchant.js';

const CALLBACK = { callbackUrl: 'https://shop.example/callback' };
const ALL = `orderId=order-1&payeeId=${PAYEE}&with=payment,transactions`;

const inAMinute = (merchant: Merchant) => ({ expiredTimestamp: merchant.clock.now() / 1000 + 60 });
const transactionsOf = (result: Record<string, unknown>) => result['transactions'] as Record<string, unknown>[];

describe('too little at the deadline', () => {
  for (const [how, fields] of [
    ['with a callback', CALLBACK],
    ['without a callback', {}],
  ] as const) {
    it(`fails with 40024, ${how}, and keeps what came`, async () => {
      const merchant = new Merchant();
      const code = await merchant.create({ ...inAMinute(merchant), ...fields });
      await merchant.control(code, { status: 'paid_less' });
      await merchant.clock.advance(59_000);
      expect((await merchant.result())['status']).to.equal('paid_less');
      await merchant.clock.advance(1000);
      const failed = { status: 'failed', failureCode: '40024', failureReason: 'Wrong Amount paid', paymentAmount: '0.00008' };
      expect(await merchant.result()).to.include(failed);
      expect((await merchant.control(code, { status: 'success' })).status).to.equal(409);
      expect((await merchant.createByJson()).body.code).to.equal(10065);
    });
  }

  it('is called back at the deadline', async () => {
    const calls: unknown[] = [];
    const merchant = new Merchant({
      allowPublicCallbacks: true,
      fetch: (url) => {
        calls.push(url);
        return Promise.resolve(Response.json({ code: 'SUCCESS' }));
      },
    });
    await merchant.control(await merchant.create({ ...inAMinute(merchant), ...CALLBACK }), { status: 'paid_less' });
    expect(calls).to.be.empty;
    await merchant.clock.advance(60_000);
    await merchant.sandbox.idle();
    expect(calls).to.deep.equal([CALLBACK.callbackUrl]);
  });

  it('ends it at that moment, however late that is noticed', async () => {
    const merchant = new Merchant();
    const code = await merchant.create({ ...inAMinute(merchant), ...CALLBACK });
    await merchant.control(code, { status: 'paid_less' });
    const deadline = merchant.clock.now() + 60_000;
    await merchant.clock.advance(3_600_000);
    const { body } = await merchant.ask(`/control/${code}`);
    expect((body.data['callbacks'] as { dueAt: number }[]).map(({ dueAt }) => dueAt)).to.deep.equal([deadline]);
  });

  it('that turns out only after it fails at once', async () => {
    const merchant = new Merchant();
    const code = await merchant.create(inAMinute(merchant));
    await merchant.control(code, { status: 'confirming' });
    await merchant.clock.advance(3_600_000);
    const { body } = await merchant.control(code, { status: 'paid_less' });
    expect(body.data).to.include({ status: 'failed', failureCode: '40024' });
  });

  it('is brought about by ending the time to pay', async () => {
    const merchant = new Merchant();
    const code = await merchant.create();
    await merchant.control(code, { status: 'paid_less' });
    expect((await merchant.control(code, { expire: true })).body.data).to.include({ status: 'failed', failureCode: '40024' });
    expect(await merchant.page(code)).to.include('Wrong Amount paid (40024). Money was received: contact the shop.');
  });
});

describe('money that comes after the time to pay', () => {
  it('is seen and counts nothing: the payment stays failed', async () => {
    const merchant = new Merchant();
    const code = await merchant.create({ ...inAMinute(merchant), ...CALLBACK });
    await merchant.clock.advance(60_000);
    expect((await merchant.control(code, { lateAmount: '0.00016' })).status).to.equal(200);
    const result = await merchant.result(ALL);
    expect(result).to.include({ status: 'failed', failureCode: '40000', paymentAmount: '0', surplusAmount: '0' });
    expect(result['txid']).to.match(/^[0-9a-f]{64}$/);
    expect(transactionsOf(result)).to.have.length(1);
    expect(result['payment']).to.include({ isFullyPaid: false, totalTransactionsAmount: '0' });
    expect(await merchant.page(code)).to.include('Money was received: contact the shop.');
  });

  it('does not pay a code without a callback either, which stays unpaid', async () => {
    const merchant = new Merchant();
    const code = await merchant.create(inAMinute(merchant));
    await merchant.clock.advance(60_000);
    await merchant.control(code, { lateAmount: '1' });
    expect(await merchant.result(ALL)).to.include({ status: 'unpaid', paymentAmount: '0' });
    expect((await merchant.createByJson()).body.code).to.equal(10065);
    expect(await merchant.page(code)).to.include('Money arrived after the time to pay');
  });

  it('does not make up for what was short', async () => {
    const merchant = new Merchant();
    const code = await merchant.create(inAMinute(merchant));
    await merchant.control(code, { status: 'paid_less' });
    await merchant.clock.advance(60_000);
    await merchant.control(code, { lateAmount: '0.00008' });
    const result = await merchant.result(ALL);
    expect(result).to.include({ status: 'failed', failureCode: '40024', paymentAmount: '0.00008' });
    expect(transactionsOf(result)).to.have.length(2);
  });

  it('cannot come in time, nor be nothing', async () => {
    const merchant = new Merchant();
    const code = await merchant.create(inAMinute(merchant));
    expect((await merchant.control(code, { lateAmount: '1' })).status).to.equal(409);
    await merchant.clock.advance(60_000);
    expect((await merchant.control(code, { lateAmount: '0' })).status).to.equal(422);
    expect((await merchant.control(code, { lateAmount: '-1' })).status).to.equal(422);
  });
});

describe('a payment that fails although money came', () => {
  for (const [what, failureCode, paid, steps] of [
    ['in the wrong coin', '40020', '0', []],
    ['too little of it', '40024', '0.00008', []],
    ['while the market moved', '40025', '0.00016', []],
    ['and settlement is restricted', '40027', '0.00016', ['pending']],
    ['under review, which then rejects it', '10095', '0.00016', ['auditing']],
    ['all of it, but confirmed too late', '40000', '0.00016', ['confirming']],
  ] as const) {
    it(`${what} (${failureCode}) names it in its result`, async () => {
      const merchant = new Merchant();
      const code = await merchant.create();
      for (const status of steps) await merchant.control(code, { status });
      await merchant.control(code, { status: 'failed', failureCode });
      const result = await merchant.result(ALL);
      expect(result).to.include({ status: 'failed', failureCode, paymentAmount: paid });
      expect(result['txid']).not.to.equal('');
      expect(transactionsOf(result)).to.have.length(1);
    });
  }

  it('may be told in one step, with any amount', async () => {
    const merchant = new Merchant();
    await merchant.control(await merchant.create(), { status: 'failed', failureCode: '40000', paymentAmount: '0.0002' });
    expect(await merchant.result()).to.include({ status: 'failed', failureCode: '40000', paymentAmount: '0.0002' });
  });
});

describe('a transaction', () => {
  it('carries what MixPay documents', async () => {
    const merchant = new Merchant();
    await merchant.control(await merchant.create({ traceId: TRACE, paymentAssetId: ETH }), { status: 'confirming' });
    const [transaction = {}] = transactionsOf(await merchant.result(ALL));
    expect(transaction).to.include({
      paymentAmount: '0.004',
      paymentAssetId: ETH,
      paymentSymbol: 'ETH',
      confirmations: 0,
      requiredConfirms: 12,
      broadcastAt: new Date(merchant.clock.now()).toISOString(),
    });
    expect(transaction['txid']).to.match(/^[0-9a-f]{64}$/);
    expect(transaction['blockExplorerUrl']).to.match(/^https:/);
  });

  it('in the wrong coin names that coin', async () => {
    const merchant = new Merchant();
    await merchant.control(await merchant.create(), { status: 'failed', failureCode: '40020' });
    const [transaction = {}] = transactionsOf(await merchant.result(ALL));
    expect(transaction['paymentAssetId']).to.be.a('string').and.not.to.equal(BTC);
  });
});
