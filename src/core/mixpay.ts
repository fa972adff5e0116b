/** MixPay's own words and numbers, from its developer documentation (change log of 2026-08-13). */

/** The seven statuses of a payment. Anything else is not success. */
export const PAYMENT_STATUSES = ['unpaid', 'confirming', 'paid_less', 'pending', 'auditing', 'success', 'failed'] as const;

export type PaymentStatus = (typeof PAYMENT_STATUSES)[number];

export function isPaymentStatus(value: unknown): value is PaymentStatus {
  return (PAYMENT_STATUSES as readonly unknown[]).includes(value);
}

/** Only these two end a payment; a terminal trace never reopens. */
export function isTerminal(status: PaymentStatus): status is 'success' | 'failed' {
  return status === 'success' || status === 'failed';
}

/** A short code as the page may put it into a URL. Stricter than MixPay, whose codes are UUIDs or short words. */
export const CODE_PATTERN = /^[A-Za-z0-9_-]{1,64}$/;

export const UUID_PATTERN = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** MixPay's API codes that a page acts on: the others are not loaded there. */
export const PAGE_API_CODE = {
  serverError: -1,
  ok: 0,
  tooManyRequests: 1429,
  noService: 10007,
  maintenance: 10008,
  priceException: 10034,
} as const;

/** All of MixPay's API codes that this package names; others are kept as numbers. */
export const API_CODE = {
  ...PAGE_API_CODE,
  linkNotFound: 404,
  parameterError: 1017,
  permission: 2000,
  userNotFound: 10001,
  currencyUnsupported: 10002,
  quoteAssetUnsupported: 10003,
  priceTooLow: 10004,
  priceTooHigh: 10005,
  over1000Usdt: 10006,
  parameterErrorToo: 10011,
  traceCompleted: 10020,
  cannotCancelNow: 10032,
  callbackNotHttps: 10061,
  orderNotFound: 10062,
  expiryTooShort: 10063,
  expiryTooLong: 10064,
  traceExpiredOrFailed: 10065,
  traceNotAvailable: 10084,
  badCallbackEvent: 10131,
} as const;

const RETRYABLE_API_CODES: ReadonlySet<number> = new Set([
  PAGE_API_CODE.serverError,
  PAGE_API_CODE.tooManyRequests,
  PAGE_API_CODE.noService,
  PAGE_API_CODE.maintenance,
  PAGE_API_CODE.priceException,
]);

/** Whether MixPay may accept the very same request a little later. Unknown codes: no. */
export function isRetryableApiCode(code: number): boolean {
  return RETRYABLE_API_CODES.has(code);
}

/** Failure codes of a `failed` payment (strings; `"0"` is none). Legacy records carry more: keep them. */
export const FAILURE_CODE = {
  none: '0',
  /** No valid payment in time, or fully paid but confirmed too late. */
  overtime: '40000',
  wrongAsset: '40020',
  /** Describes the refund of an extra transfer, not a failed order. */
  doublePayment: '40021',
  amountShort: '40024',
  volatility: '40025',
  settlementRestricted: '40027',
  cancelled: '40032',
  rejectedInReview: '10095',
} as const;

export const SURPLUS_STATUSES = ['no', 'pending', 'sending', 'success'] as const;
export type SurplusStatus = (typeof SURPLUS_STATUSES)[number];

/** 60 requests a minute, all of MixPay's APIs together. */
export const RATE_LIMIT_PER_MINUTE = 60;
