import type { PaymentResult } from '../core/result.js';
import { surplusOf } from '../core/payment.js';
import { paymentOf } from '../core/result.js';
import { withNotice, withNoticeChanged } from './notices.js';
import { omit } from './omit.js';
import { reconcile, type Verdict } from './reconcile.js';
import { attemptOf, isEnded, isPaying, withAttempt, type Attempt, type NoticeKind, type OrderRecord } from './record.js';
import { mayGiveUp, pollPace, sweepAt, watchedUntil } from './schedule.js';

/**
 * An order after MixPay has said something of one of its attempts: the attempt's new state, and every hook that is owed for
 * it, in one value that is written at once or not at all. Pure.
 * @param follow whether the shop wants news (`onUpdate`)
 */
export function recordResult(record: OrderRecord, n: number, result: PaymentResult, now: number, follow = false): OrderRecord {
  const attempt = attemptOf(record, n);
  if (attempt === undefined) return record;
  const verdict = reconcile(result, attempt.terms);
  const next = isEnded(attempt) ? afterEnd(record, attempt, result, verdict, now) : live(record, attempt, result, verdict, now, follow);
  return withAttempt(next, n, (changed) => ({ ...timed(changed, now, follow), resultAt: now }));
}

/** An order after MixPay has said that it knows no such trace: the create never reached it, or not yet. */
export function recordAbsence(record: OrderRecord, n: number, now: number): OrderRecord {
  return withAttempt(record, n, (attempt) => {
    const asked = { ...timed(attempt, now, false), resultAt: now };
    return attempt.code === undefined && now > watchedUntil(attempt) && mayGiveUp(attempt, now) ? omit(asked, 'dueAt') : asked;
  });
}

/** The attempt with the times of its next looks. */
export function timed(attempt: Attempt, now: number, follow: boolean): Attempt {
  const dueAt = sweepAt(attempt, now, follow);
  return { ...omit(attempt, 'dueAt'), nextCheckAt: now + pollPace(attempt.result), ...(dueAt === undefined ? {} : { dueAt }) };
}

function live(record: OrderRecord, attempt: Attempt, result: PaymentResult, verdict: Verdict, now: number, follow: boolean): OrderRecord {
  const { n } = attempt;
  const owe = (target: OrderRecord, kind: NoticeKind) => withNotice(target, { kind, attempt: n, result, dueAt: now });
  if (verdict.kind === 'mismatch') {
    const told = owe(record, 'mismatch');
    // Something new: what the shop has decided before was about something else.
    const decided = (old: Attempt) => (told === record ? old : omit(old, 'resolvedAt'));
    return withAttempt(told, n, (old) => ({ ...decided(old), mismatch: verdict.fields }));
  }
  const known = withAttempt(record, n, (old) => ({ ...omit(omit(old, 'mismatch'), 'resolvedAt'), result, ...deadline(old, result) }));
  switch (verdict.kind) {
    case 'paid':
      return succeeded(withoutOldNews(known, n), attempt, result, owe);
    case 'failed': {
      const failed = withAttempt(withoutOldNews(known, n), n, (old) => ({ ...old, state: 'failed' }));
      // A superseded attempt holds no stock: its order goes on under another.
      const told = attempt.superseded ? failed : owe(failed, 'failed');
      return verdict.money ? owe(told, 'failed_with_money') : told;
    }
    case 'open':
      return follow && isNews(attempt.result, result) ? withNotice(known, { kind: 'update', attempt: n, result, dueAt: now }, true) : known;
  }
}

/** Money on its way, or too little of it: what a shop shows its customer, or its staff, while a payment lasts. */
function isNews(before: PaymentResult | undefined, result: PaymentResult): boolean {
  const moving = result.status === 'confirming' || result.status === 'paid_less';
  return moving && (before?.status !== result.status || before?.paymentAmount !== result.paymentAmount);
}

/** "Confirming" is no news any more once a payment has ended. A hook that is running at this moment may finish. */
function withoutOldNews(record: OrderRecord, n: number): OrderRecord {
  return withNoticeChanged(record, { kind: 'update', attempt: n }, (notice) => (notice.claim === undefined ? undefined : notice));
}

function succeeded(
  record: OrderRecord,
  attempt: Attempt,
  result: PaymentResult,
  owe: (record: OrderRecord, kind: NoticeKind) => OrderRecord,
): OrderRecord {
  const paidBefore = record.attempts.some((other) => isPaying(other) || other.declined !== undefined);
  const fulfils = !paidBefore && !attempt.superseded;
  const ended = withAttempt(record, attempt.n, (old) => ({ ...old, state: fulfils ? 'paid' : 'stray' }));
  const told = owe(ended, fulfils ? 'paid' : paidBefore ? 'second_success' : 'superseded_paid');
  return hasSurplus(result) ? owe(told, 'surplus') : told;
}

/**
 * A terminal trace never reopens: only settlement and refund may still change, and only where the result is the attempt's own.
 * Money that turns up on a failed one is told nevertheless.
 */
function afterEnd(record: OrderRecord, attempt: Attempt, result: PaymentResult, verdict: Verdict, now: number): OrderRecord {
  const { n, result: before, state } = attempt;
  const owe = (target: OrderRecord, kind: NoticeKind, again = false) => withNotice(target, { kind, attempt: n, result, dueAt: now }, again);
  if (verdict.kind === 'mismatch') return owe(record, 'mismatch');
  const foundMoney = state === 'failed' && (verdict.kind === 'paid' || (verdict.kind === 'failed' && verdict.money));
  const told = foundMoney ? owe(record, 'failed_with_money') : record;
  if (before === undefined || result.status !== before.status || FOLLOWED.every((field) => result[field] === before[field])) return told;
  const known = withAttempt(told, n, (old) => ({ ...old, result }));
  return owe(result.status === 'success' && hasSurplus(result) ? owe(known, 'surplus') : known, 'update', true);
}

function hasSurplus(result: PaymentResult): boolean {
  return surplusOf(paymentOf(result, 'success')) !== undefined;
}

const FOLLOWED = ['settleStatus', 'settleAmount', 'settleSymbol', 'surplusStatus', 'surplusAmount', 'txid'] as const;

/** MixPay keeps the deadline of the first create of a trace, so its word is the truth after a lost store. */
function deadline(attempt: Pick<Attempt, 'expiresAt'>, result: PaymentResult): { expiresAt: number } {
  return { expiresAt: result.expiresAt === undefined ? attempt.expiresAt : Date.parse(result.expiresAt) };
}
