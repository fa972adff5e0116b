import { isFiatId } from './fiat.js';

/**
 * Symbols of the best-known coins, by the first eight and the last four digits of their asset ids, which are Mixin's: enough to tell
 * any two coins apart, at a third of the bytes, for a page loads this before it shows its button. The sandbox has the ids in full.
 */
const SYMBOLS: Readonly<Record<string, string>> = {
  c6d0c72892fa: 'BTC',
  '43d61dcd3357': 'ETH',
  '4d8c508bdac5': 'USDT',
  b91e18ffb34b: 'USDT',
  '942134081c78': 'USDT',
  '9b180ab64bfa': 'USDC',
  '64692c23d887': 'SOL',
  '1949e683588f': 'BNB',
  '23dfb5a56e27': 'XRP',
  '6770a1e58ffd': 'DOGE',
  '25dabac5407c': 'TRX',
  '76c802a2d9c8': 'LTC',
  fd11b6e35bf0: 'BCH',
  cbc775396f0a: 'AVAX',
  '54c61a721e39': 'DOT',
  ef660437a0ee: 'TON',
  dcde18b90e44: 'SHIB',
  '56e63c0683c1': 'XLM',
  '05c5ac01d041': 'XMR',
  c94ac88f11e8: 'XIN',
};

const COIN_ID = /^([0-9a-f]{8})-(?:[0-9a-f]{4}-){3}[0-9a-f]{8}([0-9a-f]{4})$/;

/** The symbol to show for an asset id, or undefined where it is a coin this package has no name for. */
export function symbolOf(assetId: string): string | undefined {
  if (isFiatId(assetId)) return assetId.toUpperCase();
  const [, start = '', end = ''] = COIN_ID.exec(assetId.toLowerCase()) ?? [];
  return SYMBOLS[start + end];
}
