import { quoted } from '../core/errors.js';
import { isSecure, parseUrl } from '../core/url.js';
import { answerNothing } from './answers.js';
import type { Config } from './config.js';
import { Refusal } from './refuse.js';

type Origins = Pick<Config, 'origin' | 'origins'>;

export function isAllowedOrigin(value: string | null, { origin, origins }: Origins): value is string {
  return value !== null && (value === origin || origins.includes(value));
}

/**
 * Who may post. A browser says where a request comes from, and a page cannot forge that: `Sec-Fetch-Site: same-origin`
 * passes, else `Origin` must be the shop's own or a named one. Every current browser sends one of the two. With neither, JSON passes,
 * which a form of another site cannot send; a form does not. `Origin: null` alone is a sandboxed frame or a redirect and does not pass;
 * browsers send it as well with the shop's own forms under `Referrer-Policy: no-referrer`, but then together with `same-origin`.
 */
export function checkPoster(request: Request, isForm: boolean, config: Origins): void {
  const site = request.headers.get('sec-fetch-site');
  const origin = request.headers.get('origin');
  const fromNoBrowser = site === null && origin === null;
  if (site === 'same-origin' || isAllowedOrigin(origin, config) || (fromNoBrowser && !isForm)) return;
  // Not `forbidden`, after which the page asks the payer to sign in: signing in would not help.
  const detail = strangeOrigin(origin, config);
  throw new Refusal(403, 'foreign_origin', 'Payments may not be started from this site.', { detail, advice: detail });
}

/** Names the origin that was sent and those that would be accepted, so that a developer can compare them. */
function strangeOrigin(origin: string | null, { origin: own }: Origins): string {
  if (origin === null)
    return `The request names no Origin, and is not from the shop’s own pages (${own}). A form has to be posted from a page of the shop’s own.`;
  if (origin === 'null')
    return 'The request’s Origin is "null": it comes from a sandboxed frame, a file or a redirect. Such pages can never be named; serve the page from an origin of its own.';
  const twin = parseUrl(origin)?.host === parseUrl(own)?.host ? ' (only http and https differ)' : '';
  return `Expected the origin ${quoted(own)} or one named in the handler’s option "origins", received ${quoted(shown(origin))}${twin}. Add it to "origins" if its pages are meant to pay here.`;
}

/** Browsers send a scheme and a host in ASCII. Whatever else a stranger puts there must not be written to a log. */
function shown(origin: string): string {
  return origin
    .replace(/[?#].*$/s, '')
    .replace(/\/\/[^/]*@/, '//…@')
    .replace(/[^!-~…]+/g, '…');
}

/** The same answer, readable by the pages that may use the endpoint and by no others. */
export function withCors(response: Response, request: Request, config: Origins): Response {
  const origin = request.headers.get('origin');
  if (!isAllowedOrigin(origin, config)) return response;
  response.headers.set('Access-Control-Allow-Origin', origin);
  response.headers.set('Access-Control-Allow-Credentials', 'true');
  response.headers.set('Access-Control-Expose-Headers', 'Retry-After');
  return response;
}

/** Answers a preflight. Any header is allowed, because a shop's page may add its own (`mixpay-request`). */
export function answerPreflight(request: Request, allow: string, config: Origins & Pick<Config, 'tell'>): Response {
  const asked = request.headers.get('access-control-request-headers') ?? '';
  const mirrored = /^[A-Za-z0-9, _-]{1,500}$/.test(asked) ? asked : 'content-type, idempotency-key';
  const origin = request.headers.get('origin');
  const allowed = isAllowedOrigin(origin, config);
  // The browser sends nothing after it, and tells the page nothing: only here can be said what to do.
  if (origin !== null && !allowed)
    config.tell({
      type: 'refused',
      method: 'OPTIONS',
      path: 'preflight',
      status: 204,
      code: 'foreign_origin',
      advice: strangeOrigin(origin, config),
    });
  return answerNothing(204, {
    Allow: allow,
    ...(allowed
      ? {
          'Access-Control-Allow-Methods': allow,
          'Access-Control-Allow-Headers': mirrored,
          'Access-Control-Max-Age': '600',
        }
      : {}),
  });
}

/** Where MixPay's page may send the payer: https (http on loopback), and nowhere but the shop's own or a named origin. */
export function checkReturn(field: string, value: string, config: Origins): string {
  const url = parseUrl(value);
  if (url !== undefined && isSecure(url) && url.username === '' && url.password === '' && isAllowedOrigin(url.origin, config))
    return url.href;
  throw new Refusal(422, 'invalid_field', `${field} leads away from the shop.`, {
    detail: `${field}: expected an https address on the shop’s own origin, or one named in the handler’s option "origins".`,
    members: { field },
  });
}
