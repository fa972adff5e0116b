/**
 * What went wrong, as a code that never changes. Branch on it, never on `message`.
 *
 * | code | meaning |
 * |---|---|
 * | `invalid_field` | an attribute, order field or option breaks its documented rule (`field`, `rule`, `value`) |
 * | `misconfigured` | the parts do not fit together, e.g. a public `origin` with a loopback `apiBase`; only the server part throws it |
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
 * | `forgotten` | the endpoint has lost its record of this payment; asking again under the same key finds or makes it again |
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

export type MixPayErrorCode = (typeof ERROR_CODES)[number];

/** A price as named by one side: decimal string, asset id, and perhaps a symbol to show. */
export interface Quote {
  quoteAmount: string;
  quoteAssetId: string;
  quoteSymbol?: string;
}

/** RFC 9457 problem details, as far as the endpoint sent them. All of it is untrusted text. */
export interface ProblemDetails {
  type?: string;
  title?: string;
  status?: number;
  detail?: string;
  /** The server's own word for the refusal. */
  code?: string;
}

export interface MixPayErrorOptions {
  /** Whether the same request may succeed later, unchanged. @default false */
  retryable?: boolean;
  /** The field, attribute or option at fault. */
  field?: string;
  /** The rule it breaks, in words. */
  rule?: string;
  /** What was received. */
  value?: unknown;
  /** HTTP status of the answer. */
  status?: number;
  /** MixPay's API code, e.g. 10008. */
  apiCode?: number;
  /** Milliseconds to wait before trying again, from `Retry-After`. */
  retryAfter?: number;
  /** The problem details that came with a refusal. */
  problem?: ProblemDetails;
  /** The price the server names instead (`price_changed`). */
  quote?: Quote;
  /** Where to ask for the payment's status (`already_paid`). */
  statusUrl?: string;
  cause?: unknown;
}

/** The one error this package throws, rejects with and puts into `mixpay-error` events. */
export class MixPayError extends Error {
  readonly code: MixPayErrorCode;
  readonly retryable: boolean;
  declare readonly field?: string;
  declare readonly rule?: string;
  declare readonly value?: unknown;
  declare readonly status?: number;
  declare readonly apiCode?: number;
  declare readonly retryAfter?: number;
  declare readonly problem?: ProblemDetails;
  declare readonly quote?: Quote;
  declare readonly statusUrl?: string;

  constructor(code: MixPayErrorCode, message: string, options: MixPayErrorOptions = {}) {
    const { cause, retryable = false, ...details } = options;
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'MixPayError';
    this.code = code;
    this.retryable = retryable;
    Object.assign(this, details);
  }
}
