import { MixPayError } from '../../core/errors.js';
import { CODE_PATTERN } from '../../core/mixpay.js';
import { isRecord } from '../../core/result.js';
import { parseCreated, parsePayment, parseRefusal, type CreatedPayment } from '../../core/wire.js';
import { parseJson, readLimited } from '../body.js';

/** What came back of one request, as far as the doctor uses it. */
export interface Answer {
  /** 0 where no answer came. */
  status: number;
  /** Why none came. */
  failure?: string;
  headers: Headers;
  /** A payment came of it. */
  created?: CreatedPayment;
  /** The status of a payment, read from it. */
  payment?: string;
  /** MixPay's own refusal came through, so that MixPay was asked. */
  apiCode?: number;
  /** The `code` of the endpoint's refusal. */
  problem?: string;
  /** What it was acknowledged with, as MixPay would read it. */
  acknowledged: boolean;
  /** What the body is: a page where JSON was asked for is not the endpoint's answer. */
  body: 'json' | 'html' | 'text' | 'empty';
}

const LARGEST_ANSWER = 1_000_000;

export async function readAnswer(response: Response): Promise<Answer> {
  const { status, headers } = response;
  const text = (await readLimited(response, LARGEST_ANSWER)) ?? '';
  const body = parseJson(text);
  const code = status >= 300 && status < 400 ? codeIn(headers.get('location')) : undefined;
  const acknowledged = response.ok && isRecord(body) && body['code'] === 'SUCCESS';
  const mayBePayment = response.ok && !acknowledged;
  const created = code === undefined ? attempt(() => (mayBePayment ? parseCreated(body, '') : undefined)) : { code };
  const payment = attempt(() => (response.ok ? parsePayment(body, '').status : undefined));
  const refusal = refusalOf(status, body);
  return {
    status,
    headers,
    ...(created === undefined ? {} : { created }),
    ...(payment === undefined ? {} : { payment }),
    ...(refusal?.apiCode === undefined ? {} : { apiCode: refusal.apiCode }),
    ...(refusal?.problem?.code === undefined ? {} : { problem: refusal.problem.code }),
    acknowledged,
    body: kindOf(text, body),
  };
}

function kindOf(text: string, parsed: unknown): Answer['body'] {
  if (text.trim() === '') return 'empty';
  if (parsed !== undefined) return 'json';
  return /^\s*<(!doctype|html|\?xml)/i.test(text) ? 'html' : 'text';
}

/** The connection was closed, refused, or nothing came in time. */
export function noAnswer(error: Error): Answer {
  return { status: 0, headers: new Headers(), acknowledged: false, body: 'empty', failure: causeOf(error) };
}

/** Node tells several refused addresses as one error without a message, and hides the reason of any in its cause. */
function causeOf(error: Error): string {
  const { cause = error } = error;
  const inner: unknown = cause instanceof AggregateError ? cause.errors[0] : cause;
  return inner instanceof Error && inner.message !== '' ? inner.message : error.message;
}

/** A redirect to a checkout page is a payment as well. */
function codeIn(location: string | null): string | undefined {
  const code = /\/code\/([^/?#]+)/.exec(location ?? '')?.[1];
  return code !== undefined && CODE_PATTERN.test(code) ? code : undefined;
}

/** A refusal, in whichever way it is told: MixPay's own often comes with HTTP 200. */
function refusalOf(status: number, body: unknown): MixPayError | undefined {
  if (status >= 400) return parseRefusal(status, body, '');
  try {
    parseCreated(body, '');
  } catch (error) {
    if (error instanceof MixPayError) return error;
  }
  return undefined;
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** A refusal that says nothing of the endpoint's rules: too many requests, or an internal error. */
export const isTrouble = ({ status, apiCode }: Answer): boolean => status === 429 || (status >= 500 && apiCode === undefined);

/** An answer in a few words. Never holds a token. */
export function describe({ status, failure = '', created, payment, apiCode, problem, acknowledged, body }: Answer): string {
  if (status === 0) return `no answer (${failure})`;
  const facts = [
    created === undefined ? undefined : 'a payment was created',
    payment === undefined ? undefined : `a payment’s status was told (${payment})`,
    apiCode === undefined ? undefined : `MixPay was asked, and refused with ${apiCode}`,
    acknowledged ? 'acknowledged' : undefined,
    problem,
    body === 'html' ? 'an HTML page' : body === 'text' ? 'a text that is no JSON' : undefined,
  ].filter((fact) => fact !== undefined);
  return [`HTTP ${status}`, ...facts].join(', ');
}
