import { decimalsEqual, normalizeDecimal } from '../core/amount.js';
import { isFiatId, sameAsset, symbolOf } from '../core/assets.js';
import { invalidField, type MixPayError } from '../core/errors.js';
import { EXPIRES_IN_RANGE, ORDER_RULES, type OrderRequest } from '../core/order.js';
import { defined, isRecord } from '../core/result.js';
import { checkReturn } from './access.js';
import type { Config } from './config.js';
import { faultOfExtra } from './extra.js';
import type { Ledger } from './ledger.js';
import type { PaymentRequest } from './mixpay-client.js';
import type { OrderTerms } from './options.js';
import type { AgreedOrder, OrderMetadata } from './record.js';
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
  /** What the hooks will hear of this payment. */
  agreed: AgreedOrder;
  /** What goes to MixPay as it stands. */
  extras: Pick<PaymentRequest, 'paymentAssetId' | 'remark' | 'settlementMemo' | 'returnTo' | 'failedReturnTo'>;
}

const LARGEST_METADATA = 4000;
const CHECKED = ['orderId', 'item', 'quoteAmount', 'quoteAssetId', 'quoteSymbol', 'paymentAssetId', 'remark'] as const;
/** MixPay counts coins in eight decimals; what is finer could never be paid exactly. */
const MOST_DECIMALS = 8;

/** Asks the shop, and reads its answer as strictly as anybody's: a wrong price must end here. */
export async function askOrder(parts: TermsParts, asked: OrderRequest, nonce: string, request: Request): Promise<Terms> {
  const { config } = parts;
  const returns = returnsOf(config, asked);
  let said: OrderTerms;
  try {
    // A copy: what the page asked is compared with the price below, whatever the shop writes into its own.
    said = await config.order({ ...asked }, request);
  } catch (error) {
    if (error instanceof Refusal) throw error;
    const cause = error ?? new Error(`order() threw ${String(error)}`);
    throw new Refusal(500, 'order_failed', 'The shop could not look up this order.', { cause });
  }
  const fault = faultOf(said);
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

/** The id of a purchase the shop gave none. What was begun before `secret` was changed goes on under its own. */
async function derivedOrderId({ ledger, signer }: TermsParts, nonce: string, item: string): Promise<string> {
  const [current, ...older] = await signer.orderIds(nonce, item);
  for (const orderId of older) if ((await ledger.load(orderId)) !== null) return orderId;
  return current;
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
  const places = placesOf(said['quoteAssetId'] as string);
  if ((normalizeDecimal(said['quoteAmount'] as string).split('.')[1] ?? '').length > places)
    return invalidField(
      at('quoteAmount'),
      `at most ${places} digits after the point for ${String(said['quoteAssetId'])}`,
      said['quoteAmount'],
    );
  for (const field of ['returnTo', 'failedReturnTo'] as const) {
    if (said[field] !== undefined && !ORDER_RULES[field].holds(said[field]))
      return invalidField(at(field), ORDER_RULES[field].rule, said[field]);
  }
  const { settlementMemo, expiresIn, metadata, extra } = said;
  if (settlementMemo !== undefined && !(typeof settlementMemo === 'string' && Array.from(settlementMemo).length <= 200))
    return invalidField(at('settlementMemo'), 'at most 200 characters', settlementMemo);
  if (expiresIn !== undefined && !(typeof expiresIn === 'number' && Number.isFinite(expiresIn)))
    return invalidField(at('expiresIn'), ORDER_RULES.expiresIn.rule, expiresIn);
  if (metadata !== undefined && readMetadata(metadata) === undefined)
    return invalidField(at('metadata'), `a JSON object of at most ${LARGEST_METADATA} characters`, 'something else');
  return extra === undefined ? undefined : faultOfExtra(at('extra'), extra);
}

/** As the store will give it back, so that it compares with what is kept; undefined where it is no JSON object, or too long. */
function readMetadata(value: unknown): OrderMetadata | undefined {
  // A Map, a Set or a form would be kept as an empty object, unless it knows its own JSON.
  if (!isRecord(value) || (Symbol.iterator in value && !('toJSON' in value))) return undefined;
  try {
    const json = JSON.stringify(value);
    const kept = JSON.parse(json) as unknown;
    return isRecord(kept) && json.length <= LARGEST_METADATA ? kept : undefined;
  } catch {
    return undefined;
  }
}

/** How finely an asset can be paid: a currency by its own custom (none for the yen, two for the dollar), a coin to the eighth. */
function placesOf(quoteAssetId: string): number {
  if (!isFiatId(quoteAssetId)) return MOST_DECIMALS;
  return new Intl.NumberFormat('en', { style: 'currency', currency: quoteAssetId }).resolvedOptions().maximumFractionDigits ?? 2;
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
