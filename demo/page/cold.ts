/* The script of the shop's page as a static host serves it at the first visit: it starts the shop in a service worker, then reloads. */

import { waitForShop } from './open-shop.js';

const says = document.querySelector('#opening');

if (says !== null) says.textContent = 'Opening the shop in your browser…';
// With a worker in control this page is shown only where that worker could not make its own page: a reload would show this again.
const failed = (navigator as { serviceWorker?: ServiceWorkerContainer }).serviceWorker?.controller != null;

try {
  if (failed) throw new Error('The shop could not be opened in this browser: it needs to keep its orders (IndexedDB).');
  await waitForShop();
  location.reload();
} catch (error) {
  if (says !== null) says.textContent = error instanceof Error ? error.message : String(error);
}
