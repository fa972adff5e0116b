import { normalizeDecimal } from '../core/amount.js';
import { isFiatId } from '../core/assets.js';
import type { MixPayError } from '../core/errors.js';
import { ORDER_RULES } from '../core/order.js';
import { isRecord } from '../core/result.js';
import { faultOfExtra } from './extra.js';
import { isPromise, misfit } from './misfit.js';
import { didYouMean } from './near-miss.js';
import type { OrderMetadata } from './record.js';

const LARGEST_METADATA = 4000;
const LARGEST_MEMO = 200;
const REQUIRED = ['quoteAmount', 'quoteAssetId'] as const;
const OPTIONAL = ['orderId', 'item', 'quoteSymbol', 'paymentAssetId', 'remark', 'returnTo', 'failedReturnTo'] as const;
/** MixPay counts coins in eight decimals; what is finer could never be paid exactly. */
const MOST_DECIMALS = 8;
/** What other packages call a price. */
const OTHER_NAMES: Readonly<Record<(typeof REQUIRED)[number], readonly string[]>> = {
  quoteAmount: ['amount', 'price', 'total'],
  quoteAssetId: ['currency', 'assetId', 'asset', 'quoteAsset'],
};

const at = (field: string) => `order() returned ${field}`;

/** What is wrong with what `order()` returned, named with its field; undefined where nothing is. */
export function faultOfOrder(said: unknown): MixPayError | undefined {
  if (!isRecord(said) || isPromise(said))
    return misfit(
      'order()',
      'an object with quoteAmount and quoteAssetId',
      said,
      'Return one from every path, or throw refuse(404, "order_unknown").',
    );
  const forgotten = promiseIn(said);
  if (forgotten !== undefined) return misfit(at(forgotten), 'a value', Promise.resolve());
  for (const field of REQUIRED) {
    const known = ORDER_RULES[field];
    if (!known.holds(said[field]) || typeof said[field] !== 'string')
      return misfit(at(field), `${known.rule}, as a string`, said[field], priceAdvice(field, said));
  }
  for (const field of OPTIONAL) {
    if (said[field] !== undefined && !ORDER_RULES[field].holds(said[field])) return misfit(at(field), ORDER_RULES[field].rule, said[field]);
  }
  const { quoteAmount, quoteAssetId } = said as Record<(typeof REQUIRED)[number], string>;
  const places = placesOf(quoteAssetId);
  if ((normalizeDecimal(quoteAmount).split('.')[1] ?? '').length > places)
    return misfit(at('quoteAmount'), `at most ${places} digits after the point for ${quoteAssetId}`, quoteAmount);
  const { settlementMemo, expiresIn, metadata, extra } = said;
  if (settlementMemo !== undefined && !(typeof settlementMemo === 'string' && Array.from(settlementMemo).length <= LARGEST_MEMO))
    return misfit(at('settlementMemo'), `at most ${LARGEST_MEMO} characters`, settlementMemo);
  if (expiresIn !== undefined && !(typeof expiresIn === 'number' && Number.isFinite(expiresIn)))
    return misfit(at('expiresIn'), ORDER_RULES.expiresIn.rule, expiresIn);
  if (metadata !== undefined && readMetadata(metadata) === undefined)
    return misfit(
      at('metadata'),
      `a JSON object of at most ${LARGEST_METADATA} characters`,
      metadata,
      'It is longer, or holds what JSON cannot.',
    );
  return extra === undefined ? undefined : faultOfExtra(at('extra'), extra);
}

/** The field that holds a promise: kept as JSON it would be an empty object, and its value would be lost. */
function promiseIn(value: object, path = '', depth = 0): string | undefined {
  for (const [name, inner] of Object.entries(value)) {
    const field = `${path}${name}`;
    if (isPromise(inner)) return field;
    // Metadata alone goes deeper, and not without end: it may hold itself.
    if (depth < 4 && isRecord(inner) && (depth > 0 || name === 'metadata' || name === 'extra')) {
      const found = promiseIn(inner, `${field}.`, depth + 1);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function priceAdvice(field: (typeof REQUIRED)[number], said: Readonly<Record<string, unknown>>): string {
  const value = said[field];
  if (typeof value === 'number' && value > 0 && Number.isFinite(value))
    return `A sum of money is never a float: return ${JSON.stringify(String(value))}.`;
  if (value !== undefined) return '';
  const given = Object.keys(said).find((name) => OTHER_NAMES[field].includes(name) || didYouMean(name, [field]) !== '');
  return given === undefined ? '' : `There is a field ${given}, did you mean ${field}?`;
}

/** As the store will give it back, so that it compares with what is kept; undefined where it is no JSON object, or too long. */
export function readMetadata(value: unknown): OrderMetadata | undefined {
  // A Map, a Set or a form would be kept as an empty object, unless it has a `toJSON`.
  if (!isRecord(value) || (Symbol.iterator in value && !('toJSON' in value))) return undefined;
  try {
    const json = JSON.stringify(value);
    const kept = JSON.parse(json) as unknown;
    return isRecord(kept) && json.length <= LARGEST_METADATA ? kept : undefined;
  } catch {
    return undefined;
  }
}

/** Decimal places in which an asset can be paid: those of a currency (none for the yen, two for the dollar), eight for a coin. */
export function placesOf(quoteAssetId: string): number {
  if (!isFiatId(quoteAssetId)) return MOST_DECIMALS;
  return new Intl.NumberFormat('en', { style: 'currency', currency: quoteAssetId }).resolvedOptions().maximumFractionDigits ?? 2;
}
