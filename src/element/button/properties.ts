import type { PropertyDeclarations } from '@lit/reactive-element';
import { DEFAULT_CHECKOUT_BASE, type TargetFields } from './attributes.js';
import type { RequestedMode } from './events.js';
import type { Verb } from './label.js';
import { NamedInside } from './naming.js';

/** How the button looks. */
export type Variant = 'brand' | 'black' | 'white' | 'outline';
export type Size = 'small' | 'medium' | 'large';
export type Theme = 'auto' | 'light' | 'dark';

/** What a page may say of a button: its properties, each with an attribute, and their defaults. */
export class ButtonProperties extends NamedInside implements TargetFields {
  static override properties: PropertyDeclarations = {
    endpoint: {},
    statusEndpoint: { attribute: 'status-endpoint' },
    checkoutBase: { attribute: 'checkout-base' },
    credentials: {},
    item: {},
    orderId: { attribute: 'order-id' },
    traceId: { attribute: 'trace-id' },
    quoteAmount: { attribute: 'quote-amount' },
    quoteAssetId: { attribute: 'quote-asset-id' },
    paymentAssetId: { attribute: 'payment-asset-id' },
    quoteSymbol: { attribute: 'quote-symbol' },
    remark: {},
    returnTo: { attribute: 'return-to' },
    failedReturnTo: { attribute: 'failed-return-to' },
    mode: {},
    verb: {},
    variant: {},
    size: {},
    theme: {},
    locale: {},
    shopName: { attribute: 'shop-name' },
    tagline: { type: Boolean },
    expiresIn: { attribute: 'expires-in', type: Number },
    disabled: { type: Boolean, reflect: true },
  };

  /** The payment endpoint on the merchant's own server, relative or absolute. Required. */
  endpoint = '';
  /** Where to ask for the status if the endpoint returns no `statusUrl`. */
  statusEndpoint = '';
  /** What the short code is put behind. https, or http on loopback or the page's own origin. */
  checkoutBase = DEFAULT_CHECKOUT_BASE;
  /** Whether cookies go along: `same-origin`, `include` or `omit`. */
  credentials: RequestCredentials = 'same-origin';

  /** An opaque word for static pages, at most 200 characters; the server makes an order of it. */
  item = '';
  /** 6–36 of `A-Za-z0-9_-`, of ONE purchase: rendered per visitor, never into cached HTML. */
  orderId = '';
  /** A UUID of ONE purchase. */
  traceId = '';
  /** The price shown, a decimal string. The server's price counts; another one is asked about first. */
  quoteAmount = '';
  /** `usd`, or an asset UUID. */
  quoteAssetId = '';
  /** How to show a coin that is not well known. */
  quoteSymbol = '';
  /** The coin the payer is to pay with. */
  paymentAssetId = '';
  /** At most 50 characters, shown to the payee. */
  remark = '';
  /** Where MixPay's page may send the payer after success. In `redirect` mode the page itself by default. */
  returnTo = '';
  /** The same after a failure. */
  failedReturnTo = '';
  /** Seconds the payment stays open, 60–172800. */
  expiresIn: number | undefined;

  /** How the checkout opens: `auto`, `qr`, `redirect`, `tab`, `popup` or `embed`. */
  mode: RequestedMode = 'auto';
  /** The word of the label: `pay`, `buy`, `checkout`, `donate`, `order`, `subscribe` or `tip`. */
  verb: Verb = 'pay';
  /** `brand`, `black`, `white` or `outline`. */
  variant: Variant = 'brand';
  /** `small`, `medium` or `large`. */
  size: Size = 'medium';
  /** Of the dialog: `auto`, `light` or `dark`. */
  theme: Theme = 'auto';
  /** BCP 47. Default: the nearest `lang`. */
  locale = '';
  /** Whom the dialog says the payment goes to. Default: the page's `og:site_name`, else its host name. */
  shopName = '';
  /** Shows "with crypto" as a small line of its own below the label. */
  tagline = false;
  /** Nothing can be started; a payment under way is still followed. */
  disabled = false;
}
