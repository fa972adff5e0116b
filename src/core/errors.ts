import { MixPayError } from './mixpay-error.js';

export { MixPayError, type MixPayErrorCode, type MixPayErrorOptions, type ProblemDetails, type Quote } from './mixpay-error.js';

/**
 * What went wrong, as a code that never changes. Branch on it, never on `message`.
 *
 * | code | meaning |
 * |---|---|
 * | `invalid_field` | an attribute, order field or option breaks its documented rule (`field`, `rule`, `value`) |
 * | `misconfigured` | the parts do not fit together, e.g. a status URL on another origin |
 * | `offline` | the browser says it has no network |
 * | `unreachable` | the request got no answer: server down, DNS, or CORS refused it |
 * | `timeout` | no answer in time |
 * | `aborted` | the order changed while its code was being asked for; the payer is asked to try again |
 * | `redirected` | the endpoint redirected a create, which could lose or double it |
 * | `bad_answer` | the answer is not what the wire contract allows |
 * | `rate_limited` | HTTP 429, or MixPay's 1429 |
 * | `server_error` | HTTP 5xx |
 * | `refused` | any other refusal; the server's own word is in `problem.code` |
 * | `order_unknown` … `superseded` | refusals the page has its own sentence for |
 * | `forgotten` | the endpoint has lost its record of this payment; asking again under the same key finds or makes it anew |
 * | `code_failed` | the endpoint answered with a code that has already failed |
 * | `unremembered` | storage is full and holds no ids: whether this was paid before cannot be told, so the payer is asked |
 * | `not_followed` | the status URL no longer knows this payment |
 * | `mixpay_error` | MixPay's API refused (`apiCode`) |
 */
export const ERROR_CODES = [
  'invalid_field',
  'misconfigured',
  'offline',
  'unreachable',
  'timeout',
  'aborted',
  'redirected',
  'bad_answer',
  'rate_limited',
  'server_error',
  'refused',
  'order_unknown',
  'order_closed',
  'already_paid',
  'price_changed',
  'forbidden',
  'superseded',
  'forgotten',
  'code_failed',
  'unremembered',
  'not_followed',
  'mixpay_error',
] as const;

/** A value as it may be quoted in a message: short, on one line, never a whole document. */
export function quoted(value: unknown): string {
  const text = typeof value === 'string' ? JSON.stringify(value) : asText(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

/** Values come from anywhere, and `{"toString": 0}` is JSON that cannot be turned into a string. */
function asText(value: unknown): string {
  try {
    return String(value);
  } catch {
    return 'an object';
  }
}

/** An `invalid_field` error whose message says what was expected, what was received and what to do. */
export function invalidField(field: string, rule: string, value: unknown, advice = ''): MixPayError {
  const received = value === undefined || value === null || value === '' ? 'nothing' : quoted(value);
  const tail = advice === '' ? '' : ` ${advice}`;
  return new MixPayError('invalid_field', `${field}: expected ${rule}, received ${received}.${tail}`, { field, rule, value });
}

/** Whatever was thrown, as a `MixPayError`: a listener or an engine of the page's own may throw anything. */
export function asMixPayError(error: unknown, what: string): MixPayError {
  if (error instanceof MixPayError) return error;
  const reason = error instanceof Error ? error.message : asText(error);
  return new MixPayError('refused', `${what}: ${reason}`, { retryable: true, cause: error });
}
