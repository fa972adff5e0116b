import { compareDecimals, isPositiveDecimal, subtractDecimals } from '../core/amount.js';
import { API_CODE, FAILURE_CODE, type PaymentStatus } from '../core/mixpay.js';
import { unfit, type PaymentChange } from './change.js';
import { COINS } from './coins.js';
import { blocksOf, enter, isFullyPaid, isExpired, isOpen, isPastDeadline, payableOf, receivedOf, requiredBlocksOf } from './life.js';
import { scaleUp } from './prices.js';
import { randomHex, type RandomBytes } from './random.js';
import type { PaymentRecord, Transfer } from './record.js';
import { Refusal } from './refusal.js';
import { isLegal, mayFailWith, TRANSITIONS } from './transitions.js';

export interface Surroundings {
  now: number;
  random: RandomBytes;
}

/** The payment after a change. The same object where nothing changed; throws a `Refusal` on what is not possible now. */
export function applyChange(record: PaymentRecord, change: PaymentChange, around: Surroundings): PaymentRecord {
  const { status } = change;
  if (status === record.status) return record;
  const prepared = withDeadline(withCoin(record, change), change, around.now);
  if (status !== undefined) return withStatus(prepared, status, change, around);
  if (change.paymentAmount !== undefined || change.failureCode !== undefined) {
    throw unfit('status', `a status together with ${change.failureCode === undefined ? 'paymentAmount' : 'failureCode'}`, null);
  }
  return withLateMoney(withAftermath(withBlocks(prepared, change, around.now), change, around.now), change, around);
}

/** Money after the time to pay: it is recorded and changes nothing, because a trace that has ended never reopens. */
function withLateMoney(record: PaymentRecord, { lateAmount }: PaymentChange, { now, random }: Surroundings): PaymentRecord {
  if (lateAmount === undefined) return record;
  if (!isPositiveDecimal(lateAmount)) throw unfit('lateAmount', 'more than nothing', lateAmount);
  if (record.status !== 'failed' && !isExpired(record, now)) throw illegal(record, 'Money after the time to pay');
  const transfer: Transfer = { txid: randomHex(random, 32), assetId: record.assetId, amount: lateAmount, at: now, late: true };
  return { ...record, transfers: [...record.transfers, transfer] };
}

/** HTTP 409, saying what is possible instead. */
export function illegal(record: PaymentRecord, wish: string, code = 409): Refusal {
  const legal = TRANSITIONS[record.status];
  const ways = legal.length === 0 ? 'it has ended' : `possible are ${legal.join(', ')}`;
  return new Refusal(code, `${wish} is not possible for a payment that is ${record.status}: ${ways}`, 409, {
    status: record.status,
    legal,
  });
}

function withCoin(record: PaymentRecord, { paymentAssetId }: PaymentChange): PaymentRecord {
  if (paymentAssetId === undefined || paymentAssetId === record.assetId) return record;
  if (record.status !== 'unpaid' || record.terms.paymentAssetId !== undefined) throw illegal(record, 'Another coin');
  return { ...record, assetId: paymentAssetId };
}

function withDeadline(record: PaymentRecord, { expire }: PaymentChange, now: number): PaymentRecord {
  if (expire === undefined || isPastDeadline(record, now)) return record;
  if (!isOpen(record)) throw illegal(record, 'Letting it expire');
  return { ...record, expiresAt: now };
}

function withBlocks(record: PaymentRecord, { confirmations }: PaymentChange, now: number): PaymentRecord {
  if (confirmations === undefined) return record;
  if (record.status !== 'confirming') throw illegal(record, 'Counting blocks');
  const required = requiredBlocksOf(record);
  if (confirmations > required || confirmations < blocksOf(record, now)) {
    throw unfit('confirmations', `${blocksOf(record, now)} to ${required}`, confirmations);
  }
  return { ...record, blocks: confirmations, countedAt: now };
}

function withAftermath(record: PaymentRecord, { settleStatus, surplusStatus }: PaymentChange, now: number): PaymentRecord {
  if (settleStatus === undefined && surplusStatus === undefined) return record;
  if (record.status !== 'success') throw illegal(record, settleStatus === undefined ? 'A refund' : 'A settlement');
  const at = (time: number | undefined) => Math.min(time ?? now, now);
  return {
    ...record,
    ...(settleStatus === undefined ? {} : { settledAt: at(record.settledAt) }),
    ...(surplusStatus === undefined ? {} : { refundSentAt: at(record.refundSentAt) }),
    ...(surplusStatus === 'success' ? { refundedAt: at(record.refundedAt) } : {}),
  };
}

function withStatus(record: PaymentRecord, status: PaymentStatus, change: PaymentChange, around: Surroundings): PaymentRecord {
  if (!isLegal(record.status, status)) throw illegal(record, status);
  if (status === 'failed') return fail(record, change, around);
  if (change.failureCode !== undefined) throw unfit('failureCode', 'none but with status "failed"', change.failureCode);
  const total = change.paymentAmount ?? usualAmount(record, status);
  const paid = receive(record, total, around);
  const rule = amountRuleOf(status, payableOf(record));
  if (!rule.holds(total, isFullyPaid(paid))) throw unfit('paymentAmount', `${rule.words} for ${status}`, total);
  return enter(paid, status, around.now);
}

function amountRuleOf(status: PaymentStatus, payable: string): { words: string; holds(total: string, full: boolean): boolean } {
  if (status === 'confirming') return { words: 'more than nothing', holds: (total) => isPositiveDecimal(total) };
  if (status !== 'paid_less') return { words: `at least ${payable}`, holds: (_, full) => full };
  return { words: `more than nothing and less than ${payable}`, holds: (total, full) => isPositiveDecimal(total) && !full };
}

function usualAmount(record: PaymentRecord, status: PaymentStatus): string {
  const payable = payableOf(record);
  const received = receivedOf(record);
  if (status !== 'paid_less') return isFullyPaid(record) ? received : payable;
  return isPositiveDecimal(received) && !isFullyPaid(record) ? received : scaleUp(payable, '1', '2');
}

function fail(record: PaymentRecord, change: PaymentChange, around: Surroundings): PaymentRecord {
  const failureCode = change.failureCode ?? FAILURE_CODE.overtime;
  if (!mayFailWith(record, failureCode)) throw illegal(record, 'Cancelling', API_CODE.cannotCancelNow);
  const usual = usualFailedAmount(record, failureCode);
  const received = receive(record, change.paymentAmount ?? usual, around);
  const paid = failureCode === FAILURE_CODE.wrongAsset ? receiveWrongCoin(received, around) : received;
  return enter({ ...paid, failureCode }, 'failed', around.now);
}

/** What must have arrived for this reason to make sense. */
function usualFailedAmount(record: PaymentRecord, failureCode: string): string {
  if (failureCode === FAILURE_CODE.amountShort) return isFullyPaid(record) ? receivedOf(record) : usualAmount(record, 'paid_less');
  const reviewed: readonly string[] = [FAILURE_CODE.volatility, FAILURE_CODE.settlementRestricted, FAILURE_CODE.rejectedInReview];
  return reviewed.includes(failureCode) ? usualAmount(record, 'auditing') : receivedOf(record);
}

/** Books what is new, so that the total is right. A total below what was seen is a transfer that confirmed at less. */
function receive(record: PaymentRecord, total: string, { now, random }: Surroundings): PaymentRecord {
  const received = receivedOf(record);
  const order = compareDecimals(total, received);
  if (order === 0) return record;
  const transfer = (amount: string): Transfer => ({ txid: randomHex(random, 32), assetId: record.assetId, amount, at: now });
  if (order > 0) return { ...record, transfers: [...record.transfers, transfer(subtractDecimals(total, received))] };
  if (record.status !== 'confirming') throw unfit('paymentAmount', `at least the ${received} already received`, total);
  return { ...record, transfers: isPositiveDecimal(total) ? [transfer(total)] : [] };
}

function receiveWrongCoin(record: PaymentRecord, { now, random }: Surroundings): PaymentRecord {
  const other = COINS.find(({ assetId }) => assetId !== record.assetId);
  const transfer: Transfer = { txid: randomHex(random, 32), assetId: other?.assetId ?? '', amount: payableOf(record), at: now };
  return { ...record, transfers: [...record.transfers, transfer] };
}
