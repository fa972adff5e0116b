import { defined } from './defined.js';
import { slotOf, type Intent, type IntentSlot } from './intent.js';
import type { IntentStore } from './intent-store.js';
import type { Payment } from './payment.js';
import { hasFailed, inPlaceOf, withDrift, withoutCode, withPayment, type IntentRecord } from './record.js';

/** How far a drift may be off without being worth remembering, in milliseconds. */
const MEASURING_ERROR = 5000;

/** MixPay's own page does not know a sandbox's codes. */
export function isDead({ sandbox }: { sandbox?: true }, { checkoutBase }: Intent): boolean {
  return sandbox === true && /^https:..(www\.)?mixpay\.me\//.test(checkoutBase ?? '');
}

/** What is remembered of one intent, here and in storage, where other tabs write it too: the base class of `Purchase`. */
export class RememberedIntent<Ports extends { intents: IntentStore }> {
  protected readonly ports: Ports;
  readonly #onChangedElsewhere: () => void;
  #intent: Intent | undefined;
  #slot: IntentSlot | undefined;
  #unwatch: (() => void) | undefined;
  #saving = false;
  protected kept: IntentRecord | undefined;

  constructor(ports: Ports, onChangedElsewhere: () => void) {
    this.ports = ports;
    this.#onChangedElsewhere = onChangedElsewhere;
  }

  get intent(): Intent | undefined {
    return this.#intent;
  }

  get record(): Readonly<IntentRecord> | undefined {
    return this.kept;
  }

  /** Where to ask for the status; undefined where the endpoint gave no way, and the payment is untracked. */
  get statusUrl(): string | undefined {
    const { statusUrl, code, traceId, order } = this.kept ?? {};
    const endpoint = this.#intent?.statusEndpoint;
    if (statusUrl !== undefined || endpoint === undefined || code === undefined) return statusUrl;
    const url = new URL(endpoint);
    const asked = defined<Record<string, string>>({ code, traceId: traceId ?? order?.traceId, orderId: order?.orderId });
    for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value);
    return url.href;
  }

  /** `<checkout-base><code>`, while there is a code that has not failed. */
  get checkoutUrl(): string | undefined {
    const intent = this.#intent;
    const record = this.kept;
    if (intent?.checkoutBase === undefined || record?.code === undefined || hasFailed(record) || isDead(record, intent)) return undefined;
    return intent.checkoutBase + record.code;
  }

  /** Whether this intent is remembered in the same place as the one before. */
  isAbout(intent: Intent): boolean {
    return slotOf(intent).name === this.#slot?.name;
  }

  /** The same purchase in other words, or another one, whose record is not looked up yet. */
  turnTo(intent: Intent): void {
    if (!this.isAbout(intent)) {
      this.leave();
      this.#slot = slotOf(intent);
      this.#unwatch = this.ports.intents.watch(this.#slot, () => {
        if (!this.#saving) this.#onChangedElsewhere();
      });
    }
    this.#intent = intent;
  }

  /** Ends the listening; what is stored stays. */
  leave(): void {
    this.#unwatch?.();
    this.#unwatch = this.#slot = this.#intent = this.kept = undefined;
  }

  /** What storage holds now, which another tab may have written. */
  stored(): IntentRecord | undefined {
    if (this.#slot === undefined || this.#intent === undefined) return undefined;
    const record = this.ports.intents.load(this.#slot, this.#intent.endpoint);
    // Of the time before the shop went live.
    return record !== undefined && isDead(record, this.#intent) ? withoutCode(record) : record;
  }

  /** Whether another tab has begun something else since, or has opened what was not open here. */
  get isBehind(): boolean {
    const theirs = this.stored();
    const { key, code, opened } = this.kept ?? {};
    const own = [theirs, theirs?.next].find((record) => record?.key === key);
    return theirs !== undefined && (own === undefined || (own.code ?? code) !== code || (own.opened ?? opened) !== opened);
  }

  /** Takes up what storage holds. */
  recall(): IntentRecord | undefined {
    this.kept = this.stored();
    return this.kept;
  }

  opened(): void {
    this.#update((record) => ({ ...record, opened: true }));
  }

  heard(payment: Payment): void {
    this.#update((record) => withPayment(record, payment));
  }

  /** The server's clock is ahead by so much. Remembered where it changed: clocks of seconds and slow networks make it waver. */
  measured(drift: number): void {
    if (Math.abs(drift - (this.kept?.drift ?? Number.POSITIVE_INFINITY)) > MEASURING_ERROR) {
      this.#update((record) => withDrift(record, drift));
    }
  }

  /** The code is of no use any more; the intent stays, to be asked for again under its key. */
  dropCode(): void {
    this.#update(withoutCode);
  }

  forget(): void {
    this.kept = undefined;
    this.#write((slot) => this.ports.intents.remove(slot));
  }

  /** What is heard of one code never takes the place of a newer one, which another tab has got. */
  #update(change: (record: IntentRecord) => IntentRecord): void {
    const { isBehind } = this;
    if (this.kept === undefined) return;
    this.kept = change(this.kept);
    if (!isBehind) this.save(this.kept);
  }

  protected save(record: IntentRecord): void {
    const changed = inPlaceOf(this.stored(), record);
    this.kept = record;
    this.#write((slot) => this.ports.intents.save(slot, changed));
  }

  #write(action: (slot: IntentSlot) => void): void {
    if (this.#slot === undefined) return;
    this.#saving = true;
    action(this.#slot);
    this.#saving = false;
  }
}
