import { FAILURE_CODE } from '../core/mixpay.js';

/** Why a payment may fail, in the order the checkout page offers them. */
export const FAILURES: readonly { code: string; reason: string }[] = [
  { code: FAILURE_CODE.overtime, reason: 'Payment overtime' },
  { code: FAILURE_CODE.wrongAsset, reason: 'Wrong asset sent' },
  { code: FAILURE_CODE.amountShort, reason: 'Amount short at deadline' },
  { code: FAILURE_CODE.volatility, reason: 'Price moved too far' },
  { code: FAILURE_CODE.settlementRestricted, reason: 'Settlement restricted' },
  { code: FAILURE_CODE.cancelled, reason: 'Cancelled' },
  { code: FAILURE_CODE.rejectedInReview, reason: 'Rejected in review' },
];

export function failureReasonOf(code: string): string {
  return FAILURES.find((failure) => failure.code === code)?.reason ?? 'Payment failed';
}
