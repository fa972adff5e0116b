import type { CheckoutState } from '../core/states.js';
import type { MixPayError } from '../core/errors.js';
import type { OrderRequest } from '../core/order.js';
import type { Payment } from '../core/payment.js';

/** Ways to open a checkout. `link` is the floor: a plain link on the button, where nothing else could be shown. */
export type OpenMode = 'qr' | 'redirect' | 'tab' | 'popup' | 'embed' | 'link';

/** What the `mode` attribute may say. */
export type RequestedMode = 'auto' | 'qr' | 'redirect' | 'tab' | 'popup' | 'embed';

/** Why another way was taken than the one asked for. */
export type FallbackReason = 'popup_blocked' | 'slow' | 'framed' | 'in_app' | 'same_origin_frame' | 'dialog_unavailable';

/** Why the dialog closed. */
export type CloseReason = 'button' | 'escape' | 'done' | 'method';

const COMPOSED = { bubbles: true, composed: true } as const;

/**
 * Before anything is sent, once per intent: the shop may cancel, amend the order, add headers (to the create call only),
 * or make it wait for an order to be created or a token to be fetched.
 */
export class MixPayRequestEvent extends Event {
  static readonly type = 'mixpay-request';
  /** What will be posted. May be amended or replaced. */
  order: OrderRequest;
  /** Extra request headers. */
  readonly headers = new Headers();
  readonly #promises: Promise<unknown>[] = [];

  constructor(order: OrderRequest) {
    super(MixPayRequestEvent.type, { ...COMPOSED, cancelable: true });
    this.order = order;
  }

  /** Sends nothing before the promise resolves; a rejection stops the payment with an error. */
  waitUntil(promise: Promise<unknown>): void {
    this.#promises.push(promise);
    // The rejection is told by `settled`; it must not be reported as unhandled before that.
    promise.catch(() => undefined);
  }

  /** Resolves when all that was waited for is there. */
  async settled(): Promise<void> {
    for (let index = 0; index < this.#promises.length; index++) await this.#promises[index];
  }
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

  constructor(detail: { url: string; mode: OpenMode; requestedMode: RequestedMode; reason?: FallbackReason | undefined }) {
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

/** Something went wrong; the payer has been told in their language. */
export class MixPayErrorEvent extends Event {
  static readonly type = 'mixpay-error';
  readonly error: MixPayError;

  constructor(error: MixPayError) {
    super(MixPayErrorEvent.type, COMPOSED);
    this.error = error;
  }
}

/** The state as the element shows it. */
export type MixPayState = CheckoutState;

declare global {
  interface HTMLElementEventMap {
    'mixpay-request': MixPayRequestEvent;
    'mixpay-open': MixPayOpenEvent;
    'mixpay-status': MixPayStatusEvent;
    'mixpay-success': MixPayEndEvent;
    'mixpay-failed': MixPayEndEvent;
    'mixpay-close': MixPayCloseEvent;
    'mixpay-error': MixPayErrorEvent;
  }
}
