import { PAYMENT_FIELDS } from '../core/payment.js';
import { defined, type PaymentResult } from '../core/result.js';
import { isExhausted } from './attempts.js';
import type { Look } from './watch.js';
import type { PaidOrder } from './options.js';
import {
  holdsMoney,
  isEnded,
  isMismatched,
  isPaying,
  isStray,
  isUnderWay,
  latestAttempt,
  type Attempt,
  type AttemptState,
  type Notice,
  type NoticeKind,
  type OrderRecord,
} from './record.js';
import { isGone, viewOf } from './view.js';

/**
 * - `fulfilled`: paid, and `onPaid` has returned
 * - `paid`: paid, and `onPaid` is owed
 * - `review`: somebody has to look: money that does not simply pay the order (see `onException`), or too many links
 * - `under_way`: money was seen, and the payment has not ended
 * - `unpaid`: there is a payment link, or one is being made; nothing was seen on it
 * - `failed`: the last payment has failed, was refused or was dealt with (`resolve`); the order may be paid again
 */
export type OrderState = 'fulfilled' | 'paid' | 'review' | 'under_way' | 'unpaid' | 'failed';

/** What MixPay has said of a payment, and when; text to show, not verified. */
export type KnownResult = Pick<
  PaymentResult,
  (typeof PAYMENT_FIELDS)[number] | 'rawStatus' | 'failureReason' | 'settleStatus' | 'settleAmount' | 'settleSymbol' | 'received'
>;

/** One payment link of an order. Times are ISO 8601. */
export interface AttemptPicture extends Omit<PaidOrder, 'orderId' | 'payeeId'> {
  /**
   * `creating` (MixPay has not answered yet) · `refused` (by MixPay, with `apiCode`) · `open` · `failed` · `paid` (`onPaid` is owed) ·
   * `done` (`onPaid` has returned) · `stray` (success that does not fulfil the order)
   */
  state: AttemptState;
  /** Another attempt has taken its place. */
  superseded: boolean;
  /** What the page is told of it now: one of the seven statuses, or `superseded`. */
  shown: string;
  /** What MixPay said last, and when that was read. */
  result?: KnownResult;
  readAt?: string;
  /** When the sweep looks next; absent: never again. */
  nextLookAt?: string;
  /** Fields in which MixPay's result is not about this payment. */
  mismatch?: string[];
  /** How often the create was, or may have been, sent to MixPay. */
  sends: number;
  /** MixPay's refusal of the create. */
  apiCode?: number;
  /** The shop's reason for not fulfilling it (`throw review(reason)`). */
  declined?: string;
  /** When the shop has dealt with what somebody had to look at (`resolve`). */
  resolvedAt?: string;
  /** The hooks that were called for this payment and have returned: `created`, `paid`, `failed`, `surplus`, … */
  told: string[];
  /** With `recheck` alone: what came of asking MixPay. `recent`: asked within two seconds before; `denied`: the minute's requests are used up. */
  asked?: Asked;
}

/** `failed`: MixPay gave no answer to rely on; `onEvent`, or the console, says why. */
export type Asked = Look['how'] | 'failed';

/** A hook that is still to be called, or that has failed and is called again. */
export interface OwedHook {
  /** `paid` is `onPaid`, `failed` `onFailed`, `created` `onCreated`, `update` `onUpdate`, the others are kinds of `onException`. */
  hook: NoticeKind;
  attempt: number;
  /** How often it has failed. */
  tries: number;
  /** ISO 8601: not before this. */
  dueAt: string;
  /** Some process is calling it, or died doing so. */
  running: boolean;
  reason?: string;
}

/** An order as support needs to see it. Confidential: it holds what was bought, amounts, and the payment's reference. */
export interface OrderPicture {
  orderId: string;
  state: OrderState;
  /** The shop gave no id: it was derived from the page's nonce. */
  derived: boolean;
  /** In the order they were made. */
  attempts: AttemptPicture[];
  owed: OwedHook[];
}

const RESULT_FIELDS = [
  ...PAYMENT_FIELDS,
  'rawStatus',
  'failureReason',
  'settleStatus',
  'settleAmount',
  'settleSymbol',
  'received',
] as const;

/** Named field by field, so that nothing a record holds (a signed address, a code, a create's body) is included by accident. Pure. */
export function pictureOf(record: OrderRecord, asked: ReadonlyMap<number, Asked> = new Map()): OrderPicture {
  const { orderId, derived, attempts, notices } = record;
  return {
    orderId,
    state: stateOf(record),
    derived,
    attempts: attempts.map((attempt) => attemptPicture(attempt, notices, asked.get(attempt.n))),
    owed: notices.map(({ kind, attempt, tries, dueAt, claim, reason }) =>
      defined<OwedHook>({ hook: kind, attempt, tries, dueAt: iso(dueAt), running: claim !== undefined, reason }),
    ),
  };
}

function stateOf(record: OrderRecord): OrderState {
  const { attempts } = record;
  if (attempts.some(needsSomebody) || (isExhausted(record) && !attempts.some(isPaying))) return 'review';
  const paying = attempts.find(isPaying);
  if (paying !== undefined) return paying.state === 'done' ? 'fulfilled' : 'paid';
  if (attempts.some((attempt) => !isEnded(attempt) && isUnderWay(attempt))) return 'under_way';
  const latest = latestAttempt(record);
  const isOver = latest?.state === 'failed' || latest?.state === 'refused' || latest?.resolvedAt !== undefined;
  return isOver ? 'failed' : 'unpaid';
}

function needsSomebody(attempt: Attempt): boolean {
  return isStray(attempt) || holdsMoney(attempt) || isMismatched(attempt);
}

function attemptPicture(attempt: Attempt, notices: readonly Notice[], asked: Asked | undefined): AttemptPicture {
  const { n, traceId, state, superseded, terms, agreed, quoteSymbol, createdAt, expiresAt, result, resultAt, dueAt, told } = attempt;
  const owed = notices.filter((notice) => notice.attempt === n).map(({ kind }) => kind as string);
  const { item, metadata, extra } = agreed;
  const { mismatch, sends, apiCode, declined, resolvedAt } = attempt;
  return defined<AttemptPicture>({
    attempt: n,
    traceId,
    state,
    superseded,
    shown: isGone(attempt) ? 'superseded' : viewOf(attempt).status,
    quoteAmount: terms.quoteAmount,
    quoteAssetId: terms.quoteAssetId,
    quoteSymbol,
    settlementAssetId: terms.settlementAssetId,
    item,
    metadata,
    extra,
    createdAt: iso(createdAt),
    expiresAt: iso(expiresAt),
    result: result === undefined ? undefined : knownResult(result),
    readAt: resultAt > 0 ? iso(resultAt) : undefined,
    nextLookAt: dueAt === undefined ? undefined : iso(dueAt),
    mismatch,
    sends,
    apiCode,
    declined,
    resolvedAt: resolvedAt === undefined ? undefined : iso(resolvedAt),
    told: told.map((key) => key.split(':')[0] ?? key).filter((kind, at, all) => !owed.includes(kind) && all.indexOf(kind) === at),
    asked,
  });
}

function knownResult(result: PaymentResult): KnownResult {
  const present = RESULT_FIELDS.filter((field) => result[field] !== undefined);
  return Object.fromEntries(present.map((field) => [field, result[field]])) as unknown as KnownResult;
}

const iso = (milliseconds: number): string => new Date(milliseconds).toISOString();
