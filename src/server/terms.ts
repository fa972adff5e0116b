import { decimalsEqual, normalizeDecimal } from '../core/amount.js';
import { sameAsset, symbolOf } from '../core/assets.js';
import { EXPIRES_IN_RANGE, type OrderRequest } from '../core/order.js';
import { defined } from '../core/result.js';
import { checkReturn } from './access.js';
import type { Config } from './config.js';
import type { Ledger } from './ledger.js';
import type { PaymentRequest } from './mixpay-client.js';
import type { OrderTerms } from './options.js';
import { faultOfOrder, readMetadata } from './order-answer.js';
import type { AgreedOrder } from './record.js';
import { Refusal } from './refuse.js';
import type { Signer } from './signer.js';

export interface TermsParts {
  config: Config;
  ledger: Ledger;
  signer: Signer;
}

/** One order as it is to be paid now: what `order()` said, checked. */
export interface Terms {
  orderId: string;
  derived: boolean;
  quoteAmount: string;
  quoteAssetId: string;
  quoteSymbol?: string;
  /** Milliseconds. */
  lifetime: number;
  /** What the hooks get of this payment. */
  agreed: AgreedOrder;
  /** What goes to MixPay as it stands. */
  extras: Pick<PaymentRequest, 'paymentAssetId' | 'remark' | 'settlementMemo' | 'returnTo' | 'failedReturnTo'>;
}

/** Calls `order()`, and checks what it returns as strictly as a stranger's input: a wrong price must not get any further. */
export async function askOrder(parts: TermsParts, asked: OrderRequest, nonce: string, request: Request): Promise<Terms> {
  const { config } = parts;
  const returns = returnsOf(config, asked);
  let said: OrderTerms;
  try {
    // A copy, because the shop may change it, and what the page asked is compared with the price below.
    said = await config.order({ ...asked }, request);
  } catch (error) {
    if (error instanceof Refusal) throw error;
    const cause = error ?? new Error(`order() threw ${String(error)}`);
    throw new Refusal(500, 'order_failed', 'The shop could not look up this order.', { cause });
  }
  const fault = faultOfOrder(said);
  if (fault !== undefined) throw new Refusal(500, 'order_failed', 'The shop could not look up this order.', { cause: fault });
  const { item, extra, quoteSymbol = symbolOf(said.quoteAssetId) } = said;
  const metadata = readMetadata(said.metadata);
  const terms: Terms = {
    orderId: said.orderId ?? (await derivedOrderId(parts, nonce, asked.item ?? '')),
    derived: said.orderId === undefined,
    quoteAmount: normalizeDecimal(said.quoteAmount),
    quoteAssetId: said.quoteAssetId,
    ...(quoteSymbol === undefined ? {} : { quoteSymbol }),
    lifetime: clamped(said.expiresIn ?? config.expiresIn) * 1000,
    agreed: defined<AgreedOrder>({ item, metadata, extra }),
    extras: { ...pick(said, ['paymentAssetId', 'remark', 'settlementMemo']), ...returns, ...pick(said, ['returnTo', 'failedReturnTo']) },
  };
  checkPrice(asked, terms);
  return terms;
}

/** The id of a purchase the shop gave none. A purchase begun before `secret` was changed keeps its id. */
async function derivedOrderId({ ledger, signer }: TermsParts, nonce: string, item: string): Promise<string> {
  const [current, ...older] = await signer.orderIds(nonce, item);
  for (const orderId of older) if ((await ledger.load(orderId)) !== null) return orderId;
  return current;
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
  // A minute short of MixPay's longest, because its clock may be behind ours.
  return Math.round(Math.min(Math.max(seconds, EXPIRES_IN_RANGE.min), EXPIRES_IN_RANGE.max - 60));
}

function pick<K extends keyof OrderTerms & keyof PaymentRequest>(said: OrderTerms, fields: readonly K[]): Partial<Pick<OrderTerms, K>> {
  const present = fields.filter((field) => said[field] !== undefined && said[field] !== '');
  return Object.fromEntries(present.map((field) => [field, said[field]])) as Partial<Pick<OrderTerms, K>>;
}
