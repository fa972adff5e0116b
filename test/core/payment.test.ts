import { expect } from 'chai';
import { describe, it } from 'node:test';
import { moneyReceived, PAYMENT_FIELDS, readPayment, remainderOf, surplusOf } from '../../src/core/payment.js';
import { paymentOf, readResult } from '../../src/core/result.js';

const FULL = {
  status: 'confirming',
  quoteAmount: '10',
  quoteAssetId: 'usd',
  quoteSymbol: 'USD',
  payableAmount: '0.0002',
  payableSymbol: 'BTC',
  paymentAmount: '0.0001',
  paymentSymbol: 'BTC',
  confirmations: 1,
  requiredConfirms: 3,
  txid: 'abc',
  blockExplorerUrl: 'https://explorer.example/abc',
  surplusAmount: '0.5',
  surplusStatus: 'pending',
  expiresAt: '2026-11-21T12:30:00.000Z',
};

describe('a payment as it is told', () => {
  it('is read whole, and nothing else with it', () => {
    expect(readPayment({ ...FULL, payeeId: 'p', traceId: 't', settleAmount: '9' })).to.deep.equal(FULL);
    expect([...PAYMENT_FIELDS].sort()).to.deep.equal([...Object.keys(FULL), 'failureCode'].sort());
  });
  it('has a failure code only where it failed, and none where MixPay says "0"', () => {
    expect(readPayment({ status: 'failed', failureCode: 40000 })).to.deep.equal({ status: 'failed', failureCode: '40000' });
    expect(readPayment({ status: 'unpaid', failureCode: '40000' })).to.deep.equal({ status: 'unpaid' });
    expect(readPayment({ status: 'failed', failureCode: '0' })).to.deep.equal({ status: 'failed' });
  });
  for (const [told, count] of [
    [0, 0],
    ['3', 3],
    [-1, undefined],
    ['-1', undefined],
    [1.5, undefined],
    ['1234567890', undefined],
    [null, undefined],
  ] as const) {
    it(`${JSON.stringify(told)} confirmations are ${count ?? 'none'}`, () =>
      void expect(readPayment({ status: 'confirming', confirmations: told })?.confirmations).to.equal(count));
  }
  it('takes what it does not name itself from its newest transaction', () => {
    const transactions = [
      { confirmations: 9, requiredConfirms: 9, txid: 'old' },
      { confirmations: 1, requiredConfirms: 3, txid: 'new', blockExplorerUrl: 'https://explorer.example/new', quoteAmount: '1' },
    ];
    expect(readPayment({ status: 'confirming', confirmations: 2, transactions })).to.deep.equal({
      status: 'confirming',
      confirmations: 2,
      requiredConfirms: 3,
      txid: 'new',
      blockExplorerUrl: 'https://explorer.example/new',
    });
  });
  for (const [expiredAt, expiresAt] of [
    [1_795_262_400, '2026-11-21T12:00:00.000Z'],
    ['1795262400', '2026-11-21T12:00:00.000Z'],
    [0, undefined],
    [1.5, undefined],
    [1e11, undefined],
    [true, undefined],
  ] as const) {
    it(`MixPay’s expiredAt ${JSON.stringify(expiredAt)} is ${expiresAt ?? 'no deadline'}`, () =>
      void expect(readPayment({ status: 'unpaid', expiredAt })?.expiresAt).to.equal(expiresAt));
  }
  for (const [what, data, status] of [
    ['in part', { isMultiPay: true, isFullyPaid: false }, 'paid_less'],
    ['in part, told inside', { payment: { isMultiPay: true, isFullyPaid: false } }, 'paid_less'],
    ['in full', { isMultiPay: true, isFullyPaid: true }, 'pending'],
    ['at once', { isMultiPay: false, isFullyPaid: false }, 'pending'],
    ['in a way not told', {}, 'pending'],
  ] as const) {
    it(`"pending" of old, paid ${what}, is ${status}`, () =>
      void expect(readPayment({ status: 'pending', ...data })?.status).to.equal(status));
  }
  it('a surplus of zero is no surplus', () => {
    expect(readPayment({ status: 'success', surplusAmount: '0', surplusStatus: 'no' })).to.deep.equal({
      status: 'success',
      surplusStatus: 'no',
    });
    for (const surplusStatus of ['no', 'pending', 'sending', 'success'])
      expect(readPayment({ status: 'success', surplusStatus })).to.deep.equal({ status: 'success', surplusStatus });
    expect(readPayment({ status: 'success', surplusStatus: 'gone' })).to.deep.equal({ status: 'success' });
    expect([surplusOf({ surplusAmount: '0.1' }), surplusOf({ surplusAmount: '0.0' }), surplusOf({})]).to.deep.equal([
      '0.1',
      undefined,
      undefined,
    ]);
  });
  it('the remainder is what is payable minus what was paid', () => {
    expect(remainderOf({ status: 'paid_less', payableAmount: '2', paymentAmount: '0.5' })).to.equal('1.5');
    expect(remainderOf({ status: 'unpaid', payableAmount: '2' })).to.equal('2');
    expect(remainderOf({ status: 'unpaid', paymentAmount: '2' })).to.equal(undefined);
  });
  for (const [what, payment, received] of [
    ['an amount', { paymentAmount: '0.1' }, true],
    ['an amount of nothing', { paymentAmount: '0' }, false],
    ['a transaction', { txid: 'abc' }, true],
    ['a wrong coin', { failureCode: '40020' }, true],
    ['too little', { failureCode: '40024' }, true],
    ['a price that moved', { failureCode: '40025' }, true],
    ['a review', { failureCode: '10095' }, true],
    ['a timeout', { failureCode: '40000' }, false],
    ['a cancellation', { failureCode: '40032' }, false],
    ['nothing more', {}, false],
  ] as const) {
    it(`failed with ${what}: ${received ? 'money arrived' : 'nothing arrived'}`, () =>
      void expect(moneyReceived(payment)).to.equal(received));
  }
});

describe('MixPay’s result as the server reads it', () => {
  it('keeps the word of an unknown status, but has no status', () => {
    expect(readResult({ status: 'refunded', traceId: 't', settleAmount: '9' })).to.deep.equal({
      status: undefined,
      rawStatus: 'refunded',
      traceId: 't',
      settleAmount: '9',
    });
    expect([readResult({}), readResult(null), readResult({ status: 7 })]).to.deep.equal([undefined, undefined, undefined]);
  });
  for (const [what, data, received] of [
    ['an amount', { paymentAmount: '1' }, true],
    ['a surplus', { surplusAmount: '1' }, true],
    ['a total', { totalTransactionsAmount: '1' }, true],
    ['a total told inside', { payment: { totalTransactionsAmount: '1' } }, true],
    ['a transaction', { transactions: [{}] }, true],
    ['no transactions', { transactions: [], paymentAmount: '0' }, undefined],
  ] as const) {
    it(`with ${what}: ${received ? 'something' : 'nothing'} was received`, () =>
      void expect(readResult({ status: 'failed', ...data })?.received).to.equal(received));
  }
  it('shows the payer no more than a payment', () => {
    const result = readResult({ ...FULL, payeeId: 'p', settleAmount: '9', failureReason: 'x' });
    expect(result === undefined ? undefined : paymentOf(result, 'auditing')).to.deep.equal({ ...FULL, status: 'auditing' });
  });
});
