import { API_CODE } from '../core/mixpay.js';
import { isRecord } from '../core/result.js';
import { unfit } from './change.js';
import { envelope } from './envelope.js';
import { apiRefusal } from './refusal.js';

/** A fault to be played: what the API does instead of its normal answer. */
export interface Fault {
  /** Only requests whose path ends so, e.g. `/payments_result`. @default all of `/v1` */
  path?: string;
  /** Only creates of an order or trace that has a payment already: what MixPay answers those is not documented. @default false */
  again?: boolean;
  /** Answers with this API code, e.g. 10008, -1 or 1429. */
  code?: number;
  /** HTTP status around it. @default 200, as MixPay mostly does */
  httpStatus?: number;
  /** Answers that all is well, with this as `data`: `[]` is what MixPay calls empty. */
  data?: unknown;
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
  #faults: Fault[];

  constructor(faults: readonly Fault[]) {
    this.#faults = copied(faults);
  }

  set(faults: readonly Fault[]): void {
    this.#faults = copied(faults);
  }

  /**
   * The fault for this request, used up by one.
   * @param isAgain whether it creates what there is already; asked only where a fault is for those
   */
  async take(path: string, isAgain: () => Promise<boolean>): Promise<Fault | undefined> {
    const again = this.#faults.some((fault) => fault.again === true) && (await isAgain());
    const fault = this.#faults.find(
      (each) => path.endsWith(each.path ?? '') && (each.times ?? Infinity) > 0 && (each.again !== true || again),
    );
    if (fault?.times !== undefined) fault.times -= 1;
    return fault;
  }
}

function copied(faults: readonly Fault[]): Fault[] {
  return faults.map((fault) => ({ ...fault }));
}

/** The faulty answer. One that hangs ends with the request or with the sandbox. */
export function faultyAnswer(fault: Fault, request: Request, closed: Promise<never>, now: number): Promise<Response> {
  const { code = API_CODE.serverError, httpStatus = 200 } = fault;
  if (fault.hang === true) return Promise.race([closed, aborted(request)]);
  if (fault.data !== undefined) return Promise.resolve(envelope(fault.data, now));
  if (fault.body === undefined) return Promise.reject(apiRefusal(code, `(The sandbox was told to answer ${code}.)`, httpStatus));
  return Promise.resolve(new Response(fault.body, { status: httpStatus, headers: { 'content-type': 'text/html; charset=utf-8' } }));
}

function aborted({ signal }: Request): Promise<never> {
  return new Promise((_, reject) => {
    const giveUp = () => reject(new Error('The request was aborted'));
    if (signal.aborted) giveUp();
    else signal.addEventListener('abort', giveUp, { once: true });
  });
}

const isText = (value: unknown) => typeof value === 'string';
const isFlag = (value: unknown) => typeof value === 'boolean';

const RULES: Readonly<Record<keyof Fault, readonly [rule: string, holds: (value: unknown) => boolean]>> = {
  path: ['the end of a path', isText],
  again: ['true or false', isFlag],
  code: ['a whole number', Number.isSafeInteger],
  httpStatus: [
    'an HTTP status with a body, 200 to 599',
    (value) => isWithin(value, 200, 599) && value !== 204 && value !== 205 && value !== 304,
  ],
  data: ['JSON at most 100 levels deep', (value) => isShallow(value)],
  body: ['a text', isText],
  hang: ['true or false', isFlag],
  afterwards: ['true or false', isFlag],
  times: ['a whole number, 0 or more', (value) => isWithin(value, 0, Number.MAX_SAFE_INTEGER)],
};

/** JSON is read to any depth, but written only as deep as the stack. */
function isShallow(value: unknown, levels = 100): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return levels > 0 && Object.values(value).every((each) => isShallow(each, levels - 1));
}

function isWithin(value: unknown, min: number, max: number): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max;
}

/** Reads faults, of a control body or of an option. A misspelt name would silently do nothing, so it is refused. */
export function readFaults(value: unknown): Fault[] {
  const example = 'a list of objects such as {"path":"/payments_result","code":10008,"times":1}';
  if (!Array.isArray(value) || !value.every(isRecord)) throw unfit('faults', example, value ?? null);
  for (const [name, given] of value.flatMap((fault) => Object.entries(fault))) {
    const known = Object.hasOwn(RULES, name) ? RULES[name as keyof Fault] : undefined;
    if (known === undefined) throw unfit(`faults: ${name}`, `one of ${Object.keys(RULES).join(', ')}`, name);
    if (given !== undefined && !known[1](given)) throw unfit(`faults: ${name}`, known[0], given);
  }
  return value;
}
