import { CRYPTO_ASSETS, isFiatId, type CryptoAsset } from '../core/assets.js';
import { convert } from './prices.js';

/** No order is worth more, in US dollars (API code 10005). */
const MAX_USD = '1000000';

const MIN_COIN_AMOUNT = '0.00000001';

/** Blocks to wait for, by symbol. */
const REQUIRED_CONFIRMS: Readonly<Record<string, number>> = { BTC: 2, ETH: 12, USDT: 12, USDC: 12, DOGE: 10, LTC: 6, TRX: 19 };

const FIAT_IDS: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency').map((currency) => currency.toLowerCase()));

export function findCoin(assetId: string): CryptoAsset | undefined {
  const id = assetId.toLowerCase();
  return CRYPTO_ASSETS.find((coin) => coin.assetId === id);
}

/** A price may be named in any coin the sandbox knows, or in any currency the runtime knows. */
export function isQuoteAsset(assetId: string): boolean {
  return isFiatId(assetId) ? FIAT_IDS.has(assetId.toLowerCase()) : findCoin(assetId) !== undefined;
}

export function requiredConfirmsOf(symbol: string): number {
  return REQUIRED_CONFIRMS[symbol] ?? 1;
}

/** The lowest and highest price in an asset. */
export function quoteLimitsOf(assetId: string): { min: string; max: string } {
  return { min: isFiatId(assetId) ? smallestUnit(fractionDigits(assetId)) : MIN_COIN_AMOUNT, max: convert(MAX_USD, 'usd', assetId) };
}

function smallestUnit(digits: number): string {
  return digits === 0 ? '1' : `0.${'1'.padStart(digits, '0')}`;
}

function fractionDigits(fiatId: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency: fiatId }).resolvedOptions().maximumFractionDigits ?? 2;
}

/** `data` of `GET /v1/setting/quote_assets`. */
export function quoteAssets(): unknown[] {
  const fiat = [...FIAT_IDS].map((assetId) => ({
    assetId,
    symbol: assetId.toUpperCase(),
    decimalDigit: fractionDigits(assetId),
    isAsset: 0,
  }));
  const coins = CRYPTO_ASSETS.map(({ assetId, symbol }) => ({ assetId, symbol, decimalDigit: 8, isAsset: 1 }));
  return [...fiat, ...coins].map((asset) => {
    const { min, max } = quoteLimitsOf(asset.assetId);
    return { ...asset, iconUrl: '', minQuoteAmount: min, maxQuoteAmount: max };
  });
}

/** `data` of `GET /v1/setting/payment_assets`. */
export function paymentAssets(): unknown[] {
  return CRYPTO_ASSETS.map((coin) => {
    const { min, max } = quoteLimitsOf(coin.assetId);
    return { ...coin, iconUrl: '', onChainSupported: true, minPaymentAmount: min, maxPaymentAmount: max };
  });
}

/** `data` of `GET /v1/setting/settlement_assets`. */
export function settlementAssets(): unknown[] {
  return CRYPTO_ASSETS.map((coin) => ({ ...coin, iconUrl: '', isAsset: true }));
}
