/**
 * Money as decimal strings. Floats never touch an amount: `0.1 + 0.2` has no place in a price,
 * and MixPay spells the same amount in several ways ("10" is sent, "10.00000000" comes back).
 */

import { isDecimal } from './decimal.js';

export { isDecimal } from './decimal.js';

/** A plain decimal above zero. */
export function isPositiveDecimal(value: unknown): value is string {
  return isDecimal(value) && /[1-9]/.test(value);
}

/**
 * Reads an amount from a JSON body: a plain decimal string, or a number whose own text is one.
 * A number such as `1e21` or `NaN` is refused, since what was meant cannot be known.
 * @returns the decimal string, or undefined
 */
export function readDecimal(value: unknown): string | undefined {
  const text = typeof value === 'number' ? String(value) : value;
  return isDecimal(text) ? text : undefined;
}

/** -1, 0 or 1, by value and not by spelling. */
export function compareDecimals(a: string, b: string): -1 | 0 | 1 {
  const [left, right] = aligned(a, b);
  return left < right ? -1 : left > right ? 1 : 0;
}

/**
 * Whether two amounts, as decimal strings, are the same amount, however they are spelled ("10.50" and "10.5").
 * @throws RangeError where one of them is no plain decimal
 */
export function decimalsEqual(a: string, b: string): boolean {
  return normalizeDecimal(a) === normalizeDecimal(b);
}

export function addDecimals(a: string, b: string): string {
  const [left, right, scale] = aligned(a, b);
  return unscaled(left + right, scale);
}

/** `a - b`, never below zero: what remains to be paid is never negative. */
export function subtractDecimals(a: string, b: string): string {
  const [left, right, scale] = aligned(a, b);
  return unscaled(left > right ? left - right : 0n, scale);
}

function aligned(a: string, b: string): [bigint, bigint, number] {
  const scale = Math.max(places(checked(a)), places(checked(b)));
  return [scaled(a, scale), scaled(b, scale), scale];
}

function places(value: string): number {
  const point = value.indexOf('.');
  return point < 0 ? 0 : value.length - point - 1;
}

function scaled(value: string, scale: number): bigint {
  return BigInt(value.replace('.', '') + '0'.repeat(scale - places(value)));
}

function unscaled(value: bigint, scale: number): string {
  const digits = value.toString().padStart(scale + 1, '0');
  return normalizeDecimal(scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`);
}

/** The one spelling of an amount: no leading or trailing zeros ("010.500" → "10.5"). */
export function normalizeDecimal(value: string): string {
  const [whole = '0', fraction = ''] = checked(value).split('.');
  const digits = fraction.replace(/0+$/, '');
  const integer = whole.replace(/^0+(?=\d)/, '');
  return digits === '' ? integer : `${integer}.${digits}`;
}

function checked(value: string): string {
  if (!isDecimal(value)) throw new RangeError(`expected a plain decimal such as "10.50", received ${JSON.stringify(value)}`);
  return value;
}
