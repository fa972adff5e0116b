import { MixPayButton } from './element/button/button.js';

// A second copy of the script on one page must not break the first.
if (customElements.get('mixpay-button') === undefined) customElements.define('mixpay-button', MixPayButton);

declare global {
  interface HTMLElementTagNameMap {
    'mixpay-button': MixPayButton;
  }
}

export { MixPayButton };
