import { isPositiveDecimal, subtractDecimals } from './amount.js';
import { FAILURE_CODE, type PaymentStatus, type SurplusStatus } from './mixpay.js';

/**
 * A payment as the payer may see it: what the status URL answers and nothing else (no payee, no trace, no settlement).
 * Amounts are decimal strings; times are ISO 8601.
 */
export interface Payment {
  status: PaymentStatus;
  /** The price. */
  quoteAmount?: string;
  quoteAssetId?: string;
  quoteSymbol?: string;
  /** What is to be paid, in the coin the payer chose. */
  payableAmount?: string;
  payableSymbol?: string;
  /** What has been received so far. */
  paymentAmount?: string;
  paymentSymbol?: string;
  /** Blocks seen so far; absent unless waiting for them. */
  confirmations?: number;
  requiredConfirms?: number;
  txid?: string;
  blockExplorerUrl?: string;
  /** Only with `failed`. */
  failureCode?: string;
  /** What was paid above the price; MixPay sends it back. */
  surplusAmount?: string;
  surplusStatus?: SurplusStatus;
  /** The deadline for paying. */
  expiresAt?: string;
}

/** The names of the fields above, in the order they are sent. Server and page read the same list. */
export const PAYMENT_FIELDS = [
  'status',
  'quoteAmount',
  'quoteAssetId',
  'quoteSymbol',
  'payableAmount',
  'payableSymbol',
  'paymentAmount',
  'paymentSymbol',
  'confirmations',
  'requiredConfirms',
  'txid',
  'blockExplorerUrl',
  'failureCode',
  'surplusAmount',
  'surplusStatus',
  'expiresAt',
] as const satisfies readonly (keyof Payment)[];

/** What is still to be paid: max(payable − paid, 0). Undefined where MixPay has not said what is payable. */
export function remainderOf(payment: Payment): string | undefined {
  if (payment.payableAmount === undefined) return undefined;
  return subtractDecimals(payment.payableAmount, payment.paymentAmount ?? '0');
}

/** Failures that only a payment can have that money arrived for: a wrong coin, too little, a price that moved, a review. */
const FAILED_WITH_MONEY: readonly string[] = [
  FAILURE_CODE.wrongAsset,
  FAILURE_CODE.amountShort,
  FAILURE_CODE.volatility,
  FAILURE_CODE.rejectedInReview,
];

/** Whether money arrived, whatever became of the payment. A payer who lost money must never read "try again". */
export function moneyReceived({ paymentAmount, txid, failureCode }: Payment): boolean {
  return isPositiveDecimal(paymentAmount) || txid !== undefined || (failureCode !== undefined && FAILED_WITH_MONEY.includes(failureCode));
}

/** What was paid too much, or undefined. */
export function surplusOf(payment: Payment): string | undefined {
  return isPositiveDecimal(payment.surplusAmount) ? payment.surplusAmount : undefined;
}
