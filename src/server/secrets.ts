import { MixPayError } from '../core/errors.js';

const SHORTEST = 32;
/** Random text of 32 characters has more than twenty different ones; a repeated word or letter has few. */
const FEWEST_DIFFERENT = 8;

/** The secrets, the current one first. Says what is wrong with one without ever quoting it. */
export function checkSecrets(given: unknown): readonly [string, ...string[]] {
  const [current, ...older] = Array.isArray(given) ? (given as unknown[]) : [given];
  return [checkSecret(current), ...older.map(checkSecret)];
}

function checkSecret(secret: unknown): string {
  const rule = `at least ${SHORTEST} random characters`;
  const fault = faultOf(secret);
  if (fault === undefined) return secret as string;
  const advice = 'Make one with: openssl rand -base64 32';
  throw new MixPayError('invalid_field', `secret: expected ${rule}, received ${fault}. ${advice}`, { field: 'secret', rule });
}

function faultOf(secret: unknown): string | undefined {
  if (secret === undefined || secret === null || secret === '') return 'nothing (is the environment variable set?)';
  if (typeof secret !== 'string') return `something that is no text (${Array.isArray(secret) ? 'a list' : typeof secret})`;
  if (secret.trim().length < SHORTEST) return `${secret.trim().length} characters`;
  const different = new Set(secret).size;
  if (different >= FEWEST_DIFFERENT) return undefined;
  return different === 1
    ? `${secret.length} characters that are all the same`
    : `${secret.length} characters of which only ${different} are different`;
}
