import { API_CODE } from '../core/mixpay.js';
import { Refusal } from './refusal.js';
import { unfit } from './change.js';

/** Trouble to order: what the API is to do instead of answering well. */
export interface Fault {
  /** Only requests whose path ends so, e.g. `/payments_result`. @default all of `/v1` */
  path?: string;
  /** Answers with this API code, e.g. 10008, -1 or 1429. */
  code?: number;
  /** HTTP status around it. @default 200, as MixPay mostly does */
  httpStatus?: number;
  /** Answers with this text instead of an envelope: HTML, nothing, half a JSON document. */
  body?: string;
  /** Never answers. */
  hang?: boolean;
  /** Does what was asked first, so that only the answer is lost. @default false */
  afterwards?: boolean;
  /** How often. @default until the faults are cleared */
  times?: number;
}

/** The faults of one sandbox, the first that fits wins. */
export class Faults {
  #faults: Fault[] = [];

  set(faults: readonly Fault[]): void {
    this.#faults = faults.map((fault) => ({ ...fault }));
  }

  /** The fault for this request, used up by one. */
  take(path: string): Fault | undefined {
    const fault = this.#faults.find((each) => path.endsWith(each.path ?? '') && (each.times ?? Infinity) > 0);
    if (fault?.times !== undefined) fault.times -= 1;
    return fault;
  }
}

/** The faulty answer. One that hangs ends with the request or with the sandbox. */
export function faultyAnswer(fault: Fault, request: Request, closed: Promise<never>): Promise<Response> {
  const { code = API_CODE.serverError, httpStatus = 200 } = fault;
  if (fault.hang === true) return Promise.race([closed, aborted(request)]);
  if (fault.body === undefined) return Promise.reject(new Refusal(code, `The sandbox was told to answer ${code}`, httpStatus));
  return Promise.resolve(new Response(fault.body, { status: httpStatus, headers: { 'content-type': 'text/html; charset=utf-8' } }));
}

function aborted({ signal }: Request): Promise<never> {
  return new Promise((_, reject) => {
    const giveUp = () => reject(new Error('The request was aborted'));
    if (signal.aborted) giveUp();
    else signal.addEventListener('abort', giveUp, { once: true });
  });
}

/** Reads faults from a control body. */
export function readFaults(value: unknown): Fault[] {
  if (Array.isArray(value) && value.every((each) => typeof each === 'object' && each !== null)) return value as Fault[];
  throw unfit('faults', 'a list of objects such as {"path":"/payments_result","code":10008,"times":1}', value ?? null);
}
