import type { PropertyValues } from '@lit/reactive-element';
import { orUndefined } from '../../core/or-undefined.js';
import type { MixPayError } from '../../core/mixpay-error.js';
import type { Payment } from '../../core/payment.js';
import { VERSION } from '../../version.js';
import { TARGET } from './attributes.js';
import { buttonStyles } from './button.styles.js';
import { pressEarly, type EarlyPress } from './early-press.js';
import { drawButton } from './elements.js';
import type { MixPayState } from './events.js';
import { loadWords, localeOf } from './label.js';
import { language, setWords } from './language.js';
import { drawLooks } from './looks.js';
import { chooseOpening } from './opening.js';
import { sharedPage, type ButtonPage } from './page.js';
import { ButtonProperties } from './properties.js';
import type { Face, PaymentSession, PayResult } from './seam.js';

/**
 * A button that takes a crypto payment through MixPay. It asks the merchant's own endpoint for a one-time short code,
 * opens `https://mixpay.me/code/<code>` or shows it as a QR code, and follows the payment to its end.
 *
 * @summary Takes a crypto payment through MixPay.
 * @tagname mixpay-button
 *
 * @slot - The label. Default: from `verb` and the price, e.g. "Pay $10.00". Replaced while a payment is under way, paid or failed.
 * @slot icon - In place of the mark before the label.
 * @slot fallback - A link or form shown until the script has run, and never after.
 *
 * @event {MixPayRequestEvent} mixpay-request - Before anything is sent, once per intent. Cancelable; `order` and `headers` may be amended; `waitUntil(promise)`.
 * @event {MixPayOpenEvent} mixpay-open - Before the checkout is opened. Cancelable; `url`, `mode`, `requestedMode`, `reason`.
 * @event {MixPayStatusEvent} mixpay-status - The endpoint told something new: `status`, `payment`.
 * @event {MixPayEndEvent} mixpay-success - Paid: `payment`, `resumed`. A message to the payer; goods are released by the server alone.
 * @event {MixPayEndEvent} mixpay-failed - Failed: `payment`, `resumed`.
 * @event {MixPayCloseEvent} mixpay-close - The dialog closed: `reason`. The payment goes on.
 * @event {MixPayErrorEvent} mixpay-error - Something went wrong: `error`, a `MixPayError`.
 *
 * @csspart button - The button.
 * @csspart icon - The mark, spinner or state icon in it.
 * @csspart label - Its words.
 * @csspart tagline - The smaller line below them.
 * @csspart floor - The sentence and plain link below the button where the dialog cannot be loaded.
 * @csspart dialog - The dialog; inside it `header`, `payee`, `close`, `body`, `amount`, `order`, `outcome`, `outcome-icon`, `title`, `status`, `note`, `placeholder`, `progress`, `qr`, `qr-code`, `qr-caption`, `frame`, `link`, `show-qr`, `copy`, `link-text`, `countdown`, `reference`, `copy-reference`, `explorer`, `accept`, `decline`, `retry`, `done`.
 *
 * @cssproperty --mixpay-accent - Colour of the brand variant and of the dialog's main button.
 * @cssproperty --mixpay-on-accent - Colour of words on it.
 * @cssproperty --mixpay-background - Background of the button, over any variant.
 * @cssproperty --mixpay-color - Colour of its words.
 * @cssproperty --mixpay-border-color - Its border.
 * @cssproperty --mixpay-radius - Corner radius of all buttons.
 * @cssproperty --mixpay-height - Least height of the button.
 * @cssproperty --mixpay-font - Font family.
 * @cssproperty --mixpay-focus - Focus ring of all that is pressed, between a light and a dark band.
 * @cssproperty --mixpay-dialog-background - Background of the dialog.
 * @cssproperty --mixpay-dialog-color - Its text.
 * @cssproperty --mixpay-dialog-radius - Its corner radius.
 * @cssproperty --mixpay-backdrop - What lies over the page behind it.
 *
 * @cssstate busy - A code is being asked for.
 * @cssstate open - A payment is under way.
 * @cssstate paid - Paid.
 * @cssstate failed - The payment failed.
 */
export class MixPayButton extends ButtonProperties {
  static override styles = buttonStyles;
  /** @internal So that a disabled `<fieldset>` disables it, too. It has no value. */
  static readonly formAssociated = true;
  /** The version of the package this element comes from. */
  static readonly version = VERSION;

  /** Replaces words of the element's own, for a language or a region of it; `setWords` of the package is the same. */
  static readonly setWords = setWords;

  #page: ButtonPage | undefined;
  #session: PaymentSession | undefined;
  #press: EarlyPress | undefined;
  /** Neither the payment part nor a form would do, and a sentence says so. */
  #lost = false;
  #button: HTMLButtonElement | undefined;
  #texts: MutationObserver | undefined;

  /** Where the payment is in its life. */
  get state(): MixPayState {
    return this.#session?.state ?? 'idle';
  }

  /** The payment as the endpoint last told it. */
  get payment(): Payment | undefined {
    return this.#session?.payment;
  }

  /** What went wrong last. */
  get error(): MixPayError | undefined {
    return this.#session?.error;
  }

  /** `<checkout-base><code>`, while there is a code that can be paid. */
  get checkoutUrl(): string | undefined {
    return this.#session?.checkoutUrl;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#page ??= this.page();
    this.#page.add(this, () => this.#look());
    // It takes none of this document's style sheets there: the payment part makes it copies.
    if (this.ownerDocument !== document) void this.#page.load();
    // Elsewhere in the page another language may be nearest.
    this.requestUpdate();
  }

  /** @internal */
  protected formDisabledCallback(): void {
    this.requestUpdate();
  }

  /** A move within the page leaves and enters in one go, and ends nothing. */
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.#page?.remove(this);
      this.#press?.drop('closed');
    });
  }

  /**
   * Starts, or goes on with, the payment. Call it inside a click, or windows will not open.
   * @returns how it ended: `success`, `failed`, `closed` (the payer closed the dialog) or `canceled`
   * @throws MixPayError, and nothing else
   */
  async pay(): Promise<PayResult> {
    const page = this.#page;
    if (this.#isDisabled || !page?.buttons.has(this)) return { outcome: 'canceled', payment: this.payment };
    this.#session ??= page.payments?.session(this, true);
    return this.#session?.pay() ?? (this.#press ??= this.#pressEarly(page)).result;
  }

  /** The same as a click by the payer: returns nothing and never rejects. */
  override click(): void {
    this.#button?.click();
  }

  override focus(options?: FocusOptions): void {
    this.#button?.focus(options);
  }

  /** Closes the dialog. The payment goes on. */
  close(): void {
    this.#session?.close('method');
  }

  /** Forgets this purchase: the next click makes another. */
  reset(): void {
    this.#press?.drop('canceled');
    this.#lost = false;
    // What the last resort wrote down is forgotten by the payment part.
    if (this.#session === undefined) void this.#page?.load().then((payments) => payments?.session(this, true)?.reset());
    else this.#session.reset();
    this.requestUpdate();
  }

  /** What a press sends leaves before anything is drawn. */
  protected override scheduleUpdate(): Promise<void> | undefined {
    const sending = this.#session?.sending;
    if (sending === undefined) this.performUpdate();
    return sending?.then(() => this.performUpdate());
  }

  protected override willUpdate(changed: PropertyValues<MixPayButton>): void {
    if (this.hasUpdated && !TARGET.some((name) => changed.has(name))) return;
    if (this.hasUpdated) this.#press?.drop('canceled');
    this.#session?.restore();
    this.#look();
  }

  protected override createRenderRoot(): HTMLElement | DocumentFragment {
    const root = orUndefined(() => super.createRenderRoot()) ?? (this.shadowRoot as ShadowRoot);
    const button = (this.#button = drawButton());
    root.replaceChildren(button);
    for (const type of ['click', 'keydown', 'pointerenter', 'focus', 'slotchange']) button.addEventListener(type, this.#hear);
    return root;
  }

  protected override update(changed: PropertyValues): void {
    super.update(changed);
    const button = this.#button as HTMLButtonElement;
    const locale = localeOf(this);
    const face: Face = this.#press === undefined ? (this.#session?.face ?? { tone: '' }) : { tone: 'busy' };
    drawLooks(this, button, face, locale, this.#isDisabled, this.#lost);
    this.#session?.draw(this.renderRoot as ShadowRoot, button.firstElementChild as HTMLElement);
    loadWords(this, locale, (this.#page as ButtonPage).clock, () => this.requestUpdate());
  }

  /** What the buttons of the window share; a subclass may bring its own clock, network and storage. */
  protected page(): ButtonPage {
    return sharedPage();
  }

  get #isDisabled(): boolean {
    // Its own attribute goes at the next drawing only.
    return this.disabled || this.matches(':disabled:not([disabled])');
  }

  /** Finds what was begun for this button, once the payment part is there. */
  #look(): void {
    this.#session ??= this.#page?.payments?.session(this, this.ownerDocument !== document);
    this.requestUpdate();
  }

  #pressEarly(page: ButtonPage): EarlyPress {
    this.#lost = false;
    this.requestUpdate();
    return pressEarly(this, page, chooseOpening(this.mode, false, page.clock, language(localeOf(this)).t('opening')), {
      session: (payments) => (this.#session ??= payments?.session(this, true)),
      ended: () => {
        this.#press = undefined;
        this.requestUpdate();
      },
      failed: () => (this.#lost = true),
    });
  }

  /** One listener for all that the button hears. */
  readonly #hear = (event: Event): void => {
    if (event.type === 'slotchange') this.#slotted();
    else if (event.type === 'click') {
      // A link, label or summary around it is not meant.
      event.preventDefault();
      // The second half of a double click asks for nothing more, even where the first has been fulfilled by then.
      if ((event as MouseEvent).detail < 2) this.pay().catch(() => undefined);
    } else if (event.type === 'keydown') {
      // A key held down clicks once.
      if ((event as KeyboardEvent).repeat && (event as KeyboardEvent).key === 'Enter') event.preventDefault();
    } else if (!this.#isDisabled) {
      // The first sign of intent: what only a payment needs comes while the payer is still on the way to the click.
      void this.#page?.load();
      // What describes the button may have come after it.
      this.requestUpdate();
    }
  };

  /** Frameworks fill an empty text node later, which `slotchange` does not tell. */
  #slotted(): void {
    this.#texts ??= new MutationObserver(() => this.requestUpdate());
    this.#texts.observe(this, { characterData: true, subtree: true });
    this.requestUpdate();
    this.performUpdate();
  }
}
