import { compareDecimals, isPositiveDecimal, normalizeDecimal } from '../core/amount.js';
import { sameAsset } from '../core/assets.js';
import { invalidField } from '../core/errors.js';
import { ORDER_RULES, type OrderRequest } from '../core/order.js';
import type { OrderTerms } from './options.js';
import { placesOf } from './order-answer.js';
import { refuse } from './refuse.js';

export interface OpenAmountOptions {
  /** The least that may be given, as a decimal string. */
  min: string;
  /** The most. */
  max: string;
  /** What is given in. @default 'usd' */
  quoteAssetId?: string;
  /** Digits after the point, at most as many as the asset has. @default those of the currency (2 for dollars, none for yen), 8 for a coin */
  places?: number;
  /** Shown to the payee, at most 50 characters. */
  remark?: string;
}

/**
 * The one case in which a page may name the amount: a donation, a tip. Everything else has a price the shop knows.
 * @returns what `order` may be, or may call: `order: (asked) => (asked.item === 'donation' ? donation(asked) : …)`
 */
export function openAmount(options: OpenAmountOptions): (asked: OrderRequest) => OrderTerms {
  const { min, max, quoteAssetId = 'usd', remark, places: mostPlaces } = options;
  if (!isPositiveDecimal(min)) throw invalidField('min', 'a decimal above zero such as "1"', min);
  if (!isPositiveDecimal(max) || compareDecimals(min, max) > 0) throw invalidField('max', `a decimal of at least ${min}`, max);
  if (!ORDER_RULES.quoteAssetId.holds(quoteAssetId)) throw invalidField('quoteAssetId', ORDER_RULES.quoteAssetId.rule, quoteAssetId);

  const places = Math.min(mostPlaces ?? Number.POSITIVE_INFINITY, placesOf(quoteAssetId));
  return (asked) => {
    if (asked.quoteAmount === undefined) throw refuse(422, 'amount_missing', 'Please name an amount.');
    if (asked.quoteAssetId !== undefined && !sameAsset(asked.quoteAssetId, quoteAssetId))
      throw refuse(422, 'asset_unsupported', `Amounts are taken in ${quoteAssetId}.`);
    const quoteAmount = normalizeDecimal(asked.quoteAmount);
    if (compareDecimals(quoteAmount, min) < 0 || compareDecimals(quoteAmount, max) > 0)
      throw refuse(422, 'amount_out_of_range', `The amount must be from ${min} to ${max}.`);
    if ((quoteAmount.split('.')[1] ?? '').length > places)
      throw refuse(422, 'amount_too_fine', `The amount may have at most ${places} digits after the point.`);
    return { quoteAmount, quoteAssetId, ...(remark === undefined ? {} : { remark }) };
  };
}
