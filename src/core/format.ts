import { isDecimal } from './decimal.js';
import { isFiatId } from './fiat.js';

/** Formatters are costly to make: one each for a language, a currency and a number of digits. */
const formatters = new Map<string, Intl.NumberFormat>();

/**
 * An amount as a person of that language reads it: "$10.00", "10,00 €", "0.0002 BTC".
 * Shows every digit of the amount, for a rounded price is a wrong price.
 * @param symbol of a coin; without one a coin's amount stands alone
 */
export function formatAmount(amount: string, assetId: string | undefined, locale: string, symbol?: string): string {
  if (!isDecimal(amount)) return amount;
  const currency = assetId !== undefined && isFiatId(assetId) ? assetId : undefined;
  const digits = Math.min(/\.(\d*[1-9])/.exec(amount)?.[1]?.length ?? 0, 20);
  const name = `${locale} ${currency} ${digits}`;
  const formatter = formatters.get(name) ?? makeFormatter(locale, digits, currency === undefined ? {} : { style: 'currency', currency });
  formatters.set(name, formatter);
  // Engines since 2023 format decimal strings exactly; older ones turn them into numbers, which hold any price to 15 digits.
  // Between letters that run from right to left, the sign of "US$" would go before its letters: a mark after it keeps them together.
  const text = formatter.format(amount as Intl.StringNumericLiteral).replace(/^\u200f.*/, '$&\u200e');
  return currency === undefined && symbol !== undefined ? `${text}\u00a0${symbol}` : text;
}

/** Currencies have their own number of decimals (USD 2, JPY 0), and more where the amount has more. */
function makeFormatter(locale: string, digits: number, style: Intl.NumberFormatOptions): Intl.NumberFormat {
  try {
    const usual = new Intl.NumberFormat(locale, style);
    if (digits <= (usual.resolvedOptions().maximumFractionDigits ?? 0)) return usual;
    return new Intl.NumberFormat(locale, { ...style, maximumFractionDigits: digits });
  } catch {
    // A page's `lang` may hold anything, also what is no language.
    return makeFormatter('en', digits, style);
  }
}
