/** Random bytes, `length` of them. */
export type RandomBytes = (length: number) => Uint8Array;

export function randomHex(random: RandomBytes, bytes: number): string {
  return Array.from(random(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** A version 4 UUID. `crypto.randomUUID` is not used, so that a test may supply the bytes. */
export function randomUuid(random: RandomBytes): string {
  const hex = randomHex(random, 16);
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 3) | 8).toString(16);
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `${variant}${hex.slice(17, 20)}`, hex.slice(20)].join('-');
}
