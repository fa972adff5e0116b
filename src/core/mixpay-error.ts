import type { ERROR_CODES } from './errors.js';

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
