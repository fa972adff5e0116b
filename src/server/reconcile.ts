import { decimalsEqual } from '../core/amount.js';
import { sameAsset } from '../core/assets.js';
import type { PaymentStatus } from '../core/mixpay.js';
import { moneyReceived } from '../core/payment.js';
import { paymentOf, type PaymentResult } from '../core/result.js';

/** What an attempt must be paid with. */
export interface ExpectedPayment {
  traceId: string;
  payeeId: string;
  quoteAssetId: string;
  quoteAmount: string;
}

/** The identity fields of a result, in the order they are reported. */
export type IdentityField = 'traceId' | 'payeeId' | 'quoteAssetId' | 'quoteAmount';

/**
 * What a result says of an attempt.
 * - `paid`: all of MixPay's conditions hold
 * - `failed`: verified failure; `money` says that something was received nevertheless
 * - `open`: not ended; `status` is undefined for a word this version does not know, which is never success
 * - `mismatch`: the result is about another trace, payee, asset or amount; `ended` says that it claims an end
 */
export type Verdict =
  | { kind: 'paid' }
  | { kind: 'failed'; money: boolean }
  | { kind: 'open'; status: PaymentStatus | undefined }
  | { kind: 'mismatch'; fields: IdentityField[]; ended: boolean };

/** A payee's id in its one spelling: MixPay writes it with dashes or as 32 hex digits. */
export function normalizePayee(payeeId: string): string {
  return payeeId.replaceAll('-', '').toLowerCase();
}

/**
 * Whether a verified result of MixPay's pays an attempt. Pure; the one place where that is decided.
 *
 * Both ends are believed only if trace, payee, asset and amount are all named and all the attempt's own. While a payment is
 * open MixPay may leave some of them out, so there only a field that is named and differs counts.
 */
export function reconcile(result: PaymentResult, expected: ExpectedPayment): Verdict {
  const ended = result.status === 'success' || result.status === 'failed';
  const fields = IDENTITY.filter(({ field, same }) => {
    const value = result[field];
    return value === undefined ? ended : !same(value, expected[field]);
  }).map(({ field }) => field);
  if (fields.length > 0) return { kind: 'mismatch', fields, ended };
  if (result.status === 'success') return { kind: 'paid' };
  if (result.status === 'failed') return { kind: 'failed', money: result.received === true || moneyReceived(paymentOf(result, 'failed')) };
  return { kind: 'open', status: result.status };
}

const IDENTITY: readonly { field: IdentityField; same: (a: string, b: string) => boolean }[] = [
  { field: 'traceId', same: (a, b) => a.toLowerCase() === b.toLowerCase() },
  { field: 'payeeId', same: (a, b) => normalizePayee(a) === normalizePayee(b) },
  { field: 'quoteAssetId', same: sameAsset },
  { field: 'quoteAmount', same: decimalsEqual },
];
