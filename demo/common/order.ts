import { openAmount, refuse, type OrderFunction, type OrderTerms } from '../../src/server/index.js';
import { DONATION, findProduct, PREVIEWS } from './catalogue.js';
import type { Orders } from './orders.js';
import type { Visitors } from './visitors.js';

const donation = openAmount({ min: DONATION.min, max: DONATION.max, quoteAssetId: DONATION.quoteAssetId, remark: DONATION.name });

const previews = new Map(PREVIEWS.map(({ id, ...limits }) => [id as string, openAmount(limits)]));

/**
 * What the shop says of what a page asks to pay: the handler's `order` option.
 * @param plays whether no real money moves: then the builder's button may be paid, too
 * @param home where MixPay's page leads back to, unless the page names a place itself
 */
export function orderFunction(orders: Orders, visitors: Visitors, plays: boolean, home: string): OrderFunction {
  return async (asked, request) => {
    const visitor = await visitors.of(request);
    const back = asked.returnTo === undefined ? { returnTo: home } : {};
    if (asked.orderId !== undefined) return { ...(await ownOrder(orders, asked.orderId, visitor)), ...back };
    if (asked.item === undefined) throw refuse(422, 'order_missing', 'Please say what you would like to pay for.');
    // No order exists yet: the handler makes an id, and tells the shop whose it is when a payment is begun.
    const metadata = visitor === undefined ? {} : { visitor };
    if (asked.item === DONATION.id) return { ...donation(asked), ...back, item: DONATION.id, metadata };
    const preview = plays ? previews.get(asked.item) : undefined;
    if (preview !== undefined) return { ...preview(asked), ...back, item: asked.item, metadata };
    const product = findProduct(asked.item);
    if (product === undefined) throw refuse(404, 'order_unknown');
    const { quoteAmount, quoteAssetId, name } = product;
    return { quoteAmount, quoteAssetId, remark: name, ...back, item: product.id, metadata };
  };
}

/** The order, if it is this visitor's and can be paid. Somebody else's is as unknown as one that does not exist. */
async function ownOrder(orders: Orders, orderId: string, visitor: string | undefined): Promise<OrderTerms> {
  const order = await orders.find(orderId);
  if (order === undefined || visitor === undefined || order.visitor !== visitor) throw refuse(404, 'order_unknown');
  if (order.fulfilledAt !== undefined) throw refuse(409, 'already_paid', { orderId });
  if (orders.isClosed(order)) throw refuse(409, 'order_closed');
  const name = findProduct(order.product)?.name;
  const { quoteAmount, quoteAssetId } = order;
  return { orderId, quoteAmount, quoteAssetId, ...(name === undefined ? {} : { remark: name }) };
}
