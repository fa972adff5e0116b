import { compareDecimals } from '../core/amount.js';
import { FIAT_IDS, fractionDigits, limitsOf, type Market } from './assets.js';
import { COINS, coinOf, isCoinId, type Coin } from './coins.js';
import { readCoin, readPrice } from './terms.js';

/** `data` of `GET /v1/setting/quote_assets`. */
export function quoteAssets(market: Market): unknown[] {
  const fiat = [...FIAT_IDS]
    .filter((assetId) => !market.unsupported.has(assetId))
    .map((assetId) => ({ assetId, symbol: assetId.toUpperCase(), decimalDigit: fractionDigits(assetId), isAsset: 0 }));
  const coins = listed(market)
    .filter(({ assetId }) => !market.unsupported.has(assetId))
    .map((coin) => ({ assetId: coin.assetId, symbol: coin.symbol, decimalDigit: 8, isAsset: 1, chainAsset: chainAssetOf(coin) }));
  return [...fiat, ...coins].map((asset) => {
    const { min, max } = limitsOf(asset.assetId, market.prices);
    return { ...asset, iconUrl: '', minQuoteAmount: min, maxQuoteAmount: max };
  });
}

/** `data` of `GET /v1/setting/payment_assets`. */
export function paymentAssets(market: Market, query: URLSearchParams): unknown[] {
  return usable(market, query).map(({ coin, isAvailable, asked }) => {
    const { min, max } = limitsOf(coin.assetId, market.prices);
    return {
      ...entryOf(coin),
      onChainSupported: true,
      minPaymentAmount: isAvailable ? min : '0',
      maxPaymentAmount: isAvailable ? max : '0',
      ...(asked ? { isAvailable } : {}),
    };
  });
}

/** `data` of `GET /v1/setting/settlement_assets`. */
export function settlementAssets(market: Market, query: URLSearchParams): unknown[] {
  return usable(market, query).map(({ coin, isAvailable, asked }) => ({
    ...entryOf(coin),
    isAsset: true,
    ...(asked ? { isAvailable } : {}),
  }));
}

interface Offer {
  coin: Coin;
  /** Whether the query names a price, which is when MixPay says what is usable for it. */
  asked: boolean;
  isAvailable: boolean;
}

/** Asked without a price, only what is usable is listed; asked with one, all that is known, and what of it is usable. */
function usable(market: Market, query: URLSearchParams): Offer[] {
  const values = Object.fromEntries(query);
  const asked = (values['quoteAmount'] ?? '') !== '';
  const fits = !asked || priceFits(values, market);
  return listed(market)
    .map((coin) => ({ coin, asked, isAvailable: fits && !market.unsupported.has(coin.assetId) }))
    .filter(({ isAvailable }) => asked || isAvailable);
}

/** Whether an order of this price can be paid at all. Throws what a create would at an invalid price. */
function priceFits(values: Record<string, unknown>, market: Market): boolean {
  readCoin(values, 'settlementAssetId', market);
  const { quoteAmount, quoteAssetId } = readPrice(values, market);
  const { min, max } = limitsOf(quoteAssetId, market.prices);
  return compareDecimals(quoteAmount, min) >= 0 && compareDecimals(quoteAmount, max) <= 0;
}

/** The coins with a name, and those a price was named of. */
export function listed({ prices }: Market): Coin[] {
  const named = new Set(COINS.map(({ assetId }) => assetId));
  const priced = Object.keys(prices).filter((assetId) => isCoinId(assetId) && !named.has(assetId));
  return [...COINS, ...priced.map(coinOf)];
}

function entryOf(coin: Coin): Record<string, unknown> {
  const { assetId, symbol, name, network } = coin;
  return { assetId, symbol, name, network, iconUrl: '', chainAsset: chainAssetOf(coin) };
}

function chainAssetOf({ chainId }: Coin): Record<string, string> {
  const { assetId, symbol, name } = coinOf(chainId);
  return { id: assetId, symbol, name, iconUrl: '' };
}
