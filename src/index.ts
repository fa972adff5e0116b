/** The public names. Importing this registers nothing and is safe where there is no DOM; `mixpay-button/define` registers the element. */
export { MixPayButton } from './element/button/button.js';
export type { Size, Theme, Variant } from './element/button/properties.js';
export { setWords, type WordKey, type Words } from './element/button/language.js';
export type { Verb } from './element/button/label.js';
export type { PayResult } from './element/button/seam.js';
export {
  MixPayErrorEvent,
  MixPayRequestEvent,
  type CloseReason,
  type FallbackReason,
  type MixPayState,
  type OpenMode,
  type RequestedMode,
} from './element/button/events.js';
export { MixPayCloseEvent, MixPayEndEvent, MixPayOpenEvent, MixPayStatusEvent } from './element/payment/events.js';
export { ERROR_CODES, MixPayError, type MixPayErrorCode, type ProblemDetails, type Quote } from './core/errors.js';
export { PAYMENT_STATUSES, type PaymentStatus, type SurplusStatus } from './core/mixpay.js';
export type { OrderRequest } from './core/order.js';
export type { Payment } from './core/payment.js';
