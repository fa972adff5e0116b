import { isFiatId } from '../core/assets.js';
import { isNamedCoin } from './coins.js';
import { convert, type Prices } from './prices.js';

/** No order is worth more, in US dollars (API code 10005). */
const MAX_USD = '1000000';

const MIN_COIN_AMOUNT = '0.00000001';

/** Every currency the runtime knows, which is ISO 4217. */
export const FIAT_IDS: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency').map((currency) => currency.toLowerCase()));

/** What the sandbox's options say of assets. */
export interface Market {
  prices: Prices;
  unsupported: ReadonlySet<string>;
}

/** A price may be named in any currency, in the coins with a name, and in those the sandbox was told a price of. */
export function isQuoteAsset(assetId: string, { prices, unsupported }: Market): boolean {
  const id = assetId.toLowerCase();
  if (unsupported.has(id)) return false;
  return isFiatId(id) ? FIAT_IDS.has(id) : isNamedCoin(id) || Object.hasOwn(prices, id);
}

/** The lowest and highest amount of an asset that an order may be worth. */
export function limitsOf(assetId: string, prices: Prices): { min: string; max: string } {
  const min = isFiatId(assetId) ? smallestUnit(fractionDigits(assetId)) : MIN_COIN_AMOUNT;
  return { min, max: convert(MAX_USD, 'usd', assetId, prices) };
}

function smallestUnit(digits: number): string {
  return digits === 0 ? '1' : `0.${'1'.padStart(digits, '0')}`;
}

export function fractionDigits(fiatId: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency: fiatId }).resolvedOptions().maximumFractionDigits ?? 2;
}
