import type { HTMLAttributes } from 'vue';
import type { CamelListeners, Properties } from './markup.js';

export type MixPayButtonProps = HTMLAttributes & Properties & CamelListeners;

/** `<mixpay-button>` in Vue's templates: `import type {} from 'mixpay-button/vue'`. */
declare module 'vue' {
  interface GlobalComponents {
    'mixpay-button': new () => { $props: MixPayButtonProps };
  }
}
