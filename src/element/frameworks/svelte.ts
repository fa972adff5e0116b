import type { HTMLAttributes } from 'svelte/elements';
import type { MixPayButton } from '../button/button.js';
import type { Attributes, Listeners, Properties } from './markup.js';

export type MixPayButtonProps = HTMLAttributes<MixPayButton> & Properties & Attributes & Listeners;

/** `<mixpay-button>` in Svelte 5: `import type {} from 'mixpay-button/svelte'`. */
declare module 'svelte/elements' {
  interface SvelteHTMLElements {
    'mixpay-button': MixPayButtonProps;
  }
}
