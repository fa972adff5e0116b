import type { Amend } from './checkout-listener.js';
import type { EndpointClient } from './client.js';
import type { Clock } from './clock.js';
import { defined } from './defined.js';
import { invalidField, MixPayError, quoted, type Quote } from './errors.js';
import { hasIds, slotOf, termsOf, type Intent, type IntentSlot } from './intent.js';
import type { IntentStore } from './intent-store.js';
import { findInvalidField, type OrderRequest } from './order.js';
import { readQuote, type Payment } from './payment.js';
import {
  hasFailed,
  inPlaceOf,
  knownPrice,
  priceQuestion,
  trustedStatusUrl,
  withDrift,
  withoutCode,
  withPayment,
  type IntentRecord,
} from './record.js';
import { redacted } from './url.js';

export interface PurchasePorts {
  client: Pick<EndpointClient, 'create'>;
  clock: Clock;
  intents: IntentStore;
  /**
   * The key of a new intent: a UUID.
   * @param taken the key that stood for other terms before
   */
  keyFor(intent: Intent, taken: string | undefined): string;
  /** Tells the developer of something that was ignored or should not happen. */
  warn(message: string): void;
}

/** How far a drift may be off without being worth remembering, in milliseconds. */
const MEASURING_ERROR = 5000;

/** MixPay's own page does not know a sandbox's codes. */
function isDead({ sandbox }: { sandbox?: true }, { checkoutBase }: Intent): boolean {
  return sandbox === true && /^https:..(www\.)?mixpay\.me\//.test(checkoutBase ?? '');
}

/** Gets the code of one intent and remembers what becomes of it. The record is written here and nowhere else. */
export class Purchase {
  readonly #ports: PurchasePorts;
  readonly #onChangedElsewhere: () => void;
  #intent: Intent | undefined;
  #slot: IntentSlot | undefined;
  #record: IntentRecord | undefined;
  /** What a shop added to the create call, in memory only, with the key it was added for. */
  #added: { key: string; headers: Headers } | undefined;
  #unwatch: (() => void) | undefined;
  #saving = false;

  constructor(ports: PurchasePorts, onChangedElsewhere: () => void) {
    this.#ports = ports;
    this.#onChangedElsewhere = onChangedElsewhere;
  }

  get intent(): Intent | undefined {
    return this.#intent;
  }

  get record(): Readonly<IntentRecord> | undefined {
    return this.#record;
  }

  /** Where to ask for the status; undefined where the endpoint gave no way, and the payment is untracked. */
  get statusUrl(): string | undefined {
    const { statusUrl, code, traceId, order } = this.#record ?? {};
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
    const record = this.#record;
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
      this.#unwatch = this.#ports.intents.watch(this.#slot, () => {
        if (!this.#saving) this.#onChangedElsewhere();
      });
    }
    this.#intent = intent;
  }

  /** Ends the listening; what is stored stays. */
  leave(): void {
    this.#unwatch?.();
    this.#unwatch = this.#slot = this.#intent = this.#record = undefined;
  }

  /** What storage holds now, which another tab may have written. */
  stored(): IntentRecord | undefined {
    if (this.#slot === undefined || this.#intent === undefined) return undefined;
    const record = this.#ports.intents.load(this.#slot, this.#intent.endpoint);
    // Of the time before the shop went live.
    return record !== undefined && isDead(record, this.#intent) ? withoutCode(record) : record;
  }

  /** Whether another tab has begun something else since, or has opened what was not open here. */
  get isBehind(): boolean {
    const theirs = this.stored();
    const { key, code, opened } = this.#record ?? {};
    const own = [theirs, theirs?.next].find((record) => record?.key === key);
    return theirs !== undefined && (own === undefined || (own.code ?? code) !== code || (own.opened ?? opened) !== opened);
  }

  /** Takes up what storage holds. */
  recall(): IntentRecord | undefined {
    this.#record = this.stored();
    return this.#record;
  }

  /**
   * Gets a code that may be opened at the price shown: the one there is, or a new one from the endpoint.
   * @param asking called before anything is asked of shop or endpoint
   * @returns `paid`: there is no code, for the order is paid already. `canceled`: the shop canceled
   * @throws MixPayError, `price_changed` with a `quote` where the payer has to be asked; or whatever a listener of the shop's threw
   */
  async obtain(intent: Intent, amend: Amend, signal: AbortSignal, asking: () => void): Promise<'ready' | 'paid' | 'canceled'> {
    const stored = this.stored();
    const same = [stored, stored?.next].find((record) => record?.asked === termsOf(intent));
    if (same?.code !== undefined && !hasFailed(same)) this.#record = same;
    else {
      asking();
      // In another document a record that needs headers is brought before the shop again.
      const isKnown = same !== undefined && (same.needsHeaders !== true || this.#added?.key === same.key);
      const record = isKnown ? same : await this.#amended(intent, same ?? stored, amend);
      signal.throwIfAborted();
      if (record === undefined) return 'canceled';
      // Remembered before it is sent: an answer lost on the way is asked for again under the same key.
      this.#save(record);
      const answered = await this.#request(intent, record, signal);
      signal.throwIfAborted();
      this.#save(answered);
    }
    if (this.#record?.code === undefined) return 'paid';
    const question = priceQuestion(intent, this.#record);
    if (question !== undefined) throw question;
    return 'ready';
  }

  /**
   * The payer agrees to another price: with a code, which another tab may have got, it may open; without one it is what is
   * asked for, under the same key.
   */
  accept(quote: Quote): void {
    const record = this.isBehind ? this.stored() : this.#record;
    if (record === undefined || this.#intent === undefined) return;
    const order = { ...record.order, ...quote };
    const changed = record.code === undefined ? { order, terms: termsOf({ ...this.#intent, order }) } : {};
    this.#save({ ...record, ...changed, asked: termsOf(this.#intent), accepted: quote });
  }

  opened(): void {
    this.#update((record) => ({ ...record, opened: true }));
  }

  heard(payment: Payment): void {
    this.#update((record) => withPayment(record, payment));
  }

  /** The server's clock is ahead by so much. Remembered where it changed: clocks of seconds and slow networks make it waver. */
  measured(drift: number): void {
    if (Math.abs(drift - (this.#record?.drift ?? Number.POSITIVE_INFINITY)) > MEASURING_ERROR) {
      this.#update((record) => withDrift(record, drift));
    }
  }

  /** The code is of no use any more; the intent stays, to be asked for again under its key. */
  dropCode(): void {
    this.#update(withoutCode);
  }

  forget(): void {
    this.#record = undefined;
    this.#write((slot) => this.#ports.intents.remove(slot));
  }

  /** The record of an intent after `mixpay-request`. The same terms as before keep their key. */
  async #amended(intent: Intent, stored: IntentRecord | undefined, amend: Amend): Promise<IntentRecord | undefined> {
    const asked = termsOf(intent);
    const amended = await amend({ ...(stored?.asked === asked ? stored.order : intent.order) });
    if (amended === undefined) return undefined;
    const { headers } = amended;
    const order = defined<OrderRequest>(amended.order);
    const invalid = findInvalidField(order);
    if (invalid !== undefined) throw invalid;
    const terms = termsOf({ ...intent, order });
    // Where no price is shown, the payer knows that of the code they had open.
    const accepted = order.quoteAmount === undefined ? (knownPrice(this.#record) ?? knownPrice(stored)) : undefined;
    const known =
      stored?.terms === terms
        ? stored
        : { key: this.#ports.keyFor({ ...intent, order }, stored?.key), createdAt: this.#ports.clock.now(), accepted };
    this.#added = { key: known.key, headers };
    const needsHeaders = [...headers].length > 0 || undefined;
    return defined<IntentRecord>({ ...known, asked, terms, order, needsHeaders });
  }

  /**
   * Asks the endpoint for a code. An order that is paid already is a record without a code, followed (`opened`) at the status
   * URL the endpoint named.
   * @throws MixPayError
   */
  async #request(intent: Intent, record: IntentRecord, signal: AbortSignal): Promise<IntentRecord> {
    const { endpoint, credentials } = intent;
    const { key } = record;
    const order = hasIds(record.order) ? record.order : { ...record.order, traceId: key };
    const headers = this.#added?.key === key ? this.#added.headers : undefined;
    const kept = withoutCode(record);
    const request = `POST ${redacted(endpoint)}: expected`;
    try {
      const created = await this.#ports.client.create({ endpoint, order, key, credentials, signal, ...defined({ headers }) });
      const { code, traceId, expiresAt, sandbox, drift } = created;
      if (isDead(created, intent)) {
        throw invalidField('checkout-base', 'the sandbox, like apiBase', intent.checkoutBase);
      }
      if (hasFailed({ ...record, code })) {
        throw new MixPayError('code_failed', `${request} the code of a new attempt, received that of a failed one.`, {
          retryable: true,
        });
      }
      const statusUrl = trustedStatusUrl(created.statusUrl, endpoint);
      if (created.statusUrl !== undefined && statusUrl === undefined) {
        this.#ports.warn(
          `${request} statusUrl on the endpoint's own origin, received ${quoted(redacted(created.statusUrl))}, which is ignored.`,
        );
      }
      return { ...withDrift(kept, drift), ...defined({ code, traceId, expiresAt, statusUrl, sandbox }), quote: readQuote(created) };
    } catch (error) {
      const statusUrl =
        error instanceof MixPayError && error.code === 'already_paid' ? trustedStatusUrl(error.statusUrl, endpoint) : undefined;
      if (statusUrl === undefined) throw error;
      return { ...kept, statusUrl, opened: true };
    }
  }

  /** What is heard of one code never takes the place of a newer one, which another tab has got. */
  #update(change: (record: IntentRecord) => IntentRecord): void {
    const { isBehind } = this;
    if (this.#record === undefined) return;
    this.#record = change(this.#record);
    if (!isBehind) this.#save(this.#record);
  }

  #save(record: IntentRecord): void {
    const changed = inPlaceOf(this.stored(), record);
    this.#record = record;
    this.#write((slot) => this.#ports.intents.save(slot, changed));
  }

  #write(action: (slot: IntentSlot) => void): void {
    if (this.#slot === undefined) return;
    this.#saving = true;
    action(this.#slot);
    this.#saving = false;
  }
}
