import type { Payment } from '../../core/payment.js';
import { COMPOSED, type CloseReason, type FallbackReason, type OpenMode, type RequestedMode } from '../button/events.js';

/** What is about to be opened: the fields of `mixpay-open`. */
export interface Opening {
  url: string;
  mode: OpenMode;
  requestedMode: RequestedMode;
  reason?: FallbackReason | undefined;
}

/** Before the checkout is opened. Canceled, nothing opens, and the shop may do what it likes with `url`. */
export class MixPayOpenEvent extends Event {
  static readonly type = 'mixpay-open';
  /** Absolute, exactly what the QR code holds. */
  readonly url: string;
  readonly mode: OpenMode;
  readonly requestedMode: RequestedMode;
  /** Set where the mode asked for was not possible. */
  readonly reason: FallbackReason | undefined;

  constructor(detail: Opening) {
    super(MixPayOpenEvent.type, { ...COMPOSED, cancelable: true });
    this.url = detail.url;
    this.mode = detail.mode;
    this.requestedMode = detail.requestedMode;
    this.reason = detail.reason;
  }
}

/** The endpoint told something new of the payment. */
export class MixPayStatusEvent extends Event {
  static readonly type = 'mixpay-status';
  readonly status: Payment['status'];
  readonly payment: Payment;

  constructor(payment: Payment) {
    super(MixPayStatusEvent.type, COMPOSED);
    this.status = payment.status;
    this.payment = payment;
  }
}

/** The payment ended. A message to the payer; goods are released by the server alone. */
export class MixPayEndEvent extends Event {
  readonly payment: Payment;
  /** Whether the payment was begun before this page was loaded, or in another tab. */
  readonly resumed: boolean;

  constructor(type: 'mixpay-success' | 'mixpay-failed', payment: Payment, resumed: boolean) {
    super(type, COMPOSED);
    this.payment = payment;
    this.resumed = resumed;
  }
}

/** The dialog closed; the payment goes on. */
export class MixPayCloseEvent extends Event {
  static readonly type = 'mixpay-close';
  readonly reason: CloseReason;

  constructor(reason: CloseReason) {
    super(MixPayCloseEvent.type, COMPOSED);
    this.reason = reason;
  }
}

declare global {
  interface HTMLElementEventMap {
    'mixpay-open': MixPayOpenEvent;
    'mixpay-status': MixPayStatusEvent;
    'mixpay-success': MixPayEndEvent;
    'mixpay-failed': MixPayEndEvent;
    'mixpay-close': MixPayCloseEvent;
  }
}
