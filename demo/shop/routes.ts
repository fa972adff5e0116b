import { findProduct } from '../catalogue.js';
import { answerJson, answerProblem } from './answer.js';
import type { OrderBook } from './book.js';
import type { Orders } from './orders.js';
import { farewell, visitorOf } from './visitors.js';

const LARGEST_BODY = 1000;

/**
 * What the shop's own page asks of its server, beside paying:
 * `GET /shop/orders` the visitor's order book · `POST /shop/orders` `{"product":…}` another order · `DELETE /shop/visitor` a farewell.
 */
export async function answerShop(request: Request, pathname: string, orders: Orders, book: OrderBook): Promise<Response> {
  const route = `${request.method} ${pathname}`;
  if (isForeign(request)) return answerProblem(403, 'Only the shop’s own pages may ask this.');
  if (route === 'DELETE /shop/visitor') return answerJson(200, {}, { 'Set-Cookie': farewell() });
  if (pathname !== '/shop/orders') return answerProblem(404, 'There is nothing at this address.');
  const visitor = visitorOf(request);
  if (visitor === undefined) return answerProblem(403, 'Please open the shop first.');
  if (route === 'GET /shop/orders') return answerJson(200, { orders: await book.read(visitor) });
  if (route !== 'POST /shop/orders') return answerProblem(405, `${request.method} is not possible here.`, { Allow: 'GET, POST' });
  const product = findProduct(await readProduct(request));
  if (product === undefined) return answerProblem(422, 'The shop does not sell this by order.');
  const { orderId, quoteAmount, quoteAssetId } = await orders.another(visitor, product.id);
  return answerJson(201, { orderId, quoteAmount, quoteAssetId });
}

/** The cookie is `SameSite=Lax`; this also keeps out pages of other ports of this machine, which are the same site. */
function isForeign(request: Request): boolean {
  const site = request.headers.get('sec-fetch-site');
  return site !== null && site !== 'same-origin' && site !== 'none';
}

async function readProduct(request: Request): Promise<string | undefined> {
  if (!/^application\/json\b/i.test(request.headers.get('content-type') ?? '')) return undefined;
  const text = await request.text();
  if (text.length > LARGEST_BODY) return undefined;
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null && 'product' in body && typeof body.product === 'string' ? body.product : undefined;
  } catch {
    return undefined;
  }
}
