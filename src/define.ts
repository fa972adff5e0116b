import { MixPayButton } from './element/button/button.js';

// Nothing on a server, which renders the page for others.
if ('customElements' in globalThis) {
  const first = customElements.get('mixpay-button') as typeof MixPayButton | undefined;
  if (first === undefined) customElements.define('mixpay-button', MixPayButton);
  // A second copy of the script must not break the first.
  else if (first.version !== MixPayButton.version) {
    console.info(`<mixpay-button> ${first.version} is on this page already; ${MixPayButton.version} is not used`);
  }
}

// What comes with them are the types of all events: `HTMLElementEventMap`.
export type { MixPayRequestEvent } from './element/button/events.js';
export type { MixPayEndEvent } from './element/payment/events.js';

declare global {
  interface HTMLElementTagNameMap {
    'mixpay-button': MixPayButton;
  }
}

export { MixPayButton };
