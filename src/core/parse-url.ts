import { attempt } from './attempt.js';

/** `new URL` that returns undefined instead of throwing (`URL.canParse` is younger than the browser floor). */
export function parseUrl(value: string, base?: string): URL | undefined {
  return attempt(() => new URL(value, base));
}
