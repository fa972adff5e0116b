import { orUndefined } from '../../core/or-undefined.js';
import { defined } from '../../core/defined.js';
import { invalidField, type Quote } from '../../core/errors.js';
import type { Intent } from '../../core/intent.js';
import { findInvalidField } from '../../core/order.js';
import { readQuote } from '../../core/payment.js';
import { isSecure, parseUrl } from '../../core/url.js';
import { DEFAULT_CHECKOUT_BASE, kebab, readOrder, text, type IntentFields } from '../button/attributes.js';

const CREDENTIALS: readonly string[] = ['same-origin', 'include', 'omit'] satisfies RequestCredentials[];

/** The price the button shows. */
export function priceShown(fields: IntentFields): Partial<Quote> {
  return readQuote(readOrder(fields, ''));
}

/** The endpoint as an absolute URL. @throws MixPayError */
function readEndpoint(value: string, field: string, baseUri: string): string {
  const given = text(value);
  const url = given === undefined ? undefined : parseUrl(given, baseUri);
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw invalidField(field, 'the http(s) address of your server’s payment endpoint, such as "/api/mixpay"', value);
  }
  url.hash = '';
  return url.href;
}

/** What codes are put behind: https, or http on loopback or the page's own origin. @throws MixPayError */
function readCheckoutBase(value: string, baseUri: string, pageOrigin: string): string {
  const given = text(value) ?? DEFAULT_CHECKOUT_BASE;
  const url = parseUrl(given, baseUri);
  const safe = url !== undefined && (isSecure(url) || (url.protocol === 'http:' && url.origin === pageOrigin));
  if (!safe || !url.pathname.endsWith('/') || url.search !== '' || url.hash !== '' || url.username !== '' || url.password !== '') {
    throw invalidField('checkout-base', `an https URL ending in "/" such as "${DEFAULT_CHECKOUT_BASE}"`, given);
  }
  return url.href;
}

function readCredentials(value: string): RequestCredentials {
  const credentials = text(value) ?? 'same-origin';
  if (!CREDENTIALS.includes(credentials)) throw invalidField('credentials', 'same-origin, include or omit', credentials);
  return credentials as RequestCredentials;
}

/** What of the page the attributes are relative to. */
interface PageAddress {
  baseUri: string;
  origin: string;
  /** Where the payer returns to if the attributes do not say. */
  defaultReturnTo?: string;
}

/** The intent that the attributes stand for, each of them checked. @throws MixPayError */
export function readIntent(fields: IntentFields, page: PageAddress): Intent {
  return read(fields, page, (part) => part());
}

/**
 * The same, to find a payment that was begun already: mistakes that do not matter for that are left out and not thrown, because
 * they must not hide a payment under way. @throws MixPayError without an endpoint
 */
export function findIntent(fields: IntentFields, page: PageAddress): Intent {
  return read(fields, page, orUndefined);
}

/** @param take runs the reading of one part, and may catch what it throws */
function read(fields: IntentFields, { baseUri, origin, defaultReturnTo }: PageAddress, take: <T>(part: () => T) => T | undefined): Intent {
  const order = readOrder(fields, baseUri, defaultReturnTo);
  const endpoint = readEndpoint(fields.endpoint, 'endpoint', baseUri);
  const credentials = take(() => readCredentials(fields.credentials)) ?? 'same-origin';
  take(() => {
    const invalid = findInvalidField(order, kebab);
    if (invalid !== undefined) throw invalid;
  });
  return defined<Intent>({
    endpoint,
    statusEndpoint: text(fields.statusEndpoint) && take(() => readEndpoint(fields.statusEndpoint, 'status-endpoint', baseUri)),
    checkoutBase: take(() => readCheckoutBase(fields.checkoutBase, baseUri, origin)),
    credentials,
    order,
    place: 0,
  });
}
