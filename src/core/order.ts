import { isPositiveDecimal } from './amount.js';
import { isFiatId } from './fiat.js';
import { invalidField, type MixPayError } from './errors.js';
import { UUID_PATTERN } from './mixpay.js';
import { parseUrl } from './url.js';

/**
 * What a page may say about a purchase. It is only a request: the merchant's server alone sets the price, the payee and the settlement.
 */
export interface OrderRequest {
  /** An opaque word for static pages ("t-shirt-xl"), at most 200 characters. Never reaches MixPay. */
  item?: string;
  /** 6–36 of `A-Za-z0-9_-`. */
  orderId?: string;
  /** UUID of ONE purchase. */
  traceId?: string;
  /** The price shown, as a decimal string ("10.50"). */
  quoteAmount?: string;
  /** `usd`, or an asset UUID. */
  quoteAssetId?: string;
  quoteSymbol?: string;
  /** The coin the payer is to pay with. */
  paymentAssetId?: string;
  /** At most 50 characters, shown to the payee. */
  remark?: string;
  /** Where MixPay's page may send the payer after success. http(s). */
  returnTo?: string;
  failedReturnTo?: string;
  /** Seconds the payment stays open: 60 to 172,800 (48 h). */
  expiresIn?: number;
}

export const ORDER_ID_PATTERN = /^[A-Za-z0-9_-]{6,36}$/;

/** MixPay takes 10 s to 2,880 min ahead; 60 s allows for clocks that disagree. */
export const EXPIRES_IN_RANGE = { min: 60, max: 172_800 } as const;

interface FieldRule {
  rule: string;
  holds(value: unknown): boolean;
}

const text = (max: number): FieldRule => ({
  rule: `at most ${max} characters`,
  // Characters as a person counts them are code points here; MixPay documents no finer unit.
  holds: (value) => typeof value === 'string' && Array.from(value).length <= max,
});

const asset: FieldRule = {
  rule: 'a fiat id such as "usd" or an asset UUID',
  holds: (value) => typeof value === 'string' && (isFiatId(value) || UUID_PATTERN.test(value)),
};

const httpUrl: FieldRule = {
  rule: 'an absolute http(s) URL',
  holds: (value) => typeof value === 'string' && value.length <= 2048 && /^https?:$/.test(parseUrl(value)?.protocol ?? ''),
};

/** MixPay's documented limits, one line a field. Checked before any request leaves the page, and again on the server. */
export const ORDER_RULES: Readonly<Record<keyof OrderRequest, FieldRule>> = {
  item: text(200),
  orderId: {
    rule: '6 to 36 letters, digits, dashes or underscores',
    holds: (value) => typeof value === 'string' && ORDER_ID_PATTERN.test(value),
  },
  traceId: {
    rule: 'a UUID',
    holds: (value) => typeof value === 'string' && UUID_PATTERN.test(value),
  },
  quoteAmount: { rule: 'a decimal above zero such as "10.50"', holds: isPositiveDecimal },
  quoteAssetId: asset,
  quoteSymbol: text(20),
  paymentAssetId: asset,
  remark: text(50),
  returnTo: httpUrl,
  failedReturnTo: httpUrl,
  expiresIn: {
    rule: `whole seconds from ${EXPIRES_IN_RANGE.min} to ${EXPIRES_IN_RANGE.max}`,
    holds: (value) =>
      typeof value === 'number' && Number.isInteger(value) && value >= EXPIRES_IN_RANGE.min && value <= EXPIRES_IN_RANGE.max,
  },
};

export const ORDER_FIELDS = Object.keys(ORDER_RULES) as readonly (keyof OrderRequest)[];

/**
 * The first field that breaks its rule, as an error naming field, rule and value; undefined when all hold.
 * Absent fields are fine, but an amount needs its asset.
 * @param nameOf how to call a field in the message (an element says `order-id`, a server `orderId`)
 */
export function findInvalidField(
  order: OrderRequest,
  nameOf: (field: keyof OrderRequest) => string = (field) => field,
): MixPayError | undefined {
  for (const field of ORDER_FIELDS) {
    const value = order[field];
    if (value !== undefined && !ORDER_RULES[field].holds(value)) return invalidField(nameOf(field), ORDER_RULES[field].rule, value);
  }
  if (order.quoteAmount !== undefined && order.quoteAssetId === undefined) {
    return invalidField(nameOf('quoteAssetId'), `the asset of ${nameOf('quoteAmount')} ${order.quoteAmount}, such as "usd"`, undefined);
  }
  return undefined;
}
