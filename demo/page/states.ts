import type { MixPayButton } from '../../src/index.js';
import { make } from './make.js';
import type { Stage } from './stage.js';

/** The states to show. A button is brought into one by the status its endpoint returns, or stays busy because no request is ever sent. */
const STATES = [
  { words: 'At rest' },
  { words: 'Working', status: 'unpaid', isBusy: true },
  { words: 'Under way', status: 'unpaid' },
  { words: 'Paid', status: 'success' },
  { words: 'Failed', status: 'failed' },
  { words: 'Disabled', isDisabled: true },
] as const;

/** Milliseconds after opening, when the button has begun to ask. */
const SOON = 100;

interface Shown {
  each: MixPayButton;
  figure: HTMLElement;
  status: string | undefined;
  item: string;
  isBusy: boolean;
  isDisabled: boolean;
}

/** A row of buttons, one in each state, in a frame, where the dialogs that open on the way are hidden and block nothing else. */
export class StateRow {
  readonly #stage: Stage;
  #shown: Shown[] = [];

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  async load(): Promise<void> {
    await this.#stage.load({});
    this.#shown = STATES.map((state) => this.#make(state));
    const row = make('div', { class: 'states' });
    row.append(...this.#shown.map(({ figure }) => figure));
    this.#stage.document.querySelector('#stage')?.replaceChildren(row);
    // Only now, because a button that was in another document in between would not work.
    for (const { each, figure } of this.#shown) figure.prepend(each);
  }

  /** @param dress gives a button the looks that are chosen, and attributes that are fixed */
  dress(dress: (button: HTMLElement, fixed: Readonly<Record<string, string>>) => void): void {
    for (const { each, item, isDisabled } of this.#shown) {
      // Always the same price, because another one would be another payment, without a state; and a mode that does not leave the page.
      dress(each, { item, 'quote-amount': '12.50', 'quote-asset-id': 'usd', mode: 'qr', ...(isDisabled ? { disabled: '' } : {}) });
    }
  }

  /** Brings each button into its state and leaves it there. */
  async begin(): Promise<void> {
    for (const { each, status, isBusy } of this.#shown) {
      if (status === undefined || each.state !== 'idle') continue;
      if (isBusy) each.addEventListener('mixpay-request', (event) => event.waitUntil(new Promise(() => undefined)));
      else {
        each.addEventListener('mixpay-status', () => each.close(), { once: true });
        // Without this the button asks two seconds later, and until then all of them look the same.
        each.addEventListener('mixpay-open', () => setTimeout(() => this.#stage.wake(), SOON), { once: true });
      }
      // A change of price that has not been rendered yet would drop the press.
      await each.updateComplete;
      each.click();
    }
  }

  #make(state: (typeof STATES)[number]): Shown {
    const status = 'status' in state ? state.status : undefined;
    const each = this.#stage.document.createElement('mixpay-button');
    each.setAttribute('endpoint', `shop/shown/${status ?? 'unpaid'}`);
    each.setAttribute('checkout-base', 'sandbox/code/');
    const figure = make('figure');
    figure.append(make('figcaption', {}, state.words));
    return { each, figure, status, item: `shown-${state.words}`, isBusy: 'isBusy' in state, isDisabled: 'isDisabled' in state };
  }
}
