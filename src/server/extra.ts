import { invalidField, type MixPayError } from '../core/errors.js';
import { ORDER_FIELDS } from '../core/order.js';
import { isRecord } from '../core/result.js';

/** Names that have a place of their own, in `order()`'s answer or among the handler's options. */
const KNOWN = [
  ...ORDER_FIELDS,
  'payeeId',
  'settlementAssetId',
  'strictMode',
  'settlementMemo',
  'callbackUrl',
  'callbackEvent',
  'expiredTimestamp',
  'expireSeconds',
  'isTemp',
  'metadata',
  'extra',
];
const KNOWN_IN_ANY_CASE = new Map(KNOWN.map((name) => [name.toLowerCase(), name]));

const NAME = /^[A-Za-z][A-Za-z0-9_]{0,63}$/;
const MOST_NAMES = 20;
const LONGEST_VALUE = 500;

/** What is wrong with the further parameters that `order()` returned for MixPay; undefined where nothing is. */
export function faultOfExtra(field: string, extra: unknown): MixPayError | undefined {
  // A Map or a form has no names of its own and would be sent as nothing.
  if (!isRecord(extra) || Symbol.iterator in extra || Object.keys(extra).length > MOST_NAMES)
    return invalidField(field, `an object of at most ${MOST_NAMES} parameters`, extra);
  for (const [name, value] of Object.entries(extra)) {
    const known = KNOWN_IN_ANY_CASE.get(name.toLowerCase());
    if (known !== undefined)
      return invalidField(`${field}.${name}`, 'a parameter without a name here', value, `${known} is never sent by way of extra.`);
    if (!NAME.test(name)) return invalidField(field, 'names of letters, digits and underscores', name);
    const plain = typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value));
    if (!plain && !(typeof value === 'string' && value.length <= LONGEST_VALUE))
      return invalidField(`${field}.${name}`, `a string of at most ${LONGEST_VALUE} characters, a number or a boolean`, value);
  }
  return undefined;
}
