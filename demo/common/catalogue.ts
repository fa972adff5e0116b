/** What the shop sells, and at which price. The only source of prices: no request ever says one. */
export interface Product {
  id: string;
  name: string;
  /** A decimal string. */
  quoteAmount: string;
  /** `usd`, or an asset UUID. */
  quoteAssetId: string;
}

export const bitcoin = 'c6d0c728-2624-429b-8e0d-d9d19b6592fa';

export const PRODUCTS: readonly Product[] = [
  { id: 'coffee', name: 'Night Shift coffee, 250 g', quoteAmount: '12.50', quoteAssetId: 'usd' },
  { id: 'cup', name: 'Stoneware cup', quoteAmount: '24.00', quoteAssetId: 'eur' },
  { id: 'print', name: 'Harbour print, A3', quoteAmount: '0.0004', quoteAssetId: bitcoin },
];

/** The one thing whose amount the page may name, within these limits. */
export const DONATION = { id: 'donation', name: 'A round for the roastery', min: '1', max: '500', quoteAssetId: 'usd' } as const;

/** What the builder's button pays for, in the sandbox alone: any amount, in one of these. */
export const PREVIEWS = [
  { id: 'preview-usd', min: '0.01', max: '100000', quoteAssetId: 'usd' },
  { id: 'preview-eur', min: '0.01', max: '100000', quoteAssetId: 'eur' },
  { id: 'preview-btc', min: '0.00000001', max: '10', quoteAssetId: bitcoin },
] as const;

export function findProduct(id: string | undefined): Product | undefined {
  return PRODUCTS.find((product) => product.id === id);
}

/** The name of anything that can be paid here. */
export function nameOf(id: string): string {
  if (PREVIEWS.some((preview) => preview.id === id)) return 'The built button';
  return id === DONATION.id ? DONATION.name : (findProduct(id)?.name ?? id);
}
