/** MixPay's own words and numbers, from its developer documentation (change log of 2026-08-13). */

import { maintenance, noService, priceException, serverError, tooManyRequests } from './api-codes.js';

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

/** Whether two ids name the same asset: upper and lower case do not differ. */
export function sameAsset(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** MixPay's API codes that have a name here; others are kept as numbers. */
export * as API_CODE from './api-codes.js';

const RETRYABLE_API_CODES: readonly number[] = [serverError, tooManyRequests, noService, maintenance, priceException];

/** Whether MixPay may accept the very same request a little later. Unknown codes: no. */
export function isRetryableApiCode(code: number): boolean {
  return RETRYABLE_API_CODES.includes(code);
}

/** Failure codes of a `failed` payment (strings; `"0"` is none). Legacy records carry more: keep them. */
export * as FAILURE_CODE from './failure-codes.js';

export const SURPLUS_STATUSES = ['no', 'pending', 'sending', 'success'] as const;
export type SurplusStatus = (typeof SURPLUS_STATUSES)[number];

/** 60 requests a minute, all of MixPay's APIs together. */
export const RATE_LIMIT_PER_MINUTE = 60;
