import type { Amendment } from '../../core/checkout-listener.js';
import type { MixPayError } from '../../core/errors.js';
import type { OrderRequest } from '../../core/order.js';
import type { Payment } from '../../core/payment.js';
import { MixPayErrorEvent, MixPayRequestEvent, type CloseReason } from '../button/events.js';
import type { PayResult } from '../button/seam.js';
import { MixPayCloseEvent, MixPayEndEvent, MixPayOpenEvent, MixPayStatusEvent, type Opening } from './events.js';
import type { Session } from './session.js';

/** What the page is told of a payment: events at its button, and how each call of `pay()` ended. */
export class PageNotifier {
  readonly #session: Session;
  /** The promises of `pay()` that are not settled. */
  #waiting: { resolve: (result: PayResult) => void; reject: (error: MixPayError) => void }[] = [];

  constructor(session: Session) {
    this.#session = session;
  }

  wait(): Promise<PayResult> {
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  settle(result: PayResult): void {
    for (const { resolve } of this.#waiting.splice(0)) resolve(result);
  }

  reject(error: MixPayError): void {
    for (const { reject } of this.#waiting.splice(0)) reject(error);
  }

  /** @returns what the page made of the order; undefined where it canceled */
  async request(order: OrderRequest): Promise<Amendment | undefined> {
    const event = new MixPayRequestEvent(order);
    this.#session.dispatch(event);
    await event.settled();
    return event.defaultPrevented ? undefined : { order: event.order, headers: event.headers };
  }

  /** @returns whether it may be opened */
  open(opening: Omit<Opening, 'requestedMode'>): boolean {
    return this.#session.dispatch(new MixPayOpenEvent({ ...opening, requestedMode: this.#session.requestedMode }));
  }

  status(payment: Payment): void {
    this.#session.dispatch(new MixPayStatusEvent(payment));
  }

  /** @param name of the payment, whose end is told once in each document */
  end(name: string, payment: Payment, resumed: boolean): void {
    if (!this.#session.payments.tellOnce(`${name} ${payment.status}`)) return;
    this.#session.dispatch(new MixPayEndEvent(payment.status === 'success' ? 'mixpay-success' : 'mixpay-failed', payment, resumed));
  }

  closed(reason: CloseReason): void {
    this.#session.dispatch(new MixPayCloseEvent(reason));
  }

  error(error: MixPayError): void {
    console.error(`<mixpay-button> ${error.message}`, error);
    this.#session.dispatch(new MixPayErrorEvent(error));
  }
}
