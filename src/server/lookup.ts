import { MixPayError } from '../core/errors.js';
import { misfit } from './misfit.js';
import type { Ledger } from './ledger.js';
import { pictureOf, type OrderPicture } from './picture.js';
import type { OrderRecord } from './record.js';

/**
 * Everything the store holds of an order, without secrets. Reads once, writes nothing, sends nothing to MixPay.
 * @throws MixPayError `order_unknown` where there is no such order, `invalid_field` where the id is none; whatever a failing store throws
 */
export async function lookup(ledger: Pick<Ledger, 'load'>, orderId: string): Promise<OrderPicture> {
  return pictureOf(await recordOf(ledger, orderId, 'lookup'));
}

/** @param asker the function that errors name */
export async function recordOf(ledger: Pick<Ledger, 'load'>, orderId: unknown, asker: string): Promise<OrderRecord> {
  if (typeof orderId !== 'string' || orderId === '') throw misfit(`${asker}: orderId`, 'the id of an order', orderId);
  const entry = await ledger.load(orderId);
  if (entry !== null) return entry.record;
  const id = orderId.length > 60 ? `${orderId.slice(0, 60)}…` : orderId;
  throw new MixPayError('order_unknown', `${asker}: there is no order ${JSON.stringify(id)} in the store.`, { field: 'orderId' });
}
