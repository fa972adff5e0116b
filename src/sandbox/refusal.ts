import { API_CODE } from '../core/mixpay.js';
import { sentenceOf } from './sentences.js';

/** A refusal in MixPay's own terms: the API code that counts, a message for people, and the HTTP status around it. */
export class Refusal extends Error {
  readonly code: number;
  readonly httpStatus: number;
  readonly data: unknown;

  /** @param httpStatus MixPay's refusals often come with HTTP 200, so that is the default */
  constructor(code: number, message: string, httpStatus = 200, data: unknown = []) {
    super(message);
    this.name = 'Refusal';
    this.code = code;
    this.httpStatus = httpStatus;
    this.data = data;
  }
}

/** A refusal as MixPay words it. @param detail what exactly was wrong, which MixPay mostly keeps to itself */
export function apiRefusal(code: number, detail = '', httpStatus = 200): Refusal {
  return new Refusal(code, sentenceOf(code, detail), httpStatus);
}

/** A parameter that breaks its rule. */
export function badParameter(name: string, rule: string, value: unknown): Refusal {
  const missing = value === undefined || value === null || value === '';
  const code = missing ? API_CODE.parameterError : API_CODE.parameterErrorToo;
  return apiRefusal(code, `${name}: expected ${rule}, received ${missing ? 'nothing' : shown(value)}`);
}

/** A value as it may stand in a message. Of a list or an object only that it is one: it may be nested deeper than JSON is written. */
export function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  return (value === undefined ? 'nothing' : JSON.stringify(value)).slice(0, 80);
}
