import { normalizeDecimal } from '../core/amount.js';
import { isFiatId } from '../core/assets.js';
import { coinOf } from './coins.js';

/** US dollars by asset id, in lower case: what a test sets, where the usual prices do not fit. */
export type Prices = Readonly<Record<string, string>>;

/** Rough and fixed, as those of the coins are. */
const FIAT_PRICES: Readonly<Record<string, string>> = {
  eur: '1.1',
  gbp: '1.28',
  chf: '1.15',
  cad: '0.73',
  aud: '0.66',
  nzd: '0.6',
  sgd: '0.75',
  hkd: '0.128',
  cny: '0.14',
  twd: '0.031',
  jpy: '0.0067',
  krw: '0.00073',
  inr: '0.012',
  idr: '0.000062',
  php: '0.0175',
  thb: '0.029',
  vnd: '0.00004',
  myr: '0.22',
  brl: '0.18',
  mxn: '0.055',
  ars: '0.001',
  zar: '0.055',
  ngn: '0.00065',
  sek: '0.095',
  nok: '0.094',
  dkk: '0.147',
  pln: '0.25',
  czk: '0.044',
  huf: '0.0028',
  uah: '0.024',
  try: '0.03',
  aed: '0.272',
  ils: '0.27',
};

/** What one unit of the asset costs in US dollars. One whose price nobody named costs a dollar. */
export function usdPriceOf(assetId: string, prices: Prices = {}): string {
  const id = assetId.toLowerCase();
  return prices[id] ?? (isFiatId(id) ? (FIAT_PRICES[id] ?? '1') : coinOf(id).usdPrice);
}

const PLACES = 8;

/** `amount × numerator ÷ denominator` to 8 decimal places, rounded up so that the payee never gets too little. */
export function scaleUp(amount: string, numerator: string, denominator: string): string {
  const top = integerOf(amount) * integerOf(numerator);
  const bottom = integerOf(denominator) * 10n ** BigInt(placesOf(amount) + placesOf(numerator));
  const shifted = top * 10n ** BigInt(PLACES + placesOf(denominator));
  const digits = ((shifted + bottom - 1n) / bottom).toString().padStart(PLACES + 1, '0');
  return normalizeDecimal(`${digits.slice(0, -PLACES)}.${digits.slice(-PLACES)}`);
}

/** An amount of one asset in another. */
export function convert(amount: string, from: string, to: string, prices: Prices = {}): string {
  return scaleUp(amount, usdPriceOf(from, prices), usdPriceOf(to, prices));
}

function integerOf(decimal: string): bigint {
  return BigInt(decimal.replace('.', ''));
}

function placesOf(decimal: string): number {
  return decimal.split('.')[1]?.length ?? 0;
}
