import { MixPayError } from '../core/errors.js';
import { deliver } from './deliver.js';
import { recordOf } from './lookup.js';
import { pictureOf, type Asked, type OrderPicture } from './picture.js';
import type { OrderRecord } from './record.js';
import type { StatusParts } from './status.js';
import { look } from './watch.js';

/**
 * Asks MixPay now about every payment of an order that it may know, the newest first, calls the hooks that are owed, and resolves with the
 * order as it is then. Requests come out of the shop's budget and are claimed like all others: what was read within the last two seconds
 * is not asked again, and what there is no room for is left; `asked` of each attempt says so.
 * @throws MixPayError `order_unknown` where there is no such order, `invalid_field` where the id is none; whatever a failing store throws
 */
export async function recheck(parts: StatusParts, orderId: string): Promise<OrderPicture> {
  let record = await recordOf(parts.ledger, orderId, 'recheck');
  const asked = new Map<number, Asked>();
  for (const { n, sends } of [...record.attempts].reverse()) {
    // MixPay was never told of it.
    if (sends === 0) continue;
    const seen = await lookAt(parts, orderId, n);
    asked.set(n, seen.how);
    record = seen.record ?? record;
    if (seen.how === 'denied') break;
  }
  record = (await deliver(parts, record)) ?? record;
  return pictureOf((await parts.ledger.load(orderId))?.record ?? record, asked);
}

async function lookAt(parts: StatusParts, orderId: string, n: number): Promise<{ how: Asked; record?: OrderRecord }> {
  try {
    return (await look(parts, orderId, n, 'recheck')) ?? { how: 'absent' };
  } catch (error) {
    if (!(error instanceof MixPayError)) throw error;
    parts.config.tell({ type: 'error', where: 'rechecking', error, orderId });
    return { how: 'failed' };
  }
}
