/** What a decimal string is: all that a button needs before anybody pays. Sums, comparisons and spellings are in amount.ts. */

const DECIMAL = /^\d{1,24}(\.\d{1,24})?$/;

/** A plain decimal: digits, perhaps a point and more digits. No sign, exponent, comma or blank. */
export function isDecimal(value: unknown): value is string {
  return typeof value === 'string' && DECIMAL.test(value);
}
