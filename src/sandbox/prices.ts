import { normalizeDecimal } from '../core/amount.js';
import { isFiatId } from '../core/assets.js';

/** Fixed and rough, in US dollars: a test that pays $10 in BTC gets the same amount every day. */
const COIN_PRICES: Readonly<Record<string, string>> = {
  'c6d0c728-2624-429b-8e0d-d9d19b6592fa': '62500',
  '43d61dcd-e413-450d-80b8-101d5e903357': '2500',
  '4d8c508b-91c5-375b-92b0-ee702ed2dac5': '1',
  '9b180ab6-6abe-3dc0-a13f-04169eb34bfa': '1',
  '6770a1e5-6086-44d5-b60f-545f9d9e8ffd': '0.125',
  '76c802a2-7c88-447f-a93e-c29c9e5dd9c8': '80',
  '25dabac5-056a-48ff-b9f9-f67395dc407c': '0.25',
};

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

/** What one unit of the asset costs in US dollars. A fiat currency without a rate counts as a dollar. */
export function usdPriceOf(assetId: string): string {
  const id = assetId.toLowerCase();
  return (isFiatId(id) ? FIAT_PRICES[id] : COIN_PRICES[id]) ?? '1';
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

/** An amount of one asset in another, at the sandbox's prices. */
export function convert(amount: string, from: string, to: string): string {
  return scaleUp(amount, usdPriceOf(from), usdPriceOf(to));
}

function integerOf(decimal: string): bigint {
  return BigInt(decimal.replace('.', ''));
}

function placesOf(decimal: string): number {
  return decimal.split('.')[1]?.length ?? 0;
}
