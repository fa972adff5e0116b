import { isDecimal, normalizeDecimal } from './amount.js';
import { STORED } from './key-value.js';
import type { OrderRequest } from './order.js';

/** What a button stands for at this moment: what its attributes say, with every URL absolute. One intent is one payment. */
export interface Intent {
  endpoint: string;
  /** Asked as `?code=&traceId=&orderId=` where the endpoint returns no `statusUrl`. */
  statusEndpoint?: string;
  /** What a code is put behind; the only place ever opened. Undefined where the page names none that may be: then nothing opens. */
  checkoutBase?: string;
  credentials: RequestCredentials;
  order: OrderRequest;
  /** The button's place among equal buttons without ids on this page, from 0. */
  place: number;
}

/** Where an intent's record is kept: shared by all tabs when the order has a name, this tab's own when it has none. */
export interface IntentSlot {
  area: 'local' | 'session';
  name: string;
}

/** The fields whose change makes it another payment. `remark`, `returnTo` and the language are not among them. */
const TERMS = ['orderId', 'traceId', 'item', 'quoteAmount', 'quoteAssetId', 'paymentAssetId'] as const;

/** What an idempotency key stands for, spelled one way: amounts by value, asset ids without case. */
export function termsOf({ endpoint, order }: Pick<Intent, 'endpoint' | 'order'>): string {
  const spelled = TERMS.map((field) => {
    const value = order[field];
    if (field === 'quoteAmount' && isDecimal(value)) return normalizeDecimal(value);
    return field.endsWith('AssetId') ? value?.toLowerCase() : value;
  });
  return JSON.stringify([endpoint, ...spelled]);
}

/** Whether the page names the purchase, so that any tab means the same one. */
export function hasIds(order: OrderRequest): boolean {
  return order.orderId !== undefined || order.traceId !== undefined;
}

/** Where the record of this intent is kept. */
export function slotOf(intent: Intent): IntentSlot {
  const { endpoint, order, place } = intent;
  const { orderId, traceId } = order;
  const named = orderId !== undefined ? ['order', orderId] : traceId !== undefined ? ['trace', traceId.toLowerCase()] : undefined;
  return named === undefined
    ? { area: 'session', name: STORED + JSON.stringify([termsOf(intent), place]) }
    : { area: 'local', name: STORED + JSON.stringify([endpoint, ...named]) };
}
