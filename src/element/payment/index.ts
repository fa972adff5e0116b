import { attempt } from '../../core/attempt.js';
import { EndpointClient } from '../../core/client.js';
import type { CheckoutPorts } from '../../core/checkout.js';
import { MixPayError } from '../../core/mixpay-error.js';
import { hasIds, slotOf, termsOf, type Intent } from '../../core/intent.js';
import { IntentStore } from '../../core/intent-store.js';
import { UUID_PATTERN } from '../../core/mixpay.js';
import { uuid } from '../../core/uuid.js';
import type { MixPayButton } from '../button/button.js';
import { addPaymentWords } from '../button/language.js';
import { nameOf, readKey, writeKey } from '../button/last-resort.js';
import type { ButtonPage } from '../button/page.js';
import type { Payments } from '../button/seam.js';
import { paymentWords } from '../locales/payment/en.js';
import type { CSSResult } from '@lit/reactive-element';
import { isDeveloping } from './developer.js';
import type { PaymentDialog } from './dialog.js';
import type * as hints from './hints.js';
import { Session } from './session.js';
import { findTarget } from './target.js';

export { SEAM } from '../button/seam.js';

/** The module `dialog.js`. */
export interface DialogPart {
  PaymentDialog: typeof PaymentDialog;
  styles: CSSResult[];
}

/** What may be replaced, for tests. */
export interface PaymentPorts {
  fetch: typeof globalThis.fetch;
  random(): number;
  navigate(url: string): void;
  importDialog(): Promise<DialogPart>;
  importHints(): Promise<typeof hints>;
  /** Of the page. */
  address: string;
}

/** What the sessions of one page share: memory, client, listeners, and what has been told already. */
class PagePayments implements Payments {
  readonly page: ButtonPage;
  readonly ports: Omit<CheckoutPorts, 'keyFor'>;
  readonly navigate: (url: string) => void;
  readonly #importDialog: PaymentPorts['importDialog'];
  readonly #importHints: PaymentPorts['importHints'];
  readonly #address: string;
  /** Those of the buttons that are in the page. */
  readonly #sessions = new Map<MixPayButton, Session>();
  readonly #told = new Set<string>();
  readonly #asked = new WeakSet<MixPayButton>();
  /** Places among equal buttons without ids, in the order in which they came; kept through moves and other prices. */
  readonly #places = new WeakMap<MixPayButton, { name: string; place: number }>();
  #listening: AbortController | undefined;

  constructor(page: ButtonPage, ports: Partial<PaymentPorts>) {
    const { clock } = page;
    this.page = page;
    this.navigate = ports.navigate ?? ((url) => location.assign(url));
    this.#importDialog = ports.importDialog ?? (() => import('./dialog.js'));
    this.#importHints = ports.importHints ?? (() => import('./hints.js'));
    // A frame made of a string has no address of its own (`about:srcdoc`), but the origin of its page. The simulated pages of
    // unit tests may have none.
    this.#address = ports.address ?? `${window.origin}${location.hash}`;
    const intents = new IntentStore({ local: page.local, session: page.session, now: () => clock.now() });
    intents.onNew = () => this.#lookAround();
    this.ports = {
      clock,
      intents,
      client: new EndpointClient({
        // Looked up at each call: a page may wrap `fetch` after this module was loaded.
        fetch: ports.fetch ?? ((input, init) => window.fetch(input, init)),
        clock,
        online: () => navigator.onLine,
        origin: location.origin,
      }),
      random: ports.random ?? (() => Math.random()),
      visible: () => document.visibilityState !== 'hidden',
      warn: (message) => console.warn(`<mixpay-button> ${message}`),
    };
    // Beside the request for a code, so that it is there when the answer is.
    void this.importDialog().catch(() => undefined);
    // A returning page hears of its payment, so its scripts have to be there first.
    if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', () => this.#lookAround(), { once: true });
  }

  importDialog(): Promise<DialogPart> {
    return this.#importDialog();
  }

  /** Tells the developer, where one is likely to look. Payers load nothing of it, and nothing waits for it. */
  hint({ checkoutBase }: MixPayButton, tell: (from: typeof hints) => void): void {
    // A page without an origin is accepted by no endpoint, and has no payers.
    if (window.origin !== 'null' && ![this.#address, checkoutBase].some(isDeveloping)) return;
    void this.#importHints()
      .then(tell)
      .catch(() => undefined);
  }

  session(button: MixPayButton, wanted: boolean): Session | undefined {
    const known = this.#sessions.get(button);
    if (known !== undefined || !(wanted || this.#remembers(button))) return known;
    return new Session(button, this);
  }

  storageChanged(name: string | null): void {
    this.ports.intents.changedElsewhere(name);
    this.#lookAround();
  }

  /** The key of a button's intent without ids, as the last resort may have written it down, or a new one. */
  keyFor(button: MixPayButton, target: Intent, taken: string | undefined): string {
    const written = hasIds(target.order) ? undefined : readKey(this.page, button);
    if (written !== undefined && UUID_PATTERN.test(written) && written !== taken) return written;
    const key = uuid(crypto);
    if (!hasIds(target.order)) writeKey(this.page, button, key);
    return key;
  }

  /**
   * Where nothing can be written down, a page that was loaded again may have been paid for already: the payer is asked, once.
   * @throws MixPayError `unremembered`
   */
  askOnce(button: MixPayButton, { order, checkoutBase = '' }: Intent): void {
    if (hasIds(order) || this.#asked.has(button) || readKey(this.page, button) !== undefined) return;
    writeKey(this.page, button, uuid(crypto));
    if (readKey(this.page, button) !== undefined || !isReturning(checkoutBase)) return;
    this.#asked.add(button);
    throw new MixPayError(
      'unremembered',
      'sessionStorage: expected it to keep this payment, found it full or refused. The payer is asked. Give the button an order-id.',
      { retryable: true },
    );
  }

  forgetKey(button: MixPayButton): void {
    // Where storage is refused, nothing was written down.
    attempt(() => this.page.session?.removeItem(nameOf(this.page, button)));
  }

  /** What the attributes stand for; without ids a button goes by its place among its equals. */
  placed(button: MixPayButton, target: Intent): Intent {
    if (hasIds(target.order)) return target;
    // Those that came before it take theirs first, though nobody has asked for them yet.
    for (const earlier of this.page.buttons.keys()) {
      if (earlier === button) break;
      const other = this.#places.has(earlier) ? undefined : targetOf(earlier);
      if (other !== undefined && !hasIds(other.order)) this.#place(earlier, other);
    }
    return { ...target, place: this.#place(button, target) };
  }

  /** Whether this is the first time this document tells that payment's end. */
  tellOnce(payment: string): boolean {
    return !this.#told.has(payment) && this.#told.add(payment).size > 0;
  }

  /** A session's button is in the page. There is one set of listeners, however many there are. */
  entered(button: MixPayButton, session: Session): void {
    this.#sessions.set(button, session);
    if (this.#listening !== undefined) return;
    const { signal } = (this.#listening = new AbortController());
    const wake = (): void => this.#each((session) => session.wake());
    for (const event of ['focus', 'online', 'pageshow'] as const) window.addEventListener(event, wake, { signal });
    document.addEventListener('visibilitychange', wake, { signal });
    window.addEventListener('message', (event) => this.#each((session) => session.heard(event)), { signal });
  }

  left(button: MixPayButton): void {
    this.#sessions.delete(button);
    if (this.#sessions.size > 0) return;
    this.#listening?.abort();
    this.#listening = undefined;
  }

  /** Of the buttons that are in the page. */
  get sessions(): Session[] {
    return [...this.#sessions.values()];
  }

  #each(action: (session: Session) => void): void {
    this.sessions.forEach(action);
  }

  #remembers(button: MixPayButton): boolean {
    const target = document.readyState === 'loading' ? undefined : targetOf(button);
    if (target === undefined) return false;
    return this.ports.intents.load(slotOf(this.placed(button, target)), target.endpoint) !== undefined;
  }

  /** Something new is remembered: it may be the payment of another button, which nobody has touched. */
  #lookAround(): void {
    for (const [button, look] of [...this.page.buttons]) if (!this.#sessions.has(button)) look();
  }

  #place(button: MixPayButton, intent: Intent): number {
    const name = termsOf(intent);
    const before = this.#places.get(button);
    if (before?.name === name) return before.place;
    const others = [...this.page.buttons.keys()].filter((other) => other !== button).map((other) => this.#places.get(other));
    let place = before?.place ?? 0;
    while (others.some((other) => other?.name === name && other.place === place)) place += 1;
    this.#places.set(button, { name, place });
    return place;
  }
}

/** Whether the page was loaded again, or the payer comes from the checkout. */
function isReturning(checkoutBase: string): boolean {
  const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  const { referrer } = document;
  return /^(reload|back_forward)$/.test(navigation?.type ?? '') || (referrer !== '' && checkoutBase.startsWith(referrer));
}

export type { PagePayments };

/** What a button's attributes stand for, before its place; undefined where they name no endpoint. */
function targetOf(button: MixPayButton): Intent | undefined {
  return attempt(() => findTarget(button, { baseUri: document.baseURI, origin: location.origin }));
}

export function openPayments(page: ButtonPage, ports: Partial<PaymentPorts> = {}): PagePayments {
  addPaymentWords(paymentWords);
  return new PagePayments(page, ports);
}
