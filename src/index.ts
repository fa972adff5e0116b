/** The public names. Importing this registers nothing and is safe where there is no DOM; `mixpay-button/define` registers the element. */
export { MixPayButton, type Size, type Theme, type Variant } from './element/button.js';
export type { Verb } from './element/labels.js';
export type { PayResult } from './element/flow-host.js';
export {
  MixPayCloseEvent,
  MixPayEndEvent,
  MixPayErrorEvent,
  MixPayOpenEvent,
  MixPayRequestEvent,
  MixPayStatusEvent,
  type CloseReason,
  type FallbackReason,
  type MixPayState,
  type OpenMode,
  type RequestedMode,
} from './element/events.js';
export { ERROR_CODES, MixPayError, type MixPayErrorCode, type ProblemDetails, type Quote } from './core/errors.js';
export { PAYMENT_STATUSES, type PaymentStatus, type SurplusStatus } from './core/mixpay.js';
export type { OrderRequest } from './core/order.js';
export type { Payment } from './core/payment.js';
