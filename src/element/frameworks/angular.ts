import * as i0 from '@angular/core';
import '../../define.js';
import type { MixPayButton as MixPayElement } from '../button/button.js';
import { attributesOf } from './attributes-of.js';
import type { Properties } from './markup.js';

/** Angular's types of these declarations lack `version` and `minVersion`, which its linker reads: hence the assertions below. */
type Factory = Parameters<typeof i0.ɵɵngDeclareFactory>[0];
type Directive = Parameters<typeof i0.ɵɵngDeclareDirective>[0];

type Input<Name extends keyof Properties> = Properties[Name];

/**
 * In `imports` of a component it makes `<mixpay-button>` known to Angular, so that a wrong property or value in the template is
 * an error; `CUSTOM_ELEMENTS_SCHEMA` would leave the whole template unchecked. What is bound becomes attributes, which Angular
 * renders on a server, too. Events are the element's own: `(mixpay-success)`.
 *
 * Written as Angular's compiler writes a library, for which this project does not need that compiler: a decorator would have to
 * be compiled in every page, and the inputs' types must be literal.
 */
export class MixPayButton implements i0.OnChanges {
  declare endpoint: Input<'endpoint'>;
  declare statusEndpoint: Input<'statusEndpoint'>;
  declare checkoutBase: Input<'checkoutBase'>;
  declare credentials: Input<'credentials'>;
  declare item: Input<'item'>;
  declare orderId: Input<'orderId'>;
  declare traceId: Input<'traceId'>;
  declare quoteAmount: Input<'quoteAmount'>;
  declare quoteAssetId: Input<'quoteAssetId'>;
  declare paymentAssetId: Input<'paymentAssetId'>;
  declare quoteSymbol: Input<'quoteSymbol'>;
  declare remark: Input<'remark'>;
  declare returnTo: Input<'returnTo'>;
  declare failedReturnTo: Input<'failedReturnTo'>;
  declare mode: Input<'mode'>;
  declare verb: Input<'verb'>;
  declare variant: Input<'variant'>;
  declare size: Input<'size'>;
  declare theme: Input<'theme'>;
  declare locale: Input<'locale'>;
  declare shopName: Input<'shopName'>;
  declare tagline: Input<'tagline'>;
  declare expiresIn: Input<'expiresIn'>;
  declare disabled: Input<'disabled'>;

  readonly #element = (i0.inject(i0.ElementRef) as i0.ElementRef<MixPayElement>).nativeElement;
  readonly #renderer = i0.inject(i0.Renderer2);

  ngOnChanges(changes: i0.SimpleChanges): void {
    const changed = Object.entries(changes).map(([name, change]): [string, unknown] => [name, change.currentValue]);
    for (const [name, value] of Object.entries(attributesOf(Object.fromEntries(changed)))) {
      if (value === true || typeof value === 'string') this.#renderer.setAttribute(this.#element, name, value === true ? '' : value);
      else this.#renderer.removeAttribute(this.#element, name);
    }
  }

  static ngAcceptInputType_disabled: boolean | '' | null | undefined;
  static ngAcceptInputType_tagline: boolean | '' | null | undefined;

  static ɵfac: i0.ɵɵFactoryDeclaration<MixPayButton, never> = i0.ɵɵngDeclareFactory({
    minVersion: '12.0.0',
    version: '21.0.0',
    ngImport: i0,
    type: MixPayButton,
    deps: [],
    target: i0.ɵɵFactoryTarget.Directive,
  } as Factory) as i0.ɵɵFactoryDeclaration<MixPayButton, never>;

  static ɵdir: i0.ɵɵDirectiveDeclaration<
    MixPayButton,
    'mixpay-button',
    never,
    {
      endpoint: { alias: 'endpoint'; required: false };
      statusEndpoint: { alias: 'statusEndpoint'; required: false };
      checkoutBase: { alias: 'checkoutBase'; required: false };
      credentials: { alias: 'credentials'; required: false };
      item: { alias: 'item'; required: false };
      orderId: { alias: 'orderId'; required: false };
      traceId: { alias: 'traceId'; required: false };
      quoteAmount: { alias: 'quoteAmount'; required: false };
      quoteAssetId: { alias: 'quoteAssetId'; required: false };
      paymentAssetId: { alias: 'paymentAssetId'; required: false };
      quoteSymbol: { alias: 'quoteSymbol'; required: false };
      remark: { alias: 'remark'; required: false };
      returnTo: { alias: 'returnTo'; required: false };
      failedReturnTo: { alias: 'failedReturnTo'; required: false };
      mode: { alias: 'mode'; required: false };
      verb: { alias: 'verb'; required: false };
      variant: { alias: 'variant'; required: false };
      size: { alias: 'size'; required: false };
      theme: { alias: 'theme'; required: false };
      locale: { alias: 'locale'; required: false };
      shopName: { alias: 'shopName'; required: false };
      tagline: { alias: 'tagline'; required: false };
      expiresIn: { alias: 'expiresIn'; required: false };
      disabled: { alias: 'disabled'; required: false };
    },
    never,
    never,
    never,
    true
  > = i0.ɵɵngDeclareDirective({
    minVersion: '14.0.0',
    version: '21.0.0',
    ngImport: i0,
    type: MixPayButton,
    isStandalone: true,
    selector: 'mixpay-button',
    inputs: {
      endpoint: 'endpoint',
      statusEndpoint: 'statusEndpoint',
      checkoutBase: 'checkoutBase',
      credentials: 'credentials',
      item: 'item',
      orderId: 'orderId',
      traceId: 'traceId',
      quoteAmount: 'quoteAmount',
      quoteAssetId: 'quoteAssetId',
      paymentAssetId: 'paymentAssetId',
      quoteSymbol: 'quoteSymbol',
      remark: 'remark',
      returnTo: 'returnTo',
      failedReturnTo: 'failedReturnTo',
      mode: 'mode',
      verb: 'verb',
      variant: 'variant',
      size: 'size',
      theme: 'theme',
      locale: 'locale',
      shopName: 'shopName',
      tagline: 'tagline',
      expiresIn: 'expiresIn',
      disabled: 'disabled',
    },
    usesOnChanges: true,
  } as Directive);
}
