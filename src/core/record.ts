import { decimalsEqual, isPositiveDecimal } from './amount.js';
import { defined } from './defined.js';
import { MixPayError, type Quote } from './errors.js';
import { termsOf, type Intent } from './intent.js';
import { CODE_PATTERN, sameAsset, UUID_PATTERN } from './mixpay.js';
import { findInvalidField, ORDER_FIELDS, type OrderRequest } from './order.js';
import { readPayment, readQuote, type Payment } from './payment.js';
import { isRecord, parseJson, readText, readTime, type Fields } from './read.js';
import { parseUrl, redacted } from './url.js';

/**
 * What a page remembers of one intent, so that a reload, Back or a second tab finds the payment instead of making another.
 * It is a hint and never proof: what it says of the outcome is asked again before it is shown.
 */
export interface IntentRecord {
  /** `Idempotency-Key`; where the page gave no ids also the `traceId` that is sent. */
  key: string;
  /** The terms as the attributes gave them, before `mixpay-request`. */
  asked: string;
  /** The terms that `key` stands for, after `mixpay-request`. */
  terms: string;
  /** What is posted, and posted again by every retry. */
  order: OrderRequest;
  /** Whether `mixpay-request` added headers, which are never stored and have to be asked for again in another document. */
  needsHeaders?: boolean;
  /** Milliseconds since the epoch: by the server's clock once `drift` is known, by the page's before that. */
  createdAt: number;
  /** Milliseconds that the server's clock was ahead of this device's, when the endpoint answered last. */
  drift?: number;
  code?: string;
  traceId?: string;
  statusUrl?: string;
  expiresAt?: string;
  /** The code is a sandbox's. */
  sandbox?: true;
  /** The price as the endpoint named it with the code. */
  quote?: Partial<Quote>;
  /** The price the payer accepted in place of the one shown. */
  accepted?: Partial<Quote>;
  /** Whether the checkout was ever opened: from then on the code is followed to its end. */
  opened?: boolean;
  /** The last status heard. */
  payment?: Payment;
  /** Codes that failed; one returned again is an error and not a payment. */
  failedCodes?: string[];
  /** What is asked for in place of this one, whose checkout is open: until its own is, a reload has to find this one. */
  next?: IntentRecord | undefined;
}

/** A remembered intent is forgotten after a day. */
const LIFETIME = 86_400_000;

/** Codes that failed which are remembered: the newest, which are the likeliest to come back. */
const MOST_FAILED_CODES = 20;

/** Whether the record's code belongs to a payment that has failed, and so must never be opened again. */
export function hasFailed({ code, failedCodes }: Pick<IntentRecord, 'code' | 'failedCodes'>): boolean {
  return code !== undefined && failedCodes?.includes(code) === true;
}

/** The record with what was heard last; a code that failed is never opened again. */
export function withPayment(record: IntentRecord, payment: Payment): IntentRecord {
  const { code, failedCodes = [] } = record;
  const failed = payment.status === 'failed' && code !== undefined && !hasFailed(record);
  return { ...record, payment, ...(failed ? { failedCodes: [...failedCodes, code] } : {}) };
}

/** The price the payer knows beside what the button shows: the one they accepted, or that of a code which was open. */
export function knownPrice(record: IntentRecord | undefined): Partial<Quote> | undefined {
  return record?.accepted ?? (record?.opened === true ? costOf(record) : undefined);
}

/** The record without what one code brought: the intent, ready to be asked for again under the same key. */
export function withoutCode(record: IntentRecord): IntentRecord {
  const nothing = {
    accepted: knownPrice(record),
    code: undefined,
    statusUrl: undefined,
    opened: undefined,
    payment: undefined,
    expiresAt: undefined,
    sandbox: undefined,
    quote: undefined,
    next: undefined,
  };
  return defined<IntentRecord>({ ...record, ...nothing });
}

/**
 * What is stored when `record` is to be remembered: a code that is open keeps its place until the one asked for instead is open too.
 * @param before what is stored now
 */
export function inPlaceOf(before: IntentRecord | undefined, record: IntentRecord): IntentRecord {
  if (before?.key === record.key) return { ...record, next: before.next };
  const stays = before?.opened === true && record.opened !== true && !hasFailed(before);
  return stays ? { ...before, next: record } : record;
}

/** The record with what an answer told of the server's clock. From the first such answer on its age counts by that clock. */
export function withDrift(record: IntentRecord, drift: number | undefined): IntentRecord {
  if (drift === undefined) return record;
  return { ...record, drift, createdAt: record.createdAt + (record.drift === undefined ? drift : 0) };
}

/**
 * The price question, where the code costs something else than the payer knows: what the button shows or they accepted.
 * @param own what was here before another tab got this code; where it was open its price is what they know
 */
export function priceQuestion(intent: Intent, record: IntentRecord, own?: IntentRecord): MixPayError | undefined {
  const { endpoint, order } = intent;
  const { quoteAmount, quoteAssetId } = own?.opened === true ? costOf(own) : order.quoteAmount === undefined ? record.order : order;
  const shown = defined<Partial<Quote>>({ quoteAmount, quoteAssetId });
  const accepted = (record.asked === termsOf(intent) ? record.accepted : undefined) ?? own?.accepted;
  const named = costOf(record);
  if (sameQuote(accepted ?? shown, named)) return undefined;
  const quote = { ...shown, ...named } as Quote;
  return new MixPayError(
    'price_changed',
    `POST ${redacted(endpoint)}: expected the price shown, ${quoteAmount} ${quoteAssetId}, received ${quote.quoteAmount} ${quote.quoteAssetId}. The payer is asked. Check the page.`,
    { retryable: true, quote },
  );
}

/**
 * The price the page shows now for what it sold before, where that is not the price of the code there is.
 * @param before what the page said when it was asked last
 */
export function priceShownInstead(intent: Intent, before: Intent, record: IntentRecord): Quote | undefined {
  const { quoteAmount, quoteAssetId, quoteSymbol, item } = intent.order;
  if (termsOf(intent) === record.asked || item !== before.order.item) return undefined;
  if (!isPositiveDecimal(quoteAmount) || quoteAssetId === undefined) return undefined;
  const shown = defined<Quote>({ quoteAmount, quoteAssetId, quoteSymbol });
  return sameQuote(shown, costOf(record)) ? undefined : shown;
}

/** What its code costs, as far as it was asked for or named. */
function costOf({ order: { quoteAmount, quoteAssetId }, quote }: IntentRecord): Partial<Quote> {
  return defined<Partial<Quote>>({ quoteAmount, quoteAssetId, ...quote });
}

/** Whether two prices are the same, where what one side does not name counts as matching. */
function sameQuote(a: Partial<Quote>, b: Partial<Quote>): boolean {
  const amounts = a.quoteAmount === undefined || b.quoteAmount === undefined || decimalsEqual(a.quoteAmount, b.quoteAmount);
  const assets = a.quoteAssetId === undefined || b.quoteAssetId === undefined || sameAsset(a.quoteAssetId, b.quoteAssetId);
  return amounts && assets;
}

/** The status URL as an absolute URL, or undefined where it is not on the endpoint's own origin. */
export function trustedStatusUrl(statusUrl: string | undefined, endpoint: string): string | undefined {
  const url = statusUrl === undefined ? undefined : parseUrl(statusUrl, endpoint);
  return url !== undefined && url.origin === parseUrl(endpoint)?.origin && url.origin !== 'null' ? url.href : undefined;
}

/** Whether what was stored is of less than a day ago, by the server's clock where an answer told it. */
export function isFresh(stored: unknown, now: number): stored is Fields & { createdAt: number } {
  if (!isRecord(stored)) return false;
  const { createdAt, drift } = stored;
  if (typeof createdAt !== 'number') return false;
  const ahead = readDrift(drift);
  // A device's clock that was wrong by days has probably been set right since: then the drift is of before.
  const isOff = Math.abs(ahead) > LIFETIME;
  return Math.abs(now + ahead - createdAt) < LIFETIME || (isOff && Math.abs(now - createdAt) < LIFETIME);
}

function readDrift(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}

/** Reads a stored record, which any script of the page, or an extension, may have written. Undefined unless every part of it holds. */
export function parseRecord(text: string, endpoint: string, now: number): IntentRecord | undefined {
  const stored = parseJson(text);
  const record = readRecord(stored, endpoint, now);
  return record && defined<IntentRecord>({ ...record, next: readRecord((stored as Fields)['next'], endpoint, now) });
}

function readRecord(stored: unknown, endpoint: string, now: number): IntentRecord | undefined {
  if (!isFresh(stored, now)) return undefined;
  const { key, asked, terms, order, code, statusUrl, drift, failedCodes } = stored;
  const sent = readOrder(order);
  const holds =
    isText(key) &&
    UUID_PATTERN.test(key) &&
    isText(asked) &&
    isText(terms) &&
    sent !== undefined &&
    (code === undefined || isCode(code)) &&
    (statusUrl === undefined || (isText(statusUrl) && trustedStatusUrl(statusUrl, endpoint) === statusUrl));
  if (!holds) return undefined;
  return defined<IntentRecord>({
    key,
    asked,
    terms,
    order: sent,
    createdAt: stored.createdAt,
    code,
    statusUrl,
    drift: drift === undefined ? undefined : readDrift(drift),
    needsHeaders: stored['needsHeaders'] === true || undefined,
    opened: stored['opened'] === true || undefined,
    sandbox: stored['sandbox'] === true || undefined,
    traceId: readText(stored['traceId'], 64),
    expiresAt: readTime(stored['expiresAt']),
    quote: readStoredQuote(stored['quote']),
    accepted: readStoredQuote(stored['accepted']),
    payment: readPayment(stored['payment']),
    failedCodes: Array.isArray(failedCodes) ? failedCodes.filter(isCode).slice(-MOST_FAILED_CODES) : undefined,
  });
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isCode(value: unknown): value is string {
  return isText(value) && CODE_PATTERN.test(value);
}

function readOrder(value: unknown): OrderRequest | undefined {
  if (!isRecord(value)) return undefined;
  const named = ORDER_FIELDS.map((field) => [field, value[field]] as const);
  const order = Object.fromEntries(named.filter(([, given]) => given !== undefined)) as OrderRequest;
  return findInvalidField(order) === undefined ? order : undefined;
}

function readStoredQuote(value: unknown): Partial<Quote> | undefined {
  return isRecord(value) ? readQuote(value) : undefined;
}
