import { parseUrl } from './parse-url.js';

export { parseUrl } from './parse-url.js';

/** Loopback by name or number: the hosts on which plain http is as good as https. */
export function isLoopback(url: URL): boolean {
  return /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(url.hostname);
}

/** https, or http on loopback. */
export function isSecure(url: URL): boolean {
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url));
}

/** A URL as it may stand in a message: without query, fragment and long path segments, where tokens live. */
export function redacted(url: string): string {
  const parsed = parseUrl(url);
  if (parsed === undefined) return url.replace(/[?#].*$/s, '');
  return `${parsed.origin === 'null' ? '' : parsed.origin}${parsed.pathname.replace(/[^/]{40,}/g, '…')}`;
}
