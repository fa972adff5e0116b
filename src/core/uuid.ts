/** A version 4 UUID; `crypto.randomUUID` is missing on plain-http pages, `getRandomValues` is not. */
export function uuid(crypto: Pick<Crypto, 'getRandomValues'>): string {
  const random = crypto.getRandomValues(new Uint8Array(36));
  // 8, 9, a or b opens the fourth group.
  return 'xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx'.replace(/[xy]/g, (letter, index: number) =>
    (((random[index] ?? 0) % (letter === 'x' ? 16 : 4)) + (letter === 'x' ? 0 : 8)).toString(16),
  );
}
