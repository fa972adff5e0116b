import { expect } from 'chai';
import { describe, it } from 'node:test';
import { formatMoney } from '../../src/core/money.js';

const BTC = 'c6d0c728-2624-429b-8e0d-d9d19b6592fa';
const plain = (text: string): string => text.replace(/[\u00a0\u202f]/g, ' ');

describe('money as a person reads it', () => {
  const cases: [amount: string, asset: string | undefined, locale: string, expected: string, symbol?: string][] = [
    ['10', 'usd', 'en', '$10.00'],
    ['10.00000000', 'USD', 'en', '$10.00'],
    ['10.123', 'usd', 'en', '$10.123'],
    ['1234.5', 'eur', 'de', '1.234,50 €'],
    ['500', 'jpy', 'en', '¥500'],
    ['0.00015', BTC, 'en', '0.00015 BTC'],
    ['0.00015', BTC.toUpperCase(), 'de', '0,00015 BTC'],
    ['3', '11111111-2222-3333-4444-555555555555', 'en', '3 XYZ', 'XYZ'],
    ['3', '11111111-2222-3333-4444-555555555555', 'en', '3'],
    ['12345678901234567.89', 'usd', 'en', '$12,345,678,901,234,567.89'],
    ['10', 'usd', 'not a locale!', '$10.00'],
    ['hostile', 'usd', 'en', 'hostile'],
    ['10', 'usd', 'ar', '\u200f10.00 US$\u200e'],
    ['10', 'usd', 'ur', '$10.00'],
  ];
  for (const [amount, asset, locale, expected, symbol] of cases) {
    it(`${amount} ${asset ?? ''} in ${locale} is ${expected}`, () =>
      void expect(plain(formatMoney(amount, asset, locale, symbol))).to.equal(expected));
  }
});
