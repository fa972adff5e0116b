/** Readers of values from outside: each returns what has the right form, and undefined for anything else. Nothing is guessed. */

import { orUndefined } from './or-undefined.js';
import { parseUrl } from './parse-url.js';

/** An object whose values have not been checked. */
export type Fields = Record<string, unknown>;

export function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value of a JSON text; undefined for any other text. */
export function parseJson(text: string): unknown {
  return orUndefined(() => JSON.parse(text) as unknown);
}

/** A text that is not empty and at most `max` characters long. It may hold anything: show it as text, never as markup. */
export function readText(value: unknown, max = 200): string | undefined {
  return typeof value === 'string' && value !== '' && value.length <= max ? value : undefined;
}

/** A link that may be offered to the payer: http(s) only. */
export function readLink(value: unknown): string | undefined {
  const url = typeof value === 'string' && value.length <= 2048 ? parseUrl(value) : undefined;
  return url !== undefined && /^https?:$/.test(url.protocol) ? url.href : undefined;
}

/** A time, spelled as `Date` spells ISO 8601. */
export function readTime(value: unknown): string | undefined {
  const time = typeof value === 'string' && value.length <= 40 ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}
