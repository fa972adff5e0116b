import { symbolOf } from './coins.js';
import { formatAmount } from './format.js';

/**
 * `formatAmount` for sandbox and demo, which need not load the symbols of known coins later: "$10.00", "10,00 €", "0.0002 BTC".
 * @param symbol used for coins this package has no name for, and for coins the shop names itself
 */
export function formatMoney(amount: string, assetId: string | undefined, locale: string, symbol?: string): string {
  return formatAmount(amount, assetId, locale, symbol ?? (assetId === undefined ? undefined : symbolOf(assetId)));
}
