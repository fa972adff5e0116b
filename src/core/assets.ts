/**
 * The best-known coins by asset id, which is Mixin's. The rest of what the sandbox knows of them is `sandbox/coins.ts`; only the
 * symbols are here, for they are part of what a page loads first.
 */
export const COIN_SYMBOLS: ReadonlyMap<string, string> = new Map([
  ['c6d0c728-2624-429b-8e0d-d9d19b6592fa', 'BTC'],
  ['43d61dcd-e413-450d-80b8-101d5e903357', 'ETH'],
  ['4d8c508b-91c5-375b-92b0-ee702ed2dac5', 'USDT'],
  ['b91e18ff-a9ae-3dc7-8679-e935d9a4b34b', 'USDT'],
  ['94213408-4ee7-3150-a9c4-9c5cce421c78', 'USDT'],
  ['9b180ab6-6abe-3dc0-a13f-04169eb34bfa', 'USDC'],
  ['64692c23-8971-4cf4-84a7-4dd1271dd887', 'SOL'],
  ['1949e683-6a08-49e2-b087-d6b72398588f', 'BNB'],
  ['23dfb5a5-5d7b-48b6-905f-3970e3176e27', 'XRP'],
  ['6770a1e5-6086-44d5-b60f-545f9d9e8ffd', 'DOGE'],
  ['25dabac5-056a-48ff-b9f9-f67395dc407c', 'TRX'],
  ['76c802a2-7c88-447f-a93e-c29c9e5dd9c8', 'LTC'],
  ['fd11b6e3-0b87-41f1-a41f-f0e9b49e5bf0', 'BCH'],
  ['cbc77539-0a20-4666-8c8a-4ded62b36f0a', 'AVAX'],
  ['54c61a72-b982-4034-a556-0d99e3c21e39', 'DOT'],
  ['ef660437-d915-4e27-ad3f-632bfb6ba0ee', 'TON'],
  ['dcde18b9-f015-326f-b8b1-5b820a060e44', 'SHIB'],
  ['56e63c06-b506-4ec5-885a-4a5ac17b83c1', 'XLM'],
  ['05c5ac01-31f9-4a69-aa8a-ab796de1d041', 'XMR'],
  ['c94ac88f-4671-3976-b60a-09064f1811e8', 'XIN'],
]);

const FIAT_ID = /^[a-z]{3}$/i;

/** Whether an asset id has the form of a fiat id: three letters, ISO 4217. */
export function isFiatId(assetId: string): boolean {
  return FIAT_ID.test(assetId);
}

/** The symbol to show for an asset id, or undefined where it is a coin this package has no name for. */
export function symbolOf(assetId: string): string | undefined {
  return isFiatId(assetId) ? assetId.toUpperCase() : COIN_SYMBOLS.get(assetId.toLowerCase());
}

/** Asset ids compare without case. */
export function sameAsset(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
