import { Refusal } from './refusal.js';

/**
 * Keeps other sites' pages from changing payments here: a browser says where a page is from by `Sec-Fetch-Site` or `Origin`,
 * a script on the developer's machine sends neither and may.
 * @param knowsToken whether the request carries the page token. It stands in for `Origin`, which behind a proxy or on a phone's
 * plain-http address may differ from the origin that the sandbox sees.
 */
export function refuseCrossSite(request: Request, knowsToken = false): void {
  const site = request.headers.get('sec-fetch-site');
  if (site === 'same-origin' || site === 'none') return;
  const origin = request.headers.get('origin');
  const own = origin === null || origin === new URL(request.url).origin || knowsToken;
  if (site !== null || !own) throw new Refusal(403, 'Refused: only the sandbox’s own pages and scripts may change its payments', 403);
}
