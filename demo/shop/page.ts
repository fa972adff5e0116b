import { formatMoney } from '../../src/core/money.js';
import { DONATION, PRODUCTS } from '../catalogue.js';
import type { Orders } from './orders.js';
import { visitorOf, welcome } from './visitors.js';

export interface PageWords {
  /** What short codes are put behind. */
  checkoutBase: string;
  /** Who takes the payments, and whether that is real. */
  service: string;
  serviceDetail: string;
  serviceLink: string;
  serviceLinkText: string;
}

/**
 * Fills in the page for whoever asks: order ids are of ONE purchase, so they are written for each visitor and never into a
 * page that others may get. `{{name}}` in the template is replaced by its value, escaped.
 */
export async function renderPage(template: string, request: Request, orders: Orders, words: PageWords): Promise<Response> {
  const known = visitorOf(request);
  const { visitor, cookie } = known === undefined ? welcome() : { visitor: known, cookie: undefined };
  const values = new Map<string, string>(Object.entries(words));
  for (const { id, name } of PRODUCTS) {
    const { orderId, quoteAmount, quoteAssetId } = await orders.current(visitor, id);
    const price = formatMoney(quoteAmount, quoteAssetId, 'en');
    for (const [field, value] of Object.entries({ name, orderId, quoteAmount, quoteAssetId, price })) values.set(`${id}.${field}`, value);
  }
  for (const [field, value] of Object.entries(DONATION)) values.set(`donation.${field}`, value);
  const page = template.replace(/\{\{([\w.]+)\}\}/g, (_, name: string) => escaped(valueOf(values, name)));
  return new Response(page, {
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      // Not `no-store`, which would keep the page out of the browser's back/forward cache.
      'Cache-Control': 'private, no-cache',
      'Content-Security-Policy': POLICY,
      'X-Content-Type-Options': 'nosniff',
      ...(cookie === undefined ? {} : { 'Set-Cookie': cookie }),
    },
  });
}

/** Scripts and styles are the shop's own files. `ws:` is Vite's; frames and forms lead to the checkout. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self' ws:",
  "frame-src 'self' https://mixpay.me",
  "form-action 'self' https://mixpay.me",
  "frame-ancestors 'self'",
  "base-uri 'none'",
].join('; ');

function valueOf(values: ReadonlyMap<string, string>, name: string): string {
  const value = values.get(name);
  if (value === undefined) throw new Error(`index.html: expected one of ${[...values.keys()].join(', ')} between {{ }}, received ${name}`);
  return value;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
