import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, query } from 'lit/decorators.js';
import type { MixPayError } from '../core/errors.js';
import type { Payment } from '../core/payment.js';
import { DEFAULT_CHECKOUT_BASE, type TargetFields } from './attributes.js';
import { buttonStyles } from './button.styles.js';
import { BlankLabel } from './blank-label.js';
import { ButtonConnection } from './connection.js';
import { showCustomState } from './custom-states.js';
import type { CloseReason, MixPayState, RequestedMode } from './events.js';
import { restingFace } from './face.js';
import type { PayResult } from './flow-host.js';
import type { Verb } from './labels.js';
import { sharedPage, type Page } from './page.js';

/** How the button looks. */
export type Variant = 'brand' | 'black' | 'white' | 'outline';
export type Size = 'small' | 'medium' | 'large';
export type Theme = 'auto' | 'light' | 'dark';

/** A server that renders the element has none, and nothing can begin there. */
const hasDocument = typeof document !== 'undefined';

/** The properties whose change means another order, endpoint or language. */
const TARGET_PROPERTIES: readonly (keyof MixPayButton)[] = [
  'endpoint',
  'statusEndpoint',
  'checkoutBase',
  'credentials',
  'item',
  'orderId',
  'traceId',
  'quoteAmount',
  'quoteAssetId',
  'paymentAssetId',
];

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
 * @csspart floor - The sentence and plain link below the button where the dialog cannot be loaded.
 * @csspart dialog - The dialog; inside it `header`, `title`, `close`, `body`, `outcome-icon`, `amount`, `order`, `status`, `note`, `placeholder`, `progress`, `qr`, `qr-code`, `qr-caption`, `frame`, `link`, `show-qr`, `copy`, `link-text`, `countdown`, `reference`, `copy-reference`, `explorer`, `accept`, `retry`, `done`.
 *
 * @cssproperty --mixpay-accent - Colour of the brand variant and of the dialog's main button.
 * @cssproperty --mixpay-on-accent - Colour of words on it.
 * @cssproperty --mixpay-background - Background of the button, over any variant.
 * @cssproperty --mixpay-color - Colour of its words.
 * @cssproperty --mixpay-border-color - Its border.
 * @cssproperty --mixpay-radius - Corner radius of all buttons.
 * @cssproperty --mixpay-height - Least height of the button.
 * @cssproperty --mixpay-font - Font family.
 * @cssproperty --mixpay-focus - Focus ring of the button.
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
export class MixPayButton extends LitElement implements TargetFields {
  static override styles = buttonStyles;

  /** The payment endpoint on the merchant's own server, relative or absolute. Required. */
  @property() endpoint = '';
  /** Where to ask for the status if the endpoint answers no `statusUrl`. */
  @property({ attribute: 'status-endpoint' }) statusEndpoint = '';
  /** What the short code is put behind. https, or http on loopback or the page's own origin. */
  @property({ attribute: 'checkout-base' }) checkoutBase = DEFAULT_CHECKOUT_BASE;
  /** Whether cookies go along: `same-origin`, `include` or `omit`. */
  @property() credentials = 'same-origin';

  /** An opaque word for static pages, at most 200 characters; the server makes an order of it. */
  @property() item = '';
  /** 6–36 of `A-Za-z0-9_-`, of ONE purchase: rendered per visitor, never into cached HTML. */
  @property({ attribute: 'order-id' }) orderId = '';
  /** A UUID of ONE purchase. */
  @property({ attribute: 'trace-id' }) traceId = '';
  /** The price shown, a decimal string. The server's price counts; another one is asked about first. */
  @property({ attribute: 'quote-amount' }) quoteAmount = '';
  /** `usd`, or an asset UUID. */
  @property({ attribute: 'quote-asset-id' }) quoteAssetId = '';
  /** How to show a coin that is not well known. */
  @property({ attribute: 'quote-symbol' }) quoteSymbol = '';
  /** The coin the payer is to pay with. */
  @property({ attribute: 'payment-asset-id' }) paymentAssetId = '';
  /** At most 50 characters, shown to the payee. */
  @property() remark = '';
  /** Where MixPay's page may send the payer after success. In `redirect` mode the page itself by default. */
  @property({ attribute: 'return-to' }) returnTo = '';
  /** The same after a failure. */
  @property({ attribute: 'failed-return-to' }) failedReturnTo = '';
  /** Seconds the payment stays open, 60–172800. */
  @property({ attribute: 'expires-in', type: Number }) expiresIn: number | undefined;

  /** How the checkout opens: `auto`, `qr`, `redirect`, `tab`, `popup` or `embed`. */
  @property() mode: RequestedMode = 'auto';
  /** The word of the label: `pay`, `buy`, `checkout`, `donate`, `order`, `subscribe` or `tip`. */
  @property() verb: Verb = 'pay';
  /** `brand`, `black`, `white` or `outline`. */
  @property() variant: Variant = 'brand';
  /** `small`, `medium` or `large`. */
  @property() size: Size = 'medium';
  /** Of the dialog: `auto`, `light` or `dark`. */
  @property() theme: Theme = 'auto';
  /** BCP 47. Default: the nearest `lang`. */
  @property() locale = '';
  /** Nothing can be started; a payment under way is still followed. */
  @property({ type: Boolean, reflect: true }) disabled = false;

  @query('button') private button!: HTMLButtonElement | null;
  readonly #connection = !hasDocument ? undefined : new ButtonConnection(this, this.page());
  readonly #label = !hasDocument ? undefined : new BlankLabel(this);
  readonly #internals = !hasDocument ? undefined : this.attachInternals();

  /** Where the payment is in its life. */
  get state(): MixPayState {
    return this.#connection?.checkout.state ?? 'idle';
  }

  /** The payment as the endpoint last told it. */
  get payment(): Payment | undefined {
    return this.#connection?.checkout.payment;
  }

  /** What went wrong last. */
  get error(): MixPayError | undefined {
    return this.#connection?.checkout.error;
  }

  /** `<checkout-base><code>`, while there is a code that can be paid. */
  get checkoutUrl(): string | undefined {
    return this.#connection?.checkout.checkoutUrl;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#connection?.connected();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#connection?.disconnected();
  }

  /**
   * Starts, or goes on with, the payment. Call it inside a click, or windows will not open.
   * @returns how it ended: `success`, `failed`, `closed` (the payer closed the dialog) or `canceled`
   * @throws MixPayError, and nothing else
   */
  pay(): Promise<PayResult> {
    return this.#connection?.pay() ?? Promise.resolve({ outcome: 'canceled', payment: undefined });
  }

  /** The same as a click by the payer: returns nothing and never rejects. */
  override click(): void {
    if (this.button === null) this.#onClick();
    else this.button.click();
  }

  override focus(options?: FocusOptions): void {
    this.button?.focus(options);
  }

  /** Closes the dialog. The payment goes on. */
  close(): void {
    this.#connection?.close('method' satisfies CloseReason);
  }

  /** Forgets this purchase: the next click makes another. */
  reset(): void {
    this.#connection?.reset();
  }

  protected override willUpdate(changed: PropertyValues<MixPayButton>): void {
    if (TARGET_PROPERTIES.some((name) => changed.has(name))) this.#connection?.restore();
  }

  protected override updated(): void {
    this.#connection?.rendered();
    if (this.#internals !== undefined && this.#connection !== undefined) showCustomState(this.#internals, this.#connection.face.tone);
  }

  /** The window's shared memory and client; a subclass may bring its own clock, network and storage. */
  protected page(): Page {
    return sharedPage();
  }

  protected override render(): TemplateResult {
    const { words, ownLabel, icon, stateIcon, tone, said } = this.#connection?.face ?? restingFace(this);
    const floor = this.#connection?.floor;
    const blank = this.#label?.blank === true;
    return html`<button
        part="button"
        type="button"
        class="button ${this.variant} ${this.size} ${tone}"
        ?disabled=${this.disabled}
        aria-busy=${tone === 'busy' ? 'true' : nothing}
        aria-haspopup="dialog"
        @click=${this.#onClick}
        @keydown=${this.#onKeydown}
      >
        <span part="icon" class="icon"><slot name="icon" ?hidden=${stateIcon}>${icon}</slot>${stateIcon ? icon : nothing}</span>
        <span part="label" class="label"
          >${ownLabel ? html`<slot>${blank ? nothing : words}</slot>${blank ? words : nothing}` : words}</span
        >
      </button>
      ${
        floor === undefined
          ? nothing
          : html`<div part="floor" class="floor">
              <p role="alert">${floor.sentence}</p>
              ${floor.url === undefined ? nothing : html`<a part="link" href=${floor.url}>${floor.linkText}</a>`}
            </div>`
      }
      <span class="said" role="status">${said}</span>
      ${this.#connection?.dialog() ?? nothing}`;
  }

  /** The second half of a double click is not a second wish, even where the first has been fulfilled by then. */
  readonly #onClick = (event?: MouseEvent): void => {
    if (event === undefined || event.detail < 2) this.pay().catch(() => undefined);
  };

  /** A key held down clicks once. */
  readonly #onKeydown = (event: KeyboardEvent): void => {
    if (event.repeat && event.key === 'Enter') event.preventDefault();
  };
}
