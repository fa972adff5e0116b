import { compareDecimals, isPositiveDecimal, readDecimal } from '../core/amount.js';
import { API_CODE, UUID_PATTERN } from '../core/mixpay.js';
import { ORDER_ID_PATTERN } from '../core/order.js';
import { defined } from '../core/result.js';
import { isSecure, parseUrl } from '../core/url.js';
import { isQuoteAsset, limitsOf, type Market } from './assets.js';
import type { Parameters } from './body.js';
import { isCoinId } from './coins.js';
import { isPayeeId, type PaymentTerms } from './record.js';
import { apiRefusal, badParameter } from './refusal.js';

const CALLBACK_EVENTS = ['settle', 'pending', 'paid_less'];

/**
 * Reads and checks what a payment is to be. Unknown parameters, `isTemp` among them, are ignored. MixPay's table asks for an
 * `orderId` or a `traceId`, but its own sample request names neither and gets its code, so neither is required.
 */
export function readTerms(parameters: Parameters, market: Market): PaymentTerms {
  const { values } = parameters;
  const traceId = text(values, 'traceId', 'a UUID', (value) => UUID_PATTERN.test(value));
  const orderId = text(values, 'orderId', '6 to 36 letters, digits, dashes or underscores', (value) => ORDER_ID_PATTERN.test(value));
  return defined<PaymentTerms>({
    payeeId: readPayee(values),
    ...checkLimits(readPrice(values, market), market),
    settlementAssetId: readCoin(values, 'settlementAssetId', market) ?? missing('settlementAssetId', 'the asset id of a coin'),
    paymentAssetId: readCoin(values, 'paymentAssetId', market),
    strictMode: readStrictMode(parameters),
    orderId,
    traceId,
    remark: text(values, 'remark', 'at most 50 characters', (value) => Array.from(value).length <= 50),
    settlementMemo: text(values, 'settlementMemo', 'at most 200 characters', (value) => Array.from(value).length <= 200),
    returnTo: text(values, 'returnTo', 'an absolute URL', isUrl),
    failedReturnTo: text(values, 'failedReturnTo', 'an absolute URL', isUrl),
    callbackUrl: readCallbackUrl(values),
    callbackEvents: readCallbackEvents(values),
  });
}

function missing(name: string, rule: string): never {
  throw badParameter(name, rule, undefined);
}

/** A string that keeps its rule, or undefined; an empty one counts as absent. */
function text(values: Record<string, unknown>, name: string, rule: string, holds: (value: string) => boolean): string | undefined {
  const value = values[name];
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value !== 'string' || !holds(value)) throw badParameter(name, rule, value);
  return value;
}

function isUrl(value: string): boolean {
  return value.length <= 2048 && parseUrl(value) !== undefined;
}

function readPayee(values: Record<string, unknown>): string {
  const payeeId = text(values, 'payeeId', 'a string', () => true) ?? missing('payeeId', 'a UUID, with or without dashes');
  if (isPayeeId(payeeId)) return payeeId;
  throw apiRefusal(API_CODE.userNotFound, 'payeeId: expected a UUID, with or without dashes');
}

/** A price: an amount, and the asset it is named in. */
export interface Price {
  quoteAmount: string;
  quoteAssetId: string;
}

export function readPrice(values: Record<string, unknown>, market: Market): Price {
  const rule = 'a fiat id such as "usd", or an asset id';
  const quoteAssetId = (text(values, 'quoteAssetId', rule, () => true) ?? missing('quoteAssetId', rule)).toLowerCase();
  if (!isQuoteAsset(quoteAssetId, market)) throw apiRefusal(API_CODE.quoteAssetUnsupported, `quoteAssetId: expected ${rule} it knows`);
  const quoteAmount = readDecimal(values['quoteAmount']);
  if (quoteAmount === undefined) throw badParameter('quoteAmount', 'a decimal such as "10.50"', values['quoteAmount']);
  return { quoteAmount, quoteAssetId };
}

function checkLimits(price: Price, { prices }: Market): Price {
  const { quoteAmount, quoteAssetId } = price;
  const { min, max } = limitsOf(quoteAssetId, prices);
  if (!isPositiveDecimal(quoteAmount) || compareDecimals(quoteAmount, min) < 0) {
    throw apiRefusal(API_CODE.priceTooLow, `quoteAmount: expected at least ${min}`);
  }
  if (compareDecimals(quoteAmount, max) > 0) throw apiRefusal(API_CODE.priceTooHigh, `quoteAmount: expected at most ${max}`);
  return price;
}

/** A coin. Settlement and payment are in coins alone, never in a national currency. */
export function readCoin(values: Record<string, unknown>, name: string, { unsupported }: Market): string | undefined {
  const assetId = text(values, name, 'the asset id of a coin', () => true)?.toLowerCase();
  if (assetId === undefined || (isCoinId(assetId) && !unsupported.has(assetId))) return assetId;
  throw apiRefusal(API_CODE.currencyUnsupported, `${name}: expected the asset id of a coin that is supported`);
}

/** JSON needs a real boolean; in a form MixPay refuses the words `true` and `false`, and takes the digits. */
function readStrictMode({ kind, values }: Parameters): boolean {
  const value = values['strictMode'];
  if (value === undefined || value === null || value === '') return false;
  if (kind === 'json' ? typeof value === 'boolean' : value === '1' || value === '0') return value === true || value === '1';
  throw badParameter('strictMode', kind === 'json' ? 'true or false' : '1 or 0', value);
}

function readCallbackUrl(values: Record<string, unknown>): string | undefined {
  const value = values['callbackUrl'];
  if (value === undefined || value === null || value === '') return undefined;
  const url = typeof value === 'string' ? parseUrl(value) : undefined;
  if (url === undefined || !isSecure(url)) {
    throw apiRefusal(API_CODE.callbackNotHttps, 'callbackUrl: expected an https URL (the sandbox also takes http on loopback)');
  }
  return url.href;
}

function readCallbackEvents(values: Record<string, unknown>): string[] {
  const value = values['callbackEvent'];
  if (value === undefined || value === null || value === '') return [];
  const events = typeof value === 'string' ? value.split('|') : [''];
  if (events.every((event) => CALLBACK_EVENTS.includes(event))) return events;
  throw apiRefusal(API_CODE.badCallbackEvent, `callbackEvent: expected ${CALLBACK_EVENTS.join(', ')}, joined by "|"`);
}
