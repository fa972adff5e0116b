import { MixPayError, quoted } from '../core/errors.js';

/** What a value is, in words: a number and a text look alike in a message, and a promise looks like an empty object. */
export function received(value: unknown): string {
  if (value === undefined || value === null || value === '') return 'nothing';
  if (isPromise(value)) return 'a promise (is an await missing?)';
  // An address may hold a password.
  if (typeof value === 'string') return quoted(value.replace(/\/\/[^\s/@]*@/g, '//…@'));
  if (typeof value === 'number' || typeof value === 'bigint') return `the number ${quoted(value)}`;
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'function') return 'a function (is it to be called?)';
  if (Array.isArray(value)) return 'a list';
  return value instanceof Date ? 'a Date' : 'an object';
}

/** Something that was not waited for: a promise, or what behaves like one. */
export function isPromise(value: unknown): boolean {
  return typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function';
}

/** An `invalid_field` error about what a developer has written: it names what kind of thing was received. */
export function misfit(field: string, rule: string, value: unknown, advice = ''): MixPayError {
  const tail = advice === '' ? '' : ` ${advice}`;
  return new MixPayError('invalid_field', `${field}: expected ${rule}, received ${received(value)}.${tail}`, { field, rule, value });
}
