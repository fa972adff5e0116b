import { addDecimals, compareDecimals, isPositiveDecimal, subtractDecimals } from '../core/amount.js';
import { FAILURE_CODE, isTerminal, type PaymentStatus, type SurplusStatus } from '../core/mixpay.js';
import { coinOf } from './coins.js';
import { convert } from './prices.js';
import type { CallbackEvent, Delivery, PaymentRecord } from './record.js';

/** How long the steps take that happen by themselves, in milliseconds. */
const BLOCK_TIME = 10_000;
const SETTLEMENT_TIME = 30_000;
const REFUND_TIMES = { sending: 10_000, success: 20_000 };

/** What is to be paid, in the payer's coin. */
export function payableOf(record: PaymentRecord): string {
  return convert(record.terms.quoteAmount, record.terms.quoteAssetId, record.assetId, record.prices);
}

/** What has arrived in the payer's coin and in time; what came in another coin or too late pays nothing. */
export function receivedOf(record: PaymentRecord): string {
  const counting = record.transfers.filter(({ assetId, late }) => assetId === record.assetId && late !== true);
  return counting.reduce((sum, { amount }) => addDecimals(sum, amount), '0');
}

export function surplusOf(record: PaymentRecord): string {
  return subtractDecimals(receivedOf(record), payableOf(record));
}

export function isFullyPaid(record: PaymentRecord): boolean {
  return compareDecimals(receivedOf(record), payableOf(record)) >= 0;
}

export function symbolOfCoin(assetId: string): string {
  return coinOf(assetId).symbol;
}

export function requiredBlocksOf(record: PaymentRecord): number {
  return coinOf(record.assetId).requiredConfirms;
}

/** Blocks seen so far. Counts up to what is required and never on into the next status. */
export function blocksOf(record: PaymentRecord, now: number): number {
  if (record.status !== 'confirming') return record.blocks;
  const mined = Math.max(0, Math.floor((now - record.countedAt) / BLOCK_TIME));
  return Math.min(requiredBlocksOf(record), record.blocks + mined);
}

export function isPastDeadline(record: PaymentRecord, now: number): boolean {
  return record.expiresAt !== undefined && now >= record.expiresAt;
}

/** Unpaid beyond its deadline: without a `callbackUrl` such a code stays `unpaid`, but no other can be made for it (10065). */
export function isExpired(record: PaymentRecord, now: number): boolean {
  return record.status === 'unpaid' && isPastDeadline(record, now);
}

export function settleStatusOf(record: PaymentRecord, now: number): '' | 'pending' | 'success' {
  if (record.settledAt === undefined) return '';
  return now >= record.settledAt ? 'success' : 'pending';
}

export function surplusStatusOf(record: PaymentRecord, now: number): SurplusStatus {
  if (!isPositiveDecimal(surplusOf(record))) return 'no';
  if (record.refundedAt !== undefined && now >= record.refundedAt) return 'success';
  return record.refundSentAt !== undefined && now >= record.refundSentAt ? 'sending' : 'pending';
}

/** A new status, with what starts by it: counting, settlement, refund, callback. */
export function enter(record: PaymentRecord, status: PaymentStatus, at: number): PaymentRecord {
  const entered: PaymentRecord = { ...record, status, statusSince: at, countedAt: at, blocks: status === 'confirming' ? 0 : record.blocks };
  const event = eventOf(status);
  const announced = event === undefined ? entered : announce(entered, event, at);
  if (status !== 'success') return announced;
  return {
    ...announced,
    settledAt: at + SETTLEMENT_TIME,
    refundSentAt: at + REFUND_TIMES.sending,
    refundedAt: at + REFUND_TIMES.success,
  };
}

function eventOf(status: PaymentStatus): CallbackEvent | undefined {
  if (status === 'confirming' || status === 'pending') return 'pending';
  if (status === 'failed') return 'fail';
  return status === 'success' || status === 'paid_less' ? status : undefined;
}

function wants(record: PaymentRecord, event: CallbackEvent): boolean {
  if (record.terms.callbackUrl === undefined) return false;
  return event === 'success' || event === 'fail' || record.terms.callbackEvents.includes(event);
}

function announce(record: PaymentRecord, event: CallbackEvent, at: number): PaymentRecord {
  if (!wants(record, event)) return record;
  const delivery: Delivery = { event, attempts: 0, dueAt: at };
  return { ...record, deliveries: [...record.deliveries, delivery] };
}

/**
 * Why the deadline ends a payment, or undefined. One on which too little arrived fails. One on which nothing did fails only with a
 * `callbackUrl`, to which MixPay's change log ties that; without, it stays `unpaid`.
 */
function deadlineFailureOf({ status, terms }: PaymentRecord): string | undefined {
  if (status === 'paid_less') return FAILURE_CODE.amountShort;
  return status === 'unpaid' && terms.callbackUrl !== undefined ? FAILURE_CODE.overtime : undefined;
}

/** What the clock alone does to a payment: it ends one that is short at its deadline, and announces a settlement. */
export function advance(record: PaymentRecord, now: number): PaymentRecord {
  const failureCode = isPastDeadline(record, now) ? deadlineFailureOf(record) : undefined;
  if (failureCode !== undefined) {
    return enter({ ...record, failureCode }, 'failed', Math.max(record.expiresAt ?? now, record.statusSince));
  }
  if (settleStatusOf(record, now) === 'success' && record.settleAnnounced !== true) {
    return announce({ ...record, settleAnnounced: true }, 'settle', record.settledAt ?? now);
  }
  return record;
}

/** When the clock next has something to do, or undefined. */
export function nextDue(record: PaymentRecord): number | undefined {
  if (record.terms.callbackUrl === undefined) return undefined;
  const times = record.deliveries.filter(({ outcome }) => outcome === undefined).map(({ dueAt }) => dueAt);
  if (record.expiresAt !== undefined && deadlineFailureOf(record) !== undefined) times.push(record.expiresAt);
  if (record.settledAt !== undefined && record.settleAnnounced !== true && wants(record, 'settle')) times.push(record.settledAt);
  return times.length === 0 ? undefined : Math.min(...times);
}

/** Whether nobody has seen its page and nothing has happened to it. */
export function isUnopened({ status, openedAt, transfers }: PaymentRecord): boolean {
  return status === 'unpaid' && openedAt === undefined && transfers.length === 0;
}

/** Whether more can happen to the payment by somebody's action. */
export function isOpen(record: PaymentRecord): boolean {
  return !isTerminal(record.status);
}

/** Whether the deadline still means something to the payer: what is fully paid and confirmed no longer runs out. */
export function awaitsMoney({ status }: PaymentRecord): boolean {
  return status === 'unpaid' || status === 'confirming' || status === 'paid_less';
}
