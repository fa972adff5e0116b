import type { PaymentResult } from '../core/result.js';
import { madeNothing } from './made-nothing.js';
import { isEnded, type Attempt, type OrderRecord } from './record.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A lost or crashed read is claimed again after this. */
const SHORTEST_SWEEP = 30 * SECOND;
/** Shorter than the minute between two sweeps, so that each sweep finds an order that can be paid. */
const CLOSE_SWEEP = 50 * SECOND;
/** An order that stays payable for days is watched that closely only in the beginning, and then at this pace. */
const CLOSE_FOR = 3 * HOUR;
const PAYABLE_SWEEP = 10 * MINUTE;
/** A payment that was under way at the deadline may be told a little later. */
const AFTER_DEADLINE = 10 * MINUTE;
/** For orders that anybody may begin without end: the sweep first looks after this time, then after twice as long each time. */
const FIRST_OPEN_SWEEP = 2 * MINUTE;
const LAST_OPEN_SWEEP = HOUR;
/** How long an order counts as one that somebody waits for, after a page has asked for its status. */
const ASKED_LATELY = 10 * MINUTE;
/** An unpaid code is not looked at for ever: MixPay has long ended it. */
const FORGOTTEN_AFTER = 30 * DAY;
const FIRST_SURPLUS_LOOK = 5 * MINUTE;
/** Settlement and refunds take hours, not weeks. */
const FOLLOWED_AFTER_END = 3 * DAY;

/** No look, hook or claim is put off further; an hour is left to clocks that disagree. What is, was put off by a clock that was ahead. */
export const FURTHEST = DAY + HOUR;
/** What was made or looked at longer ago than this is looked at once more before it is given up: the clock may have been set far ahead since. */
const LOOKED_LATELY = 3 * DAY;

/** No poll waits longer. */
export const LONGEST_PACE = 30 * SECOND;

/** Milliseconds until a watched payment may be read again. Confirmations come by the minute, reviews by the hour. */
export function pollPace(result: PaymentResult | undefined): number {
  switch (result?.status) {
    case 'confirming':
      return 8 * SECOND;
    case 'auditing':
      return LONGEST_PACE;
    default:
      return 5 * SECOND;
  }
}

/** When the sweep is to look at an attempt next; undefined: never again. */
export function sweepAt(attempt: Attempt, now: number, follow: boolean): number | undefined {
  const age = Math.max(0, now - attempt.createdAt);
  // Less and less often, so that ten thousand abandoned orders cost next to nothing.
  const later = now + Math.max(Math.min(age / 4, longestSweep(attempt, now, age)), SHORTEST_SWEEP);
  if (isEnded(attempt)) {
    if (age >= attempt.expiresAt - attempt.createdAt + FOLLOWED_AFTER_END) return undefined;
    if (follow && isUnsettled(attempt)) return later;
    // A surplus may show after success, and after settlement: looked for a few times, each after twice the time.
    return attempt.state === 'failed' ? undefined : now + Math.min(Math.max(age, FIRST_SURPLUS_LOOK), DAY);
  }
  // After any other refusal MixPay may know the trace: from before the store was lost, say, and its payer has the link still.
  const unmade = attempt.state === 'refused' && !attempt.superseded && madeNothing(attempt.apiCode);
  if (attempt.sends === 0 || unmade) return undefined;
  const afterDeadline = attempt.expiresAt + SHORTEST_SWEEP;
  const unpaid = isUnpaid(attempt);
  if (unpaid && now > attempt.expiresAt + FORGOTTEN_AFTER) return mayGiveUp(attempt, now) ? undefined : now + DAY;
  return unpaid && now < afterDeadline ? Math.min(later, afterDeadline) : later;
}

function longestSweep(attempt: Attempt, now: number, age: number): number {
  const moving = !isEnded(attempt) && !isUnpaid(attempt) && attempt.result?.status !== 'auditing';
  const payable = !isEnded(attempt) && isUnpaid(attempt) && now < attempt.expiresAt + AFTER_DEADLINE;
  if (!moving && !payable) return DAY;
  if (age < CLOSE_FOR) return CLOSE_SWEEP;
  return payable ? PAYABLE_SWEEP : DAY;
}

function isUnpaid({ result }: Attempt): boolean {
  return (result?.status ?? 'unpaid') === 'unpaid';
}

/** @param attempt as it was before this look */
export function mayGiveUp({ createdAt, resultAt }: Attempt, now: number): boolean {
  return now - Math.max(createdAt, resultAt) < LOOKED_LATELY;
}

/** Whether it is time for something that was put off until `dueAt`. */
export function isTime(dueAt: number, now: number): boolean {
  return dueAt <= now || dueAt - now > FURTHEST;
}

/** Until when the sweep looks for a create that MixPay may have accepted, but whose code was never received. */
export function watchedUntil({ expiresAt }: Pick<Attempt, 'expiresAt'>): number {
  return expiresAt + 10 * MINUTE;
}

/** Whether MixPay still has something to do for a payment that has ended. */
function isUnsettled({ state, result }: Attempt): boolean {
  const refunding = result?.surplusStatus === 'pending' || result?.surplusStatus === 'sending';
  return refunding || (state !== 'failed' && result?.settleStatus !== 'success');
}

/** When the sweep is to look at an attempt of this order; undefined: never again. */
export function lookDueAt(record: OrderRecord, attempt: Attempt): number | undefined {
  if (attempt.dueAt === undefined || !isOpenEnded(record) || isAsked(attempt)) return attempt.dueAt;
  const last = lastLook(attempt);
  return Math.max(attempt.dueAt, openSweepAt(attempt, last));
}

/** When an order that anybody may have begun, and nobody asks for, is to be looked at after `now`. */
export function openSweepAt({ createdAt }: Attempt, now: number): number {
  return now + Math.min(Math.max(now - createdAt, FIRST_OPEN_SWEEP), LAST_OPEN_SWEEP);
}

/** An order the shop did not name, and on which nothing was seen yet: anybody can make these without end. */
export function isOpenEnded({ derived, attempts }: OrderRecord): boolean {
  return derived && !attempts.some(sawSomething);
}

function sawSomething({ state, result, mismatch }: Attempt): boolean {
  const status = result?.status ?? 'unpaid';
  return (
    mismatch !== undefined || (status !== 'unpaid' && status !== 'failed') || state === 'paid' || state === 'done' || state === 'stray'
  );
}

/** Whether a page has asked for this payment lately. */
export function isAsked(attempt: Attempt): boolean {
  return attempt.askedAt !== undefined && lastLook(attempt) - attempt.askedAt < ASKED_LATELY;
}

function lastLook({ createdAt, readAt, resultAt }: Attempt): number {
  return Math.max(createdAt, readAt, resultAt);
}

/** When anything of an order is due: a look, or a hook that is owed. */
export function dueAtOf(record: OrderRecord): number | undefined {
  const looks = record.attempts.flatMap((attempt) => lookDueAt(record, attempt) ?? []);
  // While a notice is claimed there is nothing to do; where the process that claimed it died, it is due when the claim ends.
  const owed = record.notices.map(({ dueAt, claim }) => Math.max(dueAt, claim?.until ?? 0));
  const times = [...looks, ...owed];
  return times.length === 0 ? undefined : Math.min(...times);
}
