import { isDecimal, normalizeDecimal } from './amount.js';
import { isFiatId, symbolOf } from './assets.js';

const NO_BREAK_SPACE = '\u00a0';

/**
 * An amount as a person of that language reads it: "$10.00", "10,00 €", "0.0002 BTC".
 * Shows every digit of the amount, for a rounded price is a wrong price.
 * @param symbol used for coins this package has no name for, and for coins the shop names itself
 */
export function formatMoney(amount: string, assetId: string | undefined, locale: string, symbol?: string): string {
  if (!isDecimal(amount)) return amount;
  if (assetId !== undefined && isFiatId(assetId)) return formatFiat(amount, assetId.toUpperCase(), locale);
  const unit = symbol ?? (assetId === undefined ? undefined : symbolOf(assetId));
  const digits = formatNumber(amount, locale);
  return unit === undefined ? digits : `${digits}${NO_BREAK_SPACE}${unit}`;
}

/** Currencies whose symbol `Intl` writes by their own number of decimals (USD 2, JPY 0), more where the amount has more. */
function formatFiat(amount: string, currency: string, locale: string): string {
  const style = { style: 'currency', currency } as const;
  const usual = new Intl.NumberFormat(safeLocale(locale), style).resolvedOptions().maximumFractionDigits ?? 2;
  const digits = Math.max(usual, fractionDigits(amount));
  return exact(
    new Intl.NumberFormat(safeLocale(locale), { ...style, minimumFractionDigits: Math.min(usual, digits), maximumFractionDigits: digits }),
    amount,
  );
}

function formatNumber(amount: string, locale: string): string {
  return exact(new Intl.NumberFormat(safeLocale(locale), { maximumFractionDigits: fractionDigits(amount) }), amount);
}

/** Engines since 2023 format decimal strings exactly; older ones turn them into numbers, which hold any price to 15 digits. */
function exact(format: Intl.NumberFormat, amount: string): string {
  return format.format(normalizeDecimal(amount) as Intl.StringNumericLiteral);
}

function fractionDigits(amount: string): number {
  return Math.min(normalizeDecimal(amount).split('.')[1]?.length ?? 0, 20);
}

/** A language tag `Intl` accepts; a page's `lang` may hold anything. */
export function safeLocale(locale: string): string {
  try {
    return Intl.getCanonicalLocales(locale)[0] ?? 'en';
  } catch {
    return 'en';
  }
}
