import { orUndefined } from './or-undefined.js';
import { MixPayError } from './mixpay-error.js';

export {
  ERROR_CODES,
  MixPayError,
  type MixPayErrorCode,
  type MixPayErrorOptions,
  type ProblemDetails,
  type Quote,
} from './mixpay-error.js';

/** A value as it may be quoted in a message: short, on one line, never a whole document. */
export function quoted(value: unknown): string {
  const text = typeof value === 'string' ? JSON.stringify(value) : asText(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

/** Values come from anywhere, and `{"toString": 0}` is JSON that cannot be turned into a string. */
function asText(value: unknown): string {
  return orUndefined(() => String(value)) ?? 'an object';
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
