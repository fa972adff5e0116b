/**
 * Resolves when the shop can answer this page's requests: at once where it is a server, else once its service worker is in control.
 * @throws Error with a sentence to show on the page
 */
export async function waitForShop(): Promise<void> {
  const { worker } = document.documentElement.dataset;
  if (worker === undefined || worker === '') return;
  // Missing where a page came by plain http, and in some private windows, whatever the types say.
  const container = (navigator as { serviceWorker?: ServiceWorkerContainer }).serviceWorker;
  if (container === undefined)
    throw new Error('This demo runs in a service worker, which this browser does not allow here. Open it over https, in a usual window.');
  await container.register(worker).catch((cause: unknown) => {
    throw new Error('The demo’s service worker could not be started. Reload the page, or try another browser.', { cause });
  });
  const { active } = await container.ready;
  if (container.controller !== null) return;
  const taken = new Promise<void>((resolve) => {
    container.addEventListener('controllerchange', () => resolve(), { once: true });
  });
  // After Shift and Reload no worker controls the page until one claims it:
  // https://developer.mozilla.org/docs/Web/API/ServiceWorkerContainer/controller
  active?.postMessage('claim');
  await taken;
}
