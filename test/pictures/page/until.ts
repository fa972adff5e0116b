import type { MixPayButton } from '../../../src/element/button/button.js';
import { settle } from '../../helpers/fake-clock.js';

/** A button with these attributes and this content, at the end of a place. It has no page of its own before `openShop()`. */
export async function mountIn(place: HTMLElement, attributes: Record<string, string>, content = ''): Promise<MixPayButton> {
  const button = document.createElement('mixpay-button');
  for (const [name, value] of Object.entries(attributes)) button.setAttribute(name, value);
  button.innerHTML = content;
  place.append(button);
  await button.updateComplete;
  return button;
}

/** Longer than any of it takes on a busy machine, in milliseconds. */
const PATIENCE = 20_000;

/** Waits for what the element will do by itself, without a pause: there are hundreds of these in a run. */
export async function until(button: MixPayButton, condition: () => boolean, what: string): Promise<void> {
  const end = performance.now() + PATIENCE;
  while (!condition()) {
    if (performance.now() > end)
      throw new Error(`expected ${what}; the button is ${button.state}: ${button.shadowRoot?.textContent ?? ''}`);
    await settle();
    await button.updateComplete;
  }
}
