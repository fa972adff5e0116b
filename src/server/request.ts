import type { Config } from './config.js';
import { callbackUrlOf } from './endpoint.js';
import type { PaymentRequest } from './mixpay-client.js';
import { normalizePayee } from './reconcile.js';
import type { Signer } from './signer.js';
import type { Terms } from './terms.js';

/** What MixPay calls back for besides the end, so that `onUpdate` can be called: settlement, money seen, too little of it. */
const CALLBACK_EVENTS = 'settle|pending|paid_less';
const LONGEST_ORDER_ID = 36;

/** The body MixPay gets for an attempt. Written to the store first and never changed. */
export async function paymentRequest(config: Config, signer: Signer, terms: Terms, n: number, expiresAt: number): Promise<PaymentRequest> {
  const { payeeId, settlementAssetId, sendOrderId, strictMode, callsBack, onUpdate } = config;
  const { orderId, quoteAmount, quoteAssetId, agreed, extras } = terms;
  return {
    ...agreed.extra,
    payeeId,
    quoteAmount,
    quoteAssetId,
    settlementAssetId,
    traceId: await signer.traceId({ payeeId: normalizePayee(payeeId), orderId, quoteAssetId, quoteAmount, settlementAssetId }, n),
    ...(sendOrderId ? { orderId: await attemptOrderId(orderId, n) } : {}),
    ...(strictMode === undefined ? {} : { strictMode }),
    ...extras,
    ...(callsBack ? { callbackUrl: await callbackUrlOf(config, signer, orderId, n) } : {}),
    ...(callsBack && onUpdate !== undefined ? { callbackEvent: CALLBACK_EVENTS } : {}),
    expiredTimestamp: Math.floor(expiresAt / 1000),
  };
}

/** MixPay takes an order id once for a payee, and at most 36 characters of it. Where it is cut, a hash keeps two ids apart. */
async function attemptOrderId(orderId: string, n: number): Promise<string> {
  if (n === 1) return orderId;
  const suffix = `-${n}`;
  if (orderId.length + suffix.length <= LONGEST_ORDER_ID) return `${orderId}${suffix}`;
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(orderId)));
  const hash = Array.from(digest.subarray(0, 5), (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${orderId.slice(0, LONGEST_ORDER_ID - suffix.length - hash.length - 1)}-${hash}${suffix}`;
}
