import type { ReactiveElement } from '@lit/reactive-element';
import type { MixPayButton } from '../button/button.js';

/* The types of what a page may write for `<mixpay-button>`, from which each framework takes its own. */

// Exported only for what these two files add to HTMLElementEventMap: the compiler leaves `import type {}` out of declarations.
export type { MixPayRequestEvent } from '../button/events.js';
export type { MixPayEndEvent } from '../payment/events.js';

/** What a page may set, by the names of properties. */
export type Properties = Partial<
  Omit<MixPayButton, keyof ReactiveElement | 'state' | 'payment' | 'error' | 'checkoutUrl' | 'pay' | 'close' | 'reset'>
>;

type Kebab<Name extends string> = Name extends `${infer Head}${infer Tail}`
  ? `${Head extends Lowercase<Head> ? Head : `-${Lowercase<Head>}`}${Kebab<Tail>}`
  : Name;

type Camel<Name extends string> = Name extends `${infer Head}-${infer Tail}` ? `${Head}${Capitalize<Camel<Tail>>}` : Name;

/** The same by the names of attributes, where numbers and booleans may be spelled as in HTML. */
export type Attributes = {
  [Name in keyof Properties as Kebab<Name>]?: Written<Properties[Name]>;
};

type Written<Value> = Value extends number ? Value | `${number}` : Value extends boolean ? Value | '' : Value;

type EventName = Extract<keyof HTMLElementEventMap, `mixpay-${string}`>;

/** Listeners as React 19 and Svelte 5 name them: `onmixpay-success`. */
export type Listeners = { [Name in EventName as `on${Name}`]?: (event: HTMLElementEventMap[Name]) => void };

/** Listeners as Vue's types name them: `@mixpay-success` is `onMixpaySuccess` there. */
export type CamelListeners = { [Name in EventName as `on${Capitalize<Camel<Name>>}`]?: (event: HTMLElementEventMap[Name]) => void };

type Word<Name> = Name extends `mixpay-${infer Rest}` ? Rest : never;

/** The events by their names without `mixpay-`. */
export type Events = { [Name in EventName as Word<Name>]: HTMLElementEventMap[Name] };

/** Listeners of a component: `onSuccess` for `mixpay-success`. */
export type Handlers = { [Name in keyof Events as `on${Capitalize<Name>}`]?: (event: Events[Name]) => void };
