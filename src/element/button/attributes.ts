import type { OrderRequest } from '../../core/order.js';
import { parseUrl } from '../../core/parse-url.js';

/** The attributes that say where, as properties. */
export const WHERE = ['endpoint', 'statusEndpoint', 'checkoutBase', 'credentials'] as const;

/** Those that say what: the fields of the order, `expiresIn` aside. */
export const WHAT = [
  'item',
  'orderId',
  'traceId',
  'quoteAmount',
  'quoteAssetId',
  'paymentAssetId',
  'quoteSymbol',
  'remark',
  'returnTo',
  'failedReturnTo',
] as const;

/** Those whose change means another order, endpoint or price. */
export const TARGET = [...WHERE, ...WHAT.slice(0, 6)] as const;

/** The attributes that say where and what, as properties. */
export type IntentFields = Record<(typeof WHERE)[number] | (typeof WHAT)[number], string> & { expiresIn: number | undefined };

export const DEFAULT_CHECKOUT_BASE = 'https://mixpay.me/code/';

/** The attribute of a property. */
export function kebab(property: string): string {
  return property.replace(/[A-Z]/g, '-$&').toLowerCase();
}

/** What a person wrote into an attribute, or a framework into a property, of whatever type: trimmed text, or nothing. */
export function text(value: unknown): string | undefined {
  return (typeof value === 'object' ? value && '[object]' : String((value as number | undefined) ?? '').trim()) || undefined;
}

/** The order as the attributes give it, unchecked, absent ones left out. */
export function readOrder(fields: IntentFields, baseUri: string, defaultReturnTo?: string): OrderRequest {
  const order: Record<string, string | number> = {};
  for (const name of WHAT) {
    let value = text(fields[name]);
    if (/returnTo/i.test(name)) value = (value && (parseUrl(value, baseUri)?.href ?? value)) ?? defaultReturnTo;
    if (value !== undefined) order[name] = value;
  }
  return fields.expiresIn == null ? order : { ...order, expiresIn: fields.expiresIn };
}
