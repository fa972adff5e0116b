import { expect } from 'chai';
import { describe, it } from 'node:test';
import { MixPayError } from '../../src/core/errors.js';
import { parseCreated, parsePayment, parseRefusal, readServerTime } from '../../src/core/wire.js';

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
  it('says that the code is a sandbox’s by true and nothing else', () => {
    expect(parseCreated({ code: CODE, sandbox: true }, REQUEST)).to.deep.equal({ code: CODE, sandbox: true });
    for (const sandbox of [false, 'true', 1, null]) expect(parseCreated({ code: CODE, sandbox }, REQUEST)).to.deep.equal({ code: CODE });
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
  it('an envelope that says it failed is refused, whatever its data says', () => {
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

describe('what a refusal says', () => {
  it('is what the server said, as far as it is short', () => {
    const told = { type: 'https://shop.example/sold-out', title: 'Sold out', detail: 'x'.repeat(1000), code: 'sold_out', statusUrl: '/s' };
    const error = parseRefusal(422, told, REQUEST, 5000);
    expect(error.problem).to.deep.equal({ type: told.type, title: 'Sold out', status: 422, detail: told.detail, code: 'sold_out' });
    expect(error).to.include({ status: 422, retryAfter: 5000, statusUrl: '/s', retryable: false });
    expect(error.message).to.equal(`${REQUEST}: refused with 422 sold_out: Sold out ${'x'.repeat(300)}`);
    const long = {
      detail: 'x'.repeat(1001),
      title: 'x'.repeat(201),
      code: 'x'.repeat(65),
      statusUrl: 'x'.repeat(2049),
      type: 'x'.repeat(2049),
    };
    expect(parseRefusal(422, long, REQUEST).problem).to.deep.equal({ status: 422 });
    expect(parseRefusal(422, long, REQUEST)).not.to.have.any.keys('statusUrl', 'quote', 'retryAfter');
    expect(parseRefusal(422, { title: 'No' }, REQUEST).message).to.equal(`${REQUEST}: refused with 422 No`);
    expect(parseRefusal(418, undefined, REQUEST).message).to.equal(`${REQUEST}: refused with 418`);
  });
  it('is that no endpoint is there, for a 404 without a body', () => {
    expect(parseRefusal(404, undefined, REQUEST).message).to.equal(
      `${REQUEST}: refused with 404 No endpoint answers there: check its path.`,
    );
    expect(parseRefusal(404, { code: 'order_unknown' }, REQUEST).message).to.equal(`${REQUEST}: refused with 404 order_unknown`);
  });
  it('names the origin that was refused and the option that allows it', () => {
    const detail = 'Received the origin https://other.example; name it in the option origins.';
    expect(parseRefusal(403, { code: 'foreign_origin', title: 'No', detail }, REQUEST)).to.include({
      code: 'refused',
      message: `${REQUEST}: refused with 403 foreign_origin: No ${detail}`,
    });
  });
  for (const code of ['order_unknown', 'order_closed', 'already_paid', 'price_changed', 'forbidden', 'superseded', 'forgotten'] as const) {
    it(`${code} keeps its own code`, () =>
      void expect(parseRefusal(409, { code }, REQUEST)).to.include({ code, retryable: code === 'superseded' || code === 'forgotten' }));
  }
  for (const [status, code, retryable] of [
    [400, 'refused', false],
    [408, 'refused', true],
    [410, 'superseded', true],
    [429, 'rate_limited', true],
    [499, 'refused', false],
    [500, 'server_error', true],
    [503, 'server_error', true],
  ] as const) {
    it(`${status} alone is ${code}${retryable ? ', and may pass' : ''}`, () =>
      void expect(parseRefusal(status, {}, REQUEST)).to.include({ code, retryable }));
  }
  it('a price needs an amount and its asset to be asked about', () => {
    const quoteOf = (body: object) => parseRefusal(409, { code: 'price_changed', ...body }, REQUEST).quote;
    expect(quoteOf({ quoteAmount: '1', quoteAssetId: 'usd', quoteSymbol: '$' })).to.deep.equal({
      quoteAmount: '1',
      quoteAssetId: 'usd',
      quoteSymbol: '$',
    });
    expect([quoteOf({ quoteAmount: '1' }), quoteOf({ quoteAssetId: 'usd' }), quoteOf({})]).to.deep.equal([undefined, undefined, undefined]);
  });
  it('MixPay’s own refusal keeps its number, and is retryable where the HTTP status says so', () => {
    const body = { code: 10020, success: false, message: 'Completed', data: [] };
    expect(parseRefusal(400, body, REQUEST)).to.include({
      code: 'mixpay_error',
      apiCode: 10020,
      status: 400,
      retryable: false,
      message: `${REQUEST}: MixPay refused with 10020: Completed`,
    });
    expect(parseRefusal(503, body, REQUEST, 7)).to.include({ retryable: true, retryAfter: 7 });
    expect(parseRefusal(400, { ...body, code: 'x', message: '' }, REQUEST)).to.include({
      apiCode: -1,
      retryable: true,
      message: `${REQUEST}: MixPay refused with -1: no message`,
    });
  });
  it('an envelope that says all is well is refused by its HTTP status alone', () => {
    expect(parseRefusal(502, { code: 0, success: true, data: {} }, REQUEST)).to.include({ code: 'server_error' });
  });
});

describe('the rest of an answer to a create', () => {
  it('is read field by field; what has the wrong type is absent', () => {
    const whole = { code: CODE, traceId: 't', orderId: 'o', quoteAmount: '10', quoteAssetId: 'usd', quoteSymbol: '$', statusUrl: '/s' };
    expect(parseCreated({ ...whole, quoteAmount: 10, extra: 1 }, REQUEST)).to.deep.equal(whole);
    const wrong = { traceId: 7, orderId: '', quoteAmount: null, quoteAssetId: 7, statusUrl: {}, expiresAt: 'soon' };
    expect(parseCreated({ code: CODE, ...wrong }, REQUEST)).to.deep.equal({ code: CODE });
    const long = { traceId: 'x'.repeat(65), orderId: 'x'.repeat(65), statusUrl: 'x'.repeat(2049), quoteSymbol: 'x'.repeat(21) };
    expect(parseCreated({ code: CODE, ...long }, REQUEST)).to.deep.equal({ code: CODE });
  });
  it('names the server’s time, alone or in the envelope', () => {
    const now = '2026-11-21T12:00:00Z';
    expect([{ now }, { data: { now } }, { now: 'soon' }, {}, undefined].map(readServerTime)).to.deep.equal([
      Date.parse(now),
      Date.parse(now),
      undefined,
      undefined,
      undefined,
    ]);
  });
  it('that cannot be read says what was expected and received', () => {
    const error = thrownBy(() => parseCreated({ code: 'a/b' }, REQUEST));
    expect(error.message).to.match(/^POST https:\/\/shop\.example\/api: expected a code of 1 to 64 .+, received "a\/b"\. Check what/);
    expect(error).to.include({ value: 'a/b' });
    expect(thrownBy(() => parsePayment({ status: 'paid' }, REQUEST)).message).to.include('received "paid"');
    expect(thrownBy(() => parsePayment({ success: true, data: 7 }, REQUEST)).message).to.include('received 7');
  });
});
