import { FAILURE_CODE } from '../core/mixpay.js';

/** Why a payment may fail, in the order the checkout page offers them; in MixPay's words where it documents them. */
export const FAILURES: readonly { code: string; reason: string }[] = [
  { code: FAILURE_CODE.overtime, reason: 'Payment overtime' },
  { code: FAILURE_CODE.wrongAsset, reason: 'Wrong asset paid' },
  { code: FAILURE_CODE.amountShort, reason: 'Wrong Amount paid' },
  { code: FAILURE_CODE.volatility, reason: 'Too much market volatility.' },
  { code: FAILURE_CODE.settlementRestricted, reason: 'Your payment fails due to transaction restrictions on settlement assets.' },
  { code: FAILURE_CODE.cancelled, reason: 'Cancelled' },
  { code: FAILURE_CODE.rejectedInReview, reason: 'Rejected in review' },
];

export function failureReasonOf(code: string): string {
  return FAILURES.find((failure) => failure.code === code)?.reason ?? 'Payment failed';
}
