import { API_CODE } from '../core/mixpay.js';
import { apiRefusal, badParameter } from './refusal.js';

const SECONDS_AHEAD = { min: 10, max: 172_800 };
const EXPIRE_SECONDS = { min: 1, max: 31_536_000 };

/** Smaller numbers cannot be a timestamp of this century: some clients send seconds from now. */
const EARLIEST_TIMESTAMP = 1_000_000_000;

/**
 * The deadline in milliseconds, or undefined for unlimited time: `expiredTimestamp`, or the older `expireSeconds` of the code,
 * whichever comes first.
 */
export function readDeadline(values: Record<string, unknown>, now: number): number | undefined {
  const ends = [readTimestamp(values['expiredTimestamp'], now), readLifetime(values['expireSeconds'], now)];
  const given = ends.filter((end) => end !== undefined);
  return given.length === 0 ? undefined : Math.min(...given);
}

function readTimestamp(value: unknown, now: number): number | undefined {
  const seconds = readInteger('expiredTimestamp', value);
  if (seconds === undefined) return undefined;
  const today = Math.floor(now / 1000);
  const ahead = seconds < EARLIEST_TIMESTAMP ? seconds : seconds - today;
  if (ahead < SECONDS_AHEAD.min) throw apiRefusal(API_CODE.expiryTooShort, 'expiredTimestamp: expected at least 10 seconds ahead');
  if (ahead > SECONDS_AHEAD.max) throw apiRefusal(API_CODE.expiryTooLong, 'expiredTimestamp: expected at most 2880 minutes ahead');
  return (today + ahead) * 1000;
}

function readLifetime(value: unknown, now: number): number | undefined {
  const seconds = readInteger('expireSeconds', value);
  if (seconds === undefined) return undefined;
  if (seconds >= EXPIRE_SECONDS.min && seconds <= EXPIRE_SECONDS.max) return now + seconds * 1000;
  throw badParameter('expireSeconds', 'whole seconds from 1 to 31536000', value);
}

function readInteger(name: string, value: unknown): number | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  const number = typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value;
  if (typeof number === 'number' && Number.isSafeInteger(number)) return number;
  throw badParameter(name, 'whole seconds', value);
}
