import type { Clock } from '../core/clock.js';
import { MixPayError } from '../core/errors.js';
import { isRecord } from '../core/result.js';
import { readRetryAfter } from '../core/retry-after.js';
import { parseRefusal } from '../core/wire.js';
import { parseJson, readLimited } from './body.js';

export type Fetch = (input: string, init: RequestInit) => Promise<Response>;

/** One call, as a log or a budget wants it: no query, no body. */
export interface UpstreamCall {
  method: 'GET' | 'POST';
  path: string;
  /** HTTP status; undefined where there was no answer. */
  status?: number;
  /** MixPay's API code. */
  apiCode?: number;
  /** `x-ratelimit-remaining`. */
  remaining?: number;
  /** Milliseconds, from `Retry-After`. */
  retryAfter?: number;
  /** How long it took, in milliseconds. */
  ms: number;
}

/** Called just before each request leaves, retries too. @returns false where it must not leave */
export type Leave = () => boolean | Promise<boolean>;

export interface MixPayClientOptions {
  apiBase: string;
  fetch: Fetch;
  clock: Clock;
  /** Called after every request, and awaited. */
  observe?: (call: UpstreamCall) => void | Promise<void>;
}

export interface ApiRequest {
  method: 'GET' | 'POST';
  path: string;
  query: string;
  body?: string;
  leave: Leave | undefined;
}

/** An answer with the name of the request it belongs to. */
export interface Answered {
  name: string;
  answer: Record<string, unknown>;
}

/** Milliseconds: less than the 10 s after which the page gives its reserved window up. */
const TIMEOUT = 8000;
const LARGEST_ANSWER = 2_000_000;

/** Amounts in their own spelling: `JSON.parse` would round a long one and turn `1e1` into a plain 10. */
const AMOUNT_NUMBER = /("(?:quote|payable|payment|surplus|settle)Amount"\s*:\s*)(-?\d[\d.eE+-]*)/g;

/** One request, if it may leave. @throws MixPayError where MixPay gives no answer of its own, or refuses */
export async function callUpstream(options: MixPayClientOptions, { method, path, query, body, leave }: ApiRequest): Promise<Answered> {
  const { apiBase, fetch, clock, observe } = options;
  const name = `${method} ${apiBase}${path}`;
  if (leave !== undefined && !(await leave()))
    throw new MixPayError('rate_limited', `${name}: not sent, the shop’s requests to MixPay are used up for the moment.`, {
      retryable: true,
    });
  const started = clock.now();
  const report = async (facts: Partial<UpstreamCall>) => observe?.({ method, path, ms: clock.now() - started, ...facts });
  const abort = new AbortController();
  let giveUp: () => void = () => undefined;
  const late = new Promise<never>((_, reject) => (giveUp = () => reject(new Error(`gave up after ${TIMEOUT} ms`))));
  const cancel = clock.after(TIMEOUT, () => {
    abort.abort();
    // Not every `fetch` a shop passes in heeds the signal.
    giveUp();
  });
  const exchange = async () => {
    const response = await fetch(`${apiBase}${path}${query}`, {
      method,
      // Not followed: another host's answer is not MixPay's. Cloudflare Workers refuse 'error':
      // https://github.com/cloudflare/cloudflare-docs/pull/33362
      redirect: 'manual',
      signal: abort.signal,
      headers: { Accept: 'application/json', ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
      ...(body === undefined ? {} : { body }),
    });
    return { response, text: await readLimited(response, LARGEST_ANSWER) };
  };
  try {
    const { response, text } = await Promise.race([exchange(), late]);
    const answer = text === undefined ? undefined : readAnswer(text, response.ok);
    const retryAfter = readRetryAfter(response.headers.get('retry-after'), clock.now());
    const envelope = isRecord(answer) ? answer : {};
    await report({ status: response.status, ...limitsOf(response, envelope), ...(retryAfter === undefined ? {} : { retryAfter }) });
    if (!response.ok) throw parseRefusal(response.status, answer, name, retryAfter);
    if (!isRecord(answer)) throw badAnswer(name, 'MixPay’s JSON envelope');
    return { name, answer };
  } catch (error) {
    if (error instanceof MixPayError) throw error;
    await report({});
    const timedOut = abort.signal.aborted;
    const reason = timedOut ? `no answer within ${TIMEOUT / 1000} s` : 'no connection';
    throw new MixPayError(timedOut ? 'timeout' : 'unreachable', `${name}: ${reason}.`, { retryable: true, cause: error });
  } finally {
    cancel();
  }
}

/** What MixPay answered. A refusal may quote the request, and its words go into logs: without the trace and the callback's token. */
function readAnswer(text: string, ok: boolean): unknown {
  const answer = parseJson((ok ? text : withoutIds(text)).replace(AMOUNT_NUMBER, '$1"$2"'));
  if (!isRecord(answer) || typeof answer['message'] !== 'string') return answer;
  return { ...answer, message: withoutIds(answer['message']) };
}

/** UUIDs and tokens, by their length alone. */
const withoutIds = (text: string): string => text.replace(/[A-Za-z0-9_.-]{32,}/g, '…');

function limitsOf(response: Response, envelope: Record<string, unknown>): Partial<UpstreamCall> {
  const remaining = response.headers.get('x-ratelimit-remaining');
  const code = envelope['code'];
  const spelled = typeof code === 'string' && /^-?\d{1,9}$/.test(code);
  return {
    ...(remaining !== null && /^\d{1,9}$/.test(remaining.trim()) ? { remaining: Number(remaining) } : {}),
    ...(typeof code === 'number' || spelled ? { apiCode: Number(code) } : {}),
  };
}

/** What MixPay sent cannot be read. */
export function badAnswer(name: string, expected: string): MixPayError {
  return new MixPayError('bad_answer', `${name}: expected ${expected}, received something else.`, { retryable: true });
}
