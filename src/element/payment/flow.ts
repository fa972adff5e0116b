import { Checkout, type CheckoutPorts } from '../../core/checkout.js';
import type { CheckoutListener } from '../../core/checkout-listener.js';
import { asMixPayError, MixPayError } from '../../core/errors.js';
import { termsOf, type Intent } from '../../core/intent.js';
import type { Payment } from '../../core/payment.js';
import { isEnded } from '../../core/states.js';
import type { CloseReason, OpenMode } from '../button/events.js';
import type { Click, PayResult } from '../button/seam.js';
import type { Session } from './session.js';
import { PageNotifier } from './page-notifier.js';

/** A window that has waited this long for its address is closed, and the dialog takes over. */
const RESERVED_FOR = 10_000;

/** From a click to something payable: what is reserved, asked, opened, shown and told, and in which order. */
export class PaymentFlow implements CheckoutListener {
  readonly checkout: Checkout;
  /** Whether the dialog is to be seen. */
  dialogOpen = false;
  /** How the payment was opened last; undefined while nothing is open. */
  presentation: OpenMode | undefined;
  /** Set when the dialog cannot be loaded: the button then shows the floor, a sentence and a plain link. */
  floor = false;
  /** When "try again" is possible, by the monotonic clock. */
  retryAt = 0;

  readonly #session: Session;
  readonly #notifier: PageNotifier;
  /** The attempt under way; a closed dialog or a newer one ends it. */
  #attempt: symbol | undefined;
  /** What that attempt asks for. */
  #asked: Intent | undefined;

  constructor(session: Session, keyFor: CheckoutPorts['keyFor']) {
    this.#session = session;
    this.#notifier = new PageNotifier(session);
    this.checkout = new Checkout({ ...session.payments.ports, keyFor }, this);
  }

  get busy(): boolean {
    return this.#attempt !== undefined;
  }

  /** Starts, or goes on with, the payment. Must be called inside the click for windows to open. */
  pay(click?: Click): Promise<PayResult> {
    const result = this.#notifier.wait();
    const { state, mustRead } = this.checkout;
    if (this.busy) click?.reserved?.close();
    else if (!mustRead && !this.#mustWait) void this.#open(click);
    else {
      // The payer has to read something first: the dialog opens and nothing else.
      click?.reserved?.close();
      this.checkout.wake();
      void this.#show();
      if (isEnded(state)) this.#settle(state);
    }
    return result;
  }

  /** The attributes say something else now. A dialog about another purchase is closed. */
  restore(target: Intent): void {
    const asked = this.#attempt === undefined ? undefined : this.#asked;
    const isAnother = this.checkout.restore(target);
    if (asked !== undefined && isAtAnotherPrice(asked, target)) {
      this.#attempt = undefined;
      void this.#fail(new MixPayError('aborted', 'The price changed while its payment was being created.'), true);
      return;
    }
    if (!isAnother) return;
    this.#clear();
    if (this.dialogOpen) this.close('method');
    else this.#settle('canceled');
  }

  /** "Try again" and "continue at this price" in the dialog: a new attempt, without the explanation that `pay()` would show first. */
  again(): void {
    if (this.busy || this.#mustWait) return;
    this.checkout.accept();
    void this.#open();
  }

  /** The payer does not want the new price: nothing opens, and the next press asks again. */
  decline(): void {
    this.floor = false;
    this.#session.changed();
    this.#settle('closed');
  }

  close(reason: CloseReason): void {
    if (!this.dialogOpen) return;
    this.dialogOpen = false;
    this.#attempt = undefined;
    this.#session.changed();
    this.#notifier.closed(reason);
    this.#settle(isEnded(this.checkout.state) ? this.checkout.state : 'closed');
  }

  reset(): void {
    this.#clear();
    this.dialogOpen = false;
    this.checkout.reset();
    this.#settle('canceled');
  }

  /** The element left the page: nothing of it stays behind. */
  dispose(): void {
    this.#attempt = undefined;
    this.dialogOpen = false;
    this.checkout.pause();
    this.#settle('closed');
  }

  onChange(): void {
    this.#session.changed();
  }

  onStatus(payment: Payment): void {
    this.#notifier.status(payment);
  }

  onEnd(payment: Payment, resumed: boolean): void {
    const { record } = this.checkout;
    this.#notifier.end(record?.code ?? record?.statusUrl ?? '', payment, resumed);
    this.#settle(payment.status === 'success' ? 'success' : 'failed');
  }

  onError(error: MixPayError, goesOn: boolean): void {
    this.#notifier.error(error);
    if (!goesOn) this.#notifier.reject(error);
  }

  /** Whether "try again" is not possible yet. */
  get #mustWait(): boolean {
    return this.#session.payments.ports.clock.monotonic() < this.retryAt;
  }

  /** Nothing of the purchase before stays, but for an open dialog. */
  #clear(): void {
    this.#attempt = this.presentation = undefined;
    this.floor = false;
    this.retryAt = 0;
  }

  async #open(early?: Click): Promise<void> {
    const attempt = (this.#attempt = Symbol('attempt'));
    const isCurrent = (): boolean => this.#attempt === attempt;
    const { clock } = this.#session.payments.ports;
    const click = { ...(early ?? this.#session.chooseOpening()) };
    if (click.mode === 'embed' && this.#session.framesItself) [click.mode, click.reason] = ['qr', 'same_origin_frame'];
    const { mode } = click;
    if (mode !== 'tab' && mode !== 'popup') dropWindow(click);
    const cancelTimer = clock.after(RESERVED_FOR - (clock.monotonic() - click.since), () => {
      if (click.reserved === undefined) return;
      dropWindow(click);
      [click.mode, click.reason] = ['qr', 'slow'];
      void this.#show();
    });
    try {
      const target = (this.#asked = this.#session.target(mode));
      if (mode === 'qr' || mode === 'embed') void this.#show();
      const prepared = await this.checkout.prepare(target, (order) => this.#notifier.request(order));
      if (!isCurrent()) dropWindow(click);
      else if (prepared === 'ready') await this.#present(click, isCurrent);
      else {
        dropWindow(click);
        // The dialog offers the link once the payment can be seen again.
        if (prepared === 'told') this.presentation ??= 'qr';
        if (prepared === 'canceled') this.#cancel();
        else await this.#show();
      }
    } catch (error) {
      dropWindow(click);
      await this.#fail(error, isCurrent());
    } finally {
      cancelTimer();
      if (isCurrent()) this.#attempt = undefined;
      this.#session.changed();
    }
  }

  /** The last step: `mixpay-open`, then the checkout itself, in the way that is possible. */
  async #present(click: Click, isCurrent: () => boolean): Promise<void> {
    const { mode: wanted, reason: why, reserved } = click;
    const inDialog = wanted === 'qr' || wanted === 'embed';
    const floor = inDialog && !(await this.#session.drawing.load());
    if (!isCurrent()) return;
    // Another tab may have begun something else meanwhile.
    const url = this.checkout.checkoutUrl;
    if (url === undefined) {
      dropWindow(click);
      return this.#show();
    }
    const mode = floor ? 'link' : wanted;
    const reason = floor ? 'dialog_unavailable' : why;
    if (!this.#notifier.open({ url, mode, reason })) {
      dropWindow(click);
      this.#cancel();
      return;
    }
    this.presentation = mode;
    this.floor = floor;
    // Remembered before the page may be left.
    this.checkout.opened();
    if (mode === 'redirect') this.#session.payments.navigate(url);
    else if (reserved?.go(url) === false) {
      dropWindow(click);
      this.presentation = 'qr';
    }
    if (mode !== 'redirect') void this.#show();
  }

  /** Shows the dialog, or where it cannot be loaded the floor. */
  async #show(): Promise<void> {
    this.dialogOpen = true;
    this.#session.changed();
    this.floor = !(await this.#session.drawing.load());
    if (this.floor) this.dialogOpen = false;
    this.#session.changed();
  }

  #cancel(): void {
    this.dialogOpen = false;
    this.#session.changed();
    this.#settle('canceled');
  }

  async #fail(cause: unknown, current: boolean): Promise<void> {
    const error = asMixPayError(cause, 'The payment could not be opened');
    // Another order has replaced it, and the promises of `pay()` are settled.
    if (error.code === 'aborted' && !current) return;
    this.retryAt = error.retryAfter === undefined ? 0 : this.#session.payments.ports.clock.monotonic() + error.retryAfter;
    this.checkout.fail(error);
    this.#notifier.error(error);
    this.#notifier.reject(error);
    if (current) await this.#show();
  }

  #settle(outcome: PayResult['outcome']): void {
    this.#notifier.settle({ outcome, payment: this.checkout.payment });
  }
}

/** Whether the same is to be paid, but at another price. */
function isAtAnotherPrice(a: Intent, b: Intent): boolean {
  const isSame = a.endpoint === b.endpoint && (['item', 'orderId', 'traceId'] as const).every((name) => a.order[name] === b.order[name]);
  return isSame && termsOf(a) !== termsOf(b);
}

function dropWindow(click: Click): void {
  click.reserved?.close();
  click.reserved = undefined;
}
