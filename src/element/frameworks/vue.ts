import { defineComponent, h, onMounted, shallowRef, type DefineSetupFnComponent, type HTMLAttributes, type VNode } from 'vue';
import '../../define.js';
import { MixPayButton as MixPayElement } from '../button/button.js';
import { MixPayEndEvent } from '../payment/events.js';
import { attributesOf } from './attributes-of.js';
import type { CamelListeners, Events, Properties } from './markup.js';

/** What `<mixpay-button>` itself takes in a template. */
export type MixPayElementProps = HTMLAttributes & Properties & CamelListeners;

/** `<mixpay-button>` in Vue's templates: `import type {} from 'mixpay-button/vue'`. */
declare module 'vue' {
  interface GlobalComponents {
    'mixpay-button': new () => { $props: MixPayElementProps };
  }
}

/** The element's own names in camelCase or as attributes; what else an HTML element takes goes to the element. */
export type MixPayButtonProps = Properties;

/** `@success` for `mixpay-success`, and so on. */
export type MixPayButtonEmits = { [Name in keyof Events]: (event: Events[Name]) => void };

const EVENTS = ['request', 'open', 'status', 'success', 'failed', 'close', 'error'] as const satisfies (keyof Events)[];

/**
 * The button as a component of Vue 3, which needs no `isCustomElement`. Rendered on a server it is plain attributes, which
 * hydrate as they are. A template ref has the element as `element`.
 */
export const MixPayButton: DefineSetupFnComponent<MixPayButtonProps, MixPayButtonEmits> = defineComponent<
  MixPayButtonProps,
  MixPayButtonEmits
>(
  (props, { emit: emitTyped, slots, expose }) => {
    const emit = emitTyped as unknown as (name: string, event: Event) => void;
    const element = shallowRef<MixPayElement>();
    expose({ element });
    const listeners = Object.fromEntries(EVENTS.map((name) => [`onMixpay-${name}`, (event: Event) => emit(name, event)]));
    onMounted(() => {
      const { state, payment } = element.value ?? {};
      if ((state !== 'success' && state !== 'failed') || payment === undefined) return;
      // The payment ended before Vue had hydrated the page: nothing was emitted for that event.
      emit(state, new MixPayEndEvent(`mixpay-${state}`, payment, true));
    });
    return () =>
      h('mixpay-button', { ref: element, ...attributesOf(props), ...listeners }, (slots['default'] as (() => VNode[]) | undefined)?.());
  },
  {
    name: 'MixPayButton',
    // Named without types, which the element itself checks; only Vue reads `disabled` and `tagline` without a value as true.
    props: {
      ...Object.fromEntries(Object.keys(MixPayElement.properties).map((name) => [name, null])),
      disabled: Boolean,
      tagline: Boolean,
    },
    emits: Object.fromEntries(EVENTS.map((name) => [name, null])) as unknown as MixPayButtonEmits,
  },
);
