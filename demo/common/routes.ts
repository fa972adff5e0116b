import { answerJson, answerProblem } from './answer.js';
import type { OrderBook } from './book.js';
import { findProduct } from './catalogue.js';
import type { Orders } from './orders.js';
import { isTrouble, type Trouble } from './trouble.js';
import type { Visitors } from './visitors.js';

const LARGEST_BODY = 1000;

/** The parts of the shop that its own pages ask. */
export interface Backroom {
  orders: Orders;
  book: OrderBook;
  visitors: Visitors;
  /** Undefined where payments are real: no faults are played with those. */
  trouble: Trouble | undefined;
}

/**
 * What the shop's own pages ask of it, beside paying. `path` is what follows `/shop`:
 * - `GET /orders` the visitor's order book
 * - `POST /orders` `{"product":…}` another order
 * - `POST /trouble` `{"kind":…}` what is to go wrong from now on
 * - `DELETE /visitor` forgets the visitor
 */
export async function answerShop(request: Request, path: string, { orders, book, visitors, trouble }: Backroom): Promise<Response> {
  const route = `${request.method} ${path}`;
  if (isForeign(request)) return answerProblem(403, 'Only the shop’s own pages may ask this.');
  if (route === 'DELETE /visitor') return answerJson(200, {}, await visitors.farewell());
  if (path !== '/orders' && path !== '/trouble') return answerProblem(404, 'There is nothing at this address.');
  const known = await visitors.of(request);
  if (path === '/trouble') {
    if (route !== 'POST /trouble' || trouble === undefined) return answerProblem(405, 'That is not possible here.', { Allow: 'POST' });
    const kind = await readField(request, 'kind');
    if (!isTrouble(kind)) return answerProblem(422, 'That kind of trouble is not known here.');
    // The scenarios may be the first page that somebody opens.
    const { visitor, headers } = known === undefined ? await visitors.welcome() : { visitor: known, headers: {} };
    await trouble.order(visitor, kind);
    return answerJson(200, { kind }, headers);
  }
  if (known === undefined) return answerProblem(403, 'Please open the shop first.');
  if (route === 'GET /orders') return answerJson(200, { orders: await book.read(known) });
  if (route !== 'POST /orders') return answerProblem(405, `${request.method} is not possible here.`, { Allow: 'GET, POST' });
  const product = findProduct(await readField(request, 'product'));
  if (product === undefined) return answerProblem(422, 'The shop does not sell this by order.');
  const { orderId, quoteAmount, quoteAssetId } = await orders.another(known, product.id);
  return answerJson(201, { orderId, quoteAmount, quoteAssetId });
}

/** The cookie is `SameSite=Lax`; this also keeps out pages of other ports of this machine, which are the same site. */
function isForeign(request: Request): boolean {
  const site = request.headers.get('sec-fetch-site');
  return site !== null && site !== 'same-origin' && site !== 'none';
}

async function readField(request: Request, name: string): Promise<string | undefined> {
  if (!/^application\/json\b/i.test(request.headers.get('content-type') ?? '')) return undefined;
  const text = await request.text();
  if (text.length > LARGEST_BODY) return undefined;
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body !== 'object' || body === null) return undefined;
    const value = (body as Record<string, unknown>)[name];
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}
