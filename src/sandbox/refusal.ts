import { API_CODE } from '../core/mixpay.js';

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

/** A parameter that breaks its rule. */
export function badParameter(name: string, rule: string, value: unknown): Refusal {
  const missing = value === undefined || value === null || value === '';
  const received = missing ? 'nothing' : JSON.stringify(value).slice(0, 80);
  return new Refusal(missing ? API_CODE.parameterError : API_CODE.parameterErrorToo, `${name}: expected ${rule}, received ${received}`);
}
