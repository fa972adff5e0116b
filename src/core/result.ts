import { isPositiveDecimal, readDecimal } from './amount.js';
import { defined } from './defined.js';
import type { PaymentStatus } from './mixpay.js';
import { readDetails, readStatus, type PaymentDetails } from './payment.js';
import { isRecord, readText, type Fields } from './read.js';

// What server and sandbox need beside it to read and write such answers.
export { defined } from './defined.js';
export { paymentOf } from './payment.js';
export { isRecord, readLink, readText } from './read.js';

/**
 * `data` of MixPay's `payments_result`, as the server reads it: what has the wrong type is absent, never guessed.
 * `status` is undefined where MixPay says one that this version does not know, which is never success.
 */
export interface PaymentResult extends PaymentDetails {
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
  /** An amount or a transaction says that money arrived. For the server alone; payers do not see it. */
  received?: true;
}

/** Failure code 40000 means "nobody paid in time" or "paid in full, confirmed too late": only the amounts say which. */
function sawMoney(data: Fields): boolean {
  const { payment, transactions } = data;
  const total = isRecord(payment) ? payment['totalTransactionsAmount'] : data['totalTransactionsAmount'];
  const amounts = [data['paymentAmount'], data['surplusAmount'], total].map(readDecimal);
  return amounts.some(isPositiveDecimal) || (Array.isArray(transactions) && transactions.length > 0);
}

/** Reads `data` of a `payments_result` answer. Undefined where it is not an object with a status. */
export function readResult(data: unknown): PaymentResult | undefined {
  if (!isRecord(data) || typeof data['status'] !== 'string') return undefined;
  const ours = defined<Omit<PaymentResult, 'status' | keyof PaymentDetails>>({
    rawStatus: data['status'],
    traceId: readText(data['traceId']),
    orderId: readText(data['orderId']),
    payeeId: readText(data['payeeId']),
    failureReason: readText(data['failureReason'], 500),
    settleStatus: readText(data['settleStatus']),
    settleAmount: readDecimal(data['settleAmount']),
    settleSymbol: readText(data['settleSymbol'], 20),
    received: sawMoney(data) ? true : undefined,
  });
  return { ...readDetails(data), ...ours, status: readStatus(data) };
}
