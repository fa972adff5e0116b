import type { Amend } from './checkout-listener.js';
import type { EndpointClient } from './client.js';
import type { Clock } from './clock.js';
import { defined } from './defined.js';
import { invalidField, MixPayError, quoted, type Quote } from './errors.js';
import { hasIds, termsOf, type Intent } from './intent.js';
import type { IntentStore } from './intent-store.js';
import { findInvalidField, type OrderRequest } from './order.js';
import { readQuote } from './payment.js';
import { hasFailed, knownPrice, priceQuestion, trustedStatusUrl, withDrift, withoutCode, type IntentRecord } from './record.js';
import { isDead, RememberedIntent } from './remembered-intent.js';
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

/** Gets the code of one intent: the one there is, or a new one from the endpoint. */
export class Purchase extends RememberedIntent<PurchasePorts> {
  /** What a shop added to the create call, in memory only, with the key it was added for. */
  #added: { key: string; headers: Headers } | undefined;

  /**
   * Gets a code that may be opened at the price shown: the one there is, or a new one from the endpoint.
   * @param asking called before anything is asked of shop or endpoint
   * @returns `paid`: there is no code, for the order is paid already. `canceled`: the shop canceled
   * @throws MixPayError, `price_changed` with a `quote` where the payer has to be asked; or whatever a listener of the shop's threw
   */
  async obtain(intent: Intent, amend: Amend, signal: AbortSignal, asking: () => void): Promise<'ready' | 'paid' | 'canceled'> {
    const stored = this.stored();
    const same = [stored, stored?.next].find((record) => record?.asked === termsOf(intent));
    if (same?.code !== undefined && !hasFailed(same)) this.kept = same;
    else {
      asking();
      // In another document a record that needs headers is brought before the shop again.
      const isKnown = same !== undefined && (same.needsHeaders !== true || this.#added?.key === same.key);
      const record = isKnown ? same : await this.#amended(intent, same ?? stored, amend);
      signal.throwIfAborted();
      if (record === undefined) return 'canceled';
      // Remembered before it is sent: an answer lost on the way is asked for again under the same key.
      this.save(record);
      const answered = await this.#request(intent, record, signal);
      signal.throwIfAborted();
      this.save(answered);
    }
    if (this.kept?.code === undefined) return 'paid';
    const question = priceQuestion(intent, this.kept);
    if (question !== undefined) throw question;
    return 'ready';
  }

  /**
   * The payer agrees to another price: with a code, which another tab may have got, it may open; without one it is what is
   * asked for, under the same key.
   */
  accept(quote: Quote): void {
    const record = this.isBehind ? this.stored() : this.kept;
    if (record === undefined || this.intent === undefined) return;
    const order = { ...record.order, ...quote };
    const changed = record.code === undefined ? { order, terms: termsOf({ ...this.intent, order }) } : {};
    this.save({ ...record, ...changed, asked: termsOf(this.intent), accepted: quote });
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
    const known =
      stored?.terms === terms ? stored : { key: this.ports.keyFor({ ...intent, order }, stored?.key), createdAt: this.ports.clock.now() };
    const accepted = known === stored && stored.asked === asked ? stored.accepted : this.#priceKnown(intent, order, stored);
    this.#added = { key: known.key, headers };
    const needsHeaders = [...headers].length > 0 || undefined;
    return defined<IntentRecord>({ ...known, accepted, asked, terms, order, needsHeaders });
  }

  /** What the payer takes the price for when asked under other terms than before; undefined where the price shown says it. */
  #priceKnown({ order: shown }: Intent, order: OrderRequest, stored: IntentRecord | undefined): Partial<Quote> | undefined {
    // Written down where a code is open: otherwise `withoutCode` would take that code's price for the one the payer knows.
    if (shown.quoteAmount !== undefined) return stored?.opened === true ? readQuote(shown) : undefined;
    return order.quoteAmount === undefined ? (knownPrice(this.kept) ?? knownPrice(stored)) : undefined;
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
      const created = await this.ports.client.create({ endpoint, order, key, credentials, signal, ...defined({ headers }) });
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
        this.ports.warn(
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
}
