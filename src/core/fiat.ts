const FIAT_ID = /^[a-z]{3}$/i;

/** Whether an asset id has the form of a fiat id: three letters, as in ISO 4217. Coins have UUIDs. */
export function isFiatId(assetId: string): boolean {
  return FIAT_ID.test(assetId);
}
