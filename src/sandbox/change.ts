import { readDecimal } from '../core/amount.js';
import { FAILURE_CODE, isPaymentStatus, PAYMENT_STATUSES, type PaymentStatus } from '../core/mixpay.js';
import { defined } from '../core/result.js';
import { isCoinId } from './coins.js';
import { Refusal, shown } from './refusal.js';

/** What to do to a payment. Names and spellings are those of `payments_result`. */
export interface PaymentChange {
  /** The status to enter. The one it has already: nothing changes, whatever else is named. */
  status?: PaymentStatus;
  /**
   * All that has arrived so far, in the payer's coin, with a `status`.
   * @default what the status needs: all of it, or half of it for `paid_less`
   */
  paymentAmount?: string;
  /** The coin the payer pays with; only before anything was paid, and where the merchant did not fix it. */
  paymentAssetId?: string;
  /**
   * Why, with `failed`. What must have arrived for it to make sense has: half for `40024`, a transfer in another coin for `40020`, all
   * of it for a payment rejected in review (`10095`) and for `40025` and `40027`. With `40000` it is nothing, unless `paymentAmount` says.
   * @default '40000'
   */
  failureCode?: string;
  /** One more transfer that comes too late: after the deadline, or after the payment failed. It is recorded and does not count. */
  lateAmount?: string;
  /** Blocks seen, while `confirming`; up to what is required. */
  confirmations?: number;
  /** Ends the time to pay now. */
  expire?: true;
  /** Settles now, after `success`, instead of in half a minute. */
  settleStatus?: 'success';
  /** Moves the refund of an overpayment on, after `success`. */
  surplusStatus?: 'sending' | 'success';
}

/** Reads a change from a body. A misspelt name would silently do nothing, so it is refused. */
export function readChange(values: Record<string, unknown>): PaymentChange {
  const unknown = Object.keys(values).find((name) => !Object.hasOwn(READERS, name));
  if (unknown !== undefined) throw unfit(unknown, `one of ${Object.keys(READERS).join(', ')}`, unknown);
  const entries = Object.entries(READERS).map(([name, { read, rule }]) => {
    const value = values[name];
    if (value === undefined) return [name, undefined];
    const result = read(value);
    if (result === undefined) throw unfit(name, rule, value);
    return [name, result];
  });
  return defined(Object.fromEntries(entries) as PaymentChange);
}

/** A change whose value breaks its rule: HTTP 422, because control is not part of MixPay's API. */
export function unfit(name: string, rule: string, value: unknown): Refusal {
  return new Refusal(422, `${name}: expected ${rule}, received ${shown(value)}`, 422);
}

interface Reader {
  rule: string;
  read: (value: unknown) => unknown;
}

const READERS: Readonly<Record<keyof PaymentChange, Reader>> = {
  status: { rule: `one of ${PAYMENT_STATUSES.join(', ')}`, read: (value) => (isPaymentStatus(value) ? value : undefined) },
  paymentAmount: { rule: 'a decimal such as "0.0001"', read: readDecimal },
  paymentAssetId: {
    rule: 'the asset id of a coin',
    read: (value) => (typeof value === 'string' && isCoinId(value) ? value.toLowerCase() : undefined),
  },
  lateAmount: { rule: 'a decimal such as "0.0001"', read: readDecimal },
  failureCode: { rule: 'five digits; 40021 tells of a refund, not of a failed order', read: readFailureCode },
  confirmations: { rule: 'a whole number', read: readCount },
  expire: { rule: 'true', read: (value) => (value === true || value === '1' || value === 'true' ? true : undefined) },
  settleStatus: { rule: '"success"', read: (value) => (value === 'success' ? value : undefined) },
  surplusStatus: { rule: '"sending" or "success"', read: (value) => (value === 'sending' || value === 'success' ? value : undefined) },
};

/** Old records carry many more codes than are documented, so any is possible. */
function readFailureCode(value: unknown): string | undefined {
  const code = typeof value === 'number' ? String(value) : value;
  return typeof code === 'string' && /^\d{5}$/.test(code) && code !== FAILURE_CODE.doublePayment ? code : undefined;
}

function readCount(value: unknown): number | undefined {
  const count = typeof value === 'string' && /^\d{1,4}$/.test(value) ? Number(value) : value;
  return typeof count === 'number' && Number.isInteger(count) && count >= 0 ? count : undefined;
}
