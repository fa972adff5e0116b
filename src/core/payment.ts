import { isPositiveDecimal, readDecimal, subtractDecimals } from './amount.js';
import { defined } from './defined.js';
import type { Quote } from './errors.js';
import { FAILURE_CODE, isPaymentStatus, SURPLUS_STATUSES, type PaymentStatus, type SurplusStatus } from './mixpay.js';
import { isRecord, readLink, readText, readTime, type Fields } from './read.js';

/**
 * A payment as the payer may see it: what the status URL returns and nothing else (no payee, no trace, no settlement).
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

/** All of a payment but its status. */
export type PaymentDetails = Omit<Payment, 'status'>;

const readSymbol = (value: unknown): string | undefined => readText(value, 20);

/** How each field is read, whoever sent it: MixPay, our own server part, or storage. Fields are sent in this order. */
const READERS: { [Field in keyof PaymentDetails]-?: (value: unknown) => Payment[Field] } = {
  quoteAmount: readDecimal,
  quoteAssetId: readText,
  quoteSymbol: readSymbol,
  payableAmount: readDecimal,
  payableSymbol: readSymbol,
  paymentAmount: readDecimal,
  paymentSymbol: readSymbol,
  confirmations: readCount,
  requiredConfirms: readCount,
  txid: readText,
  blockExplorerUrl: readLink,
  failureCode: readFailureCode,
  surplusAmount: readDecimal,
  surplusStatus: (value) => SURPLUS_STATUSES.find((status) => status === value),
  expiresAt: readTime,
};

/** The names of all fields of a payment. */
export const PAYMENT_FIELDS = ['status', ...Object.keys(READERS)] as readonly (keyof Payment)[];

/** A whole number of blocks, zero or more; MixPay's -1 means "not waiting". Numeric strings occur. */
function readCount(value: unknown): number | undefined {
  const count = typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value;
  return typeof count === 'number' && Number.isInteger(count) && count >= 0 ? count : undefined;
}

function readFailureCode(value: unknown): string | undefined {
  const code = typeof value === 'number' ? String(value) : readText(value);
  return code === FAILURE_CODE.none ? undefined : code;
}

/** Unix seconds. Before 2001 they are a span of time, and from the year 5138 on milliseconds: neither is a deadline. */
function readInstant(seconds: unknown): string | undefined {
  const value = typeof seconds === 'number' || typeof seconds === 'string' ? Number(seconds) : Number.NaN;
  return Number.isInteger(value) && value >= 1e9 && value < 1e11 ? new Date(value * 1000).toISOString() : undefined;
}

function readFields(data: Fields): PaymentDetails {
  return defined<PaymentDetails>(Object.fromEntries(Object.entries(READERS).map(([field, read]) => [field, read(data[field])])));
}

/** A price, as far as it is named. */
export function readQuote(data: object): Partial<Quote> {
  const { quoteAmount, quoteAssetId, quoteSymbol } = readFields(data as Fields);
  return defined<Partial<Quote>>({ quoteAmount, quoteAssetId, quoteSymbol });
}

/** The status, or undefined where this version does not know it, which is never success. */
export function readStatus(data: Fields): PaymentStatus | undefined {
  const { status, payment } = data;
  if (!isPaymentStatus(status)) return undefined;
  // Payments from before 2026-08-13: underpaid is `pending` + `isMultiPay` + `!isFullyPaid`.
  const partial = isRecord(payment) ? payment : data;
  return status === 'pending' && partial['isMultiPay'] === true && partial['isFullyPaid'] === false ? 'paid_less' : status;
}

/** Reads all but the status, as MixPay's `payments_result` or our own server part sends it. */
export function readDetails(data: Fields): PaymentDetails {
  const { transactions } = data;
  // The newest entry of `with=transactions` alone knows how many blocks are required.
  const newest: unknown = Array.isArray(transactions) ? transactions.at(-1) : undefined;
  const { confirmations, requiredConfirms, txid, blockExplorerUrl } = readFields(isRecord(newest) ? newest : {});
  return {
    ...defined<PaymentDetails>({ confirmations, requiredConfirms, txid, blockExplorerUrl, expiresAt: readInstant(data['expiredAt']) }),
    ...readFields(data),
  };
}

/** A payment with this status and those of its details that the payer may see. */
export function paymentOf(details: PaymentDetails, status: PaymentStatus): Payment {
  const shown = PAYMENT_FIELDS.map((field) => [field, (details as Payment)[field]]);
  return defined<Payment>({
    ...(Object.fromEntries(shown) as PaymentDetails),
    status,
    failureCode: status === 'failed' ? details.failureCode : undefined,
    surplusAmount: surplusOf(details),
  });
}

/** Reads a payment as MixPay or our own server part sends it. Undefined where it has no status this version knows. */
export function readPayment(data: unknown): Payment | undefined {
  const status = isRecord(data) ? readStatus(data) : undefined;
  return status === undefined ? undefined : paymentOf(readDetails(data as Fields), status);
}

/** What is still to be paid: max(payable − paid, 0). Undefined where MixPay has not said what is payable. */
export function remainderOf(payment: Payment): string | undefined {
  if (payment.payableAmount === undefined) return undefined;
  return subtractDecimals(payment.payableAmount, payment.paymentAmount ?? '0');
}

/** Failure codes that only occur after money arrived: a wrong coin, too little, a price that moved, a review. */
const FAILED_WITH_MONEY: readonly unknown[] = [
  FAILURE_CODE.wrongAsset,
  FAILURE_CODE.amountShort,
  FAILURE_CODE.volatility,
  FAILURE_CODE.rejectedInReview,
];

/** Whether money arrived, whatever became of the payment. A payer who lost money must never read "try again". */
export function moneyReceived({ paymentAmount, txid, failureCode }: PaymentDetails): boolean {
  return isPositiveDecimal(paymentAmount) || txid !== undefined || FAILED_WITH_MONEY.includes(failureCode);
}

/** What was paid too much, or undefined. */
export function surplusOf({ surplusAmount }: PaymentDetails): string | undefined {
  return isPositiveDecimal(surplusAmount) ? surplusAmount : undefined;
}
