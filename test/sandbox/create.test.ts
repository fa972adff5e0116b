import { describe, it } from 'node:test';
import { expect } from 'chai';
import { BTC, ETH, Merchant, PAYEE, TRACE, type Fields } from './merchant.js';

const inSeconds = (merchant: Merchant, seconds: number) => merchant.clock.now() / 1000 + seconds;

describe('creating a payment', () => {
  it('takes a form and answers MixPay’s envelope with the short code inside', async () => {
    const { status, body } = await new Merchant().createByForm({ traceId: TRACE, isTemp: '1' });
    expect(status).to.equal(200);
    expect(body).to.deep.include({ code: 0, success: true, message: '' });
    expect(body.data['code']).to.equal(TRACE);
    expect(body.timestampMs).to.be.a('number');
  });

  it('takes JSON, with the price as a number too', async () => {
    const merchant = new Merchant();
    await merchant.create({ quoteAmount: 12.5 });
    expect((await merchant.result())['quoteAmount']).to.equal('12.5');
  });

  it('makes the trace the code, and gives an order without trace both', async () => {
    const merchant = new Merchant();
    const code = await merchant.create();
    const { traceId } = await merchant.result();
    expect(code).to.match(/^[A-Za-z0-9_-]{1,64}$/);
    expect(traceId).to.match(/^[0-9a-f-]{36}$/);
    expect(await merchant.create({ orderId: undefined, traceId: TRACE })).to.equal(TRACE);
  });

  const fine: [string, Fields][] = [
    ['a payee as 32 hex digits', { payeeId: 'a0d7791408774b47ab1dd3f94ed15d6a' }],
    ['a payee in upper case', { payeeId: PAYEE.toUpperCase() }],
    ['any ISO 4217 currency, in any case', { quoteAssetId: 'ISK' }],
    ['a price in a coin', { quoteAssetId: ETH, quoteAmount: '0.00000001' }],
    ['an order id of 6', { orderId: 'abcdef' }],
    ['an order id of 36', { orderId: 'a'.repeat(36) }],
    ['a remark of 50', { remark: '€'.repeat(50) }],
    ['a remark of 50 characters of two UTF-16 units each', { remark: '🍵'.repeat(50) }],
    ['a memo of 200', { settlementMemo: 'm'.repeat(200) }],
    ['a memo of 200 characters of two UTF-16 units each', { settlementMemo: '🍵'.repeat(200) }],
    ['neither order nor trace, as in MixPay’s own sample', { orderId: undefined }],
    ['a settlement in any coin', { settlementAssetId: TRACE }],
    ['any coin to pay with, in any case', { paymentAssetId: TRACE.toUpperCase() }],
    ['an https callback', { callbackUrl: 'https://shop.example/callback?a=1' }],
    ['a loopback http callback', { callbackUrl: 'http://127.0.0.1:9/callback' }],
    ['all callback events', { callbackEvent: 'settle|pending|paid_less' }],
    ['empty fields, which count as absent', { remark: '', callbackUrl: '', expiredTimestamp: '', callbackEvent: '' }],
    ['parameters nobody knows', { isTemp: true, linkId: '7', origin: 'x' }],
    ['strictMode as a boolean', { strictMode: true }],
    ['a fixed coin', { paymentAssetId: ETH }],
    ['10 seconds from now', { expiredTimestamp: 10 }],
    ['48 hours from now', { expiredTimestamp: 172_800 }],
    ['a code that lives a year', { expireSeconds: 31_536_000 }],
  ];
  for (const [what, fields] of fine) {
    it(`takes ${what}`, async () => {
      expect((await new Merchant().createByJson(fields)).body).to.include({ code: 0, success: true });
    });
  }

  const refused: [string, Fields, number][] = [
    ['no payee', { payeeId: undefined }, 1017],
    ['a payee that is none', { payeeId: 'somebody' }, 10001],
    ['no price', { quoteAmount: undefined }, 1017],
    ['a price in words', { quoteAmount: 'ten' }, 10011],
    ['a price with a comma', { quoteAmount: '10,00' }, 10011],
    ['a price with an exponent', { quoteAmount: '1e3' }, 10011],
    ['a negative price', { quoteAmount: '-1' }, 10011],
    ['a price of nothing', { quoteAmount: '0' }, 10004],
    ['a price below a cent', { quoteAmount: '0.001' }, 10004],
    ['a price beyond a million', { quoteAmount: '1000000.01' }, 10005],
    ['an unknown currency', { quoteAssetId: 'zzz' }, 10003],
    ['an unknown quote asset', { quoteAssetId: TRACE }, 10003],
    ['no settlement asset', { settlementAssetId: undefined }, 1017],
    ['a settlement in a currency', { settlementAssetId: 'usd' }, 10002],
    ['a settlement in what is no asset', { settlementAssetId: 'bitcoin' }, 10002],
    ['a payment in a currency', { paymentAssetId: 'usd' }, 10002],
    ['a payment in what is no asset', { paymentAssetId: 'c6d0c728' }, 10002],
    ['a settlement asset that is a list', { settlementAssetId: [BTC] }, 10011],
    ['an order id of 5', { orderId: 'abcde' }, 10011],
    ['an order id of 37', { orderId: 'a'.repeat(37) }, 10011],
    ['an order id with a blank', { orderId: 'order 1' }, 10011],
    ['an order id that is a number', { orderId: 1_700_000_000_000 }, 10011],
    ['a trace that is no UUID', { traceId: 'trace-1' }, 10011],
    ['a remark of 51', { remark: 'r'.repeat(51) }, 10011],
    ['a remark of 51 characters of two UTF-16 units each', { remark: '🍵'.repeat(51) }, 10011],
    ['a memo of 201', { settlementMemo: 'm'.repeat(201) }, 10011],
    ['a way back that is no URL', { returnTo: '/thanks' }, 10011],
    ['an http callback', { callbackUrl: 'http://shop.example/callback' }, 10061],
    ['a callback encoded twice', { callbackUrl: 'https%3A%2F%2Fshop.example%2F' }, 10061],
    ['an unknown callback event', { callbackEvent: 'settle|refund' }, 10131],
    ['strictMode as a JSON string', { strictMode: 'true' }, 10011],
    ['strictMode as a JSON number', { strictMode: 1 }, 10011],
    ['9 seconds to pay', { expiredTimestamp: 9 }, 10063],
    ['no time to pay', { expiredTimestamp: '0' }, 10063],
    ['48 hours and a second to pay', { expiredTimestamp: 172_801 }, 10064],
    ['a deadline in milliseconds', { expiredTimestamp: Date.UTC(2026, 8, 1, 13) }, 10064],
    ['a deadline in words', { expiredTimestamp: 'soon' }, 10011],
    ['a code that lives no second', { expireSeconds: 0 }, 10011],
  ];
  for (const [what, fields, code] of refused) {
    it(`refuses ${what} with ${code}`, async () => {
      const { body } = await new Merchant().createByJson(fields);
      expect(body).to.deep.include({ code, success: false, data: [] });
      expect(body.message).to.be.a('string').that.is.not.empty;
    });
  }

  it('takes a deadline as a timestamp, from 10 seconds to 2880 minutes ahead', async () => {
    const cases = [
      [9, 10063],
      [10, 0],
      [172_800, 0],
      [172_801, 10064],
    ] as const;
    for (const [seconds, code] of cases) {
      const merchant = new Merchant();
      const { body } = await merchant.createByJson({ expiredTimestamp: inSeconds(merchant, seconds) });
      expect(body.code, `${seconds} s`).to.equal(code);
    }
  });

  it('refuses the words true and false in a form, and takes the digits', async () => {
    for (const [strictMode, code] of [
      ['true', 10011],
      ['false', 10011],
      ['1', 0],
      ['0', 0],
    ]) {
      expect((await new Merchant().createByForm({ strictMode })).body.code, String(strictMode)).to.equal(code);
    }
  });

  it('refuses a body that is neither form nor JSON, broken JSON, and a JSON list', async () => {
    const merchant = new Merchant();
    for (const [type, body] of [
      ['text/plain', 'a=b'],
      ['application/json', '{"payeeId"'],
      ['application/json', '[]'],
    ] as const) {
      const answer = await merchant.ask('/v1/one_time_payment', { method: 'POST', headers: { 'content-type': type }, body });
      expect(answer.body, body).to.include({ code: 1017, success: false });
    }
  });

  it('refuses a body beyond 64 KB', async () => {
    expect((await new Merchant().createByForm({ remark: 'r'.repeat(70_000) })).status).to.equal(413);
  });
});

describe('creating the same payment again', () => {
  it('while open answers the same code and keeps the old terms', async () => {
    const merchant = new Merchant();
    const code = await merchant.create({ traceId: TRACE });
    expect(await merchant.create({ traceId: TRACE, quoteAmount: '99', remark: 'new' })).to.equal(code);
    expect(await merchant.create({ traceId: TRACE.toUpperCase() })).to.equal(code);
    expect((await merchant.result())['quoteAmount']).to.equal('10');
  });

  it('identifies an order by orderId and payeeId together, in any spelling of the payee', async () => {
    const merchant = new Merchant();
    const code = await merchant.create();
    expect(await merchant.create({ payeeId: PAYEE.replaceAll('-', '').toUpperCase() })).to.equal(code);
    expect(await merchant.create({ payeeId: TRACE })).not.to.equal(code);
  });

  it('is refused with 10020 once completed', async () => {
    const merchant = new Merchant();
    await merchant.control(await merchant.create(), { status: 'success' });
    expect((await merchant.createByJson()).body.code).to.equal(10020);
  });

  it('is refused with 10065 once failed', async () => {
    const merchant = new Merchant();
    await merchant.control(await merchant.create(), { status: 'failed' });
    expect((await merchant.createByJson()).body.code).to.equal(10065);
  });

  it('is refused with 10065 once expired, even by a body whose deadline is past by now', async () => {
    const merchant = new Merchant();
    const fields = { expiredTimestamp: inSeconds(merchant, 60) };
    await merchant.create(fields);
    await merchant.clock.advance(60_000);
    expect((await merchant.createByJson(fields)).body.code).to.equal(10065);
  });

  it('answers the same code to a retry whose deadline has come near', async () => {
    const merchant = new Merchant();
    const fields = { expiredTimestamp: inSeconds(merchant, 60) };
    const code = await merchant.create(fields);
    await merchant.clock.advance(55_000);
    expect(await merchant.create(fields)).to.equal(code);
  });

  it('refuses a trace of another order with 10020, and a trace of another payee with 10084', async () => {
    const merchant = new Merchant();
    await merchant.create({ traceId: TRACE });
    expect((await merchant.createByJson({ traceId: TRACE, orderId: 'order-2' })).body.code).to.equal(10020);
    expect((await merchant.createByJson({ traceId: TRACE, payeeId: BTC })).body.code).to.equal(10084);
  });

  it('makes one payment of twenty requests at once', async () => {
    const merchant = new Merchant();
    const codes = await Promise.all(Array.from({ length: 20 }, () => merchant.create()));
    expect(new Set(codes).size).to.equal(1);
    expect(await merchant.sandbox.payments()).to.have.length(1);
  });
});
