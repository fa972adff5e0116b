import { h, type HTMLAttributes, type Ref, type VNode } from 'preact';
import '../../define.js';
import type { MixPayButton as MixPayElement } from '../button/button.js';
import { attributesOf } from './attributes-of.js';
import { EVENT_OF } from './event-of.js';
import type { Attributes, Handlers, Listeners, Properties } from './markup.js';

type Base = Omit<HTMLAttributes<MixPayElement>, keyof Properties | keyof Handlers | 'ref'>;

/** The element's own names in camelCase, its events as `onSuccess` and so on, and whatever else an HTML element takes. */
export type MixPayButtonProps = Base & {
  [Name in keyof Properties]?: Properties[Name] | undefined;
} & { [Name in keyof Handlers]?: Handlers[Name] | undefined } & {
  /** The element, from Preact 11 on; Preact 10 passes a component no `ref`. */
  ref?: Ref<MixPayElement> | undefined;
};

/** What `<mixpay-button>` itself takes in JSX. */
export type MixPayElementProps = HTMLAttributes<MixPayElement> & Attributes & Listeners;

/**
 * `<mixpay-button>` in JSX: `import type {} from 'mixpay-button/preact'`. By attribute names alone, for camelCase is written in
 * lower case on a server.
 */
declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      'mixpay-button': MixPayElementProps;
    }
  }
}

/** The button as a component of Preact. Rendered on a server it is plain attributes, which hydrate as they are. */
export function MixPayButton(props: MixPayButtonProps): VNode {
  const written = Object.entries(attributesOf(props)).map(([name, value]) =>
    Object.hasOwn(EVENT_OF, name) ? [`on${EVENT_OF[name as keyof Handlers]}`, value] : [name, value],
  );
  return h('mixpay-button', Object.fromEntries(written) as object);
}
