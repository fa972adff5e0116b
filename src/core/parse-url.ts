import { attempt } from './attempt.js';

/** `new URL` that returns undefined instead of throwing (`URL.canParse` is newer than the oldest supported browsers). */
export function parseUrl(value: string, base?: string): URL | undefined {
  return attempt(() => new URL(value, base));
}
