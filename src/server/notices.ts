import { attemptOf, isLive, withAttempt, type Notice, type NoticeKind, type OrderRecord } from './record.js';

/** The most urgent first: goods that are paid for, then stock to release, then what somebody has to look at, then news. */
const URGENCY: readonly NoticeKind[] = [
  'paid',
  'created',
  'failed',
  'declined',
  'failed_with_money',
  'mismatch',
  'superseded_paid',
  'second_success',
  'surplus',
  'update',
];

/** No hook that failed waits longer for its next call. */
export const LONGEST_BACKOFF = 60 * 60_000;

/** What makes two notices one: a second of the same attempt and kind takes the first one's place. */
export function isSame(a: Pick<Notice, 'kind' | 'attempt'>, b: Pick<Notice, 'kind' | 'attempt'>): boolean {
  return a.kind === b.kind && a.attempt === b.attempt;
}

/**
 * The record with a notice owed, unless the same was owed before: the same attempt, kind and status heard. A mismatch told
 * while a payment was open is told again when it ends.
 * @param again owed also where it was owed before
 */
export function withNotice(record: OrderRecord, notice: Omit<Notice, 'tries' | 'claim'>, again = false): OrderRecord {
  const attempt = attemptOf(record, notice.attempt);
  const key = keyOf(notice);
  if (attempt === undefined || (!again && attempt.told.includes(key))) return record;
  const told = withAttempt(record, notice.attempt, (old) => ({ ...old, told: [...new Set([...old.told, key])] }));
  const before = told.notices.find((other) => isSame(other, notice));
  // Newer news waits until the hook has returned from the older.
  const claim = before?.claim === undefined ? {} : { claim: before.claim };
  return { ...told, notices: [...told.notices.filter((other) => !isSame(other, notice)), { ...notice, tries: 0, ...claim }] };
}

/** Only a mismatch may be heard under several statuses; every other kind belongs to one. */
function keyOf({ kind, result }: Pick<Notice, 'kind' | 'result'>): string {
  return kind === 'mismatch' ? `${kind}:${result?.status ?? 'unknown'}` : kind;
}

/**
 * The notice whose hook is to be called next: due, and claimed by no process.
 * @param at once: notices of this kind are due whatever their time, because a request waits for them
 */
export function nextOwed(record: OrderRecord, now: number, atOnce?: NoticeKind): Notice | undefined {
  if (isHeldByOlder(record, now)) return undefined;
  const ready = record.notices.filter((notice) => (isDue(notice, now) || notice.kind === atOnce) && !isLive(notice.claim, now));
  return ready.sort((a, b) => URGENCY.indexOf(a.kind) - URGENCY.indexOf(b.kind))[0];
}

/** Further ahead than any backoff: written by a clock that was ahead and has been set right since. */
function isDue({ dueAt }: Notice, now: number): boolean {
  return dueAt <= now || dueAt - now > LONGEST_BACKOFF;
}

/** A process of 0.1.0 is calling hooks of this order. */
export function isHeldByOlder({ lease }: OrderRecord, now: number): boolean {
  return lease !== undefined && lease.forOlder !== true && isLive(lease, now);
}

/** Whether any hook of these kinds is still owed for an attempt. */
export function isOwed(record: OrderRecord, n: number, isKind: (kind: NoticeKind) => boolean): boolean {
  return record.notices.some(({ attempt: of, kind }) => of === n && isKind(kind));
}

/** The record with one notice changed, or taken away where `change` returns undefined. */
export function withNoticeChanged(
  record: OrderRecord,
  notice: Pick<Notice, 'kind' | 'attempt'>,
  change: (notice: Notice) => Notice | undefined,
): OrderRecord {
  return { ...record, notices: record.notices.flatMap((other) => (isSame(other, notice) ? (change(other) ?? []) : other)) };
}
