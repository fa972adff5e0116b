/** The coins named in MixPay's documentation and clients, by asset id. Fiat ids are lower-case ISO 4217. */
export interface CryptoAsset {
  assetId: string;
  symbol: string;
  name: string;
  network: string;
}

export const CRYPTO_ASSETS: readonly CryptoAsset[] = [
  { assetId: 'c6d0c728-2624-429b-8e0d-d9d19b6592fa', symbol: 'BTC', name: 'Bitcoin', network: 'Bitcoin' },
  { assetId: '43d61dcd-e413-450d-80b8-101d5e903357', symbol: 'ETH', name: 'Ether', network: 'Ethereum' },
  { assetId: '4d8c508b-91c5-375b-92b0-ee702ed2dac5', symbol: 'USDT', name: 'Tether USD', network: 'Ethereum' },
  { assetId: '9b180ab6-6abe-3dc0-a13f-04169eb34bfa', symbol: 'USDC', name: 'USD Coin', network: 'Ethereum' },
  { assetId: '6770a1e5-6086-44d5-b60f-545f9d9e8ffd', symbol: 'DOGE', name: 'Dogecoin', network: 'Dogecoin' },
  { assetId: '76c802a2-7c88-447f-a93e-c29c9e5dd9c8', symbol: 'LTC', name: 'Litecoin', network: 'Litecoin' },
  { assetId: '25dabac5-056a-48ff-b9f9-f67395dc407c', symbol: 'TRX', name: 'TRON', network: 'TRON' },
];

const FIAT_ID = /^[a-z]{3}$/i;

/** Whether an asset id has the form of a fiat id: three letters, ISO 4217. */
export function isFiatId(assetId: string): boolean {
  return FIAT_ID.test(assetId);
}

/** The symbol to show for an asset id, or undefined where it is a coin this package has no name for. */
export function symbolOf(assetId: string): string | undefined {
  if (isFiatId(assetId)) return assetId.toUpperCase();
  const id = assetId.toLowerCase();
  return CRYPTO_ASSETS.find((asset) => asset.assetId === id)?.symbol;
}

/** Asset ids compare without case. */
export function sameAsset(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
