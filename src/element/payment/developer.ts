import { parseUrl } from '../../core/parse-url.js';

/** Hosts that the public does not visit: names without a dot, addresses in numbers, names for tests and local networks. Files have none. */
const PRIVATE = /^[^.]*$|^[\d.]+$|\.(localhost|test|local|internal)$/;

/** Whether a developer is likely to read the console of a page: its host is not public, or its address ends in `#debug-mixpay`. */
export function isDeveloping(address: string): boolean {
  const url = parseUrl(address);
  return url !== undefined && (url.hash === '#debug-mixpay' || PRIVATE.test(url.hostname));
}
