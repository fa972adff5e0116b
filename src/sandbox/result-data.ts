import { normalizeDecimal } from '../core/amount.js';
import { symbolOf } from '../core/assets.js';
import { FAILURE_CODE, isTerminal } from '../core/mixpay.js';
import { failureReasonOf } from './failures.js';
import {
  blocksOf,
  isFullyPaid,
  payableOf,
  receivedOf,
  requiredBlocksOf,
  settleStatusOf,
  surplusOf,
  surplusStatusOf,
  symbolOfCoin,
} from './life.js';
import { convert } from './prices.js';
import type { PaymentRecord } from './record.js';

export interface ResultStyle {
  padQuoteAmount: boolean;
  legacyResults: boolean;
}

/** `data` of `GET /v1/payments_result`. @param extras of `with=`: `payment`, `transactions` */
export function resultData(
  record: PaymentRecord,
  now: number,
  style: ResultStyle,
  extras: readonly string[] = [],
): Record<string, unknown> {
  const { terms } = record;
  const confirming = record.status === 'confirming';
  const settled = settleStatusOf(record, now);
  const last = record.transfers.at(-1);
  return {
    status: style.legacyResults ? legacyStatusOf(record) : record.status,
    quoteAmount: style.padQuoteAmount ? padded(terms.quoteAmount) : terms.quoteAmount,
    quoteSymbol: symbolOf(terms.quoteAssetId) ?? symbolOfCoin(terms.quoteAssetId),
    quoteAssetId: terms.quoteAssetId,
    paymentAmount: receivedOf(record),
    paymentSymbol: symbolOfCoin(record.assetId),
    paymentAssetId: record.assetId,
    payableAmount: payableOf(record),
    payableSymbol: symbolOfCoin(record.assetId),
    payableAssetId: record.assetId,
    payeeId: terms.payeeId,
    orderId: terms.orderId ?? '',
    traceId: record.traceId,
    txid: last?.txid ?? '',
    blockExplorerUrl: last === undefined ? '' : explorerUrlOf(last.txid),
    date: Math.floor((last?.at ?? record.createdAt) / 1000),
    expiredAt: record.expiresAt === undefined ? 0 : Math.floor(record.expiresAt / 1000),
    confirmations: confirming ? blocksOf(record, now) : -1,
    surplusAmount: surplusOf(record),
    surplusStatus: surplusStatusOf(record, now),
    failureCode: record.failureCode ?? FAILURE_CODE.none,
    failureReason: record.failureCode === undefined ? '' : failureReasonOf(record.failureCode),
    returnTo: (record.status === 'failed' ? (terms.failedReturnTo ?? terms.returnTo) : terms.returnTo) ?? '',
    settleStatus: settled,
    ...settlementData(record, settled === 'success'),
    info: infoOf(record),
    ...(extras.includes('payment') ? { payment: paymentData(record) } : {}),
    ...(extras.includes('transactions') ? { transactions: transactionsData(record, now) } : {}),
  };
}

/** What was agreed, as MixPay repeats it. */
export function infoOf({ terms }: PaymentRecord): Record<string, string> {
  const { payeeId, settlementAssetId, quoteAssetId, quoteAmount, remark = '', orderId = '', callbackUrl = '', returnTo = '' } = terms;
  return { payeeId, settlementAssetId, quoteAssetId, quoteAmount, remark, orderId, callbackUrl, returnTo };
}

/** Empty texts until it is settled. */
function settlementData({ terms, prices }: PaymentRecord, isSettled: boolean): Record<string, string> {
  if (!isSettled) return { settleAmount: '', settleSymbol: '', settleAsset: '' };
  const { quoteAmount, quoteAssetId, settlementAssetId } = terms;
  return {
    settleAmount: convert(quoteAmount, quoteAssetId, settlementAssetId, prices),
    settleSymbol: symbolOfCoin(settlementAssetId),
    settleAsset: settlementAssetId,
  };
}

/** Until 2026-08-13 all that was neither unpaid nor over was `pending`. */
function legacyStatusOf({ status }: PaymentRecord): string {
  return status === 'unpaid' || isTerminal(status) ? status : 'pending';
}

function paymentData(record: PaymentRecord): Record<string, unknown> {
  return {
    isMultiPay: record.status === 'paid_less' || record.transfers.length > 1,
    isFullyPaid: isFullyPaid(record),
    totalTransactionsAmount: receivedOf(record),
  };
}

function transactionsData(record: PaymentRecord, now: number): unknown[] {
  const required = requiredBlocksOf(record);
  return record.transfers.map(({ txid, amount, assetId, at }, index) => {
    const isLast = index === record.transfers.length - 1;
    return {
      txid,
      paymentAmount: amount,
      paymentAssetId: assetId,
      paymentSymbol: symbolOfCoin(assetId),
      // The documents' sample calls it this way, integrations the other.
      paymentAssetSymbol: symbolOfCoin(assetId),
      confirmations: isLast && record.status === 'confirming' ? blocksOf(record, now) : required,
      requiredConfirms: required,
      blockExplorerUrl: explorerUrlOf(txid),
      broadcastAt: new Date(at).toISOString(),
      confirmSeconds: 0,
    };
  });
}

/** A host that can never exist: no chain holds the sandbox's transactions. */
function explorerUrlOf(txid: string): string {
  return `https://blocks.sandbox.invalid/tx/${txid}`;
}

function padded(amount: string): string {
  const [whole = '0', fraction = ''] = normalizeDecimal(amount).split('.');
  return `${whole}.${fraction.padEnd(8, '0')}`;
}
