import type { PaymentResult } from '../core/result.js';
import { isEnded, type Attempt, type OrderRecord } from './record.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;

/** A lost or crashed read is claimed anew after this. */
const SHORTEST_SWEEP = 30 * SECOND;
/** An unpaid code is not looked at for ever: MixPay has long ended it. */
const FORGOTTEN_AFTER = 30 * DAY;
/** Settlement and refunds take hours, not weeks. */
const FOLLOWED_AFTER_END = 3 * DAY;

/** Milliseconds until a watched payment may be read again. Confirmations come by the minute, reviews by the hour. */
export function pollPace(result: PaymentResult | undefined): number {
  switch (result?.status) {
    case 'confirming':
      return 8 * SECOND;
    case 'auditing':
      return 30 * SECOND;
    default:
      return 5 * SECOND;
  }
}

/** When the sweep is to look at an attempt next; undefined: never again. */
export function sweepAt(attempt: Attempt, now: number, follow: boolean): number | undefined {
  const age = now - attempt.createdAt;
  // Later and later, so that ten thousand forgotten baskets cost next to nothing.
  const later = now + Math.min(Math.max(age / 4, SHORTEST_SWEEP), DAY);
  if (isEnded(attempt)) {
    return follow && age < attempt.expiresAt - attempt.createdAt + FOLLOWED_AFTER_END && isUnsettled(attempt) ? later : undefined;
  }
  if (attempt.sends === 0 || (attempt.state === 'refused' && !attempt.superseded)) return undefined;
  const afterDeadline = attempt.expiresAt + SHORTEST_SWEEP;
  const status = attempt.result?.status ?? 'unpaid';
  if (status === 'unpaid' && now > attempt.expiresAt + FORGOTTEN_AFTER) return undefined;
  return status === 'unpaid' && now < afterDeadline ? Math.min(later, afterDeadline) : later;
}

/** Until when a create that MixPay may have accepted, but whose code was never heard, is asked after. */
export function watchedUntil({ expiresAt }: Attempt): number {
  return expiresAt + 10 * MINUTE;
}

/** Whether MixPay still has something to do for a payment that has ended. */
function isUnsettled({ state, result }: Attempt): boolean {
  const refunding = result?.surplusStatus === 'pending' || result?.surplusStatus === 'sending';
  return refunding || (state !== 'failed' && result?.settleStatus !== 'success');
}

/** When anything of an order is due: a look, or a hook that is owed. */
export function dueAtOf(record: OrderRecord): number | undefined {
  const looks = record.attempts.flatMap(({ dueAt }) => dueAt ?? []);
  // A lease that outlives its holder must not hide what is owed, and one that is held need not be asked after.
  const owed = record.notices.map(({ dueAt, claim }) => Math.max(dueAt, claim?.until ?? 0));
  const times = [...looks, ...owed];
  return times.length === 0 ? undefined : Math.min(...times);
}
