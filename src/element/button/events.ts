import type { MixPayError } from '../../core/errors.js';
import type { OrderRequest } from '../../core/order.js';
import type { CheckoutState } from '../../core/states.js';

/** Ways to open a checkout. `link` is a plain link on the button, where nothing else could be shown. */
export type OpenMode = 'qr' | 'redirect' | 'tab' | 'popup' | 'embed' | 'link';

/** What the `mode` attribute may say. */
export type RequestedMode = 'auto' | 'qr' | 'redirect' | 'tab' | 'popup' | 'embed';

/** Why another way was taken than the one asked for. */
export type FallbackReason = 'popup_blocked' | 'slow' | 'framed' | 'in_app' | 'same_origin_frame' | 'dialog_unavailable';

/** Why the dialog closed. `hidden`: the button, or something around it, is no longer rendered. */
export type CloseReason = 'button' | 'escape' | 'done' | 'method' | 'hidden';

/** The state as the element shows it. */
export type MixPayState = CheckoutState;

export const COMPOSED = { bubbles: true, composed: true } as const;

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

/** Something went wrong; the payer has been told in their language. */
export class MixPayErrorEvent extends Event {
  static readonly type = 'mixpay-error';
  readonly error: MixPayError;

  constructor(error: MixPayError) {
    super(MixPayErrorEvent.type, COMPOSED);
    this.error = error;
  }
}

declare global {
  interface HTMLElementEventMap {
    'mixpay-request': MixPayRequestEvent;
    'mixpay-error': MixPayErrorEvent;
  }
}
