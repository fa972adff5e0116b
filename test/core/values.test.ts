import { expect } from 'chai';
import { describe, it } from 'node:test';
import { sameAsset, symbolOf } from '../../src/core/assets.js';
import { asMixPayError, ERROR_CODES, invalidField, MixPayError, quoted } from '../../src/core/errors.js';
import { isPaymentStatus, isRetryableApiCode, isTerminal, PAYMENT_STATUSES } from '../../src/core/mixpay.js';
import { isRecord, parseJson, readLink, readText, readTime } from '../../src/core/read.js';
import { readRetryAfter } from '../../src/core/retry-after.js';
import { isLoopback, isSecure, redacted } from '../../src/core/url.js';
import { uuid } from '../../src/core/uuid.js';

const NOW = Date.parse('2026-11-21T12:00:00Z');

describe('values from outside', () => {
  it('an object is a record; null and lists are not', () => {
    expect([{}, { a: 1 }, null, [], 'x', undefined].map(isRecord)).to.deep.equal([true, true, false, false, false, false]);
  });
  it('JSON that cannot be parsed gives undefined', () => {
    expect(['{"a":1}', '{', ''].map(parseJson)).to.deep.equal([{ a: 1 }, undefined, undefined]);
  });
  it('a text that is empty or too long gives undefined', () => {
    expect([
      readText('abc', 3),
      readText('abcd', 3),
      readText(''),
      readText(7),
      readText('x'.repeat(200)),
      readText('x'.repeat(201)),
    ]).to.deep.equal(['abc', undefined, undefined, undefined, 'x'.repeat(200), undefined]);
  });
  it('a link is http or https, and at most 2048 characters long', () => {
    expect(['https://a.example/x', 'http://a.example/', 'javascript:alert(1)', 'ftp://a.example', '/x', 7].map(readLink)).to.deep.equal([
      'https://a.example/x',
      'http://a.example/',
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    const long = (length: number): string => 'https://a.example/'.padEnd(length, 'x');
    expect([readLink(long(2048)) !== undefined, readLink(long(2049))]).to.deep.equal([true, undefined]);
  });
  it('a time is read into one spelling, in UTC', () => {
    expect(['2026-11-21T12:00:00+01:00', '2026-11-21', 'soon', 1_795_262_400].map(readTime)).to.deep.equal([
      '2026-11-21T11:00:00.000Z',
      '2026-11-21T00:00:00.000Z',
      undefined,
      undefined,
    ]);
    const spaced = (length: number): string => '2026-11-21T12:00:00Z'.padEnd(length);
    expect(readTime(spaced(41))).to.equal(undefined);
  });
  for (const [header, wait] of [
    ['20', 20_000],
    [' 0 ', 0],
    ['Sat, 21 Nov 2026 12:00:20 GMT', 20_000],
    ['Sat, 21 Nov 2026 11:00:00 GMT', 0],
    ['99999999', 3_600_000],
    ['soon', undefined],
    ['', undefined],
    ['  ', undefined],
    [null, undefined],
  ] as const) {
    it(`Retry-After "${header}" is ${wait} ms`, () => void expect(readRetryAfter(header, NOW)).to.equal(wait));
  }
});

describe('addresses', () => {
  for (const [url, loopback, secure] of [
    ['http://localhost:5173/', true, true],
    ['http://shop.localhost/', true, true],
    ['http://127.0.0.1/', true, true],
    ['http://127.1.2.3/', true, true],
    ['http://[::1]/', true, true],
    ['https://shop.example/', false, true],
    ['http://shop.example/', false, false],
    ['http://localhost.evil.example/', false, false],
    ['http://127.0.0.1.evil.example/', false, false],
    ['ftp://localhost/', true, false],
  ] as const) {
    it(`${url} is ${loopback ? '' : 'not '}loopback, and ${secure ? '' : 'not '}safe to talk to`, () =>
      void expect([isLoopback(new URL(url)), isSecure(new URL(url))]).to.deep.equal([loopback, secure]));
  }
  for (const [url, told] of [
    ['https://shop.example/status/secret?token=x#y', 'https://shop.example/status/secret'],
    [`https://shop.example/status/${'t'.repeat(40)}/x`, 'https://shop.example/status/…/x'],
    [`https://shop.example/status/${'t'.repeat(39)}`, `https://shop.example/status/${'t'.repeat(39)}`],
    ['/relative?token=x', '/relative'],
    ['/relative#token', '/relative'],
    ['file:///c/page.html?x', '/c/page.html'],
  ] as const) {
    it(`${url.slice(0, 48)} stands in messages as ${told.slice(0, 48)}`, () => void expect(redacted(url)).to.equal(told));
  }
});

describe('errors', () => {
  it('have the codes that are documented', () => {
    expect(ERROR_CODES.join(' ')).to.equal(
      'invalid_field misconfigured offline unreachable timeout aborted redirected bad_answer rate_limited server_error refused order_unknown ' +
        'order_closed already_paid price_changed forbidden superseded forgotten code_failed unremembered not_followed mixpay_error',
    );
  });
  for (const [value, text] of [
    ['a"b', '"a\\"b"'],
    [7, '7'],
    [undefined, 'undefined'],
    [JSON.parse('{"toString":0}'), 'an object'],
    ['x'.repeat(78), `"${'x'.repeat(78)}"`],
    ['x'.repeat(79), `"${'x'.repeat(76)}…`],
  ] as const) {
    it(`quote a value on one line, shortened: ${text.slice(0, 30)}`, () => void expect(quoted(value)).to.equal(text));
  }
  for (const [value, received] of [
    [undefined, 'nothing'],
    [null, 'nothing'],
    ['', 'nothing'],
    [0, '0'],
    ['x', '"x"'],
  ] as const) {
    it(`say what was received: ${received}`, () => {
      expect(invalidField('order-id', 'letters', value).message).to.equal(`order-id: expected letters, received ${received}.`);
      expect(invalidField('order-id', 'letters', value, 'Ask.').message).to.equal(`order-id: expected letters, received ${received}. Ask.`);
    });
  }
  it('of other kinds become a MixPayError with their cause; a MixPayError stays as it is', () => {
    const ours = new MixPayError('timeout', 'x');
    const cause = new RangeError('too far');
    expect(asMixPayError(ours, 'what')).to.equal(ours);
    expect(asMixPayError(cause, 'The listener failed')).to.include({
      code: 'refused',
      retryable: true,
      message: 'The listener failed: too far',
      cause,
    });
    expect(asMixPayError('word', 'The listener failed').message).to.equal('The listener failed: word');
    expect('cause' in ours).to.equal(false);
    expect([ours.name, ours.retryable]).to.deep.equal(['MixPayError', false]);
  });
  it('of MixPay’s API are retryable where it says that it is busy or down', () => {
    expect([-1, 1429, 10007, 10008, 10034, 0, 10001, 10020, 77777].map(isRetryableApiCode)).to.deep.equal([
      true,
      true,
      true,
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
  });
});

describe('names', () => {
  for (const [id, symbol] of [
    ['usd', 'USD'],
    ['c6d0c728-2624-429b-8e0d-d9d19b6592fa', 'BTC'],
    ['43D61DCD-E413-450D-80B8-101D5E903357', 'ETH'],
    ['4d8c508b-91c5-375b-92b0-ee702ed2dac5', 'USDT'],
    ['c6d0c728-2624-429b-8e0d-d9d19b650000', undefined],
    ['us', undefined],
  ] as const) {
    it(`${id} has ${symbol === undefined ? 'no symbol' : `the symbol ${symbol}`}`, () => void expect(symbolOf(id)).to.equal(symbol));
  }
  it('asset ids are compared without case', () => {
    expect([sameAsset('USD', 'usd'), sameAsset('usd', 'eur')]).to.deep.equal([true, false]);
  });
  it('only MixPay’s seven words are statuses', () => {
    expect(['unpaid', 'success', 'SUCCESS', 'paid', undefined].map(isPaymentStatus)).to.deep.equal([true, true, false, false, false]);
  });
  it('only success and failed end a payment', () => {
    expect(PAYMENT_STATUSES.filter(isTerminal)).to.deep.equal(['success', 'failed']);
  });
  it('a UUID has version 4, whatever the random bytes are', () => {
    const always = (byte: number) => ({ getRandomValues: <T>(bytes: T): T => (bytes as Uint8Array).fill(byte) as T });
    expect(uuid(always(0))).to.equal('00000000-0000-4000-8000-000000000000');
    expect(uuid(always(255))).to.equal('ffffffff-ffff-4fff-bfff-ffffffffffff');
    expect(uuid(always(5))).to.equal('55555555-5555-4555-9555-555555555555');
  });
});
