import { describe, it } from 'node:test';
import { expect } from 'chai';
import { FAILURE_CODE, PAYMENT_STATUSES } from '../../src/core/mixpay.js';
import { readResult, type PaymentResult } from '../../src/core/result.js';
import { reconcile, type Verdict } from '../../src/server/index.js';

const TRACE = '525502dd-e552-4505-b114-32fe32ff23c2';
const PAYEE = '6e6f8f3c-4f0a-4d8b-8a57-1a2b3c4d5e6f';
const EXPECTED = { traceId: TRACE, payeeId: PAYEE, quoteAssetId: 'usd', quoteAmount: '10' };

const resultOf = (changes: Record<string, unknown> = {}): PaymentResult =>
  readResult({ traceId: TRACE, payeeId: PAYEE, quoteAssetId: 'usd', quoteAmount: '10', status: 'success', ...changes })!;
const judge = (changes: Record<string, unknown>): Verdict => reconcile(resultOf(changes), EXPECTED);

describe('reconcile', () => {
  for (const status of PAYMENT_STATUSES) {
    const expected: Verdict =
      status === 'success' ? { kind: 'paid' } : status === 'failed' ? { kind: 'failed', money: false } : { kind: 'open', status };
    it(`reads ${status} as ${expected.kind}`, () => {
      expect(judge({ status })).to.deep.equal(expected);
    });
  }

  for (const status of ['', 'SUCCESS', 'succeeded', 'complete', 'refunding'])
    it(`does not take the word "${status}" for success`, () => {
      expect(judge({ status })).to.deep.equal({ kind: 'open', status: undefined });
    });

  for (const failureCode of [...Object.values(FAILURE_CODE), '40023', '99999', 40000]) {
    it(`reads failure code ${String(failureCode)} as failed`, () => {
      expect(judge({ status: 'failed', failureCode }).kind).to.equal('failed');
    });
  }

  it('tells a failure that kept money from one that did not', () => {
    expect(judge({ status: 'failed', paymentAmount: '0.5' })).to.deep.equal({ kind: 'failed', money: true });
    expect(judge({ status: 'failed', txid: 'abc' })).to.deep.equal({ kind: 'failed', money: true });
    expect(judge({ status: 'failed', surplusAmount: '0.5' })).to.deep.equal({ kind: 'failed', money: true });
    expect(judge({ status: 'failed', payment: { totalTransactionsAmount: '3' } })).to.deep.equal({ kind: 'failed', money: true });
    expect(judge({ status: 'failed', transactions: [{ paymentAmount: '0.1' }] })).to.deep.equal({ kind: 'failed', money: true });
    expect(judge({ status: 'failed', transactions: [] })).to.deep.equal({ kind: 'failed', money: false });
    expect(judge({ status: 'failed', paymentAmount: '0' })).to.deep.equal({ kind: 'failed', money: false });
  });

  for (const quoteAmount of ['10', '10.0', '10.00000000', '010', 10])
    it(`takes ${JSON.stringify(quoteAmount)} for 10`, () => {
      expect(judge({ quoteAmount }).kind).to.equal('paid');
    });

  for (const quoteAmount of [
    '10.00000001',
    '9.99999999',
    '1',
    '100',
    '1e1',
    '10,00',
    ' 10',
    '+10',
    '-10',
    '',
    null,
    undefined,
    NaN,
    1e21,
    {},
    ['10'],
  ])
    it(`does not take ${JSON.stringify(quoteAmount)} for 10`, () => {
      expect(judge({ quoteAmount })).to.deep.equal({ kind: 'mismatch', fields: ['quoteAmount'], ended: true });
    });

  for (const payeeId of [PAYEE.toUpperCase(), PAYEE.replaceAll('-', '')])
    it(`accepts its payee as ${payeeId}`, () => {
      expect(judge({ payeeId }).kind).to.equal('paid');
    });

  it('accepts its trace in upper and lower case', () => {
    expect(judge({ traceId: TRACE.toUpperCase() }).kind).to.equal('paid');
    expect(reconcile(resultOf(), { ...EXPECTED, traceId: TRACE.toUpperCase() }).kind).to.equal('paid');
  });

  it('ignores the case of an asset id', () => {
    expect(judge({ quoteAssetId: 'USD' }).kind).to.equal('paid');
  });

  const others = { traceId: '00000000-0000-4000-8000-000000000000', payeeId: '0'.repeat(32), quoteAssetId: 'eur', quoteAmount: '10.01' };
  for (const status of ['success', 'failed']) {
    for (const [field, other] of Object.entries(others)) {
      it(`does not believe ${status} of another ${field}`, () => {
        expect(judge({ status, [field]: other })).to.deep.equal({ kind: 'mismatch', fields: [field], ended: true });
      });
      it(`does not believe ${status} without ${field}`, () => {
        expect(judge({ status, [field]: undefined })).to.deep.equal({ kind: 'mismatch', fields: [field], ended: true });
      });
    }
  }

  it('lets an open payment leave fields out, but not differ in them', () => {
    expect(judge({ status: 'unpaid', payeeId: undefined, quoteAmount: undefined }).kind).to.equal('open');
    expect(judge({ status: 'pending', quoteAssetId: 'eur' })).to.deep.equal({ kind: 'mismatch', fields: ['quoteAssetId'], ended: false });
  });

  it('reads the underpayment of an old record', () => {
    const partial = { isMultiPay: true, isFullyPaid: false };
    expect(judge({ status: 'pending', payment: partial })).to.deep.equal({ kind: 'open', status: 'paid_less' });
    expect(judge({ status: 'pending', payment: { ...partial, isFullyPaid: true } })).to.deep.equal({ kind: 'open', status: 'pending' });
  });
});
