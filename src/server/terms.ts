import { decimalsEqual, normalizeDecimal } from '../core/amount.js';
import { sameAsset, symbolOf } from '../core/assets.js';
import { invalidField, type MixPayError } from '../core/errors.js';
import { EXPIRES_IN_RANGE, ORDER_RULES, type OrderRequest } from '../core/order.js';
import { isRecord } from '../core/result.js';
import { checkReturn } from './access.js';
import type { Config } from './config.js';
import { callbackUrlOf } from './endpoint.js';
import type { PaymentRequest } from './mixpay-client.js';
import type { OrderTerms } from './options.js';
import { normalizePayee } from './reconcile.js';
import type { OrderMetadata } from './record.js';
import { Refusal } from './refuse.js';
import type { Signer } from './signer.js';

/** One order as it is to be paid now: what `order()` said, checked. */
export interface Terms {
  orderId: string;
  derived: boolean;
  quoteAmount: string;
  quoteAssetId: string;
  quoteSymbol?: string;
  /** Milliseconds. */
  lifetime: number;
  item?: string;
  metadata?: OrderMetadata;
  /** What goes to MixPay as it stands. */
  extras: Pick<PaymentRequest, 'paymentAssetId' | 'remark' | 'settlementMemo' | 'returnTo' | 'failedReturnTo'>;
}

const LARGEST_METADATA = 4000;
const CHECKED = ['orderId', 'quoteAmount', 'quoteAssetId', 'quoteSymbol', 'paymentAssetId', 'remark'] as const;

/** Asks the shop, and reads its answer as strictly as anybody's: a wrong price must end here. */
export async function askOrder(config: Config, signer: Signer, asked: OrderRequest, nonce: string, request: Request): Promise<Terms> {
  const returns = returnsOf(config, asked);
  let said: OrderTerms;
  try {
    said = await config.order(asked, request);
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal(500, 'order_failed', 'The shop could not look up this order.', { cause: error });
  }
  const fault = faultOf(said);
  if (fault !== undefined) throw new Refusal(500, 'order_failed', 'The shop could not look up this order.', { cause: fault });
  const { metadata, quoteSymbol = symbolOf(said.quoteAssetId) } = said;
  const terms: Terms = {
    orderId: said.orderId ?? (await signer.orderId(nonce, asked.item ?? '')),
    derived: said.orderId === undefined,
    quoteAmount: normalizeDecimal(said.quoteAmount),
    quoteAssetId: said.quoteAssetId,
    ...(quoteSymbol === undefined ? {} : { quoteSymbol }),
    lifetime: clamped(said.expiresIn ?? config.expiresIn) * 1000,
    ...(asked.item === undefined ? {} : { item: asked.item }),
    ...(metadata === undefined ? {} : { metadata }),
    extras: { ...pick(said, ['paymentAssetId', 'remark', 'settlementMemo']), ...returns, ...pick(said, ['returnTo', 'failedReturnTo']) },
  };
  checkPrice(asked, terms);
  return terms;
}

/** What is wrong with what `order()` returned; undefined where nothing is. */
function faultOf(said: unknown): MixPayError | undefined {
  const at = (field: string) => `order() returned ${field}`;
  if (!isRecord(said)) return invalidField('order()', 'an object with quoteAmount and quoteAssetId', said);
  for (const field of ['quoteAmount', 'quoteAssetId'] as const) {
    if (!ORDER_RULES[field].holds(said[field])) return invalidField(at(field), `${ORDER_RULES[field].rule}, as a string`, said[field]);
  }
  for (const field of CHECKED) {
    if (said[field] !== undefined && !ORDER_RULES[field].holds(said[field]))
      return invalidField(at(field), ORDER_RULES[field].rule, said[field]);
  }
  for (const field of ['returnTo', 'failedReturnTo'] as const) {
    if (said[field] !== undefined && !ORDER_RULES[field].holds(said[field]))
      return invalidField(at(field), ORDER_RULES[field].rule, said[field]);
  }
  const { settlementMemo, expiresIn, metadata } = said;
  if (settlementMemo !== undefined && !(typeof settlementMemo === 'string' && settlementMemo.length <= 200))
    return invalidField(at('settlementMemo'), 'at most 200 characters', settlementMemo);
  if (expiresIn !== undefined && !(typeof expiresIn === 'number' && Number.isFinite(expiresIn)))
    return invalidField(at('expiresIn'), ORDER_RULES.expiresIn.rule, expiresIn);
  if (metadata !== undefined && !(isRecord(metadata) && JSON.stringify(metadata).length <= LARGEST_METADATA))
    return invalidField(at('metadata'), `a JSON object of at most ${LARGEST_METADATA} characters`, 'something else');
  return undefined;
}

function returnsOf(config: Config, asked: OrderRequest): Pick<PaymentRequest, 'returnTo' | 'failedReturnTo'> {
  return {
    ...(asked.returnTo === undefined ? {} : { returnTo: checkReturn('returnTo', asked.returnTo, config) }),
    ...(asked.failedReturnTo === undefined ? {} : { failedReturnTo: checkReturn('failedReturnTo', asked.failedReturnTo, config) }),
  };
}

/** The page shows one price and the shop names another: the payer must see it before anything is created. */
function checkPrice(asked: OrderRequest, { quoteAmount, quoteAssetId, quoteSymbol }: Terms): void {
  const sameAmount = asked.quoteAmount === undefined || decimalsEqual(asked.quoteAmount, quoteAmount);
  const sameUnit = asked.quoteAssetId === undefined || sameAsset(asked.quoteAssetId, quoteAssetId);
  if (sameAmount && sameUnit) return;
  throw new Refusal(409, 'price_changed', 'The price has changed.', {
    members: { quoteAmount, quoteAssetId, ...(quoteSymbol === undefined ? {} : { quoteSymbol }) },
  });
}

function clamped(seconds: number): number {
  // A minute short of MixPay's longest, for its clock may be behind ours.
  return Math.round(Math.min(Math.max(seconds, EXPIRES_IN_RANGE.min), EXPIRES_IN_RANGE.max - 60));
}

function pick<K extends keyof OrderTerms & keyof PaymentRequest>(said: OrderTerms, fields: readonly K[]): Partial<Pick<OrderTerms, K>> {
  const present = fields.filter((field) => said[field] !== undefined && said[field] !== '');
  return Object.fromEntries(present.map((field) => [field, said[field]])) as Partial<Pick<OrderTerms, K>>;
}

/** The trace of these terms' n-th attempt: other terms, another trace. */
export function traceOf(config: Config, signer: Signer, terms: Terms, n: number): Promise<string> {
  const { orderId, quoteAssetId, quoteAmount } = terms;
  const { settlementAssetId } = config;
  return signer.traceId({ payeeId: normalizePayee(config.payeeId), orderId, quoteAssetId, quoteAmount, settlementAssetId }, n);
}

/** The body MixPay gets for an attempt. Written to the store first and never changed. */
export async function paymentRequest(config: Config, signer: Signer, terms: Terms, n: number, expiresAt: number): Promise<PaymentRequest> {
  const { payeeId, settlementAssetId, sendOrderId, strictMode, callsBack, onUpdate } = config;
  const { orderId, quoteAmount, quoteAssetId, extras } = terms;
  return {
    payeeId,
    quoteAmount,
    quoteAssetId,
    settlementAssetId,
    traceId: await traceOf(config, signer, terms, n),
    ...(sendOrderId ? { orderId: attemptOrderId(orderId, n) } : {}),
    ...(strictMode === undefined ? {} : { strictMode }),
    ...extras,
    ...(callsBack ? { callbackUrl: await callbackUrlOf(config, signer, orderId, n) } : {}),
    ...(callsBack && onUpdate !== undefined ? { callbackEvent: 'settle' } : {}),
    expiredTimestamp: Math.floor(expiresAt / 1000),
  };
}

/** MixPay takes an order id once for a payee, and at most 36 characters of it. */
function attemptOrderId(orderId: string, n: number): string {
  if (n === 1) return orderId;
  const suffix = `-${n}`;
  return `${orderId.slice(0, 36 - suffix.length)}${suffix}`;
}
