import { shopIsOpen } from './open-shop.js';

/** The shop's page as the static host serves it at the first visit: opens the shop and asks it for the page. */
const says = document.querySelector('#opening');

if (says !== null) says.textContent = 'Opening the shop in your browser…';
// Under the worker this page is shown only where the worker could not make its own: asked again it would be the same.
const failed = (navigator as { serviceWorker?: ServiceWorkerContainer }).serviceWorker?.controller != null;

try {
  if (failed) throw new Error('The shop could not be opened in this browser: it needs to keep its orders (IndexedDB).');
  await shopIsOpen();
  location.reload();
} catch (error) {
  if (says !== null) says.textContent = error instanceof Error ? error.message : String(error);
}
