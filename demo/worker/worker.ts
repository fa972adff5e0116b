/// <reference lib="webworker" />
import { Shelf } from '../common/shelf.js';
import { createShop, type Shop } from '../common/shop.js';
import { newToken } from '../common/visitors.js';
import { indexedDbStore } from './indexed-db-store.js';
import { asServerSees } from './seen-request.js';
import { onlyVisitor } from './visitors.js';

/** The shop without a server: handler and sandbox answer here, in the browser, below wherever the site lies. */
declare const self: ServiceWorkerGlobalScope;

/** The shop's page with its blanks, beside this file. */
const TEMPLATE = 'shop-page.html';
const SWEEP_EVERY = 15_000;

const scope = new URL(self.registration.scope);
let opened: Promise<Shop> | undefined;

self.addEventListener('install', () => void self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
self.addEventListener('message', (event) => {
  if (event.data === 'claim') event.waitUntil(self.clients.claim());
});
self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== scope.origin) return;
  const path = pathname.startsWith(scope.pathname) ? pathname.slice(scope.pathname.length) : undefined;
  if (path === undefined) return;
  if (request.mode === 'navigate' && request.method === 'GET' && (path === '' || path === 'index.html')) {
    event.respondWith(showPage(request));
  } else if (/^(api\/mixpay|sandbox|shop)(\/|$)/.test(path)) {
    event.respondWith(answer(request, (work) => event.waitUntil(work)));
  }
});

async function answer(request: Request, waitUntil: (work: Promise<unknown>) => void): Promise<Response> {
  const shop = await shopOf();
  return shop.handle(asServerSees(request), { waitUntil });
}

/** Where the shop cannot be opened, the static page says so. */
async function showPage(request: Request): Promise<Response> {
  try {
    const shop = await shopOf();
    const template = await fetch(new URL(TEMPLATE, scope), { cache: 'no-cache' });
    if (!template.ok) throw new Error(`${TEMPLATE}: HTTP ${template.status}`);
    return await shop.page(await template.text(), request);
  } catch (error) {
    console.error('The demo shop could not be opened.', error);
    return fetch(request);
  }
}

function shopOf(): Promise<Shop> {
  opened ??= openShop().catch((error: unknown) => {
    opened = undefined;
    throw error;
  });
  return opened;
}

async function openShop(): Promise<Shop> {
  // Several sites may lie below one origin.
  const store = await indexedDbStore(`mixpay-demo ${scope.pathname}`);
  const secrets = new Shelf<{ secret: string }>(store, 'secret');
  const fresh = { secret: newToken() + newToken() };
  const kept = await secrets.change('secret', (found) => (found === undefined ? fresh : undefined));
  const shop = createShop({
    origin: scope.origin,
    base: scope.pathname,
    worker: 'worker.js',
    store,
    secret: (kept ?? fresh).secret,
    visitors: onlyVisitor(store),
    complain: (message, error) => console.warn(`demo shop: ${message}`, error),
  });
  const sweep = (): void => void shop.handler.sweep().catch((error: unknown) => console.warn('demo shop: the sweep', error));
  // A worker is stopped and started as the browser likes: what was due in between is done at once.
  sweep();
  setInterval(sweep, SWEEP_EVERY);
  return shop;
}
