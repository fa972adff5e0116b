import { describe, it } from 'node:test';
import { expect } from 'chai';
import { PAYMENT_STATUSES, type PaymentStatus } from '../../src/core/mixpay.js';
import { BTC, ETH, Merchant, TRACE } from './merchant.js';

/** How to bring a new payment into each status, and where it may go from there. */
const LEGAL: Record<PaymentStatus, readonly PaymentStatus[]> = {
  unpaid: ['confirming', 'paid_less', 'pending', 'auditing', 'success', 'failed'],
  confirming: ['paid_less', 'pending', 'auditing', 'success', 'failed'],
  paid_less: ['confirming', 'pending', 'auditing', 'success', 'failed'],
  pending: ['auditing', 'success', 'failed'],
  auditing: ['success', 'failed'],
  success: [],
  failed: [],
};

async function paymentThatIs(status: PaymentStatus): Promise<{ merchant: Merchant; code: string }> {
  const merchant = new Merchant();
  const code = await merchant.create();
  await merchant.control(code, { status });
  return { merchant, code };
}

describe('a payment’s statuses', () => {
  for (const from of PAYMENT_STATUSES) {
    for (const to of PAYMENT_STATUSES) {
      if (to === from) {
        it(`${from} set to ${to} changes nothing and is fine`, async () => {
          const { merchant, code } = await paymentThatIs(from);
          const before = await merchant.result();
          const answer = await merchant.control(code, { status: to, failureCode: '10095', paymentAmount: '5' });
          expect(answer.status).to.equal(200);
          expect(await merchant.result()).to.deep.equal(before);
        });
      } else if (LEGAL[from].includes(to)) {
        it(`${from} may become ${to}`, async () => {
          const { merchant, code } = await paymentThatIs(from);
          expect((await merchant.control(code, { status: to })).status).to.equal(200);
          expect((await merchant.result())['status']).to.equal(to);
        });
      } else {
        it(`${from} may not become ${to}, and the answer says what is possible`, async () => {
          const { merchant, code } = await paymentThatIs(from);
          const { status, body } = await merchant.control(code, { status: to });
          expect(status).to.equal(409);
          expect(body.data).to.deep.equal({ status: from, legal: LEGAL[from] });
          expect((await merchant.result())['status']).to.equal(from);
        });
      }
    }
  }

  for (const status of PAYMENT_STATUSES.filter((each) => each !== 'unpaid')) {
    it(`${status} does not move on by itself`, async () => {
      const { merchant } = await paymentThatIs(status);
      await merchant.clock.advance(7 * 86_400_000);
      expect((await merchant.result())['status']).to.equal(status);
    });
  }
});

describe('failing', () => {
  for (const failureCode of ['40000', '40020', '40024', '40025', '40027', '40032', '10095', '40099']) {
    it(`is possible with ${failureCode}`, async () => {
      const merchant = new Merchant();
      await merchant.control(await merchant.create(), { status: 'failed', failureCode });
      const result = await merchant.result();
      expect(result).to.include({ status: 'failed', failureCode });
      expect(result['failureReason']).to.be.a('string').that.is.not.empty;
    });
  }

  it('for overtime means that nothing came, for the wrong asset that something came but paid nothing', async () => {
    for (const [failureCode, hasTransaction] of [
      ['40000', false],
      ['40020', true],
    ] as const) {
      const merchant = new Merchant();
      await merchant.control(await merchant.create(), { status: 'failed', failureCode });
      const { paymentAmount, txid } = await merchant.result();
      expect(paymentAmount).to.equal('0');
      expect(txid !== '').to.equal(hasTransaction);
    }
  });

  it('keeps what was received: short at the deadline, rejected in full', async () => {
    for (const [failureCode, paid] of [
      ['40024', '0.00008'],
      ['10095', '0.00016'],
    ] as const) {
      const merchant = new Merchant();
      await merchant.control(await merchant.create(), { status: 'failed', failureCode });
      expect((await merchant.result())['paymentAmount']).to.equal(paid);
    }
  });

  it('by cancelling is refused with 10032 and HTTP 409 once something arrived', async () => {
    const { merchant, code } = await paymentThatIs('confirming');
    const { status, body } = await merchant.control(code, { status: 'failed', failureCode: '40032' });
    expect([status, body.code]).to.deep.equal([409, 10032]);
  });

  it('with 40021 is refused: it tells of a refund, not of a failed order', async () => {
    const merchant = new Merchant();
    expect((await merchant.control(await merchant.create(), { status: 'failed', failureCode: '40021' })).status).to.equal(422);
  });
});

describe('money', () => {
  it('is payable to 8 places, rounded up, at fixed prices', async () => {
    const merchant = new Merchant();
    await merchant.create({ quoteAmount: '10.01', settlementAssetId: BTC });
    await merchant.create({ orderId: 'order-2', quoteAmount: '1', quoteAssetId: 'eur', paymentAssetId: ETH });
    await merchant.create({ orderId: 'order-3', quoteAmount: '0.5', quoteAssetId: BTC });
    const payable = (await merchant.sandbox.payments()).map((each) => `${String(each['payableAmount'])} ${String(each['payableSymbol'])}`);
    expect(payable).to.deep.equal(['0.00016016 BTC', '0.00044 ETH', '0.5 BTC']);
  });

  it('short of the price is topped up on the same code and trace', async () => {
    const merchant = new Merchant();
    const code = await merchant.create({ traceId: TRACE });
    await merchant.control(code, { status: 'paid_less', paymentAmount: '0.0001' });
    expect(await merchant.result()).to.include({ status: 'paid_less', paymentAmount: '0.0001', payableAmount: '0.00016', traceId: TRACE });
    await merchant.control(code, { status: 'confirming' });
    await merchant.control(code, { status: 'success' });
    const result = await merchant.result(`traceId=${TRACE}&with=payment,transactions`);
    expect(result).to.include({ status: 'success', paymentAmount: '0.00016', surplusStatus: 'no' });
    expect(result['payment']).to.deep.equal({ isMultiPay: true, isFullyPaid: true, totalTransactionsAmount: '0.00016' });
    const transactions = result['transactions'] as { paymentAmount: string }[];
    expect(transactions.map(({ paymentAmount }) => paymentAmount)).to.deep.equal(['0.0001', '0.00006']);
  });

  it('may turn out short after it was seen, and be made up for, back and forth', async () => {
    const { merchant, code } = await paymentThatIs('confirming');
    for (const status of ['paid_less', 'confirming', 'paid_less', 'confirming', 'success'] as const) {
      expect((await merchant.control(code, { status })).status, status).to.equal(200);
    }
  });

  it('above the price is a surplus that the clock sends back', async () => {
    const merchant = new Merchant();
    await merchant.control(await merchant.create(), { status: 'success', paymentAmount: '0.0002' });
    const seen = [];
    for (let step = 0; step < 3; step += 1) {
      const { surplusAmount, surplusStatus } = await merchant.result();
      seen.push(`${String(surplusAmount)} ${String(surplusStatus)}`);
      await merchant.clock.advance(10_000);
    }
    expect(seen).to.deep.equal(['0.00004 pending', '0.00004 sending', '0.00004 success']);
  });

  it('is settled some time after success', async () => {
    const merchant = new Merchant();
    await merchant.control(await merchant.create({ settlementAssetId: ETH }), { status: 'success' });
    expect(await merchant.result()).to.include({ settleStatus: 'pending', settleAmount: '', settleSymbol: '' });
    await merchant.clock.advance(30_000);
    expect(await merchant.result()).to.include({ settleStatus: 'success', settleAmount: '0.004', settleSymbol: 'ETH' });
  });

  it('settles and goes back at once when told to', async () => {
    const merchant = new Merchant();
    const code = await merchant.create();
    expect((await merchant.control(code, { settleStatus: 'success' })).status).to.equal(409);
    await merchant.control(code, { status: 'success', paymentAmount: '1' });
    await merchant.control(code, { settleStatus: 'success', surplusStatus: 'success' });
    expect(await merchant.result()).to.include({ settleStatus: 'success', surplusStatus: 'success' });
  });

  const unfit: [string, PaymentStatus, string][] = [
    ['nothing', 'paid_less', '0'],
    ['all of it', 'paid_less', '0.00016'],
    ['too little', 'success', '0.00015'],
    ['too little', 'pending', '0.00015'],
    ['nothing', 'confirming', '0'],
    ['no decimal', 'success', '1e-4'],
  ];
  for (const [what, status, paymentAmount] of unfit) {
    it(`does not make a payment ${status} by ${what}`, async () => {
      const merchant = new Merchant();
      const answer = await merchant.control(await merchant.create(), { status, paymentAmount });
      expect(answer.status).to.equal(422);
      expect((await merchant.result())['status']).to.equal('unpaid');
    });
  }
});

describe('confirmations', () => {
  it('are -1 unless they are waited for', async () => {
    for (const status of PAYMENT_STATUSES) {
      const { merchant } = await paymentThatIs(status);
      expect((await merchant.result())['confirmations'], status).to.equal(status === 'confirming' ? 0 : -1);
    }
  });

  it('count up with time to what is required, and not into the next status', async () => {
    const { merchant } = await paymentThatIs('confirming');
    const counts = [];
    for (let step = 0; step < 5; step += 1) {
      counts.push((await merchant.result())['confirmations']);
      await merchant.clock.advance(10_000);
    }
    expect(counts).to.deep.equal([0, 1, 2, 2, 2]);
    expect((await merchant.result())['status']).to.equal('confirming');
  });

  it('can be set, but not back and not beyond what is required', async () => {
    const { merchant, code } = await paymentThatIs('confirming');
    expect((await merchant.control(code, { confirmations: 1 })).status).to.equal(200);
    expect((await merchant.result())['confirmations']).to.equal(1);
    expect((await merchant.control(code, { confirmations: 0 })).status).to.equal(422);
    expect((await merchant.control(code, { confirmations: 3 })).status).to.equal(422);
  });
});

describe('the deadline', () => {
  const deadline = (merchant: Merchant) => ({ expiredTimestamp: merchant.clock.now() / 1000 + 60 });

  it('makes an unpaid payment with a callback fail with 40000', async () => {
    const merchant = new Merchant();
    await merchant.create({ ...deadline(merchant), callbackUrl: 'https://shop.example/callback' });
    await merchant.clock.advance(59_000);
    expect((await merchant.result())['status']).to.equal('unpaid');
    await merchant.clock.advance(1000);
    expect(await merchant.result()).to.include({ status: 'failed', failureCode: '40000', failureReason: 'Payment overtime' });
  });

  it('leaves one without a callback unpaid', async () => {
    const merchant = new Merchant();
    await merchant.create(deadline(merchant));
    await merchant.clock.advance(3_600_000);
    expect(await merchant.result()).to.include({ status: 'unpaid', failureCode: '0' });
  });

  it('leaves one that was recognised in time as it is', async () => {
    const merchant = new Merchant();
    const code = await merchant.create({ ...deadline(merchant), callbackUrl: 'https://shop.example/callback' });
    await merchant.control(code, { status: 'confirming' });
    await merchant.clock.advance(3_600_000);
    expect((await merchant.result())['status']).to.equal('confirming');
  });

  it('is told in seconds, and may be brought about', async () => {
    const merchant = new Merchant();
    const code = await merchant.create(deadline(merchant));
    expect((await merchant.result())['expiredAt']).to.equal(merchant.clock.now() / 1000 + 60);
    await merchant.control(code, { expire: true });
    expect((await merchant.result())['expiredAt']).to.equal(merchant.clock.now() / 1000);
    expect((await merchant.createByJson()).body.code).to.equal(10065);
  });

  it('of the code itself counts too', async () => {
    const merchant = new Merchant();
    await merchant.create({ expireSeconds: 30 });
    await merchant.clock.advance(30_000);
    expect((await merchant.createByJson()).body.code).to.equal(10065);
  });
});
