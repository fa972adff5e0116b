import { parseUrl } from '../../core/parse-url.js';

/** Hosts that the public does not visit: names without a dot, IP addresses, names for tests and local networks. */
const PRIVATE = /^[^.]+\.?$|^[\d.]+$|\.(localhost|test|local|internal)\.?$/;

/** Whether a developer is likely to read the console of a page: it is a file, or its host is not public, or its address ends in `#debug-mixpay`. */
export function isDeveloping(address: string): boolean {
  const url = parseUrl(address);
  return url !== undefined && (url.hash.endsWith('#debug-mixpay') || url.protocol === 'file:' || PRIVATE.test(url.hostname));
}
