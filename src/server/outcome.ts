import type { PaymentResult } from '../core/result.js';
import { surplusOf } from '../core/payment.js';
import { paymentOf } from '../core/result.js';
import { omit } from './omit.js';
import { reconcile, type Verdict } from './reconcile.js';
import { attemptOf, isEnded, payingAttempt, withAttempt, withNotice, type Attempt, type NoticeKind, type OrderRecord } from './record.js';
import { pollPace, sweepAt } from './schedule.js';

/**
 * An order after MixPay has said something of one of its attempts: the attempt's new state, and every hook that is owed for
 * it, in one value that is written at once or not at all. Pure.
 * @param follow whether settlement and refunds are followed after the end
 */
export function recordResult(record: OrderRecord, n: number, result: PaymentResult, now: number, follow = false): OrderRecord {
  const attempt = attemptOf(record, n);
  if (attempt === undefined) return record;
  const verdict = reconcile(result, attempt.terms);
  const next = isEnded(attempt) ? afterEnd(record, attempt, result, verdict, now) : live(record, attempt, result, verdict, now);
  return withAttempt(next, n, (changed) => timed({ ...changed, resultAt: now }, now, follow));
}

/** An order after MixPay has said that it knows no such trace: the create never reached it, or not yet. */
export function recordAbsence(record: OrderRecord, n: number, now: number): OrderRecord {
  return withAttempt(record, n, (attempt) => {
    const asked = { ...attempt, resultAt: now };
    return attempt.state === 'creating' && now > attempt.expiresAt ? omit(asked, 'dueAt') : timed(asked, now, false);
  });
}

/** The attempt with the times of its next looks. */
export function timed(attempt: Attempt, now: number, follow: boolean): Attempt {
  const dueAt = sweepAt(attempt, now, follow);
  return { ...omit(attempt, 'dueAt'), nextCheckAt: now + pollPace(attempt.result), ...(dueAt === undefined ? {} : { dueAt }) };
}

function live(record: OrderRecord, attempt: Attempt, result: PaymentResult, verdict: Verdict, now: number): OrderRecord {
  const { n } = attempt;
  const owe = (target: OrderRecord, kind: NoticeKind) => withNotice(target, { kind, attempt: n, result, dueAt: now });
  if (verdict.kind === 'mismatch') {
    return owe(
      withAttempt(record, n, (old) => ({ ...old, mismatch: verdict.fields })),
      'mismatch',
    );
  }
  const known = withAttempt(record, n, (old) => ({ ...omit(old, 'mismatch'), result, ...deadline(old, result) }));
  switch (verdict.kind) {
    case 'paid':
      return succeeded(known, attempt, result, owe);
    case 'failed': {
      const failed = withAttempt(known, n, (old) => ({ ...old, state: 'failed' }));
      // A superseded attempt holds no stock: its order goes on under another.
      const told = attempt.superseded ? failed : owe(failed, 'failed');
      return verdict.money ? owe(told, 'failed_with_money') : told;
    }
    case 'open':
      return known;
  }
}

function succeeded(
  record: OrderRecord,
  attempt: Attempt,
  result: PaymentResult,
  owe: (record: OrderRecord, kind: NoticeKind) => OrderRecord,
): OrderRecord {
  const paidBefore = payingAttempt(record) !== undefined;
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
