import { compareDecimals, isPositiveDecimal, readDecimal } from '../core/amount.js';
import { API_CODE, UUID_PATTERN } from '../core/mixpay.js';
import { ORDER_ID_PATTERN } from '../core/order.js';
import { defined } from '../core/result.js';
import { isSecure, parseUrl } from '../core/url.js';
import { findCoin, isQuoteAsset, quoteLimitsOf } from './assets.js';
import type { Parameters } from './body.js';
import { payeeKey, type PaymentTerms } from './record.js';
import { badParameter, Refusal } from './refusal.js';

const CALLBACK_EVENTS = ['settle', 'pending', 'paid_less'];

/** Reads and checks what a payment is to be. Unknown parameters, `isTemp` among them, are ignored. */
export function readTerms(parameters: Parameters): PaymentTerms {
  const { values } = parameters;
  const traceId = text(values, 'traceId', 'a UUID', (value) => UUID_PATTERN.test(value));
  const orderId = text(values, 'orderId', '6 to 36 letters, digits, dashes or underscores', (value) => ORDER_ID_PATTERN.test(value));
  const terms = defined<PaymentTerms>({
    payeeId: readPayee(values),
    ...readPrice(values),
    settlementAssetId: readCoin(values, 'settlementAssetId') ?? missing('settlementAssetId', 'the asset id of a coin'),
    paymentAssetId: readCoin(values, 'paymentAssetId'),
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
  if (orderId === undefined && traceId === undefined) throw badParameter('orderId', 'an order id where there is no traceId', undefined);
  return terms;
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

/** Any well-formed id is a payee: a UUID, or the same as 32 hex digits. */
function readPayee(values: Record<string, unknown>): string {
  const payeeId = text(values, 'payeeId', 'a string', () => true) ?? missing('payeeId', 'a UUID, with or without dashes');
  const dashed = payeeId.includes('-');
  if (dashed ? UUID_PATTERN.test(payeeId) : /^[0-9a-f]{32}$/.test(payeeKey(payeeId))) return payeeId;
  throw new Refusal(API_CODE.userNotFound, `payeeId: no such user; expected a UUID, with or without dashes`);
}

function readPrice(values: Record<string, unknown>): { quoteAmount: string; quoteAssetId: string } {
  const asked = text(values, 'quoteAssetId', 'a string', () => true) ?? missing('quoteAssetId', 'a fiat id such as "usd", or an asset id');
  const quoteAssetId = asked.toLowerCase();
  if (!isQuoteAsset(quoteAssetId)) throw new Refusal(API_CODE.quoteAssetUnsupported, 'quoteAssetId: this asset is not supported');
  const quoteAmount = readDecimal(values['quoteAmount']);
  if (quoteAmount === undefined) throw badParameter('quoteAmount', 'a decimal such as "10.50"', values['quoteAmount']);
  const { min, max } = quoteLimitsOf(quoteAssetId);
  if (!isPositiveDecimal(quoteAmount) || compareDecimals(quoteAmount, min) < 0) {
    throw new Refusal(API_CODE.priceTooLow, `quoteAmount: too low, at least ${min} is needed`);
  }
  if (compareDecimals(quoteAmount, max) > 0) throw new Refusal(API_CODE.priceTooHigh, `quoteAmount: too high, at most ${max} is possible`);
  return { quoteAmount, quoteAssetId };
}

function readCoin(values: Record<string, unknown>, name: string): string | undefined {
  const assetId = text(values, name, 'the asset id of a coin', () => true);
  if (assetId === undefined) return undefined;
  const coin = findCoin(assetId);
  if (coin === undefined) throw new Refusal(API_CODE.currencyUnsupported, `${name}: this currency is not supported`);
  return coin.assetId;
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
    throw new Refusal(API_CODE.callbackNotHttps, 'callbackUrl: expected an https URL (the sandbox also takes http on loopback)');
  }
  return url.href;
}

function readCallbackEvents(values: Record<string, unknown>): string[] {
  const value = values['callbackEvent'];
  if (value === undefined || value === null || value === '') return [];
  const events = typeof value === 'string' ? value.split('|') : [''];
  if (events.every((event) => CALLBACK_EVENTS.includes(event))) return events;
  throw new Refusal(API_CODE.badCallbackEvent, `callbackEvent: expected ${CALLBACK_EVENTS.join(', ')}, joined by "|"`);
}
