import { MixPayButton } from './element/button/button.js';

// Nothing on a server, which renders the page for others; and a second copy of the script must not break the first.
if ('customElements' in globalThis && customElements.get('mixpay-button') === undefined) {
  customElements.define('mixpay-button', MixPayButton);
}

declare global {
  interface HTMLElementTagNameMap {
    'mixpay-button': MixPayButton;
  }
}

export { MixPayButton };
