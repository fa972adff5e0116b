import { hasIds, slotOf, termsOf, type Intent } from '../../core/intent.js';
import type { IntentStore } from '../../core/intent-store.js';
import { orUndefined } from '../../core/or-undefined.js';
import type { MixPayButton } from '../button/button.js';
import type { ButtonPage } from '../button/page.js';
import { findIntent } from './read-intent.js';

/** A button's place among its equals, in the order in which they came; kept through moves and other prices. */
interface Place {
  name: string;
  place: number;
  /** The place of the one that this may be a copy of. */
  original: number | undefined;
  /** Whether it was taken before the microtasks under way: buttons that come together are no copies of each other. */
  settled: boolean;
}

/** Tells buttons without ids apart that stand for the same: each has a place, which is part of where its payment is remembered. */
export class EqualButtons {
  readonly #page: ButtonPage;
  readonly #intents: IntentStore;
  readonly #places = new WeakMap<MixPayButton, Place>();

  constructor(page: ButtonPage, intents: IntentStore) {
    this.#page = page;
    this.#intents = intents;
  }

  /** The intent with its button's place. */
  placed(button: MixPayButton, intent: Intent): Intent {
    if (hasIds(intent.order)) return intent;
    // Earlier buttons take their places first, even those that nobody has pressed.
    for (const earlier of this.#page.buttons.keys()) {
      if (earlier === button) break;
      const other = this.#places.has(earlier) ? undefined : intentOf(earlier);
      if (other !== undefined && !hasIds(other.order)) this.#place(earlier, other);
    }
    return { ...intent, place: this.#place(button, intent) };
  }

  /** Whether something is remembered of what the button stands for now. */
  hasBegun(button: MixPayButton): boolean {
    const intent = document.readyState === 'loading' ? undefined : intentOf(button);
    return intent !== undefined && this.#remembers(this.placed(button, intent));
  }

  /**
   * A page that changes views may show a copy before it removes the original: the copy carries on what that began.
   * @returns the copy
   */
  handOver(from: MixPayButton): MixPayButton | undefined {
    const intent = intentOf(from);
    const left = this.#places.get(from);
    if (intent === undefined || termsOf(intent) !== left?.name || !this.#remembers({ ...intent, place: left.place })) return undefined;
    const copy = [...this.#page.buttons.keys()].find((other) => {
      // One that has left together with it comes back together with it.
      const own = other.isConnected ? this.#places.get(other) : undefined;
      return own?.name === left.name && own.original === left.place && !this.#remembers({ ...intent, place: own.place });
    });
    if (copy === undefined) return undefined;
    this.#places.delete(from);
    this.#places.set(copy, left);
    return copy;
  }

  #remembers(intent: Intent): boolean {
    return this.#intents.load(slotOf(intent), intent.endpoint) !== undefined;
  }

  #place(button: MixPayButton, intent: Intent): number {
    const name = termsOf(intent);
    const before = this.#places.get(button);
    if (before?.name === name) return before.place;
    const others = [...this.#page.buttons.keys()].filter((other) => other !== button).map((other) => this.#places.get(other));
    const equals = others.filter((other) => other?.name === name) as Place[];
    let place = before?.place ?? 0;
    while (equals.some((other) => other.place === place)) place += 1;
    // Without an item the page may mean another purchase by it; what was there before the payment began is none either.
    const isOriginal = (other: Place): boolean => other.settled && this.#remembers({ ...intent, place: other.place });
    const original = before === undefined && intent.order.item !== undefined ? equals.find(isOriginal)?.place : undefined;
    const taken = { name, place, original, settled: false };
    queueMicrotask(() => (taken.settled = true));
    this.#places.set(button, taken);
    return place;
  }
}

/** The intent that a button's attributes stand for, without its place; undefined where they name no endpoint. */
function intentOf(button: MixPayButton): Intent | undefined {
  return orUndefined(() => findIntent(button, { baseUri: document.baseURI, origin: location.origin }));
}
