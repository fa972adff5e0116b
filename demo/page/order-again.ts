import type { MixPayButton } from '../../src/index.js';
import type { BookLine } from '../common/book.js';
import { make } from './make.js';

/** The button "Order again", shown below a pay button once its order has ended. */
export class OrderAgain {
  readonly #button: MixPayButton;
  readonly #offer: HTMLElement;

  constructor(button: MixPayButton, onOrdered: () => void) {
    this.#button = button;
    this.#offer = make(
      'button',
      { type: 'button', class: 'quiet again', hidden: '' },
      button.verb === 'donate' ? 'Donate again' : 'Order again',
    );
    this.#offer.addEventListener('click', () => {
      void this.#order().then(onOrdered);
    });
    button.after(this.#offer);
  }

  /** @param orders what the server knows */
  update(orders: readonly BookLine[]): void {
    const line = orders.find(({ orderId }) => orderId === this.#button.orderId);
    const { state } = this.#button;
    this.#offer.hidden = line?.status !== 'success' && line?.status !== 'failed' && state !== 'success' && state !== 'failed';
  }

  async #order(): Promise<void> {
    const product = this.#button.closest<HTMLElement>('[data-product]')?.dataset['product'];
    if (this.#button.orderId === '') {
      // Sold by item: a new purchase is a new intent, and needs nothing from the server.
      this.#button.reset();
    } else {
      const response = await fetch('shop/orders', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
        body: JSON.stringify({ product }),
      });
      if (!response.ok) return;
      const order = (await response.json()) as { orderId: string; quoteAmount: string; quoteAssetId: string };
      this.#button.setAttribute('order-id', order.orderId);
      this.#button.setAttribute('quote-amount', order.quoteAmount);
      this.#button.setAttribute('quote-asset-id', order.quoteAssetId);
    }
    this.#offer.hidden = true;
    this.#button.focus();
  }
}
