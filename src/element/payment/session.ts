import type { ReactiveController } from '@lit/reactive-element';
import { nothing, render } from 'lit/html.js';
import type { Checkout } from '../../core/checkout.js';
import type { MixPayError } from '../../core/errors.js';
import type { Intent } from '../../core/intent.js';
import type { Payment } from '../../core/payment.js';
import { isUnderWay, type CheckoutState } from '../../core/states.js';
import { isLoopback, parseUrl } from '../../core/url.js';
import type { MixPayButton } from '../button/button.js';
import type { CloseReason, OpenMode, RequestedMode } from '../button/events.js';
import { loadCoins, localeOf } from '../button/label.js';
import { language, type Language } from '../button/language.js';
import { chooseOpening, readMode } from '../button/opening.js';
import type { Click, Face, PaymentSession, PayResult } from '../button/seam.js';
import { Panels } from './panels.js';
import { faceOf } from './face.js';
import { check, warning } from './icons.js';
import { PaymentFlow } from './flow.js';
import type { PagePayments } from './index.js';
import { refuseMisspelt } from './misspelt.js';
import { gatherModel } from './gather-model.js';
import { findIntent, readIntent } from './read-intent.js';
import { WidthHold } from './width.js';

/** How often what counts down is drawn, in milliseconds. */
const TICK = 1000;

/** A clock that is off by more than this was set, or its device slept. */
const JUMP = 5000;

/** More turns of the microtask queue than a press takes to its request. No frame is painted between them, and no task runs. */
const TURNS = 9;

/** Ties one button to its payment: what of the button it needs, its looks and its ticking. All of it ends with the connection. */
export class Session implements PaymentSession, ReactiveController {
  readonly payments: PagePayments;
  readonly drawing: Panels;
  readonly #button: MixPayButton;
  readonly #flow: PaymentFlow;
  #connected = false;
  #cancelTick: (() => void) | undefined;
  readonly #internals: ElementInternals | undefined;
  readonly #width = new WidthHold();

  constructor(button: MixPayButton, payments: PagePayments) {
    this.#button = button;
    this.payments = payments;
    try {
      this.#internals = button.attachInternals();
    } catch {
      // Chromium refuses them to an element that was adopted into a document where its name is not defined.
    }
    this.#flow = new PaymentFlow(this, (target, taken) => payments.keyFor(button, target, taken));
    this.drawing = new Panels(button, this, this.#flow);
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

  get sending(): Promise<void> | undefined {
    return this.#flow.busy ? this.#sent() : undefined;
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
      target = findIntent(this.#button, this.#where());
    } catch {
      // A missing endpoint is told when somebody clicks; until then a framework may still be setting attributes.
      return;
    }
    this.#flow.restore(this.payments.equalButtons.placed(this.#button, target));
  }

  hostConnected(): void {
    this.drawing.adoptStyles();
    if (this.#connected) {
      // Moved: an open dialog has left the top layer and has to be shown again.
      this.changed();
      return;
    }
    this.#connected = true;
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
      this.drawing.left();
      this.payments.left(this.#button);
    });
  }

  hostUpdate(): void {
    this.#width.before(buttonOf(this.#button));
  }

  /** After each drawing. */
  hostUpdated(): void {
    showState(this.#internals, this.face.tone);
    this.#width.after(buttonOf(this.#button), this.face.words !== undefined);
    this.drawing.drawn();
    const { dialogOpen } = this.#flow;
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
    const model = gatherModel(this.#button, this.#flow, this.payments.ports.clock);
    void loadCoins(model.newQuote ?? model.quote).then((arrived) => {
      if (arrived) this.changed();
    });
    this.drawing.draw(root, model);
  }

  wake(): void {
    this.#checkout.wake();
    // Timers stop while a device sleeps, so what counts down is drawn again.
    this.changed();
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
    // A payment under way goes on, also where the attributes are wrong by now.
    const goesOn = isUnderWay(this.state);
    if (!goesOn) {
      this.hint(({ diagnose }) => diagnose(this.#button));
      refuseMisspelt(this.#button);
    }
    const target = (goesOn ? findIntent : readIntent)(this.#button, where);
    const placed = this.payments.equalButtons.placed(this.#button, target);
    if (this.#checkout.record === undefined) this.payments.askOnce(this.#button, placed);
    return placed;
  }

  hint(tell: Parameters<PagePayments['hint']>[1]): void {
    this.payments.hint(this.#button, tell);
  }

  dispatch(event: Event): boolean {
    return this.#button.dispatchEvent(event);
  }

  changed(): void {
    this.#button.requestUpdate();
  }

  async #sent(): Promise<void> {
    for (let turn = 0; turn < TURNS && this.#flow.busy; turn++) await Promise.resolve();
  }

  #where(mode?: OpenMode): Parameters<typeof findIntent>[1] {
    return {
      baseUri: document.baseURI,
      origin: location.origin,
      ...(mode === 'redirect' ? { defaultReturnTo: location.href } : {}),
    };
  }
}

function buttonOf({ renderRoot }: MixPayButton): HTMLElement {
  return renderRoot.querySelector('button') as HTMLElement;
}

/** Shows one of the element's `:state()`s. The oldest supported browsers lack them, or refuse names without dashes. */
function showState(internals: ElementInternals | undefined, shown: string): void {
  try {
    for (const name of ['busy', 'open', 'paid', 'failed']) internals?.states[name === shown ? 'add' : 'delete'](name);
  } catch {
    // There are no states to show there.
  }
}
