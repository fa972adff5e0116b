/** The longest wait that is honoured: a server may ask for a year by mistake. */
const LONGEST_WAIT = 3_600_000;

/**
 * Reads a `Retry-After` header, seconds or HTTP date (RFC 9110 §10.2.3).
 * @returns milliseconds from `now`, at most an hour; undefined where there is none or it cannot be read
 */
export function readRetryAfter(header: string | null, now: number): number | undefined {
  const text = header?.trim() ?? '';
  const wait = /^\d{1,10}$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  return text === '' || Number.isNaN(wait) ? undefined : Math.min(Math.max(wait, 0), LONGEST_WAIT);
}
