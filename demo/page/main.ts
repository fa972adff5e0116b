/* The script of the shop's page: its pay buttons, the order book and the log of events. */

import type { MixPayButton } from '../../src/index.js';
import { takeAmount } from './donation.js';
import { keepLog } from './event-log.js';
import { find } from './find.js';
import { isUnderWay, readOrders, showOrders } from './order-book.js';
import { OrderAgain } from './order-again.js';
import { letTry } from './try-it.js';

/** Milliseconds. While a payment is under way, the server may know its result before the page does. */
const LOOK_AGAIN_AFTER = 2000;

const buttons = [...document.querySelectorAll<MixPayButton>('mixpay-button')];
const body = find('#order-book', HTMLElement);
const offers = buttons.map((button) => new OrderAgain(button, () => void refresh()));
let timer: number | undefined;
let asked = 0;

/** Reads the order book anew; only the latest read is shown. */
async function refresh(): Promise<void> {
  window.clearTimeout(timer);
  const turn = ++asked;
  const orders = await readOrders();
  if (turn !== asked) return;
  if (orders !== undefined) {
    showOrders(body, orders);
    for (const offer of offers) offer.update(orders);
  }
  if (orders?.some(isUnderWay) === true) timer = window.setTimeout(lookAgain, LOOK_AGAIN_AFTER);
}

function lookAgain(): void {
  if (document.visibilityState === 'visible') void refresh();
}

keepLog(find('#event-log', HTMLElement));
for (const name of ['mixpay-open', 'mixpay-status', 'mixpay-success', 'mixpay-failed', 'mixpay-close', 'mixpay-error']) {
  document.addEventListener(name, () => void refresh());
}
for (const name of ['focus', 'pageshow']) window.addEventListener(name, () => void refresh());
document.addEventListener('visibilitychange', lookAgain);

letTry(find('#try-it', HTMLFormElement), buttons);
takeAmount(find('#donation-amount', HTMLInputElement), find('[data-product="donation"] mixpay-button', HTMLElement));
find('#leave', HTMLElement).addEventListener('click', () => {
  void fetch('shop/visitor', { method: 'DELETE' }).then(() => location.reload());
});
void refresh();
