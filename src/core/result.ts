import { isPositiveDecimal, readDecimal } from './amount.js';
import { FAILURE_CODE, isPaymentStatus, SURPLUS_STATUSES, type PaymentStatus, type SurplusStatus } from './mixpay.js';
import type { Payment } from './payment.js';
import { defined } from './defined.js';
import { parseUrl } from './url.js';

export { defined } from './defined.js';

/**
 * `data` of MixPay's `payments_result`, read field by field: what has the wrong type is absent, never guessed.
 * `status` is undefined where MixPay says one that this version does not know, which is never success.
 */
export interface PaymentResult extends Omit<Payment, 'status'> {
  status: PaymentStatus | undefined;
  /** The word MixPay used, known or not. */
  rawStatus: string;
  traceId?: string;
  orderId?: string;
  payeeId?: string;
  failureReason?: string;
  settleStatus?: string;
  settleAmount?: string;
  settleSymbol?: string;
  /** Something of it says that money arrived: an amount, a transaction. Told to the server alone. */
  received?: true;
}

type Fields = Record<string, unknown>;

export function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A short text, or undefined. Whatever it holds is shown as text only. */
export function readText(value: unknown, max = 200): string | undefined {
  return typeof value === 'string' && value !== '' && value.length <= max ? value : undefined;
}

/** A link that may be offered to the payer: http(s) only. */
export function readLink(value: unknown): string | undefined {
  const url = typeof value === 'string' && value.length <= 2048 ? parseUrl(value) : undefined;
  return url !== undefined && /^https?:$/.test(url.protocol) ? url.href : undefined;
}

/** A whole number of blocks, zero or more; MixPay's -1 means "not waiting". Numeric strings occur. */
function readCount(value: unknown): number | undefined {
  const count = typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value;
  return typeof count === 'number' && Number.isInteger(count) && count >= 0 ? count : undefined;
}

function readId(value: unknown): string | undefined {
  return typeof value === 'number' ? String(value) : readText(value);
}

/** Unix seconds. Before 2001 they are a span of time, and from the year 5138 on milliseconds: either is no deadline to believe. */
function readInstant(seconds: unknown): string | undefined {
  const value = Number(seconds);
  return (typeof seconds === 'number' || typeof seconds === 'string') && Number.isInteger(value) && value >= 1e9 && value < 1e11
    ? new Date(value * 1000).toISOString()
    : undefined;
}

/**
 * Payments from before 2026-08-13: underpaid is `pending` + `isMultiPay` + `!isFullyPaid`.
 */
function readStatus(data: Fields): PaymentStatus | undefined {
  const { status, payment } = data;
  if (!isPaymentStatus(status)) return undefined;
  const partial = isRecord(payment) ? payment : data;
  return status === 'pending' && partial['isMultiPay'] === true && partial['isFullyPaid'] === false ? 'paid_less' : status;
}

/** The newest entry of `with=transactions`, which alone knows how many blocks are required. */
function newestTransaction(data: Fields): Fields {
  const list = data['transactions'];
  const last: unknown = Array.isArray(list) ? list.at(-1) : undefined;
  return isRecord(last) ? last : {};
}

/** 40000 says both "nobody paid in time" and "paid in full, confirmed too late": only what else is there tells them apart. */
function sawMoney(data: Fields): boolean {
  const { payment, transactions } = data;
  const total = isRecord(payment) ? payment['totalTransactionsAmount'] : data['totalTransactionsAmount'];
  const amounts = [data['paymentAmount'], data['surplusAmount'], total].map(readDecimal);
  return amounts.some(isPositiveDecimal) || (Array.isArray(transactions) && transactions.length > 0);
}

/** Reads `data` of a `payments_result` answer. Undefined where it is not an object with a status. */
export function readResult(data: unknown): PaymentResult | undefined {
  if (!isRecord(data) || typeof data['status'] !== 'string') return undefined;
  const transaction = newestTransaction(data);
  const surplusStatus = data['surplusStatus'];
  const failureCode = readId(data['failureCode']);
  const result = defined<Omit<PaymentResult, 'status'>>({
    rawStatus: data['status'],
    quoteAmount: readDecimal(data['quoteAmount']),
    quoteAssetId: readText(data['quoteAssetId']),
    quoteSymbol: readText(data['quoteSymbol'], 20),
    payableAmount: readDecimal(data['payableAmount']),
    payableSymbol: readText(data['payableSymbol'], 20),
    paymentAmount: readDecimal(data['paymentAmount']),
    paymentSymbol: readText(data['paymentSymbol'], 20),
    confirmations: readCount(data['confirmations']) ?? readCount(transaction['confirmations']),
    requiredConfirms: readCount(data['requiredConfirms']) ?? readCount(transaction['requiredConfirms']),
    txid: readText(data['txid']) ?? readText(transaction['txid']),
    blockExplorerUrl: readLink(data['blockExplorerUrl']) ?? readLink(transaction['blockExplorerUrl']),
    failureCode: failureCode === FAILURE_CODE.none ? undefined : failureCode,
    surplusAmount: readDecimal(data['surplusAmount']),
    surplusStatus: (SURPLUS_STATUSES as readonly unknown[]).includes(surplusStatus) ? (surplusStatus as SurplusStatus) : undefined,
    expiresAt: readInstant(data['expiredAt']),
    traceId: readText(data['traceId']),
    orderId: readText(data['orderId']),
    payeeId: readText(data['payeeId']),
    failureReason: readText(data['failureReason'], 500),
    settleStatus: readText(data['settleStatus']),
    settleAmount: readDecimal(data['settleAmount']),
    settleSymbol: readText(data['settleSymbol'], 20),
    received: sawMoney(data) ? true : undefined,
  });
  return { ...result, status: readStatus(data) };
}

/** What of a result the payer may see. */
export function paymentOf(result: PaymentResult, status: PaymentStatus): Payment {
  const view: Payment = defined<Payment>({
    status,
    quoteAmount: result.quoteAmount,
    quoteAssetId: result.quoteAssetId,
    quoteSymbol: result.quoteSymbol,
    payableAmount: result.payableAmount,
    payableSymbol: result.payableSymbol,
    paymentAmount: result.paymentAmount,
    paymentSymbol: result.paymentSymbol,
    confirmations: result.confirmations,
    requiredConfirms: result.requiredConfirms,
    txid: result.txid,
    blockExplorerUrl: result.blockExplorerUrl,
    failureCode: status === 'failed' ? result.failureCode : undefined,
    surplusAmount: isPositiveDecimal(result.surplusAmount) ? result.surplusAmount : undefined,
    surplusStatus: result.surplusStatus,
    expiresAt: result.expiresAt,
  });
  return view;
}

/**
 * Reads the payer's view as our own server part sends it.
 * @returns undefined where it has no status this version knows
 */
export function readPayment(body: unknown): Payment | undefined {
  if (!isRecord(body) || !isPaymentStatus(body['status'])) return undefined;
  const result = readResult(body);
  if (result === undefined) return undefined;
  const expiresAt = readTime(body['expiresAt']) ?? result.expiresAt;
  return defined<Payment>({ ...paymentOf(result, body['status']), expiresAt });
}

/** An ISO 8601 instant, or undefined. */
export function readTime(value: unknown): string | undefined {
  const time = typeof value === 'string' && value.length <= 40 ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}
