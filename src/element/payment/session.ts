import type { CSSResult, ReactiveController } from '@lit/reactive-element';
import { nothing, render } from 'lit/html.js';
import type { Checkout } from '../../core/checkout.js';
import type { MixPayError } from '../../core/errors.js';
import { hasIds, type Intent } from '../../core/intent.js';
import type { Payment } from '../../core/payment.js';
import { isUnderWay, type CheckoutState } from '../../core/states.js';
import { isLoopback, parseUrl } from '../../core/url.js';
import type { MixPayButton } from '../button/button.js';
import type { CloseReason, OpenMode, RequestedMode } from '../button/events.js';
import { loadCoins, localeOf } from '../button/label.js';
import { language, type Language } from '../button/language.js';
import { chooseOpening, readMode } from '../button/opening.js';
import { LOST_AFTER } from '../button/page.js';
import type { Click, Face, PaymentSession, PayResult } from '../button/seam.js';
import type { PaymentDialog } from './dialog.js';
import { diagnose } from './diagnose.js';
import { faceOf, saidOf } from './face.js';
import { renderFloor } from './floor.js';
import { check, warning } from './icons.js';
import { PaymentFlow } from './flow.js';
import type { PagePayments } from './index.js';
import { sessionStyles } from './session.styles.js';
import { findTarget, readQuote, readTarget } from './target.js';
import { quoteShown, type DialogModel } from './view.js';

/** How often what counts down is drawn, in milliseconds. */
const TICK = 1000;

/** A clock that is off by more than this was set, or its device slept. */
const JUMP = 5000;

/** Ties one button to its payment: what of the button it needs, its drawing and its ticking. All of it ends with the connection. */
export class Session implements PaymentSession, ReactiveController {
  readonly payments: PagePayments;
  readonly #button: MixPayButton;
  readonly #flow: PaymentFlow;
  #connected = false;
  #dialog: PaymentDialog | undefined;
  #loading: Promise<boolean> | undefined;
  /** Ends the waiting for the dialog. */
  #giveUp: (() => void) | undefined;
  #cancelTick: (() => void) | undefined;
  #wasOpen = false;
  readonly #internals: ElementInternals;

  constructor(button: MixPayButton, payments: PagePayments) {
    this.#button = button;
    this.payments = payments;
    this.#internals = button.attachInternals();
    this.#flow = new PaymentFlow(this, (target, taken) => payments.keyFor(button, target, taken));
    // Calls `hostConnected` where the button is in the page, as it is whenever a session is asked for.
    button.addController(this);
  }

  get #checkout(): Checkout {
    return this.#flow.checkout;
  }

  get state(): CheckoutState {
    return this.#checkout.state;
  }

  get payment(): Payment | undefined {
    return this.#checkout.payment;
  }

  get error(): MixPayError | undefined {
    return this.#checkout.error;
  }

  get checkoutUrl(): string | undefined {
    return this.#checkout.checkoutUrl;
  }

  get language(): Language {
    return language(localeOf(this.#button));
  }

  get face(): Face {
    return faceOf(this.state, this.#flow.busy, this.language);
  }

  pay(click?: Click): Promise<PayResult> {
    return this.#flow.pay(click);
  }

  close(reason: CloseReason): void {
    this.#flow.close(reason);
  }

  reset(): void {
    this.payments.forgetKey(this.#button);
    this.#flow.reset();
  }

  restore(): void {
    if (!this.#connected || document.readyState === 'loading') return;
    let target: Intent;
    try {
      target = findTarget(this.#button, this.#where());
    } catch {
      // A missing endpoint is told when somebody clicks; until then a framework may still be setting attributes.
      return;
    }
    this.#flow.restore(this.payments.placed(this.#button, target));
  }

  hostConnected(): void {
    if (this.#connected) {
      // Moved: an open dialog has left the top layer and has to be shown anew.
      this.changed();
      return;
    }
    this.#connected = true;
    this.#adopt([sessionStyles]);
    this.payments.entered(this.#button, this);
    this.restore();
    this.changed();
  }

  /** A move within the page leaves and enters in one go, and ends nothing. */
  hostDisconnected(): void {
    queueMicrotask(() => {
      if (this.#button.isConnected || !this.#connected) return;
      this.#connected = false;
      this.#cancelTick?.();
      this.#cancelTick = undefined;
      this.#flow.dispose();
      this.#giveUp?.();
      this.payments.left(this.#button);
    });
  }

  /** After each drawing: the native dialog, the focus, the ticking of what counts down. */
  hostUpdated(): void {
    showState(this.#internals, this.face.tone);
    const dialog = this.#button.renderRoot.querySelector('dialog');
    const { dialogOpen } = this.#flow;
    if (dialog !== null) this.#dialog?.sync(dialog, dialogOpen);
    if (this.#wasOpen && !dialogOpen && document.activeElement === document.body) this.#button.focus({ preventScroll: true });
    this.#wasOpen = dialogOpen;
    if (this.#connected && (dialogOpen || this.#flow.floor) && this.#cancelTick === undefined) {
      const { clock } = this.payments.ports;
      const due = clock.now() + TICK;
      this.#cancelTick = clock.after(TICK, () => {
        this.#cancelTick = undefined;
        // The device slept, or somebody set its clock: no event tells of either.
        if (Math.abs(clock.now() - due) > JUMP) this.wake();
        else if (this.#flow.dialogOpen || this.#flow.floor) this.changed();
      });
    }
  }

  draw(root: ShadowRoot, icon: HTMLElement): void {
    const { tone } = this.face;
    const stateIcon = tone === 'paid' ? check : tone === 'failed' ? warning : nothing;
    (icon.firstElementChild as HTMLElement).hidden = stateIcon !== nothing;
    render(stateIcon, icon);
    const model = this.#model();
    void loadCoins(model.newQuote ?? model.quote).then((arrived) => {
      if (arrived) this.changed();
    });
    const { dialogOpen, floor } = this.#flow;
    const below = [
      floor ? renderFloor(model, this.#flow) : nothing,
      saidOf(model, (dialogOpen && this.#dialog !== undefined) || floor),
      this.#dialog?.render(model, dialogOpen) ?? nothing,
    ];
    // A translator of pages has wrapped texts: taken out again, or nothing that is drawn there would be seen any more.
    // https://issues.chromium.org/issues/41407169
    for (const font of root.querySelectorAll<HTMLElement>('font')) font.replaceWith(font.textContent);
    render(below, root);
  }

  wake(): void {
    this.#checkout.wake();
    // Timers stand still while a device sleeps: what is shown is looked at again.
    this.changed();
  }

  heard(event: MessageEvent): void {
    this.#dialog?.heard(event);
  }

  get requestedMode(): RequestedMode {
    return readMode(this.#button.mode);
  }

  chooseOpening(): Click {
    return chooseOpening(this.#button.mode, true, this.payments.ports.clock, this.language.t('opening'));
  }

  /** A frame of the page's own origin could do all that the page may do. */
  get framesItself(): boolean {
    const base = parseUrl(this.#button.checkoutBase, document.baseURI);
    return base?.origin === location.origin && !isLoopback(base);
  }

  /** The attributes now. @throws MixPayError */
  target(mode: OpenMode): Intent {
    const where = this.#where(mode);
    // What is under way goes on, whatever mistake the page has made since.
    const goesOn = isUnderWay(this.state);
    if (!goesOn) diagnose(this.#button);
    const target = (goesOn ? findTarget : readTarget)(this.#button, where);
    const placed = this.payments.placed(this.#button, target);
    if (this.#checkout.record === undefined) this.payments.askOnce(this.#button, placed);
    return placed;
  }

  /** Loads the dialog. @returns whether it can be shown; what hangs is treated as lost, and may come later */
  loadDialog(): Promise<boolean> {
    this.#loading ??= new Promise((resolve) => {
      // Once it has been given up, nobody waits for it again: it is there, or it is not.
      this.#giveUp = () => {
        cancel();
        resolve(this.#dialog !== undefined);
      };
      const cancel = this.payments.ports.clock.after(LOST_AFTER, this.#giveUp);
      void this.#load().then(this.#giveUp);
    });
    return this.#loading;
  }

  async #load(): Promise<void> {
    try {
      const { PaymentDialog, styles } = await this.payments.importDialog();
      this.#adopt(styles);
      this.#dialog ??= new PaymentDialog(this, this.#flow, this.payments.ports.clock);
      this.#loading = Promise.resolve(true);
      this.changed();
    } catch {
      // A chunk that did not come may come at the next click.
      this.#loading = undefined;
    }
  }

  dispatch(event: Event): boolean {
    return this.#button.dispatchEvent(event);
  }

  changed(): void {
    this.#button.requestUpdate();
  }

  #adopt(styles: CSSResult[]): void {
    const root = this.#button.renderRoot as ShadowRoot;
    const sheets = styles.map((style) => style.styleSheet).filter((sheet) => sheet !== undefined);
    root.adoptedStyleSheets = [...new Set([...root.adoptedStyleSheets, ...sheets])];
  }

  #where(mode?: OpenMode): Parameters<typeof findTarget>[1] {
    return {
      baseUri: document.baseURI,
      origin: location.origin,
      ...(mode === 'redirect' ? { defaultReturnTo: location.href } : {}),
    };
  }

  /** Everything that is shown, gathered at one moment. */
  #model(): DialogModel {
    const { presentation, retryAt } = this.#flow;
    const { state, payment, error, record, newQuote, checkoutUrl, tracked, late, unseen, looking, serverNow } = this.#checkout;
    const { theme } = this.#button;
    const expiresAt = payment?.expiresAt ?? record?.expiresAt;
    const ownTrace = record === undefined || hasIds(record.order) ? undefined : record.key;
    return {
      language: this.language,
      theme: theme === 'light' || theme === 'dark' ? theme : 'auto',
      // Until it is known what has become of a code, it is not shown.
      state: looking ? 'requesting' : state,
      payment,
      error,
      quote: quoteShown(readQuote(this.#button), this.#checkout),
      newQuote,
      orderId: record?.order.orderId,
      // Whatever is known that the shop can look the payment up by.
      traceId: record?.traceId ?? record?.order.traceId ?? ownTrace ?? record?.code,
      checkoutUrl,
      tracked,
      presentation: presentation ?? (record?.opened === true ? 'qr' : undefined),
      timeLeft: expiresAt === undefined ? undefined : Math.max(Date.parse(expiresAt) - serverNow, 0),
      late,
      unseen,
      retryIn: Math.max(Math.ceil((retryAt - this.payments.ports.clock.monotonic()) / 1000), 0),
    };
  }
}

/** Shows one of the element's `:state()`s. They are younger than the browser floor, whose engines refuse or lack plain names. */
function showState(internals: ElementInternals, shown: string): void {
  try {
    for (const name of ['busy', 'open', 'paid', 'failed']) internals.states[name === shown ? 'add' : 'delete'](name);
  } catch {
    // There are no states to show there.
  }
}
