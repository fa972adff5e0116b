import { hasIds, slotOf, termsOf, type Intent } from '../../core/intent.js';
import type { IntentStore } from '../../core/intent-store.js';
import { orUndefined } from '../../core/or-undefined.js';
import type { MixPayButton } from '../button/button.js';
import type { ButtonPage } from '../button/page.js';
import { findIntent } from './read-intent.js';

/** Tells buttons without ids apart that stand for the same: each has a place, which is part of where its payment is remembered. */
export class EqualButtons {
  readonly #page: ButtonPage;
  readonly #intents: IntentStore;
  /** In the order in which they came; kept through moves and other prices. */
  readonly #places = new WeakMap<MixPayButton, { name: string; place: number }>();

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
   * A page that changes views may show a copy before it removes the original: the copy carries on what that began. Without an item
   * the page may mean another purchase by it.
   * @returns the copy
   */
  handOver(from: MixPayButton): MixPayButton | undefined {
    const intent = intentOf(from);
    const left = this.#places.get(from);
    if (intent?.order.item === undefined || left === undefined || !this.#remembers({ ...intent, place: left.place })) return undefined;
    const heir = [...this.#page.buttons.keys()].find((other) => {
      const own = other === from ? undefined : this.#places.get(other);
      return own?.name === left.name && !this.#remembers({ ...intent, place: own.place });
    });
    if (heir === undefined) return undefined;
    this.#places.delete(from);
    this.#places.set(heir, left);
    return heir;
  }

  #remembers(intent: Intent): boolean {
    return this.#intents.load(slotOf(intent), intent.endpoint) !== undefined;
  }

  #place(button: MixPayButton, intent: Intent): number {
    const name = termsOf(intent);
    const before = this.#places.get(button);
    if (before?.name === name) return before.place;
    const others = [...this.#page.buttons.keys()].filter((other) => other !== button).map((other) => this.#places.get(other));
    let place = before?.place ?? 0;
    while (others.some((other) => other?.name === name && other.place === place)) place += 1;
    this.#places.set(button, { name, place });
    return place;
  }
}

/** The intent that a button's attributes stand for, without its place; undefined where they name no endpoint. */
function intentOf(button: MixPayButton): Intent | undefined {
  return orUndefined(() => findIntent(button, { baseUri: document.baseURI, origin: location.origin }));
}
