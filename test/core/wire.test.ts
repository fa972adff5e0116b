import { expect } from 'chai';
import { describe, it } from 'node:test';
import { MixPayError } from '../../src/core/errors.js';
import { parseCreated, parsePayment, parseRefusal } from '../../src/core/wire.js';

const CODE = '525502dd-e552-4505-b114-32fe32ff23c2';
const REQUEST = 'POST https://shop.example/api';

function thrownBy(action: () => unknown): MixPayError {
  try {
    action();
  } catch (error) {
    if (error instanceof MixPayError) return error;
    throw error;
  }
  throw new Error('expected a MixPayError, nothing was thrown');
}

describe('the answer to a create', () => {
  it('is our own shape', () => {
    const answer = { code: CODE, quoteAmount: '10.00', quoteAssetId: 'usd', statusUrl: '/s', expiresAt: '2026-11-21T12:30:00Z' };
    expect(parseCreated(answer, REQUEST)).to.deep.equal({ ...answer, expiresAt: '2026-11-21T12:30:00.000Z' });
  });
  it('may be MixPay’s raw envelope, whose outer code is not the short code', () => {
    expect(parseCreated({ code: 0, success: true, message: '', data: { code: CODE, info: {} }, timestampMs: 1 }, REQUEST)).to.deep.equal({
      code: CODE,
    });
  });
  const refused: [what: string, body: unknown][] = [
    ['nothing', undefined],
    ['a string', 'hello'],
    ['an array', [CODE]],
    ['an empty object', {}],
    ['an envelope without data', { code: 0 }],
    ['an envelope with empty data', { code: 0, success: true, data: [] }],
    ['a code with a slash', { code: 'a/b' }],
    ['a code with dots', { code: '..' }],
    ['a javascript: code', { code: 'javascript:alert(1)' }],
    ['a code that is a URL', { code: 'https://evil.example' }],
    ['a code with a query', { code: 'abc?x=1' }],
    ['a code of 65 characters', { code: 'x'.repeat(65) }],
    ['an empty code', { code: '' }],
    ['a hostile code in the envelope', { code: 0, success: true, data: { code: '../x' } }],
    ['a price that cannot be read', { code: CODE, quoteAmount: '1e9' }],
    ['a numeric price no text of which is plain', { code: CODE, quoteAmount: 1e30 }],
  ];
  for (const [what, body] of refused) {
    it(`${what} is refused`, () =>
      void expect(thrownBy(() => parseCreated(body, REQUEST))).to.include({ code: 'bad_answer', retryable: true }));
  }
  it('may be a hand-written proxy’s envelope without an outer code', () => {
    expect(parseCreated({ success: true, data: { code: 'abc' } }, 'POST x')).to.deep.equal({ code: 'abc' });
  });
  it('an envelope that says neither success nor a code is none', () => {
    expect(() => parseCreated({ success: false, data: { code: 'abc' } }, 'POST x')).to.throw('MixPay refused');
  });
  it('MixPay’s error envelope with HTTP 200 is MixPay’s refusal, not a code', () => {
    const error = thrownBy(() => parseCreated({ code: 10008, success: false, message: 'maintenance', data: [] }, REQUEST));
    expect(error).to.include({ code: 'mixpay_error', apiCode: 10008, retryable: true });
  });
  it('MixPay’s 1429 is rate_limited', () => {
    expect(thrownBy(() => parseCreated({ code: 1429, success: false, message: '', data: [] }, REQUEST))).to.include({
      code: 'rate_limited',
      retryable: true,
    });
  });
  it('an unknown MixPay code is kept and not retried', () => {
    expect(thrownBy(() => parseCreated({ code: 77777, success: false, data: [] }, REQUEST))).to.include({
      apiCode: 77777,
      retryable: false,
    });
  });
});

describe('the payer’s view', () => {
  it('is read field by field; what has the wrong type is absent', () => {
    const body = {
      status: 'confirming',
      confirmations: 1,
      requiredConfirms: 'x',
      txid: 7,
      blockExplorerUrl: 'javascript:alert(1)',
      paymentAmount: '0.5',
      payeeId: 'secret',
    };
    expect(parsePayment(body, REQUEST)).to.deep.equal({ status: 'confirming', confirmations: 1, paymentAmount: '0.5' });
  });
  it('may be MixPay’s raw payments_result', () => {
    const data = {
      status: 'success',
      quoteAmount: '10.00000000',
      quoteAssetId: 'usd',
      failureCode: '0',
      confirmations: -1,
      expiredAt: 1_795_262_400,
      surplusAmount: '0',
    };
    expect(parsePayment({ code: 0, success: true, data }, REQUEST)).to.deep.equal({
      status: 'success',
      quoteAmount: '10.00000000',
      quoteAssetId: 'usd',
      expiresAt: new Date(1_795_262_400_000).toISOString(),
    });
  });
  it('an underpayment from before 2026-08-13 is an underpayment', () => {
    const data = { status: 'pending', payment: { isMultiPay: true, isFullyPaid: false } };
    expect(parsePayment({ code: 0, success: true, data }, REQUEST).status).to.equal('paid_less');
  });
  for (const body of [
    {},
    { status: 'paid' },
    { status: 'SUCCESS' },
    { status: null },
    [],
    'success',
    { code: 0, success: true, data: { status: 'refunded' } },
  ]) {
    it(`${JSON.stringify(body)} is never a status`, () =>
      void expect(thrownBy(() => parsePayment(body, REQUEST)).code).to.equal('bad_answer'));
  }
  it('may be a hand-written proxy’s envelope without an outer code', () => {
    expect(parsePayment({ success: true, data: { status: 'confirming' } }, 'GET x')).to.include({ status: 'confirming' });
  });
  it('an envelope that says it failed is not a success, whatever its data says', () => {
    expect(thrownBy(() => parsePayment({ code: 0, success: false, data: { status: 'success' } }, REQUEST)).code).to.equal('mixpay_error');
  });
});

describe('a refusal', () => {
  it('price_changed brings the right price', () => {
    const error = parseRefusal(409, { code: 'price_changed', title: 'x', quoteAmount: '12', quoteAssetId: 'usd' }, REQUEST);
    expect(error.code).to.equal('price_changed');
    expect(error.quote).to.deep.equal({ quoteAmount: '12', quoteAssetId: 'usd' });
  });
  const cases: [status: number, body: unknown, code: string, retryable: boolean][] = [
    [404, { code: 'order_unknown' }, 'order_unknown', false],
    [409, { code: 'already_paid', statusUrl: '/s' }, 'already_paid', false],
    [403, { code: 'forbidden' }, 'forbidden', false],
    [410, {}, 'superseded', true],
    [429, undefined, 'rate_limited', true],
    [503, '<html>', 'server_error', true],
    [422, { code: 'sold_out', title: 'Sold out' }, 'refused', false],
    [502, { code: 10007, success: false, data: [] }, 'mixpay_error', true],
    [500, null, 'server_error', true],
  ];
  for (const [status, body, code, retryable] of cases) {
    it(`${status} ${body === undefined ? 'nothing' : JSON.stringify(body)} is ${code}`, () =>
      void expect(parseRefusal(status, body, REQUEST)).to.include({ code, retryable }));
  }
});
