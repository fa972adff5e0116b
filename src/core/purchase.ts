import { hasFailed, slotOf, type IntentRecord, type IntentSlot } from './intent.js';
import type { IntentStore } from './intent-store.js';
import { statusUrlOf, type CheckoutTarget } from './target.js';

/** What a button stands for, and what is remembered of it: a target bound to its record in the page's memory. */
export class Purchase {
  record: IntentRecord | undefined;
  readonly #intents: IntentStore;
  readonly #onChangedElsewhere: () => void;
  #target: CheckoutTarget | undefined;
  #slot: IntentSlot | undefined;
  #unwatch: (() => void) | undefined;
  #saving = false;

  constructor(intents: IntentStore, onChangedElsewhere: () => void) {
    this.#intents = intents;
    this.#onChangedElsewhere = onChangedElsewhere;
  }

  get target(): CheckoutTarget | undefined {
    return this.#target;
  }

  get statusUrl(): string | undefined {
    return this.#target === undefined || this.record === undefined ? undefined : statusUrlOf(this.#target, this.record);
  }

  /** `<checkout-base><code>`, while there is a code that has not failed. */
  get checkoutUrl(): string | undefined {
    const base = this.#target?.checkoutBase;
    return base === undefined || this.record?.code === undefined || hasFailed(this.record) ? undefined : base + this.record.code;
  }

  /** Whether this target is remembered in the same place as the one before. */
  fits(target: CheckoutTarget): boolean {
    return this.#slot !== undefined && slotOf(target.endpoint, target.order, target.place).name === this.#slot.name;
  }

  /** Other words for the same purchase. */
  retarget(target: CheckoutTarget): void {
    this.#target = target;
  }

  /** Another purchase; its record is not loaded yet. */
  bind(target: CheckoutTarget): void {
    this.unbind();
    this.#target = target;
    this.#slot = slotOf(target.endpoint, target.order, target.place);
    this.#unwatch = this.#intents.watch(this.#slot, () => {
      if (!this.#saving) this.#onChangedElsewhere();
    });
  }

  unbind(): void {
    this.#unwatch?.();
    this.#unwatch = this.#slot = this.#target = this.record = undefined;
  }

  /** What storage holds now, which another tab may have written. */
  stored(): IntentRecord | undefined {
    return this.#slot === undefined || this.#target === undefined ? undefined : this.#intents.load(this.#slot, this.#target.endpoint);
  }

  save(record: IntentRecord): void {
    this.record = record;
    this.#write((slot) => this.#intents.save(slot, record));
  }

  forget(): void {
    this.record = undefined;
    this.#write((slot) => this.#intents.remove(slot));
  }

  #write(action: (slot: IntentSlot) => void): void {
    if (this.#slot === undefined) return;
    this.#saving = true;
    action(this.#slot);
    this.#saving = false;
  }
}
