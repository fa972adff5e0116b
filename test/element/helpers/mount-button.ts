import { fixtureSync, html, waitUntil } from '@open-wc/testing';
import { MixPayButton } from '../../../src/element/button/button.js';
import { ButtonPage, type ButtonPorts } from '../../../src/element/button/page.js';
import type { PaymentPart } from '../../../src/element/button/seam.js';
import * as hints from '../../../src/element/payment/hints.js';
import * as paymentModule from '../../../src/element/payment/index.js';
import type { PaymentPorts } from '../../../src/element/payment/index.js';
import { FakeClock } from '../../helpers/fake-clock.js';
import { FakeEndpoint } from '../../helpers/fake-endpoint.js';
import { MemoryStorage } from '../../helpers/begin-checkout.js';
// Fetched before the tests, so that only the tests about fetching it wait for it.
import '../../../src/element/payment/dialog.js';
import '../../../src/element/locales/index.js';
import '../../../src/element/locales/button/de.js';
import '../../../src/element/locales/payment/de.js';

/** The page the next buttons are connected to. */
let page: ButtonPage;

/** The element as it is, on a page whose time, network and memory are the test's. */
class TestedButton extends MixPayButton {
  protected override page(): ButtonPage {
    return page;
  }
}
customElements.define('mixpay-button', TestedButton);

export interface Shop {
  clock: FakeClock;
  endpoint: FakeEndpoint;
  local: MemoryStorage;
  session: MemoryStorage;
  /** Addresses the page was sent to. */
  left: string[];
}

/** A page with a shop's endpoint behind it. Called again with the same shop it is that page after a reload. */
export function openShop(
  shop: Partial<Shop> = {},
  ports: Partial<ButtonPorts & PaymentPorts & { wrapPart(part: PaymentPart): Promise<PaymentPart> }> = {},
): Shop {
  const clock = shop.clock ?? new FakeClock();
  const full: Shop = {
    clock,
    endpoint: shop.endpoint ?? new FakeEndpoint(clock),
    local: shop.local ?? new MemoryStorage(),
    session: shop.session ?? new MemoryStorage(),
    left: shop.left ?? [],
  };
  const paymentPorts = {
    fetch: full.endpoint.fetch,
    random: () => 0.5,
    navigate: (url: string) => full.left.push(url),
    importHints: () => Promise.resolve(hints),
    ...ports,
  };
  page = new ButtonPage(window, {
    clock: full.clock,
    local: full.local,
    session: full.session,
    importPart: () => {
      const part = { ...paymentModule, openPayments: (opened: ButtonPage) => paymentModule.openPayments(opened, paymentPorts) };
      return ports.wrapPart?.(part) ?? Promise.resolve(part);
    },
    ...ports,
  });
  return full;
}

export const ORDER = { endpoint: '/api/mixpay', 'order-id': 'T-1001', 'quote-amount': '10', 'quote-asset-id': 'usd', mode: 'qr' };

/** A button with these attributes, connected and drawn. */
export async function mountButton(attributes: Record<string, string> = ORDER, content = ''): Promise<MixPayButton> {
  const host = fixtureSync<HTMLElement>(html`<div></div>`);
  const button = document.createElement('mixpay-button') as MixPayButton;
  for (const [name, value] of Object.entries(attributes)) button.setAttribute(name, value);
  button.innerHTML = content;
  host.append(button);
  await button.updateComplete;
  return button;
}

export function inside(button: MixPayButton, selector: string): HTMLElement | null {
  return button.renderRoot.querySelector<HTMLElement>(selector);
}

export function part(button: MixPayButton, name: string): HTMLElement | null {
  return inside(button, `[part~="${name}"]`);
}

export function words(button: MixPayButton, name: string): string {
  return (part(button, name)?.textContent ?? '').replace(/\s+/g, ' ').trim();
}

/** The button's own label, slot fallback included. */
export function label(button: MixPayButton): string {
  return words(button, 'label').replace(/\u00a0/g, ' ');
}

export function press(button: MixPayButton): void {
  inside(button, 'button')?.click();
}

/** How often `shows` looks again: thousands of tests wait so, hence more often than the 50 ms that is usual. */
const LOOK_MS = 5;

/** Waits for what the page will show by itself in a moment. */
export async function shows(button: MixPayButton, condition: () => boolean, what: string): Promise<void> {
  try {
    await waitUntil(condition, undefined, { timeout: 5000, interval: LOOK_MS });
  } catch {
    throw new Error(`expected ${what}; the button is ${button.state}: ${(button.shadowRoot?.textContent ?? '').replace(/\s+/g, ' ')}`);
  }
  await button.updateComplete;
}

export async function dialogOpens(button: MixPayButton): Promise<HTMLDialogElement> {
  await shows(button, () => inside(button, 'dialog[open]') !== null, 'the dialog to open');
  const dialog = inside(button, 'dialog') as HTMLDialogElement;
  for (const animation of dialog.getAnimations()) animation.finish();
  return dialog;
}

/** A click in the dialog by somebody who has seen it. */
export async function choose(shop: Shop, button: MixPayButton, name: string): Promise<void> {
  await shop.clock.advance(400);
  part(button, name)?.click();
  await shop.clock.advance(0);
  await button.updateComplete;
}

/** Remembers the types of all events a page would hear, and the events themselves. */
export function listen(target: EventTarget = document): { types: string[]; events: Event[]; stop(): void } {
  const types: string[] = [];
  const events: Event[] = [];
  const names = ['mixpay-request', 'mixpay-open', 'mixpay-status', 'mixpay-success', 'mixpay-failed', 'mixpay-close', 'mixpay-error'];
  const hear = (event: Event): void => {
    types.push(event.type);
    events.push(event);
  };
  for (const name of names) target.addEventListener(name, hear);
  return {
    types,
    events,
    stop: () => {
      for (const name of names) target.removeEventListener(name, hear);
    },
  };
}

/** Runs an action with the console's errors and warnings collected. */
export async function quietly(action: () => Promise<void>): Promise<string[]> {
  const lines: string[] = [];
  const { error, warn } = console;
  console.error = console.warn = (...parts: unknown[]) => void lines.push(parts.map(String).join(' '));
  try {
    await action();
  } finally {
    Object.assign(console, { error, warn });
  }
  return lines;
}
