import type { PaymentResult } from '../core/result.js';
import type { PaymentRequest } from './mixpay-client.js';

/**
 * - `creating`: written before MixPay is called; the code is not known yet
 * - `refused`: MixPay refused the create for good (`apiCode`)
 * - `open`: payable under `code`
 * - `failed`: verified
 * - `paid`: verified; `onPaid` is owed
 * - `done`: `onPaid` has returned
 * - `stray`: verified success that does not fulfil the order: superseded, or a second one
 */
export type AttemptState = 'creating' | 'refused' | 'open' | 'failed' | 'paid' | 'done' | 'stray';

/** One trace: one short code, one deadline, one end. Times in milliseconds since the epoch. */
export interface Attempt {
  n: number;
  traceId: string;
  state: AttemptState;
  /** Another attempt has taken this one's place; what is paid on it no longer fulfils the order by itself. */
  superseded: boolean;
  /** The body sent to MixPay. A retry re-sends exactly this. */
  terms: PaymentRequest;
  quoteSymbol?: string;
  code?: string;
  apiCode?: number;
  createdAt: number;
  expiresAt: number;
  /** When a read was last claimed. */
  readAt: number;
  /** When a result was last recorded. */
  resultAt: number;
  /** No poll reads before this. */
  nextCheckAt: number;
  /** When the sweep is to look; absent: never again. */
  dueAt?: number;
  /** What MixPay said last. */
  result?: PaymentResult;
  /** The fields in which the last result is not about this attempt. */
  mismatch?: string[];
  /** Kinds of notice that were once owed for this attempt, so that none is owed twice. */
  told: NoticeKind[];
}

/** Money that does not simply pay an order. */
export type ExceptionKind = 'mismatch' | 'superseded_paid' | 'second_success' | 'failed_with_money' | 'surplus';

export type NoticeKind = 'created' | 'paid' | 'failed' | 'update' | ExceptionKind;

/** A hook that is owed: written together with what caused it, taken away once the hook has returned. */
export interface Notice {
  kind: NoticeKind;
  attempt: number;
  result?: PaymentResult;
  tries: number;
  /** Not before this. */
  dueAt: number;
}

export interface Lease {
  owner: string;
  until: number;
}

/** All there is to know of one order. One record, so that one compare-and-set covers it. */
export interface OrderRecord {
  v: 1;
  orderId: string;
  /** The shop gave no order id: it was derived from the page's nonce. */
  derived: boolean;
  item?: string;
  metadata?: OrderMetadata;
  attempts: Attempt[];
  notices: Notice[];
  lease?: Lease;
}

/** What the shop wants back in its hooks: JSON. */
export type OrderMetadata = Readonly<Record<string, unknown>>;

export function attemptOf(record: OrderRecord, n: number): Attempt | undefined {
  return record.attempts.find((attempt) => attempt.n === n);
}

export function latestAttempt(record: OrderRecord): Attempt | undefined {
  return record.attempts.at(-1);
}

/** The attempt that paid the order, if one has. */
export function payingAttempt(record: OrderRecord): Attempt | undefined {
  return record.attempts.find(({ state }) => state === 'paid' || state === 'done');
}

/** An attempt that nothing can happen to any more, settlement and refund aside. */
export function isEnded({ state }: Attempt): boolean {
  return state === 'failed' || state === 'paid' || state === 'done' || state === 'stray';
}

/** The record with one attempt changed. */
export function withAttempt(record: OrderRecord, n: number, change: (attempt: Attempt) => Attempt): OrderRecord {
  return { ...record, attempts: record.attempts.map((attempt) => (attempt.n === n ? change(attempt) : attempt)) };
}

/** The record with a notice owed, unless it was owed before. */
export function withNotice(record: OrderRecord, notice: Omit<Notice, 'tries'>, again = false): OrderRecord {
  const attempt = attemptOf(record, notice.attempt);
  if (attempt === undefined || (!again && attempt.told.includes(notice.kind))) return record;
  const told = withAttempt(record, notice.attempt, (old) => ({ ...old, told: [...new Set([...old.told, notice.kind])] }));
  const others = told.notices.filter(({ kind, attempt: n }) => kind !== notice.kind || n !== notice.attempt);
  return { ...told, notices: [...others, { ...notice, tries: 0 }] };
}
