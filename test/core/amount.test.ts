import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'node:test';
import '../helpers/seed.js';
import {
  addDecimals,
  compareDecimals,
  decimalsEqual,
  isPositiveDecimal,
  normalizeDecimal,
  readDecimal,
  subtractDecimals,
} from '../../src/core/amount.js';

const decimal = fc.tuple(fc.bigInt({ min: 0n, max: 10n ** 20n }), fc.integer({ min: 0, max: 12 })).map(([digits, places]) => {
  const text = digits.toString().padStart(places + 1, '0');
  return places === 0 ? text : `${text.slice(0, -places)}.${text.slice(-places)}`;
});

describe('amounts', () => {
  for (const good of ['1', '10', '10.5', '0.00000001', '010.50', '999999999999999999.99']) {
    it(`"${good}" is an amount above zero`, () => void expect(isPositiveDecimal(good)).to.equal(true));
  }
  for (const bad of [
    '0',
    '0.00',
    '-1',
    '+1',
    '1e3',
    '10,00',
    'NaN',
    'Infinity',
    '',
    ' 1',
    '1 ',
    '.5',
    '5.',
    '1.2.3',
    '0x10',
    '１０',
    10,
    null,
    undefined,
    {},
    ['1'],
    '1'.repeat(30),
  ]) {
    it(`${JSON.stringify(bad)} is not`, () => void expect(isPositiveDecimal(bad)).to.equal(false));
  }
  it('a JSON number counts only if its own text is a plain decimal', () => {
    expect(readDecimal(10)).to.equal('10');
    expect(readDecimal(10.5)).to.equal('10.5');
    expect([1e21, 1e-7, Number.NaN, -1, Number.POSITIVE_INFINITY].map(readDecimal)).to.deep.equal([
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
  it('the same amount is equal in every spelling', () => {
    expect(decimalsEqual('10.00000000', '10')).to.be.true;
    expect(decimalsEqual('010.50', '10.5')).to.be.true;
    expect(decimalsEqual('0.1', '0.10000000000000001')).to.be.false;
  });
  for (const [given, normal] of [
    ['010.500', '10.5'],
    ['10', '10'],
    ['100', '100'],
    ['0', '0'],
    ['000', '0'],
    ['0.00', '0'],
    ['0.10', '0.1'],
    ['00.5', '0.5'],
  ] as const) {
    it(`"${given}" is spelled "${normal}"`, () => void expect(normalizeDecimal(given)).to.equal(normal));
  }
  for (const [a, b, order] of [
    ['1', '2', -1],
    ['2', '1', 1],
    ['1.10', '1.1', 0],
    ['10', '9.99', 1],
    ['0.1', '0.01', 1],
  ] as const) {
    it(`${a} compared to ${b} is ${order}`, () => void expect(compareDecimals(a, b)).to.equal(order));
  }
  it('sums and differences keep their digits', () => {
    expect([addDecimals('0.05', '0.95'), addDecimals('99', '1'), subtractDecimals('1', '0.999'), subtractDecimals('5', '5')]).to.deep.equal(
      ['1', '100', '0.001', '0'],
    );
  });
  it('what remains is never below zero', () => void expect(subtractDecimals('1', '1.5')).to.equal('0'));
  it('0.1 + 0.2 is 0.3', () => void expect(addDecimals('0.1', '0.2')).to.equal('0.3'));
  it('adding and taking away again gives the same amount, for any two amounts', () => {
    fc.assert(fc.property(decimal, decimal, (a, b) => subtractDecimals(addDecimals(a, b), b) === normalizeDecimal(a)));
  });
  it('comparing agrees with subtracting', () => {
    fc.assert(fc.property(decimal, decimal, (a, b) => compareDecimals(a, b) <= 0 === (subtractDecimals(a, b) === '0')));
  });
  it('computing with what is no amount is refused, not guessed', () => {
    expect(() => compareDecimals('1e3', '1')).to.throw(RangeError, 'received "1e3"');
  });
});
