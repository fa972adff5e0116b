import { formatMoney } from '../../src/core/money.js';
import { DONATION, PRODUCTS, type Product } from './catalogue.js';
import { layoutOf } from './layout.js';
import type { Orders } from './orders.js';
import { fill } from './template.js';
import type { Visitors } from './visitors.js';

export interface PageWords {
  /** Where the shop's pages lie: `/`, or `./` where that is not known. */
  base: string;
  endpoint: string;
  /** The service worker that stands in for a server; empty where there is one. */
  worker: string;
  /** What short codes are put behind. */
  checkoutBase: string;
  /** Who takes the payments, and whether that is real. */
  service: string;
  serviceDetail: string;
  serviceLink: string;
  serviceLinkText: string;
}

/**
 * Fills in the shop's page for one visitor: order ids are of ONE purchase, so they are written for each visitor and never into
 * a page that others may get.
 */
export async function renderPage(
  template: string,
  request: Request,
  orders: Orders,
  visitors: Visitors,
  words: PageWords,
): Promise<Response> {
  const known = await visitors.of(request);
  const { visitor, headers } = known === undefined ? await visitors.welcome() : { visitor: known, headers: {} };
  const ids: Record<string, string> = {};
  for (const { id } of PRODUCTS) ids[id] = (await orders.current(visitor, id)).orderId;
  return new Response(fillShop(template, words, ids), {
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      // Not `no-store`, which would keep the page out of the browser's back/forward cache.
      'Cache-Control': 'private, no-cache',
      'Content-Security-Policy': POLICY,
      'X-Content-Type-Options': 'nosniff',
      ...headers,
    },
  });
}

/** The shop's page with these orders, by product; without them nobody can pay on it yet. */
export function fillShop(template: string, words: PageWords, orderIds: Readonly<Record<string, string>>): string {
  const values: Record<string, string> = { ...layoutOf(words.base, ''), ...words };
  for (const product of PRODUCTS) {
    for (const [field, value] of Object.entries(fieldsOf(product))) values[`${product.id}.${field}`] = value;
    values[`${product.id}.orderId`] = orderIds[product.id] ?? '';
  }
  for (const [field, value] of Object.entries(DONATION)) values[`donation.${field}`] = value;
  return fill(template, values);
}

function fieldsOf({ name, quoteAmount, quoteAssetId }: Product): Record<string, string> {
  return { name, quoteAmount, quoteAssetId, price: formatMoney(quoteAmount, quoteAssetId, 'en') };
}

/** Scripts and styles are the shop's own files. `ws:` is Vite's; frames and forms lead to the checkout. */
export const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self' ws:",
  "worker-src 'self'",
  "frame-src 'self' https://mixpay.me",
  "form-action 'self' https://mixpay.me",
  "frame-ancestors 'self'",
  "base-uri 'none'",
].join('; ');
