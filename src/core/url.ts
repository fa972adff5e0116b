import { parseUrl } from './parse-url.js';

export { parseUrl } from './parse-url.js';

/** Whether a URL is on this machine itself, by name or number: there plain http is as safe as https. */
export function isLoopback(url: URL): boolean {
  return /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(url.hostname);
}

/** https, or http on loopback. */
export function isSecure(url: URL): boolean {
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url));
}

/** A URL as it may stand in a message: without query, fragment and long path segments, which may be tokens. */
export function redacted(url: string): string {
  const parsed = parseUrl(url);
  if (parsed === undefined) return url.replace(/[?#].*$/s, '');
  return `${parsed.origin === 'null' ? '' : parsed.origin}${parsed.pathname.replace(/[^/]{40,}/g, '…')}`;
}
