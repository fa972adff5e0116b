import type { Clock } from '../core/clock.js';
import type { OrderRequest } from '../core/order.js';
import type { PaymentResult } from '../core/result.js';
import type { HandlerEvent } from './events.js';
import type { Fetch } from './upstream.js';
import type { ExceptionKind, OrderMetadata } from './record.js';
import type { Store } from './store/store.js';

/** What the shop says of an order: the only source of its price. */
export interface OrderTerms {
  /** 6–36 of `A-Za-z0-9_-`. Left out (a static page, a donation): derived from the page's nonce, and told in `onCreated`. */
  orderId?: string;
  /** The price, as a decimal string. */
  quoteAmount: string;
  /** `usd`, or an asset UUID. */
  quoteAssetId: string;
  /** How the page is to name the asset. */
  quoteSymbol?: string;
  /** Fixes the coin the payer pays with. */
  paymentAssetId?: string;
  /** At most 50 characters, shown to the payee. */
  remark?: string;
  /** At most 200 characters. */
  settlementMemo?: string;
  /** Overrides what the page asks for. */
  returnTo?: string;
  failedReturnTo?: string;
  /** Seconds the payment stays open; brought into 60 to 172,800. @default 1800 */
  expiresIn?: number;
  /** What is bought, in the page's word or the shop's own; at most 200 characters. Only what is returned here reaches the hooks. */
  item?: string;
  /** Kept with the payment and handed to every hook. JSON, at most 4,000 characters. */
  metadata?: OrderMetadata;
  /** Further parameters of MixPay's, such as `payerEmail`, sent as they are. None that this package knows by a name of its own. */
  extra?: ExtraParameters;
}

/** At most 20 names of letters, digits and underscores, with strings of at most 500 characters, numbers or booleans. */
export type ExtraParameters = Readonly<Record<string, string | number | boolean>>;

export type OrderFunction = (asked: OrderRequest, request: Request) => OrderTerms | Promise<OrderTerms>;

/** An order as the hooks get it. */
export interface PaidOrder {
  orderId: string;
  /** The same in every repeat of a call. */
  traceId: string;
  /** 1, 2, 3 …: which payment of this order it is. From 1001 on: one that a lost store had forgotten, found again at MixPay. */
  attempt: number;
  quoteAmount: string;
  quoteAssetId: string;
  quoteSymbol?: string;
  settlementAssetId: string;
  payeeId: string;
  /** What `order()` returned when this payment's code was made. */
  item?: string;
  metadata?: OrderMetadata;
  extra?: ExtraParameters;
  /** ISO 8601. */
  createdAt: string;
  expiresAt: string;
}

type Hook<Rest extends unknown[]> = (...parameters: Rest) => void | Promise<void>;

/** Hooks. Each owed call is kept in the store until the hook has returned: a throw, or a crash, means that it is called again. */
export interface Hooks {
  /**
   * Release the goods. Called at least once for every order that is paid, and never again after it has returned and that is
   * written. A repeat carries the same `traceId`: make it idempotent by that.
   * Compare what was paid (`order.quoteAmount`, `order.metadata`) with what is about to be released, and `throw review(reason)`
   * where they no longer fit.
   */
  onPaid: Hook<[order: PaidOrder, result: PaymentResult]>;
  /** A payment was created. Here a shop learns the order ids derived for `item`s and donations. If it throws, nothing is opened. */
  onCreated?: Hook<[order: PaidOrder]>;
  /** An attempt ended without success: release the stock. The payer may try again. */
  onFailed?: Hook<[order: PaidOrder, result: PaymentResult]>;
  /**
   * Money that does not simply pay an order; somebody has to look.
   * - `mismatch`: MixPay's result names another trace, payee, asset or amount than the order's
   * - `superseded_paid`: a link that had been replaced (new price, long overdue) was paid after all; the order is not fulfilled by it
   * - `second_success`: the order was paid twice
   * - `failed_with_money`: the payment failed although something arrived
   * - `surplus`: more was paid than asked; MixPay refunds the rest
   * - `declined`: `onPaid` threw `review(reason)`; `handler.resolve(orderId)` calls it again
   * @param reason with `declined`: what `review()` was given
   */
  onException?: Hook<[kind: ExceptionKind, order: PaidOrder, result: PaymentResult, reason?: string]>;
  /**
   * News: money seen (`confirming`), too little of it (`paid_less`), and after the end settlement and refund. Only the newest is
   * told where several came while the hook ran or failed.
   */
  onUpdate?: Hook<[order: PaidOrder, result: PaymentResult]>;
}

export interface PaymentHandlerOptions extends Hooks {
  /** The merchant's MixPay account: a UUID, or its 32 hex digits. */
  payeeId: string;
  /** What the merchant receives: an asset UUID. */
  settlementAssetId: string;
  /**
   * At least 32 characters, random, the same in every process: `openssl rand -base64 32`. To change it, name the new one and
   * then the old: `[new, old]`. What the old one signed holds as long as it is named.
   */
  secret: string | readonly string[];
  /** The shop's public origin, `https://shop.example`; http on loopback only. Host and X-Forwarded-* are never read. */
  origin: string;
  /** `sqlStore(db)`, `redisStore(client)`; `memoryStore()` forgets with every restart. */
  store: Store;
  /**
   * The price of what the page asks for, or `throw refuse(…)`. It must check that this request may pay that order, and refuse
   * what is fulfilled. No side effects: a retry asks again. The request's body has been read: all of it that counts is in `asked`.
   */
  order: OrderFunction;
  /** The endpoint's public path. @default '/api/mixpay' */
  path?: string;
  /** https, or http on loopback. Given in code only. @default 'https://api.mixpay.me' */
  apiBase?: string;
  /** @default 'https://mixpay.me/code/' */
  checkoutBase?: string;
  /** Further origins whose pages may use the endpoint. */
  origins?: readonly string[];
  /** Seconds a payment stays open where `order()` does not say. @default 1800 */
  expiresIn?: number;
  /** Send the order id to MixPay, where its statements show it; then anybody who guesses it can read the result. @default false */
  sendOrderId?: boolean;
  /**
   * Seconds that a callback, a sweep and a create wait for one hook, 1 to 30. A hook that takes longer goes on, and counts when
   * it returns; MixPay itself waits 20 s for the answer to a callback. @default 15
   */
  waitForHooks?: number;
  /** MixPay's `strictMode`. */
  strictMode?: boolean;
  /** For logs: never holds a token, a trace or the secret. */
  onEvent?: (event: HandlerEvent) => void;
  fetch?: Fetch;
  clock?: Clock;
  /** A fresh UUID. @default crypto.randomUUID */
  uuid?: () => string;
}
