import { attempt } from './attempt.js';
import { parseUrl } from './parse-url.js';

/** Readers of values from outside: each returns what has the right form, and undefined for anything else. Nothing is guessed. */

export type Fields = Record<string, unknown>;

export function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What a JSON text holds, or undefined where it is none. */
export function parseJson(text: string): unknown {
  return attempt(() => JSON.parse(text) as unknown);
}

/** A short text. Whatever it holds is shown as text only. */
export function readText(value: unknown, max = 200): string | undefined {
  return typeof value === 'string' && value !== '' && value.length <= max ? value : undefined;
}

/** A link that may be offered to the payer: http(s) only. */
export function readLink(value: unknown): string | undefined {
  const url = typeof value === 'string' && value.length <= 2048 ? parseUrl(value) : undefined;
  return url !== undefined && /^https?:$/.test(url.protocol) ? url.href : undefined;
}

/** An ISO 8601 instant. */
export function readTime(value: unknown): string | undefined {
  const time = typeof value === 'string' && value.length <= 40 ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}
