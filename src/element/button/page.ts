import { orUndefined } from '../../core/or-undefined.js';
import { systemClock, type PageClock } from '../../core/clock.js';
import { STORED, storedNames, type KeyValue } from '../../core/key-value.js';
import type { MixPayButton } from './button.js';
import { SEAM, type PaymentPart, type Payments } from './seam.js';

/** Where the browser tells whether the visitor asked for less to be loaded. */
interface Saving {
  connection?: { saveData?: boolean };
}

/** What has not come after this long is treated as lost; it may still come later. */
export const LOST_AFTER = 5000;

/** What may be replaced, for tests: time, memory and the payment part are arguments. */
export interface ButtonPorts {
  clock: PageClock;
  /** Undefined where the browser refuses storage: then this page alone remembers. */
  local: KeyValue | undefined;
  session: KeyValue | undefined;
  importPart(): Promise<PaymentPart>;
}

/** What all buttons of one window share: who is there, one listener, and the way to the payment part. */
export class ButtonPage {
  /** In the order in which they came, each with what makes it look for a payment of its own. */
  readonly buttons = new Map<MixPayButton, () => void>();
  payments: Payments | undefined;
  readonly clock: PageClock;
  readonly local: KeyValue | undefined;
  readonly session: KeyValue | undefined;
  readonly #importPart: () => Promise<PaymentPart>;
  #arriving: Promise<Payments | undefined> | undefined;
  #watched: IntersectionObserver | undefined;
  #asked = false;

  constructor(view: Window & typeof globalThis, ports: Partial<ButtonPorts> = {}) {
    this.clock = ports.clock ?? systemClock;
    this.local = 'local' in ports ? ports.local : orUndefined(() => view.localStorage);
    this.session = 'session' in ports ? ports.session : orUndefined(() => view.sessionStorage);
    this.#importPart = ports.importPart ?? (() => import('../payment/index.js'));
    view.addEventListener('storage', ({ key }) => {
      if (this.payments !== undefined) this.payments.storageChanged(key);
      else if (key?.startsWith(STORED) === true && this.buttons.size > 0) void this.load();
    });
  }

  add(button: MixPayButton, look: () => void): void {
    this.buttons.set(button, look);
    // Not before those that it replaces have left, for it takes the place of one of them.
    if (this.payments !== undefined)
      queueMicrotask(() => {
        if (button.isConnected) look();
      });
    else if (!this.#asked) {
      this.#asked = true;
      if (this.#remembers()) void this.load();
      else if (hasFinger() && !(navigator as Saving).connection?.saveData)
        this.#watched = new IntersectionObserver((seen) => this.#saw(seen));
    }
    this.#watched?.observe(button);
  }

  remove(button: MixPayButton): void {
    this.buttons.delete(button);
    this.#watched?.unobserve(button);
  }

  /** Fetches the payment part, or goes on waiting for it. Undefined where it cannot be had; the next call tries again. */
  load(): Promise<Payments | undefined> {
    return (this.#arriving ??= this.#fetch().catch(() => (this.#arriving = undefined)));
  }

  /** The same, but never longer than a payer should wait for it. */
  loadSoon(): Promise<Payments | undefined> {
    return new Promise((resolve) => {
      const cancel = this.clock.after(LOST_AFTER, () => resolve(undefined));
      void this.load().then((payments) => {
        cancel();
        resolve(payments);
      });
    });
  }

  async #fetch(): Promise<Payments> {
    // Tried once more. Some engines answer a failed import from memory until the page is loaded again, so that it may be in
    // vain: https://github.com/whatwg/html/issues/6768
    const part = await this.#importPart().catch(this.#importPart);
    if (part.SEAM !== SEAM) throw new TypeError('another version');
    this.payments = part.openPayments(this);
    this.#watched?.disconnect();
    for (const look of [...this.buttons.values()]) look();
    return this.payments;
  }

  /** Whether anything of ours is stored: then the payment part is fetched at once, to find what was begun. */
  #remembers(): boolean {
    return [this.local, this.session].some((area) => orUndefined(() => storedNames(area as KeyValue).length));
  }

  /** Fingers do not hover: the part is fetched when a button is in view and nothing else is to be done. */
  #saw(seen: IntersectionObserverEntry[]): void {
    if (!seen.some(({ isIntersecting }) => isIntersecting)) return;
    this.#watched?.disconnect();
    // Missing in WebKit: https://bugs.webkit.org/show_bug.cgi?id=285049
    const load = (): void => void this.load();
    if ('requestIdleCallback' in window) requestIdleCallback(load);
    else setTimeout(load);
  }
}

/** Whether the main pointer is a finger. The simulated pages of unit tests cannot tell. */
export function hasFinger(): boolean {
  return (window as Partial<Window>).matchMedia?.('(pointer: coarse)').matches === true;
}

let shared: ButtonPage | undefined;

/** The window's own page, made when the first button needs it: nothing is touched on import. */
export function sharedPage(): ButtonPage {
  shared ??= new ButtonPage(window);
  return shared;
}
