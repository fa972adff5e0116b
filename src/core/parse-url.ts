import { orUndefined } from './or-undefined.js';

/** `new URL` that returns undefined instead of throwing (`URL.canParse` is newer than the oldest supported browsers). */
export function parseUrl(value: string, base?: string): URL | undefined {
  return orUndefined(() => new URL(value, base));
}
