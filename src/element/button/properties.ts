import type { PropertyDeclarations } from '@lit/reactive-element';
import { DEFAULT_CHECKOUT_BASE, kebab, WHAT, WHERE, type IntentFields } from './attributes.js';
import type { RequestedMode } from './events.js';
import type { Verb } from './label.js';
import { AriaFromHost } from './aria.js';

/** How the button looks. */
export type Variant = 'brand' | 'black' | 'white' | 'outline';
export type Size = 'small' | 'medium' | 'large';
export type Theme = 'auto' | 'light' | 'dark';

/** What a page may say of a button, by property, and what counts where it does not. */
const DEFAULTS: Record<string, string | boolean | undefined> = {
  ...Object.fromEntries([...WHERE, ...WHAT].map((name) => [name, ''])),
  checkoutBase: DEFAULT_CHECKOUT_BASE,
  credentials: 'same-origin',
  expiresIn: undefined,
  mode: 'auto',
  verb: 'pay',
  variant: 'brand',
  size: 'medium',
  theme: 'auto',
  locale: '',
  shopName: '',
  tagline: false,
  disabled: false,
};

/** What a page may say of a button: its properties, each with an attribute, and their defaults. */
export class ButtonProperties extends AriaFromHost implements IntentFields {
  static override properties: PropertyDeclarations = Object.fromEntries(
    Object.entries(DEFAULTS).map(([name, value]) => [
      name,
      {
        attribute: kebab(name),
        type: value === undefined ? Number : value.constructor,
        reflect: name === 'disabled',
      },
    ]),
  );

  /**
   * The payment endpoint on the merchant's own server, relative or absolute. Required.
   * @default ''
   * @attr endpoint
   */
  declare endpoint: string;
  /**
   * Where to ask for the status if the endpoint returns no `statusUrl`.
   * @default ''
   * @attr status-endpoint
   */
  declare statusEndpoint: string;
  /**
   * What the short code is put behind. https, or http on loopback or the page's own origin.
   * @default DEFAULT_CHECKOUT_BASE
   * @attr checkout-base
   */
  declare checkoutBase: string;
  /**
   * Whether cookies go along: `same-origin`, `include` or `omit`.
   * @default 'same-origin'
   * @attr credentials
   */
  declare credentials: RequestCredentials;

  /**
   * An opaque word for static pages, at most 200 characters; the server makes an order of it.
   * @default ''
   * @attr item
   */
  declare item: string;
  /**
   * 6–36 of `A-Za-z0-9_-`, of ONE purchase: rendered per visitor, never into cached HTML.
   * @default ''
   * @attr order-id
   */
  declare orderId: string;
  /**
   * A UUID of ONE purchase.
   * @default ''
   * @attr trace-id
   */
  declare traceId: string;
  /**
   * The price shown, a decimal string. The server's price counts; another one is asked about first.
   * @default ''
   * @attr quote-amount
   */
  declare quoteAmount: string;
  /**
   * `usd`, or an asset UUID.
   * @default ''
   * @attr quote-asset-id
   */
  declare quoteAssetId: string;
  /**
   * How to show a coin that is not well known.
   * @default ''
   * @attr quote-symbol
   */
  declare quoteSymbol: string;
  /**
   * The coin the payer is to pay with.
   * @default ''
   * @attr payment-asset-id
   */
  declare paymentAssetId: string;
  /**
   * At most 50 characters, shown to the payee.
   * @default ''
   * @attr remark
   */
  declare remark: string;
  /**
   * Where MixPay's page may send the payer after success. In `redirect` mode the page itself by default.
   * @default ''
   * @attr return-to
   */
  declare returnTo: string;
  /**
   * The same after a failure.
   * @default ''
   * @attr failed-return-to
   */
  declare failedReturnTo: string;
  /**
   * Seconds the payment stays open, 60–172800.
   * @attr expires-in
   */
  declare expiresIn: number | undefined;

  /**
   * How the checkout opens: `auto`, `qr`, `redirect`, `tab`, `popup` or `embed`.
   * @default 'auto'
   * @attr mode
   */
  declare mode: RequestedMode;
  /**
   * The word of the label: `pay`, `buy`, `checkout`, `donate`, `order`, `subscribe` or `tip`.
   * @default 'pay'
   * @attr verb
   */
  declare verb: Verb;
  /**
   * `brand`, `black`, `white` or `outline`.
   * @default 'brand'
   * @attr variant
   */
  declare variant: Variant;
  /**
   * `small`, `medium` or `large`.
   * @default 'medium'
   * @attr size
   */
  declare size: Size;
  /**
   * Of the dialog: `auto`, `light` or `dark`.
   * @default 'auto'
   * @attr theme
   */
  declare theme: Theme;
  /**
   * BCP 47. Default: the nearest `lang`.
   * @default ''
   * @attr locale
   */
  declare locale: string;
  /**
   * Whom the dialog says the payment goes to. Default: the page's `og:site_name`, else its host name.
   * @default ''
   * @attr shop-name
   */
  declare shopName: string;
  /**
   * Shows "with crypto" as a small line of its own below the label.
   * @default false
   * @attr tagline
   */
  declare tagline: boolean;
  /**
   * Nothing can be started; a payment under way is still followed.
   * @default false
   * @attr disabled
   * @reflect
   */
  declare disabled: boolean;

  /** Defaults stand on the prototype, where Lit keeps the values of a button: one is made without writing any of them. */
  protected static override finalize(): void {
    super.finalize();
    if (this !== ButtonProperties) return;
    // Lit's setters say where that is.
    const first = Object.create(this.prototype, { requestUpdate: { value: () => undefined } }) as object;
    Object.assign(this.prototype, Object.assign(first, DEFAULTS));
  }
}
