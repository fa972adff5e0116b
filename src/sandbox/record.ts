import { UUID_PATTERN, type PaymentStatus } from '../core/mixpay.js';
import type { Prices } from './prices.js';

/** What a callback may be about. `success` and `fail` always; the others where `callbackEvent` asks for them. */
export type CallbackEvent = 'success' | 'fail' | 'settle' | 'pending' | 'paid_less';

/** One callback and its attempts. Times are milliseconds since the epoch. */
export interface Delivery {
  event: CallbackEvent;
  /** Attempts made so far. */
  attempts: number;
  /** When the next attempt is due. */
  dueAt: number;
  /** How it ended; absent while attempts are still to come. */
  outcome?: 'delivered' | 'gave_up' | 'skipped';
  /** What the last attempt got, in words. */
  lastAnswer?: string;
}

/** Money that arrived. */
export interface Transfer {
  txid: string;
  assetId: string;
  amount: string;
  /** Milliseconds since the epoch. */
  at: number;
  /** It came after the time to pay, and pays nothing. */
  late?: true;
}

/** What was agreed when the payment was created. "Once the short URL is created, the parameters cannot be modified." */
export interface PaymentTerms {
  payeeId: string;
  /** As it was sent. */
  quoteAmount: string;
  quoteAssetId: string;
  settlementAssetId: string;
  strictMode: boolean;
  orderId?: string;
  traceId?: string;
  paymentAssetId?: string;
  remark?: string;
  settlementMemo?: string;
  returnTo?: string;
  failedReturnTo?: string;
  callbackUrl?: string;
  callbackEvents: readonly string[];
}

/** A payment of the sandbox, replaced as a whole at every change. Times are milliseconds since the epoch. */
export interface PaymentRecord {
  readonly code: string;
  readonly traceId: string;
  readonly clientId: string;
  readonly terms: PaymentTerms;
  readonly createdAt: number;
  /** Prices of the sandbox's own when the payment was made: they hold as long as it does. */
  readonly prices?: Prices;
  /** When somebody first opened its page. */
  readonly openedAt?: number;
  /** The deadline; absent where the payer has unlimited time. */
  readonly expiresAt?: number;
  readonly status: PaymentStatus;
  readonly statusSince: number;
  /** The coin the payer pays with. */
  readonly assetId: string;
  readonly transfers: readonly Transfer[];
  /** Blocks counted at `countedAt`; more follow with time. */
  readonly blocks: number;
  readonly countedAt: number;
  readonly failureCode?: string;
  /** When the settlement is through, and when the surplus is back with the payer. Set by success. */
  readonly settledAt?: number;
  readonly refundSentAt?: number;
  readonly refundedAt?: number;
  readonly settleAnnounced?: boolean;
  readonly deliveries: readonly Delivery[];
}

/** The form in which payee ids compare: lower-case, dashes removed. */
export function payeeKey(payeeId: string): string {
  return payeeId.toLowerCase().replaceAll('-', '');
}

/** Any well-formed id is a payee: a UUID, or the same as 32 hex digits. */
export function isPayeeId(value: unknown): value is string {
  if (typeof value !== 'string') return false;
  return value.includes('-') ? UUID_PATTERN.test(value) : /^[0-9a-f]{32}$/i.test(value);
}
