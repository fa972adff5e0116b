/** `new URL` that returns undefined instead of throwing (`URL.canParse` is younger than the browser floor). */
export function parseUrl(value: string, base?: string): URL | undefined {
  try {
    return new URL(value, base);
  } catch {
    return undefined;
  }
}
