import { createComponent, mergeProps, splitProps, type JSX } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import '../../define.js';
import { MixPayButton as MixPayElement } from '../button/button.js';
import { attributeOf } from './attributes-of.js';
import { EVENT_OF } from './event-of.js';
import type { Attributes, Events, Handlers, Properties } from './markup.js';

/** The element's own names in camelCase, its events as `onSuccess` and so on, and whatever else an HTML element takes. */
export type MixPayButtonProps = Omit<JSX.HTMLAttributes<MixPayElement>, keyof Properties | keyof Handlers> & {
  [Name in keyof Properties]?: Properties[Name] | undefined;
} & { [Name in keyof Handlers]?: Handlers[Name] | undefined };

/** `<mixpay-button>` in JSX, with `on:mixpay-success` and so on: `import type {} from 'mixpay-button/solid'`. */
declare module 'solid-js' {
  namespace JSX {
    interface IntrinsicElements {
      'mixpay-button': JSX.HTMLAttributes<MixPayElement> &
        Attributes & { [Name in keyof Events as `on:mixpay-${Name}`]?: (event: Events[Name]) => void };
    }
  }
}

const NAMES = [...Object.keys(MixPayElement.properties), ...Object.keys(EVENT_OF)] as (keyof MixPayButtonProps)[];

/** The button as a component of Solid; `ref` is the element. Rendered on a server it is plain attributes, which hydrate as they are. */
export function MixPayButton(props: MixPayButtonProps): JSX.Element {
  const [own, others] = splitProps(props, NAMES);
  const written: Record<string, unknown> = {};
  for (const name of NAMES) {
    const type = EVENT_OF[name as keyof Handlers] as string | undefined;
    // Read when Solid sets it, and again whenever it changes.
    Object.defineProperty(written, type === undefined ? attributeOf(name) : `on:${type}`, {
      enumerable: true,
      get: (): unknown => own[name],
    });
  }
  return createComponent(Dynamic, mergeProps(others, written, { component: 'mixpay-button' as const }));
}
