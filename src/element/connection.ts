import { nothing, type TemplateResult } from 'lit';
import type { Checkout } from '../core/checkout.js';
import { MixPayError } from '../core/errors.js';
import { hasIds, termsOf } from '../core/intent.js';
import { isUnderWay } from '../core/states.js';
import type { CheckoutTarget } from '../core/target.js';
import { isLoopback, parseUrl } from '../core/url.js';
import { findTarget, readQuote, readTarget, SERVER_ONLY_ATTRIBUTES, type PageAddress } from './attributes.js';
import type { MixPayButton } from './button.js';
import type { PaymentDialog } from './dialog.js';
import { chooseMode, readEnvironment, readMode } from './environment.js';
import type { CloseReason, FallbackReason, OpenMode, RequestedMode } from './events.js';
import { faceOf, type Face } from './face.js';
import { PaymentFlow } from './flow.js';
import type { FlowHost, PayResult } from './flow-host.js';
import { localeOf } from './labels.js';
import { reserveWindow, type ReservedWindow } from './opening.js';
import type { Page } from './page.js';
import { language, loadLanguage, type Language } from './strings.js';
import { modelOf } from './model.js';
import { Place } from './place.js';
import type { DialogModel } from './view.js';

/** Ties one button to its page: listeners, timers, the dialog's chunk, and the flow. All of it ends with the connection. */
export class ButtonConnection implements FlowHost {
  readonly #button: MixPayButton;
  readonly #page: Page;
  readonly #flow: PaymentFlow;
  #life: AbortController | undefined;
  readonly #place: Place;
  #dialog: PaymentDialog | undefined;
  #loading: Promise<boolean> | undefined;
  #cancelTick: (() => void) | undefined;
  #wasOpen = false;

  constructor(button: MixPayButton, page: Page) {
    this.#button = button;
    this.#page = page;
    this.#place = new Place(page);
    this.#flow = new PaymentFlow(this);
  }

  get checkout(): Checkout {
    return this.#flow.checkout;
  }

  get language(): Language {
    return language(localeOf(this.#button));
  }

  /** The sentence and plain link of last resort. */
  get floor(): { sentence: string; url: string | undefined; linkText: string } | undefined {
    if (!this.#flow.floor) return undefined;
    const { t } = this.language;
    const model = this.#model();
    const url = this.checkout.checkoutUrl;
    return {
      sentence: faceOf({ ...this.#faceSource(model), dialogOpen: false, busy: false }).said || t(url === undefined ? 'refused' : 'ready'),
      url,
      linkText: t('openMixPay'),
    };
  }

  get face(): Face {
    return faceOf(this.#faceSource(this.#model()));
  }

  page(): Page {
    return this.#page;
  }

  pay(): Promise<PayResult> {
    if (this.#button.disabled || this.#life === undefined) return Promise.resolve({ outcome: 'canceled', payment: this.checkout.payment });
    return this.#flow.pay();
  }

  close(reason: CloseReason): void {
    this.#flow.close(reason);
  }

  reset(): void {
    this.#flow.reset();
  }

  connected(): void {
    if (this.#life !== undefined) {
      // Moved: an open dialog has left the top layer and has to be shown anew.
      this.changed();
      return;
    }
    const life = (this.#life = new AbortController());
    const { signal } = life;
    const wake = (): void => this.checkout.wake();
    for (const event of ['focus', 'online', 'pageshow'] as const) window.addEventListener(event, wake, { signal });
    document.addEventListener('visibilitychange', wake, { signal });
    window.addEventListener('storage', (event) => this.#page.storageChanged(event), { signal });
    window.addEventListener('message', (event) => this.#dialog?.heard(event), { signal });
    // The first sign of intent: what only a click needs is fetched while the payer is still on the way to it.
    const fetchDialog = (): void => void this.loadDialog();
    for (const event of ['pointerenter', 'focusin', 'touchstart'] as const) {
      this.#button.addEventListener(event, fetchDialog, { signal, once: true, passive: true });
    }
    if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', () => this.#ready(), { signal, once: true });
    else this.#ready();
  }

  /** A move within the page leaves and enters in one go, and is no goodbye. */
  disconnected(): void {
    queueMicrotask(() => {
      if (this.#button.isConnected || this.#life === undefined) return;
      this.#life.abort();
      this.#life = undefined;
      this.#cancelTick?.();
      this.#cancelTick = undefined;
      this.#flow.dispose();
      this.#place.release();
    });
  }

  /** The attributes changed, or are there for the first time: find what was begun for them. */
  restore(): void {
    if (this.#life === undefined || document.readyState === 'loading') return;
    try {
      this.#flow.restore(this.#target(findTarget(this.#button, this.#where())));
    } catch (error) {
      // A missing endpoint is told when somebody clicks; until then a framework may still be setting attributes.
      if (!(error instanceof MixPayError)) throw error;
    }
  }

  /** After each drawing: the native dialog, the languages, the ticking of what counts down. */
  rendered(): void {
    const dialog = this.#button.renderRoot.querySelector('dialog');
    const open = this.#flow.dialogOpen;
    if (dialog !== null) this.#dialog?.sync(dialog, open);
    if (this.#wasOpen && !open && document.activeElement === document.body) this.#button.focus({ preventScroll: true });
    this.#wasOpen = open;
    void loadLanguage(localeOf(this.#button)).then((arrived) => {
      if (arrived) this.changed();
    });
    if (open && this.#cancelTick === undefined) {
      this.#cancelTick = this.#page.clock.after(1000, () => {
        this.#cancelTick = undefined;
        if (this.#flow.dialogOpen) this.changed();
      });
    }
  }

  dialog(): TemplateResult | typeof nothing {
    return this.#dialog?.render(this.#model(), this.#flow.dialogOpen) ?? nothing;
  }

  requestedMode(): RequestedMode {
    return readMode(this.#button.mode);
  }

  chooseMode(): { mode: OpenMode; reason?: FallbackReason } {
    const chosen = chooseMode(this.requestedMode(), readEnvironment(window));
    const base = parseUrl(this.#button.checkoutBase, document.baseURI);
    // A frame of the page's own origin could do all that the page may do.
    if (chosen.mode === 'embed' && base?.origin === location.origin && !isLoopback(base))
      return { mode: 'qr', reason: 'same_origin_frame' };
    return chosen;
  }

  target(mode: OpenMode): CheckoutTarget {
    const where = this.#where(mode);
    // What is under way goes on, whatever mistake the page has made since.
    return this.#target(isUnderWay(this.checkout.state) ? findTarget(this.#button, where) : readTarget(this.#button, where));
  }

  #where(mode?: OpenMode): PageAddress {
    return {
      baseUri: document.baseURI,
      origin: location.origin,
      ...(mode === 'redirect' ? { defaultReturnTo: location.href } : {}),
    };
  }

  /** Without ids a button goes by its place among its equals. */
  #target(target: CheckoutTarget): CheckoutTarget {
    return hasIds(target.order) ? target : { ...target, place: this.#place.among(termsOf(target.endpoint, target.order)) };
  }

  reserve(kind: 'tab' | 'popup'): ReservedWindow | undefined {
    return reserveWindow(window, kind, this.language.t);
  }

  navigate(url: string): void {
    this.#page.navigate(url);
  }

  loadDialog(): Promise<boolean> {
    this.#loading ??= this.#page.importDialog().then(
      ({ PaymentDialog, styles }) => {
        const root = this.#button.renderRoot as ShadowRoot;
        const sheets = styles.map((style) => style.styleSheet).filter((sheet) => sheet !== undefined);
        root.adoptedStyleSheets = [...new Set([...root.adoptedStyleSheets, ...sheets])];
        this.#dialog = new PaymentDialog({
          monotonic: () => this.#page.clock.monotonic(),
          changed: () => this.changed(),
          close: (reason) => this.#flow.close(reason),
          again: () => this.#flow.again(),
          wake: () => this.checkout.wake(),
        });
        this.changed();
        return true;
      },
      () => {
        // A chunk that did not come may come at the next click.
        this.#loading = undefined;
        return false;
      },
    );
    return this.#loading;
  }

  dispatch(event: Event): boolean {
    return this.#button.dispatchEvent(event);
  }

  changed(): void {
    this.#button.requestUpdate();
  }

  #ready(): void {
    const given = SERVER_ONLY_ATTRIBUTES.filter((name) => this.#button.hasAttribute(name));
    if (given.length > 0) {
      console.warn(
        `<mixpay-button> ${given.join(', ')}: expected on your server, found in the page, where it has no effect. Give it to createPaymentHandler instead.`,
      );
    }
    if (this.#button.querySelector(':scope > :is(a, form):not([slot])') !== null) {
      console.error(
        '<mixpay-button> expected <a> and <form> children to have slot="fallback", found one without: it would sit inside the button.',
      );
    }
    this.restore();
    this.changed();
  }

  #faceSource(model: DialogModel): Parameters<typeof faceOf>[0] {
    return {
      verb: this.#button.verb,
      quote: readQuote(this.#button),
      language: model.language,
      busy: this.#flow.busy,
      dialogOpen: this.#flow.dialogOpen,
      checkout: this.checkout,
      model,
    };
  }

  #model(): DialogModel {
    return modelOf(this.#button, this.#flow, this.language, this.#page.clock.monotonic());
  }
}
