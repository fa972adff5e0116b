import { EndpointClient } from '../core/client.js';
import { systemClock, type PageClock } from '../core/clock.js';
import { IntentStore, type KeyValue } from '../core/intent-store.js';
import type { CheckoutPorts } from '../core/checkout-ports.js';
import type * as DialogModule from './dialog.js';

/** What all buttons of one window share: its memory, its client, and what has been told already. */
export interface Page extends CheckoutPorts {
  clock: PageClock;
  /** Whether this is the first time this document tells that payment's end. */
  tellOnce(payment: string): boolean;
  /** The first free place among equal buttons without ids. */
  claimPlace(name: string, wanted?: number): number;
  releasePlace(name: string, place: number): void;
  /** Leaves for the checkout, in `redirect` mode. */
  navigate(url: string): void;
  /** The dialog's chunk, which may not come. */
  importDialog(): Promise<typeof DialogModule>;
  /** Passes a `storage` event on, once however many buttons heard it. */
  storageChanged(event: StorageEvent): void;
}

/** What may be replaced, for tests: time, network and memory are arguments. */
export interface PagePorts {
  fetch: typeof globalThis.fetch;
  clock: PageClock;
  local: KeyValue | undefined;
  session: KeyValue | undefined;
  random(): number;
  navigate(url: string): void;
  importDialog(): Promise<typeof DialogModule>;
}

export function createPage(view: Window & typeof globalThis, ports: Partial<PagePorts> = {}): Page {
  const clock = ports.clock ?? systemClock;
  const told = new Set<string>();
  const places = new Map<string, Set<number>>();
  const heard = new WeakSet<StorageEvent>();
  const intents = new IntentStore({
    local: 'local' in ports ? ports.local : storageOf(() => view.localStorage),
    session: 'session' in ports ? ports.session : storageOf(() => view.sessionStorage),
    now: () => clock.now(),
  });
  return {
    clock,
    intents,
    client: new EndpointClient({
      // Looked up at each call: a page may wrap `fetch` after this module was loaded.
      fetch: ports.fetch ?? ((input, init) => view.fetch(input, init)),
      clock,
      online: () => view.navigator.onLine,
      origin: view.location.origin,
    }),
    random: ports.random ?? (() => Math.random()),
    visible: () => view.document.visibilityState !== 'hidden',
    uuid: () => uuid(view.crypto),
    warn: (message) => console.warn(`<mixpay-button> ${message}`),
    tellOnce: (payment) => !told.has(payment) && told.add(payment).size > 0,
    claimPlace(name, wanted = 0) {
      const taken = places.get(name) ?? new Set();
      let place = wanted;
      while (taken.has(place)) place += 1;
      places.set(name, taken.add(place));
      return place;
    },
    releasePlace: (name, place) => places.get(name)?.delete(place),
    navigate: ports.navigate ?? ((url) => view.location.assign(url)),
    importDialog: ports.importDialog ?? (() => import('./dialog.js')),
    storageChanged(event) {
      if (heard.has(event)) return;
      heard.add(event);
      intents.changedElsewhere(event.key);
    },
  };
}

let shared: Page | undefined;

/** The window's own page, made when the first button needs it: nothing is touched on import. */
export function sharedPage(): Page {
  shared ??= createPage(window);
  return shared;
}

/** Merely reading `localStorage` throws where the browser refuses it. */
function storageOf(read: () => Storage): KeyValue | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** A version 4 UUID; `crypto.randomUUID` is missing on plain-http pages, `getRandomValues` is not. */
export function uuid(crypto: Pick<Crypto, 'getRandomValues'>): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const digits = Array.from(bytes, (byte, index) => {
    const value = index === 6 ? (byte & 0x0f) | 0x40 : index === 8 ? (byte & 0x3f) | 0x80 : byte;
    return value.toString(16).padStart(2, '0');
  }).join('');
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
