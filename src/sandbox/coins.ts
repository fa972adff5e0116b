import { UUID_PATTERN } from '../core/mixpay.js';

/** A coin as the sandbox knows it. */
export interface Coin {
  assetId: string;
  symbol: string;
  name: string;
  /** The asset id of its chain's own coin; a chain's own coin names itself. */
  chainId: string;
  /** The name of its chain. */
  network: string;
  /** Rough and fixed, in US dollars: a test that pays $10 in BTC gets the same amount every day. */
  usdPrice: string;
  /** Blocks to wait for. */
  requiredConfirms: number;
}

const BTC = 'c6d0c728-2624-429b-8e0d-d9d19b6592fa';
const ETH = '43d61dcd-e413-450d-80b8-101d5e903357';
const TRX = '25dabac5-056a-48ff-b9f9-f67395dc407c';
const BNB = '1949e683-6a08-49e2-b087-d6b72398588f';
const SOL = '64692c23-8971-4cf4-84a7-4dd1271dd887';

/** The asset id of the chain is a token's only. */
type Row = readonly [
  assetId: string,
  symbol: string,
  name: string,
  usdPrice: string,
  requiredConfirms: number,
  network: string,
  chainId?: string,
];

const ROWS: readonly Row[] = [
  [BTC, 'BTC', 'Bitcoin', '62500', 2, 'Bitcoin'],
  [ETH, 'ETH', 'Ether', '2500', 12, 'Ethereum'],
  ['4d8c508b-91c5-375b-92b0-ee702ed2dac5', 'USDT', 'Tether USD', '1', 12, 'Ethereum', ETH],
  ['b91e18ff-a9ae-3dc7-8679-e935d9a4b34b', 'USDT', 'Tether USD', '1', 19, 'TRON', TRX],
  ['94213408-4ee7-3150-a9c4-9c5cce421c78', 'USDT', 'Tether USD', '1', 15, 'BNB Smart Chain', BNB],
  ['9b180ab6-6abe-3dc0-a13f-04169eb34bfa', 'USDC', 'USD Coin', '1', 12, 'Ethereum', ETH],
  [SOL, 'SOL', 'Solana', '160', 31, 'Solana'],
  [BNB, 'BNB', 'BNB', '640', 15, 'BNB Smart Chain'],
  ['23dfb5a5-5d7b-48b6-905f-3970e3176e27', 'XRP', 'XRP', '0.5', 1, 'XRP Ledger'],
  ['6770a1e5-6086-44d5-b60f-545f9d9e8ffd', 'DOGE', 'Dogecoin', '0.125', 10, 'Dogecoin'],
  [TRX, 'TRX', 'TRON', '0.25', 19, 'TRON'],
  ['76c802a2-7c88-447f-a93e-c29c9e5dd9c8', 'LTC', 'Litecoin', '80', 6, 'Litecoin'],
  ['fd11b6e3-0b87-41f1-a41f-f0e9b49e5bf0', 'BCH', 'Bitcoin Cash', '400', 6, 'Bitcoin Cash'],
  ['cbc77539-0a20-4666-8c8a-4ded62b36f0a', 'AVAX', 'Avalanche', '25', 1, 'Avalanche'],
  ['54c61a72-b982-4034-a556-0d99e3c21e39', 'DOT', 'Polkadot', '5', 10, 'Polkadot'],
  ['ef660437-d915-4e27-ad3f-632bfb6ba0ee', 'TON', 'Toncoin', '4', 10, 'TON'],
  ['dcde18b9-f015-326f-b8b1-5b820a060e44', 'SHIB', 'Shiba Inu', '0.00001', 12, 'Ethereum', ETH],
  ['56e63c06-b506-4ec5-885a-4a5ac17b83c1', 'XLM', 'Stellar Lumens', '0.1', 1, 'Stellar'],
  ['05c5ac01-31f9-4a69-aa8a-ab796de1d041', 'XMR', 'Monero', '160', 10, 'Monero'],
  ['c94ac88f-4671-3976-b60a-09064f1811e8', 'XIN', 'Mixin', '100', 12, 'Ethereum', ETH],
];

/** The coins with a name, best known first. */
export const COINS: readonly Coin[] = ROWS.map(([assetId, symbol, name, usdPrice, requiredConfirms, network, chainId = assetId]) => ({
  assetId,
  symbol,
  name,
  usdPrice,
  requiredConfirms,
  network,
  chainId,
}));

const BY_ID: ReadonlyMap<string, Coin> = new Map(COINS.map((coin) => [coin.assetId, coin]));

/** Whether an asset id has the form of a coin's: Mixin's ids are UUIDs. */
export function isCoinId(assetId: string): boolean {
  return UUID_PATTERN.test(assetId);
}

/** Whether it is one of the coins with a name. */
export function isNamedCoin(assetId: string): boolean {
  return BY_ID.has(assetId.toLowerCase());
}

/** Any well-formed asset id is a coin. One without a name goes by the start of its id, as "#5255", and stands on a chain of its own. */
export function coinOf(assetId: string): Coin {
  const id = assetId.toLowerCase();
  const symbol = `#${id.slice(0, 4).toUpperCase()}`;
  return BY_ID.get(id) ?? { assetId: id, symbol, name: `Coin ${id}`, chainId: id, network: symbol, usdPrice: '1', requiredConfirms: 1 };
}
