import type { PaymentResult } from '../core/result.js';
import type { PaymentRequest } from './mixpay-client.js';
import type { ExtraParameters } from './options.js';

/**
 * - `creating`: written before MixPay is called; the code is not known yet
 * - `refused`: MixPay refused the create for good (`apiCode`)
 * - `open`: payable under `code`
 * - `failed`: verified
 * - `paid`: verified; `onPaid` is owed
 * - `done`: `onPaid` has returned
 * - `stray`: verified success that does not fulfil the order: superseded, a second one, or declined by the shop
 */
export type AttemptState = 'creating' | 'refused' | 'open' | 'failed' | 'paid' | 'done' | 'stray';

/** What the shop said of an order beside its price, at the moment a code was made. */
export interface AgreedOrder {
  item?: string;
  metadata?: OrderMetadata;
  extra?: ExtraParameters;
}

/** One trace: one short code, one deadline, one end. Times in milliseconds since the epoch. */
export interface Attempt {
  n: number;
  traceId: string;
  state: AttemptState;
  /** Another attempt has taken this one's place; what is paid on it no longer fulfils the order by itself. */
  superseded: boolean;
  /** The body sent to MixPay. Never changed: a retry re-sends exactly this. */
  terms: PaymentRequest;
  quoteSymbol?: string;
  /** Never changed, like `terms`: what the hooks get of this attempt. */
  agreed: AgreedOrder;
  /** Written by 0.1.0, which did not keep `item` and `extra` as the shop had agreed to them. */
  fromOlder?: true;
  /** How often the create was, or may have been, sent. */
  sends: number;
  /** Who is sending the create at this moment. A process that died leaves it behind; it ends by itself. */
  claim?: Lease;
  code?: string;
  /** MixPay's refusal (`refused`), and when it came. */
  apiCode?: number;
  refusedAt?: number;
  createdAt: number;
  expiresAt: number;
  /** When a read was last claimed. */
  readAt: number;
  /** When a result was last recorded. */
  resultAt: number;
  /** When a page last had this read that the shop did not name; absent: never. */
  askedAt?: number;
  /** When a callback last had this read before all polls; absent: never. */
  calledAt?: number;
  /** No poll reads before this. */
  nextCheckAt: number;
  /** When the sweep is to look; absent: never again. */
  dueAt?: number;
  /** What MixPay said last. */
  result?: PaymentResult;
  /** The fields in which the last result is not about this attempt. */
  mismatch?: string[];
  /** What was once owed for this attempt, as `kind` or `kind:status`, so that nothing is owed twice. */
  told: string[];
  /** The shop's reason for not fulfilling a success (`throw review(reason)`); gone once the shop has fulfilled it after all. */
  declined?: string;
  /** The shop has dealt with what somebody had to look at (`resolve`): by itself it keeps the order from being paid no more. */
  resolvedAt?: number;
}

/** Money that does not simply pay an order. */
export type ExceptionKind = 'mismatch' | 'superseded_paid' | 'second_success' | 'failed_with_money' | 'surplus' | 'declined';

export type NoticeKind = 'created' | 'paid' | 'failed' | 'update' | ExceptionKind;

/** A hook that is owed: written together with what caused it, taken away once the hook has returned. */
export interface Notice {
  kind: NoticeKind;
  attempt: number;
  result?: PaymentResult;
  /** The shop's reason (`declined`). */
  reason?: string;
  tries: number;
  /** Not before this. */
  dueAt: number;
  /** Who is calling the hook at this moment. */
  claim?: Lease;
}

export interface Lease {
  owner: string;
  until: number;
}

/** Everything that is kept of one order. One record, so that one compare-and-set covers it. */
export interface OrderRecord {
  v: 1;
  orderId: string;
  /** Whether its payments are a sandbox's or MixPay's own; absent: written by a version that did not say. */
  sandbox?: boolean;
  /** The shop gave no order id: it was derived from the page's nonce. */
  derived: boolean;
  /** Of the newest attempt. Read by nobody but processes of 0.1.0 during a rollout, which know no `Attempt.agreed`. */
  item?: string;
  metadata?: OrderMetadata;
  attempts: Attempt[];
  notices: Notice[];
  /** Held over the whole order by 0.1.0 while it calls hooks; written here too while `onPaid` runs, so that 0.1.0 calls none meanwhile. */
  lease?: OrderLease;
  /** The newest attempt when the shop allowed further ones (`resolve`): those up to it do not count against the limit. */
  allowedFrom?: number;
}

export interface OrderLease extends Lease {
  /** Written by a version that claims each notice by itself, and ignores this lease. */
  forOlder?: true;
}

/** What the shop gets back in its hooks: JSON. */
export type OrderMetadata = Readonly<Record<string, unknown>>;

export function attemptOf(record: OrderRecord, n: number): Attempt | undefined {
  return record.attempts.find((attempt) => attempt.n === n);
}

export function latestAttempt(record: OrderRecord): Attempt | undefined {
  return record.attempts.at(-1);
}

/** The attempt that paid the order, if one has. */
export function payingAttempt(record: OrderRecord): Attempt | undefined {
  return record.attempts.find(isPaying);
}

export function isPaying({ state }: Attempt): boolean {
  return state === 'paid' || state === 'done';
}

/** An attempt that nothing can happen to any more, settlement and refund aside. */
export function isEnded({ state }: Attempt): boolean {
  return state === 'failed' || state === 'paid' || state === 'done' || state === 'stray';
}

/** Money has been seen, or something that is not this payment, or an unknown status; not what the shop has dealt with. */
export function isUnderWay(attempt: Attempt): boolean {
  const { result, mismatch, resolvedAt } = attempt;
  if (mismatch !== undefined) return resolvedAt === undefined;
  return result !== undefined && result.status !== 'unpaid';
}

/** MixPay's last word was not about this payment, and the shop has not dealt with it: nobody is to pay on it, or once more. */
export function isMismatched(attempt: Attempt): boolean {
  return attempt.mismatch !== undefined && attempt.resolvedAt === undefined && !isEnded(attempt);
}

/** Success that does not fulfil the order, until the shop has dealt with it. */
export function isStray({ state, resolvedAt }: Attempt): boolean {
  return state === 'stray' && resolvedAt === undefined;
}

/** A failed attempt that kept money, until the shop has dealt with it (`resolve`). */
export function holdsMoney({ state, told, resolvedAt }: Attempt): boolean {
  return state === 'failed' && resolvedAt === undefined && told.some((key) => key.split(':')[0] === 'failed_with_money');
}

/** No lease is given for longer; one that ends later was given by a clock that has been set back since. */
const LONGEST_LEASE = 5 * 60_000;

/** Whether somebody holds it now. */
export function isLive(lease: Lease | undefined, now: number): boolean {
  return lease !== undefined && lease.until > now && lease.until - now <= LONGEST_LEASE;
}

/** The record with one attempt changed. */
export function withAttempt(record: OrderRecord, n: number, change: (attempt: Attempt) => Attempt): OrderRecord {
  return { ...record, attempts: record.attempts.map((attempt) => (attempt.n === n ? change(attempt) : attempt)) };
}
