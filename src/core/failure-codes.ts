/** Failure codes of a `failed` payment, one export each, so that a page loads only those it uses. */

export const none = '0';
/** No valid payment in time, or fully paid but confirmed too late. */
export const overtime = '40000';
export const wrongAsset = '40020';
/** Describes the refund of an extra transfer, not a failed order. */
export const doublePayment = '40021';
export const amountShort = '40024';
export const volatility = '40025';
export const settlementRestricted = '40027';
export const cancelled = '40032';
export const rejectedInReview = '10095';
