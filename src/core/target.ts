import { defined } from './result.js';
import type { IntentRecord } from './intent.js';
import type { OrderRequest } from './order.js';

/** What a button stands for at this moment: its attributes, with every URL absolute. */
export interface CheckoutTarget {
  endpoint: string;
  /** Asked as `?code=&traceId=&orderId=` where the endpoint answers no `statusUrl`. */
  statusEndpoint?: string;
  /** What a code is put behind; the only place ever opened. Undefined where the page names none that may be: then nothing opens. */
  checkoutBase?: string;
  credentials: RequestCredentials;
  order: OrderRequest;
  /** The button's place among equal buttons without ids. */
  place: number;
}

/** Where to ask for a payment's status; undefined where the endpoint gave no way, and the payment is untracked. */
export function statusUrlOf(target: CheckoutTarget, record: IntentRecord): string | undefined {
  if (record.statusUrl !== undefined) return record.statusUrl;
  if (target.statusEndpoint === undefined || record.code === undefined) return undefined;
  const { code, order } = record;
  const asked = defined<Record<string, string>>({ code, traceId: record.traceId ?? order.traceId, orderId: order.orderId });
  const url = new URL(target.statusEndpoint);
  for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value);
  return url.href;
}
