import { MixPayError } from '../core/errors.js';
import { isExhausted } from './attempts.js';
import { deliver, type DeliverParts } from './deliver.js';
import { withNotice } from './notices.js';
import { holdsMoney, isMismatched, isStray, latestAttempt, payingAttempt, withAttempt, type Attempt, type OrderRecord } from './record.js';

/**
 * - `fulfilled`: `onPaid` has returned for this order
 * - `declined`: `onPaid` has thrown `review()` again
 * - `owed`: `onPaid` has thrown something else, or has not returned yet; it is called again later by itself
 * - `reopened`: the order may be paid again
 * - `nothing`: there was nothing to decide
 */
export type Resolution = 'fulfilled' | 'declined' | 'owed' | 'reopened' | 'nothing';

/**
 * The shop has decided. A payment that `onPaid` had put aside is given to it again. All else that somebody had to look at counts as
 * dealt with: an order that was closed by it (a failed payment that kept money, a mismatch, a replaced link that was paid, too many
 * links) may be paid again; one that was paid twice stays paid.
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
  if (!entry.record.attempts.some(isUndecided) && !isExhausted(entry.record)) return 'nothing';
  const decided = await ledger.update(orderId, (current) => ({
    ...current,
    ...(isExhausted(current) ? { allowedFrom: latestAttempt(current)?.n ?? 0 } : {}),
    attempts: current.attempts.map((attempt) => (isUndecided(attempt) ? dealtWith(attempt, now) : attempt)),
  }));
  const paying = decided === undefined ? undefined : payingAttempt(decided);
  if (paying === undefined) return 'reopened';
  return paying.state === 'done' ? 'fulfilled' : 'owed';
}

function isUndecided(attempt: Attempt): boolean {
  return holdsMoney(attempt) || isMismatched(attempt) || (isStray(attempt) && !isDeclined(attempt));
}

/** A link that MixPay says something else of is still watched, as one that was replaced: should it be paid after all, that is told. */
function dealtWith(attempt: Attempt, now: number): Attempt {
  return { ...attempt, superseded: attempt.superseded || isMismatched(attempt), resolvedAt: now };
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
