import type { EndpointClient } from './client.js';
import type { Clock } from './clock.js';
import { MixPayError, quoted, type Quote } from './errors.js';
import { hasFailed, hasIds, sameQuote, termsOf, trustedStatusUrl, withDrift, withoutCode, type IntentRecord } from './intent.js';
import { findInvalidField, type OrderRequest } from './order.js';
import { defined } from './result.js';
import type { CheckoutTarget } from './target.js';
import { redacted } from './url.js';

/** What `mixpay-request` made of the order, and the headers it added. Undefined: the shop canceled. */
export type Amend = (order: OrderRequest) => Promise<Amendment | undefined>;

export interface Amendment {
  order: OrderRequest;
  headers: Headers;
}

interface Intent {
  record: IntentRecord;
  headers: Headers | undefined;
}

export interface CreationPorts {
  client: EndpointClient;
  clock: Clock;
  keyFor(target: CheckoutTarget, taken: string | undefined): string;
  warn(message: string): void;
}

/** Where a record is kept. */
export interface RecordKeeper {
  stored(): IntentRecord | undefined;
  save(record: IntentRecord): void;
}

/** Brings intents to the endpoint. Keeps the headers a shop added to the last one in memory, for they are never stored. */
export class Creation {
  readonly #ports: CreationPorts;
  #headers: Headers | undefined;

  constructor(ports: CreationPorts) {
    this.#ports = ports;
  }

  forget(): void {
    this.#headers = undefined;
  }

  /**
   * The record with a code to open: the one there is, or a new one from the endpoint.
   * @param asking called before anything is asked of shop or endpoint
   * @returns undefined where the shop canceled
   * @throws MixPayError, or whatever a listener of the shop's threw
   */
  async obtain(
    target: CheckoutTarget,
    keeper: RecordKeeper,
    amend: Amend,
    signal: AbortSignal,
    asking: () => void,
  ): Promise<IntentRecord | undefined> {
    const stored = keeper.stored();
    const same = stored?.asked === termsOf(target.endpoint, target.order) ? stored : undefined;
    if (same?.code !== undefined && !hasFailed(same)) return same;
    asking();
    // In another document a record that needs headers is brought before the shop again.
    const remembered = same !== undefined && (same.needsHeaders !== true || this.#headers !== undefined);
    const intent = remembered ? { record: same, headers: this.#headers } : await intend(this.#ports, target, stored, amend);
    if (intent === undefined || signal.aborted) return undefined;
    this.#headers = intent.headers;
    // Remembered before it is sent: an answer lost on the way is asked for again under the same key.
    keeper.save(intent.record);
    return requestCode(this.#ports, target, intent, signal);
  }
}

/** Makes the record of an intent after the shop had its say. The same terms as before keep their key. */
async function intend(
  ports: CreationPorts,
  target: CheckoutTarget,
  stored: IntentRecord | undefined,
  amend: Amend,
): Promise<Intent | undefined> {
  const asked = termsOf(target.endpoint, target.order);
  const amended = await amend({ ...(stored?.asked === asked ? stored.order : target.order) });
  if (amended === undefined) return undefined;
  const order = defined<OrderRequest>(amended.order);
  const invalid = findInvalidField(order);
  if (invalid !== undefined) throw invalid;
  const terms = termsOf(target.endpoint, order);
  const known = stored?.terms === terms ? stored : { key: ports.keyFor({ ...target, order }, stored?.key), createdAt: ports.clock.now() };
  const needsHeaders = [...amended.headers].length > 0;
  return { record: { ...known, asked, terms, order, ...(needsHeaders ? { needsHeaders } : {}) }, headers: amended.headers };
}

/**
 * Asks the endpoint for a code and writes what it answers into a new record. An order that is paid already comes back
 * without a code, as followed (`opened`) at the status URL the endpoint named.
 * @throws MixPayError
 */
async function requestCode(ports: CreationPorts, target: CheckoutTarget, intent: Intent, signal: AbortSignal): Promise<IntentRecord> {
  const { endpoint, credentials } = target;
  const { record, headers } = intent;
  const order = hasIds(record.order) ? record.order : { ...record.order, traceId: record.key };
  const kept = withoutCode(record);
  try {
    const created = await ports.client.create({ endpoint, order, key: record.key, credentials, signal, ...defined({ headers }) });
    const { code, traceId, expiresAt, quoteAmount, quoteAssetId, quoteSymbol, drift } = created;
    if (hasFailed({ ...record, code })) {
      throw new MixPayError(
        'code_failed',
        `POST ${redacted(endpoint)}: answered the code of a payment that has failed. The endpoint has to open a new attempt.`,
        { retryable: true },
      );
    }
    const statusUrl = trustedStatusUrl(created.statusUrl, endpoint);
    if (created.statusUrl !== undefined && statusUrl === undefined) {
      ports.warn(
        `POST ${redacted(endpoint)}: expected statusUrl on the endpoint's own origin, received ${quoted(redacted(created.statusUrl))}. It is ignored, and the payment not followed by it.`,
      );
    }
    const quote = defined<Partial<Quote>>({ quoteAmount, quoteAssetId, quoteSymbol });
    return { ...withDrift(kept, drift), ...defined({ code, traceId, expiresAt, statusUrl }), quote };
  } catch (error) {
    const statusUrl =
      error instanceof MixPayError && error.code === 'already_paid' ? trustedStatusUrl(error.statusUrl, endpoint) : undefined;
    if (statusUrl === undefined) throw error;
    return { ...kept, statusUrl, opened: true };
  }
}

/** The price question, where the endpoint named another price than the button shows or the payer accepted; else undefined. */
export function priceQuestion(target: CheckoutTarget, record: IntentRecord): MixPayError | undefined {
  const shown: Partial<Quote> = target.order.quoteAmount === undefined ? record.order : target.order;
  const { quoteAmount, quoteAssetId } = shown;
  const answered = record.quote ?? {};
  if (sameQuote(record.accepted ?? shown, answered)) return undefined;
  const quote = { ...defined<Partial<Quote>>({ quoteAmount, quoteAssetId }), ...answered } as Quote;
  return new MixPayError(
    'price_changed',
    `POST ${redacted(target.endpoint)}: expected the price shown, ${quoteAmount} ${quoteAssetId}, received ${quote.quoteAmount} ${quote.quoteAssetId}. The payer is asked; check the price the page was rendered with.`,
    { retryable: true, quote },
  );
}

/** The record after the payer agreed to another price: with a code it may open; without one the new price is what is asked for, under the same key. */
export function accepting(target: CheckoutTarget, record: IntentRecord, quote: Quote): IntentRecord {
  if (record.code !== undefined) return { ...record, accepted: quote };
  const order = { ...record.order, ...quote };
  return { ...record, accepted: quote, order, terms: termsOf(target.endpoint, order) };
}
