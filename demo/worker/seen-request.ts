/**
 * A service worker sees a request before the browser has added `Origin` and `Sec-Fetch-Site`, by which handler and sandbox tell
 * who is asking. This adds them, from what the worker does see:
 * - what is no navigation was sent by a page that this worker controls, and such a page is of its own origin
 * - a navigation comes from where its referrer says; without one nothing is said, and nothing is trusted
 */
export function asServerSees(request: Request): Request {
  const headers = new Headers(request.headers);
  const own = new URL(request.url).origin;
  const from = request.mode === 'navigate' ? originOf(request.referrer) : own;
  if (from !== undefined) {
    headers.set('Sec-Fetch-Site', from === own ? 'same-origin' : 'cross-site');
    if (request.method !== 'GET' && request.method !== 'HEAD') headers.set('Origin', from);
  }
  // Both names are forbidden in a Request's own headers (https://fetch.spec.whatwg.org/#forbidden-request-header).
  return Object.defineProperty(request, 'headers', { value: headers });
}

function originOf(referrer: string): string | undefined {
  return referrer.startsWith('http') ? new URL(referrer).origin : undefined;
}
