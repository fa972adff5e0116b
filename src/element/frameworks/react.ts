import type { DetailedHTMLProps, HTMLAttributes } from 'react';
import type { MixPayButton } from '../button/button.js';
import type { Attributes, Listeners, Properties } from './markup.js';

export type MixPayButtonProps = DetailedHTMLProps<HTMLAttributes<MixPayButton>, MixPayButton> & Properties & Attributes & Listeners;

/** `<mixpay-button>` in JSX, for React 19: `import type {} from 'mixpay-button/react'`. */
declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'mixpay-button': MixPayButtonProps;
    }
  }
}
