import { Checkout } from '../../src/core/checkout.js';
import type { Amend } from '../../src/core/checkout-listener.js';
import { EndpointClient } from '../../src/core/client.js';
import type { MixPayError } from '../../src/core/errors.js';
import type { Intent } from '../../src/core/intent.js';
import { IntentStore } from '../../src/core/intent-store.js';
import type { KeyValue } from '../../src/core/key-value.js';
import type { OrderRequest } from '../../src/core/order.js';
import type { Payment } from '../../src/core/payment.js';
import { FakeClock } from './fake-clock.js';
import { FakeEndpoint } from './fake-endpoint.js';

export class MemoryStorage implements KeyValue {
  readonly items = new Map<string, string>();
  get length(): number {
    return this.items.size;
  }
  key(index: number): string | null {
    return [...this.items.keys()][index] ?? null;
  }
  getItem(name: string): string | null {
    return this.items.get(name) ?? null;
  }
  setItem(name: string, value: string): void {
    this.items.set(name, value);
  }
  removeItem(name: string): void {
    this.items.delete(name);
  }
}

/** Storage as a browser in a private frame has it: every touch throws. */
export class RefusedStorage implements KeyValue {
  getItem(): string | null {
    throw new DOMException('denied', 'SecurityError');
  }
  setItem(): void {
    throw new DOMException('full', 'QuotaExceededError');
  }
  removeItem(): void {
    throw new DOMException('denied', 'SecurityError');
  }
}

export const asGiven: Amend = (order) => Promise.resolve({ order, headers: new Headers() });

/** What two tabs of one browser share. */
export interface Browser<Local extends KeyValue = KeyValue> {
  clock: FakeClock;
  endpoint: FakeEndpoint;
  local: Local;
}

export function openBrowser(): Browser<MemoryStorage>;
export function openBrowser(local: KeyValue): Browser;
export function openBrowser(local: KeyValue = new MemoryStorage()): Browser {
  const clock = new FakeClock();
  return { clock, endpoint: new FakeEndpoint(clock), local };
}

let uuids = 0;

/** One tab with its own session, holding as many buttons as a test wants. */
export function openTab(browser: Browser, session: KeyValue = new MemoryStorage()) {
  const { clock, endpoint, local } = browser;
  const intents = new IntentStore({ local, session, now: () => clock.now() });
  const client = new EndpointClient({ fetch: endpoint.fetch, clock, online: () => true, origin: 'https://shop.example' });
  const addButton = () => {
    const told: string[] = [];
    const errors: MixPayError[] = [];
    const payments: Payment[] = [];
    const warnings: string[] = [];
    /** Of each error told: whether the payer could still pay. */
    const wentOn: boolean[] = [];
    const taken: (string | undefined)[] = [];
    let changed = 0;
    const checkout = new Checkout(
      {
        clock,
        client,
        intents,
        random: () => 0.5,
        visible: () => true,
        warn: (message) => warnings.push(message),
        keyFor(_intent, before) {
          taken.push(before);
          return `00000000-0000-4000-8000-${String((uuids += 1)).padStart(12, '0')}`;
        },
      },
      {
        onChange: () => void (changed += 1),
        onStatus(payment) {
          payments.push(payment);
          told.push(payment.status);
        },
        onEnd: (payment, resumed) => void told.push(`ended:${payment.status}${resumed ? ':resumed' : ''}`),
        onError(error, goesOn) {
          errors.push(error);
          wentOn.push(goesOn);
        },
      },
    );
    return { checkout, told, errors, wentOn, payments, warnings, taken: () => taken, changes: () => changed };
  };
  return { intents, addButton };
}

export function target(
  order: OrderRequest = { orderId: 'T-1001', quoteAmount: '10', quoteAssetId: 'usd' },
  more: Partial<Intent> = {},
): Intent {
  return {
    endpoint: 'https://shop.example/api/mixpay',
    checkoutBase: 'https://mixpay.me/code/',
    credentials: 'same-origin',
    order,
    place: 0,
    ...more,
  };
}
