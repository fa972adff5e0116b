import type { Clock } from '../core/clock.js';
import { MixPayError } from '../core/errors.js';
import { API_CODE } from '../core/mixpay.js';
import { Refusal } from './refuse.js';

const COMMON = {
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  Vary: 'Origin',
};

/** Made once: reading headers from an object takes longer than all the rest of a response. */
const JSON_HEADERS = new Headers({ ...COMMON, 'Content-Type': 'application/json' });

export function answerJson(status: number, body: unknown, headers?: Record<string, string>): Response {
  const response = new Response(JSON.stringify(body), { status, headers: JSON_HEADERS });
  for (const [name, value] of Object.entries(headers ?? {})) response.headers.set(name, value);
  return response;
}

export function answerNothing(status: number, headers: Record<string, string>): Response {
  return new Response(null, { status, headers: { ...COMMON, ...headers } });
}

/** The server's time, by which the page counts its deadlines: a payer's own clock is wrong more often. */
export function isoNow({ clock }: { clock: Clock }): string {
  return new Date(clock.now()).toISOString();
}

/** RFC 9457 problem details. */
export function answerProblem({ status, code, title, details }: Refusal): Response {
  const { cause, members } = details;
  // Whoever develops the shop looks at the page first, where the reason must not be told.
  const detail = details.detail ?? (status >= 500 && cause !== undefined ? 'The server’s console, or its onEvent, says why.' : undefined);
  const body = { type: `urn:mixpay-button:${code}`, title, status, ...(detail === undefined ? {} : { detail }), code, ...members };
  return answerJson(status, body, { 'Content-Type': 'application/problem+json', ...refusalHeaders(details) });
}

/** A form's refusal is read by a person, without script or style to count on. */
export function answerPage({ status, title, details, code }: Refusal, back: string): Response {
  const { members = {} } = details;
  // `advice` is for the developer; a payer could do nothing with it.
  const detail = details.detail === details.advice ? undefined : details.detail;
  const price =
    code === 'price_changed'
      ? `The price is now ${members['quoteAmount'] ?? ''} ${members['quoteSymbol'] ?? members['quoteAssetId'] ?? ''}.`
      : '';
  const lines = [detail, price].filter((line) => line !== undefined && line !== '').map((line) => `<p>${escaped(String(line))}</p>`);
  const page = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(title)}</title></head><body><h1>${escaped(title)}</h1>${lines.join('')}<p><a href="${escaped(back)}">Back to the shop</a></p></body></html>`;
  return new Response(page, {
    status,
    headers: {
      ...COMMON,
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': "default-src 'none'; base-uri 'none'; frame-ancestors 'self'",
      ...refusalHeaders(details),
    },
  });
}

function refusalHeaders({ allow, retryAfter }: Refusal['details']): Record<string, string> {
  return {
    ...(allow === undefined ? {} : { Allow: allow }),
    ...(retryAfter === undefined ? {} : { 'Retry-After': String(Math.max(1, Math.ceil(retryAfter))) }),
  };
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}

/** Refusals of MixPay's that a payer can do something with, or that a shop has to see at once. */
const API_REFUSALS: Readonly<Record<number, readonly [status: number, code: string, title: string]>> = {
  [API_CODE.priceTooLow]: [422, 'price_too_low', 'This amount is too small to be paid this way.'],
  [API_CODE.priceTooHigh]: [422, 'price_too_high', 'This amount is too large to be paid this way.'],
  [API_CODE.over1000Usdt]: [422, 'price_too_high', 'This amount is too large to be paid this way.'],
  [API_CODE.currencyUnsupported]: [422, 'asset_unsupported', 'This currency cannot be paid this way.'],
  [API_CODE.quoteAssetUnsupported]: [422, 'asset_unsupported', 'This currency cannot be paid this way.'],
};

/** Any error, as the page may see it. Internals go to `onEvent` alone. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (!(error instanceof MixPayError)) return new Refusal(500, 'internal_error', 'Something went wrong in the shop.', { cause: error });
  const known = error.apiCode === undefined ? undefined : API_REFUSALS[error.apiCode];
  const members = error.apiCode === undefined ? {} : { apiCode: error.apiCode };
  if (known !== undefined) return new Refusal(...known, { members, cause: error });
  if (!error.retryable)
    return new Refusal(502, 'mixpay_refused', 'The payment service did not take this order.', { members, cause: error });
  const title = 'The payment service cannot be reached at the moment.';
  return new Refusal(503, 'mixpay_unavailable', title, { members, retryAfter: (error.retryAfter ?? 5000) / 1000, cause: error });
}

/** No room for another call at the moment. */
export function busy(milliseconds: number): Refusal {
  return new Refusal(503, 'busy', 'Too many payments are being started at this moment.', { retryAfter: milliseconds / 1000 });
}
