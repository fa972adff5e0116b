import { MixPayError } from '../core/errors.js';
import { deliver, type DeliverParts } from './deliver.js';
import { withNotice } from './notices.js';
import { holdsMoney, withAttempt, type Attempt, type OrderRecord } from './record.js';

/**
 * - `fulfilled`: `onPaid` has returned
 * - `declined`: `onPaid` has thrown `review()` again
 * - `owed`: `onPaid` has thrown something else, or has not returned yet; it is called again later by itself
 * - `reopened`: the order may be paid again
 * - `nothing`: there was nothing to decide
 */
export type Resolution = 'fulfilled' | 'declined' | 'owed' | 'reopened' | 'nothing';

/**
 * The shop has decided. A payment that `onPaid` had put aside is given to it again; an order that was closed because a failed
 * payment kept money may be paid again.
 * @throws MixPayError `order_unknown` where there is no such order
 */
export async function resolve(parts: DeliverParts, orderId: string): Promise<Resolution> {
  const { config, ledger } = parts;
  const entry = await ledger.load(orderId);
  if (entry === null) throw new MixPayError('order_unknown', `resolve: there is no order ${orderId} in the store.`, { field: 'orderId' });
  const now = config.clock.now();
  const declined = entry.record.attempts.find(isDeclined);
  if (declined !== undefined) {
    const owed = await ledger.update(orderId, (current) => takenUp(current, declined.n, now));
    const after = owed && (await deliver(parts, owed, 'paid'))?.attempts.find(({ n }) => n === declined.n);
    if (after?.state === 'done') return 'fulfilled';
    return after !== undefined && isDeclined(after) ? 'declined' : 'owed';
  }
  if (!entry.record.attempts.some(holdsMoney)) return 'nothing';
  await ledger.update(orderId, (current) => ({
    ...current,
    attempts: current.attempts.map((attempt) => (holdsMoney(attempt) ? { ...attempt, resolvedAt: now } : attempt)),
  }));
  return 'reopened';
}

function isDeclined({ state, declined }: Attempt): boolean {
  return state === 'stray' && declined !== undefined;
}

/** The declined payment as if it had just been found paid. */
function takenUp(record: OrderRecord, n: number, now: number): OrderRecord | undefined {
  const attempt = record.attempts.find((other) => other.n === n);
  if (attempt?.result === undefined || !isDeclined(attempt)) return undefined;
  const paid = withAttempt(record, n, (old) => ({ ...old, state: 'paid' }));
  return withNotice(paid, { kind: 'paid', attempt: n, result: attempt.result, dueAt: now }, true);
}
