import type { MixPayError } from './errors.js';
import type { OrderRequest } from './order.js';
import type { Payment } from './payment.js';

/** What a checkout reports to the code that shows it. */
export interface CheckoutListener {
  /** Something that is shown has changed. */
  onChange(): void;
  /** The endpoint told something new of the payment. */
  onStatus(payment: Payment): void;
  /** The payment ended. `resumed`: it was begun before this document, or in another tab. */
  onEnd(payment: Payment, resumed: boolean): void;
  /**
   * Something went wrong that `prepare` does not reject with.
   * @param goesOn whether the payer can still pay: they are asked about a price, or the payment only cannot be followed any more
   */
  onError(error: MixPayError, goesOn: boolean): void;
}

/**
 * What came of preparing. `ready`: a code may be opened. `asks`: the payer has to agree to `newQuote` first. `told`: there is
 * something to read before a code may be opened. `paid`: the order is paid already and is being followed. `canceled`: the shop
 * canceled `mixpay-request`.
 */
export type Prepared = 'ready' | 'asks' | 'told' | 'paid' | 'canceled';

/** Dispatches `mixpay-request` before anything is sent. Returns undefined where the shop canceled. */
export type Amend = (order: OrderRequest) => Promise<Amendment | undefined>;

/** What `mixpay-request` made of the order, and the headers it added. */
export interface Amendment {
  order: OrderRequest;
  headers: Headers;
}
