import { decimalsEqual, isDecimal, normalizeDecimal } from './amount.js';
import { sameAsset } from './assets.js';
import type { Quote } from './errors.js';
import { CODE_PATTERN, UUID_PATTERN } from './mixpay.js';
import { findInvalidField, ORDER_FIELDS, type OrderRequest } from './order.js';
import type { Payment } from './payment.js';
import { isRecord, readPayment, readText, readTime } from './result.js';
import { parseUrl } from './url.js';

/**
 * One intent is one payment. The record is what a page remembers of it, so that a reload, Back or a second tab finds the
 * payment instead of making another. It is a hint and never proof: what it says of the outcome is asked again before it is shown.
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
  /** Whether `mixpay-request` added headers, which are never stored and have to be asked for anew in another document. */
  needsHeaders?: boolean;
  /** Milliseconds since the epoch: by the server's clock once `drift` is known, by the page's before that. */
  createdAt: number;
  /** Milliseconds that the server's clock was ahead of this device's, when the endpoint answered last. */
  drift?: number;
  code?: string;
  traceId?: string;
  statusUrl?: string;
  expiresAt?: string;
  /** The price as the endpoint named it with the code. */
  quote?: Partial<Quote>;
  /** The price the payer accepted in place of the one shown. */
  accepted?: Partial<Quote>;
  /** Whether the checkout was ever opened: from then on the code is followed to its end. */
  opened?: boolean;
  /** The last status heard. */
  payment?: Payment;
  /** Codes that failed; one answered again is an error and not a payment. */
  failedCodes?: string[];
}

/** Where a record is kept: shared by all tabs when the order has a name, this tab's own when it has none. */
export interface IntentSlot {
  area: 'local' | 'session';
  name: string;
}

/** A remembered intent is forgotten after a day. */
export const INTENT_LIFETIME = 86_400_000;

/** What the names of all records begin with. */
export const INTENT_PREFIX = 'mixpay-button:';

/** The fields whose change makes it another payment. `remark`, `returnTo` and the language are not among them. */
const TERMS = ['orderId', 'traceId', 'item', 'quoteAmount', 'quoteAssetId', 'paymentAssetId'] as const;

/** What a key stands for, spelled one way: amounts by value, asset ids without case. */
export function termsOf(endpoint: string, order: OrderRequest): string {
  const spelled = TERMS.map((field) => {
    const value = order[field];
    if (value === undefined) return null;
    if (field === 'quoteAmount') return isDecimal(value) ? normalizeDecimal(value) : value;
    return field.endsWith('AssetId') ? value.toLowerCase() : value;
  });
  return JSON.stringify([endpoint, ...spelled]);
}

/** Whether the page names the purchase, so that any tab means the same one. */
export function hasIds(order: OrderRequest): boolean {
  return order.orderId !== undefined || order.traceId !== undefined;
}

/** Whether the record's code belongs to a payment that has failed, and so must never be opened again. */
export function hasFailed(record: Pick<IntentRecord, 'code' | 'failedCodes'>): boolean {
  return record.code !== undefined && record.failedCodes?.includes(record.code) === true;
}

/** The record with what was heard last; a code that failed is never opened again. */
export function withPayment(record: IntentRecord, payment: Payment): IntentRecord {
  const { code, failedCodes = [] } = record;
  const failed = payment.status === 'failed' && code !== undefined && !hasFailed(record);
  return { ...record, payment, ...(failed ? { failedCodes: [...failedCodes, code] } : {}) };
}

/** The record without what one code brought: the intent, ready to be asked for anew under the same key. */
export function withoutCode(record: IntentRecord): IntentRecord {
  const fresh = { ...record };
  for (const field of ['code', 'statusUrl', 'opened', 'payment', 'expiresAt', 'quote'] as const) Reflect.deleteProperty(fresh, field);
  return fresh;
}

/** The record with what an answer told of the server's clock. From the first such answer on its age counts by that clock. */
export function withDrift(record: IntentRecord, drift: number | undefined): IntentRecord {
  if (drift === undefined) return record;
  return { ...record, drift, createdAt: record.createdAt + (record.drift === undefined ? drift : 0) };
}

/** @param place the button's place among equal buttons without ids on this page, from 0 */
export function slotOf(endpoint: string, order: OrderRequest, place: number): IntentSlot {
  if (order.orderId !== undefined) return { area: 'local', name: INTENT_PREFIX + JSON.stringify([endpoint, 'order', order.orderId]) };
  if (order.traceId !== undefined)
    return { area: 'local', name: INTENT_PREFIX + JSON.stringify([endpoint, 'trace', order.traceId.toLowerCase()]) };
  return { area: 'session', name: INTENT_PREFIX + JSON.stringify([termsOf(endpoint, order), place]) };
}

/** Whether two prices are the same, where what one side does not name counts as matching. */
export function sameQuote(a: Partial<Quote>, b: Partial<Quote>): boolean {
  const amounts = a.quoteAmount === undefined || b.quoteAmount === undefined || decimalsEqual(a.quoteAmount, b.quoteAmount);
  const assets = a.quoteAssetId === undefined || b.quoteAssetId === undefined || sameAsset(a.quoteAssetId, b.quoteAssetId);
  return amounts && assets;
}

/** The status URL as an absolute URL, or undefined where it is not on the endpoint's own origin. */
export function trustedStatusUrl(statusUrl: string | undefined, endpoint: string): string | undefined {
  const url = statusUrl === undefined ? undefined : parseUrl(statusUrl, endpoint);
  return url !== undefined && url.origin === parseUrl(endpoint)?.origin && url.origin !== 'null' ? url.href : undefined;
}

/** Whether a stored record has had its day, or is none. */
export function isExpired(text: string, now: number): boolean {
  const record = parseObject(text);
  return record === undefined || !isFresh(record, now);
}

/** Whether a record is less than a day old, by the server's clock where an answer told it. */
function isFresh({ createdAt, drift }: Record<string, unknown>, now: number): boolean {
  if (typeof createdAt !== 'number') return false;
  const age = now + readDrift(drift) - createdAt;
  // From the future: the device's clock has been set right since, and the drift is of before.
  return Math.abs(age < 0 ? now - createdAt : age) < INTENT_LIFETIME;
}

function readDrift(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}

/** Reads a stored record, which any script of the page, or an extension, may have written. Undefined unless every part of it holds. */
export function parseRecord(text: string, endpoint: string, now: number): IntentRecord | undefined {
  const record = parseObject(text);
  if (record === undefined) return undefined;
  const { key, asked, terms, order, createdAt, code, statusUrl } = record;
  const holds =
    typeof key === 'string' &&
    UUID_PATTERN.test(key) &&
    typeof asked === 'string' &&
    typeof terms === 'string' &&
    isRecord(order) &&
    isFresh(record, now) &&
    (code === undefined || (typeof code === 'string' && CODE_PATTERN.test(code))) &&
    (statusUrl === undefined || (typeof statusUrl === 'string' && trustedStatusUrl(statusUrl, endpoint) === statusUrl));
  if (!holds) return undefined;
  const sent = Object.fromEntries(
    ORDER_FIELDS.filter((field) => order[field] !== undefined).map((field) => [field, order[field]]),
  ) as OrderRequest;
  if (findInvalidField(sent) !== undefined) return undefined;
  const kept: IntentRecord = { key, asked, terms, order: sent, createdAt: createdAt as number };
  if (typeof record['drift'] === 'number') kept.drift = readDrift(record['drift']);
  if (record['needsHeaders'] === true) kept.needsHeaders = true;
  if (code !== undefined) kept.code = code;
  if (statusUrl !== undefined) kept.statusUrl = statusUrl;
  if (record['opened'] === true) kept.opened = true;
  assignIf(kept, 'traceId', readText(record['traceId'], 64));
  assignIf(kept, 'expiresAt', readTime(record['expiresAt']));
  assignIf(kept, 'quote', readPartialQuote(record['quote']));
  assignIf(kept, 'accepted', readPartialQuote(record['accepted']));
  assignIf(kept, 'payment', readPayment(record['payment']));
  const failed = record['failedCodes'];
  if (Array.isArray(failed))
    kept.failedCodes = failed.filter((entry): entry is string => typeof entry === 'string' && CODE_PATTERN.test(entry)).slice(0, 20);
  return kept;
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function readPartialQuote(value: unknown): Partial<Quote> | undefined {
  if (!isRecord(value)) return undefined;
  const quote: Partial<Quote> = {};
  if (isDecimal(value['quoteAmount'])) quote.quoteAmount = value['quoteAmount'];
  assignIf(quote, 'quoteAssetId', readText(value['quoteAssetId'], 64));
  assignIf(quote, 'quoteSymbol', readText(value['quoteSymbol'], 20));
  return quote;
}

function assignIf<T extends object, K extends keyof T>(target: T, key: K, value: T[K] | undefined): void {
  if (value !== undefined) target[key] = value;
}
