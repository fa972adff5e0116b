import { Refusal } from './refusal.js';

/**
 * Keeps other sites' pages from moving payments here: a page says where it is from by `Sec-Fetch-Site` or `Origin`,
 * a script on the developer's machine sends neither and may.
 */
export function refuseCrossSite(request: Request): void {
  const site = request.headers.get('sec-fetch-site');
  if (site === 'same-origin' || site === 'none') return;
  const origin = request.headers.get('origin');
  const fromElsewhere = site === null ? origin !== null && origin !== new URL(request.url).origin : true;
  if (fromElsewhere) throw new Refusal(403, 'Refused: only the sandbox’s own pages and scripts may change its payments', 403);
}
