import { orUndefined } from '../../core/or-undefined.js';
import { EndpointClient } from '../../core/client.js';
import type { CheckoutPorts } from '../../core/checkout.js';
import { MixPayError } from '../../core/mixpay-error.js';
import { hasIds, type Intent } from '../../core/intent.js';
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
import { EqualButtons } from './equal-buttons.js';
import type * as hints from './hints.js';
import { Session } from './session.js';

export { SEAM } from '../button/seam.js';

/** The module `dialog.js`. */
interface DialogPart {
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
  /** The page's own address, which says whether a developer is looking at it. */
  address: string;
}

/** What the payments of one page share: memory, client, listeners, and which ends have been told already. */
class PagePayments implements Payments {
  readonly page: ButtonPage;
  readonly ports: Omit<CheckoutPorts, 'keyFor'>;
  readonly equalButtons: EqualButtons;
  readonly navigate: (url: string) => void;
  readonly #importDialog: PaymentPorts['importDialog'];
  readonly #importHints: PaymentPorts['importHints'];
  readonly #address: string;
  /** The payments of buttons that are in the page now. */
  readonly #sessions = new Map<MixPayButton, Session>();
  readonly #endsTold = new Set<string>();
  readonly #reloadAsked = new WeakSet<MixPayButton>();
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
    this.equalButtons = new EqualButtons(page, intents);
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
    // Loaded while the code is being requested, so that it is there when the answer comes.
    void this.importDialog().catch(() => undefined);
    // A returning page is told how its payment ended, in events: its scripts have to listen first.
    if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', () => this.#lookAround(), { once: true });
  }

  importDialog(): Promise<DialogPart> {
    return this.#importDialog();
  }

  /** Loads the hints for developers where one is likely to read them. Nothing waits for it. */
  hint({ checkoutBase }: MixPayButton, tell: (from: typeof hints) => void): void {
    // No endpoint accepts a page without an origin, so that only its developer sees it.
    if (window.origin !== 'null' && ![this.#address, checkoutBase].some(isDeveloping)) return;
    void this.#importHints()
      .then(tell)
      .catch(() => undefined);
  }

  session(button: MixPayButton, wanted: boolean): Session | undefined {
    const known = this.#sessions.get(button);
    if (known !== undefined || !(wanted || this.equalButtons.hasBegun(button))) return known;
    return new Session(button, this);
  }

  storageChanged(name: string | null): void {
    this.ports.intents.changedElsewhere(name);
    this.#lookAround();
  }

  /** A key for a button's intent: the one that the last resort stored where there are no ids, else a new one. */
  keyFor(button: MixPayButton, target: Intent, taken: string | undefined): string {
    const written = hasIds(target.order) ? undefined : readKey(this.page, button);
    if (written !== undefined && UUID_PATTERN.test(written) && written !== taken) return written;
    const key = uuid(crypto);
    if (!hasIds(target.order)) writeKey(this.page, button, key);
    return key;
  }

  /**
   * Asks the payer, once, whether they have paid already: where storage keeps nothing, nobody else can tell after a reload.
   * @throws MixPayError `unremembered`
   */
  askOnce(button: MixPayButton, { order, checkoutBase = '' }: Intent): void {
    if (hasIds(order) || this.#reloadAsked.has(button) || readKey(this.page, button) !== undefined) return;
    writeKey(this.page, button, uuid(crypto));
    if (readKey(this.page, button) !== undefined || !isReturning(checkoutBase)) return;
    this.#reloadAsked.add(button);
    throw new MixPayError(
      'unremembered',
      'sessionStorage: expected it to keep this payment, found it full or refused. The payer is asked. Give the button an order-id.',
      { retryable: true },
    );
  }

  forgetKey(button: MixPayButton): void {
    // Where storage is refused, there is nothing to remove.
    orUndefined(() => this.page.session?.removeItem(nameOf(this.page, button)));
  }

  /** Whether the end of this payment has not been told in this document; from now on it has. */
  tellOnce(payment: string): boolean {
    return !this.#endsTold.has(payment) && this.#endsTold.add(payment).size > 0;
  }

  /** Call when a session's button has come into the page. All sessions share one set of listeners. */
  entered(button: MixPayButton, session: Session): void {
    this.#sessions.set(button, session);
    if (this.#listening !== undefined) return;
    const { signal } = (this.#listening = new AbortController());
    const wake = (): void => this.#each((session) => session.wake());
    for (const event of ['focus', 'online', 'pageshow'] as const) window.addEventListener(event, wake, { signal });
    document.addEventListener('visibilitychange', wake, { signal });
    window.addEventListener('message', (event) => this.#each((session) => session.drawing.heard(event)), { signal });
  }

  /** Call when it has left. */
  left(button: MixPayButton): void {
    this.#sessions.delete(button);
    const copy = this.equalButtons.handOver(button);
    if (copy !== undefined) {
      this.#sessions.get(copy)?.restore();
      this.#lookAround();
    }
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

  /** Something new is stored. It may be the payment of a button that has no session yet, and looks for one now. */
  #lookAround(): void {
    for (const [button, look] of [...this.page.buttons]) if (!this.#sessions.has(button)) look();
  }
}

/** Whether the page was loaded again, or the payer comes from the checkout. */
function isReturning(checkoutBase: string): boolean {
  const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  const { referrer } = document;
  return /^(reload|back_forward)$/.test(navigation?.type ?? '') || (referrer !== '' && checkoutBase.startsWith(referrer));
}

export type { PagePayments };

export function openPayments(page: ButtonPage, ports: Partial<PaymentPorts> = {}): PagePayments {
  addPaymentWords(paymentWords);
  return new PagePayments(page, ports);
}
