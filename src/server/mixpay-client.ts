import type { Clock } from '../core/clock.js';
import { MixPayError } from '../core/errors.js';
import { API_CODE } from '../core/mixpay.js';
import { isRecord, readResult, readText, type PaymentResult } from '../core/result.js';
import { readRetryAfter } from '../core/retry-after.js';
import { envelopeError, parseCreated, parseRefusal } from '../core/wire.js';
import { parseJson, readLimited } from './body.js';

export type Fetch = (input: string, init: RequestInit) => Promise<Response>;

/** The body of `POST /v1/one_time_payment`, as MixPay documents it. */
export interface PaymentRequest {
  payeeId: string;
  /** Decimal string. */
  quoteAmount: string;
  quoteAssetId: string;
  settlementAssetId: string;
  traceId: string;
  orderId?: string;
  strictMode?: boolean;
  paymentAssetId?: string;
  remark?: string;
  settlementMemo?: string;
  returnTo?: string;
  failedReturnTo?: string;
  callbackUrl?: string;
  callbackEvent?: string;
  /** Unix seconds. */
  expiredTimestamp?: number;
}

/** An asset as MixPay's `setting` lists name it; whatever else they carry is kept. */
export interface MixPayAsset {
  assetId: string;
  symbol?: string;
  name?: string;
  [further: string]: unknown;
}

export type AssetList = 'quote' | 'payment' | 'settlement';

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

/** Asked just before each request leaves, retries too. @returns false: it is not to leave */
export type Leave = () => boolean | Promise<boolean>;

export interface MixPayClientOptions {
  apiBase: string;
  fetch: Fetch;
  clock: Clock;
  /** Told of every call, and waited for. */
  observe?: (call: UpstreamCall) => void | Promise<void>;
}

interface ApiRequest {
  method: 'GET' | 'POST';
  path: string;
  query: string;
  body?: string;
  leave: Leave | undefined;
}

/** An answer with the name of the request it belongs to. */
interface Answered {
  name: string;
  answer: Record<string, unknown>;
}

/** Longer than this and the page's own patience (10 s) is over. */
const TIMEOUT = 8000;
const ASSETS_KEPT = 10 * 60_000;
const LARGEST_ANSWER = 2_000_000;

const ABSENT: readonly number[] = [API_CODE.linkNotFound, API_CODE.orderNotFound, API_CODE.traceNotAvailable];

/** Amounts in their own spelling: `JSON.parse` would round a long one and turn `1e1` into a plain 10. */
const AMOUNT_NUMBER = /("(?:quote|payable|payment|surplus|settle)Amount"\s*:\s*)(-?\d[\d.eE+-]*)/g;

/** MixPay's API, as far as a shop needs it. Every failure is a `MixPayError` that says whether to try again. */
export class MixPayClient {
  readonly #options: MixPayClientOptions;
  readonly #assets = new Map<AssetList, { until: number; list: MixPayAsset[] }>();

  constructor(options: MixPayClientOptions) {
    this.#options = options;
  }

  /** Creates a one-time payment. Never repeated here: the caller alone knows whether it may. */
  async createPayment(body: PaymentRequest, leave?: Leave): Promise<{ code: string }> {
    const path = '/v1/one_time_payment';
    const { name, answer } = await this.#call({ method: 'POST', path, query: '', body: JSON.stringify(body), leave });
    return parseCreated(answer, name);
  }

  /** What became of a trace; undefined where MixPay knows no such trace. */
  paymentResult(traceId: string, leave?: Leave): Promise<PaymentResult | undefined> {
    return this.#result(`?traceId=${encodeURIComponent(traceId)}&with=payment,transactions`, leave);
  }

  /** The payment for which MixPay holds an order id; undefined where it holds it for none. */
  orderResult(orderId: string, payeeId: string, leave?: Leave): Promise<PaymentResult | undefined> {
    return this.#result(`?orderId=${encodeURIComponent(orderId)}&payeeId=${encodeURIComponent(payeeId)}`, leave);
  }

  async #result(query: string, leave?: Leave): Promise<PaymentResult | undefined> {
    try {
      const { name, answer } = await this.#read('/v1/payments_result', query, leave);
      if (answer['success'] !== true) throw envelopeError(name, { ...answer, success: false }) ?? badAnswer(name, 'success: true');
      const failure = envelopeError(name, answer);
      if (failure !== undefined) throw failure;
      if (isEmpty(answer['data'])) return undefined;
      const result = readResult(answer['data']);
      if (result === undefined) throw badAnswer(name, 'a result with a status');
      return result;
    } catch (error) {
      if (error instanceof MixPayError && error.apiCode !== undefined && ABSENT.includes(error.apiCode)) return undefined;
      throw error;
    }
  }

  /** One of MixPay's three lists, kept for ten minutes. */
  async assets(list: AssetList, leave?: Leave): Promise<MixPayAsset[]> {
    const { clock } = this.#options;
    const kept = this.#assets.get(list);
    if (kept !== undefined && kept.until > clock.now()) return kept.list;
    const fresh = await this.#fetchAssets(list, leave);
    this.#assets.set(list, { until: clock.now() + ASSETS_KEPT, list: fresh });
    return fresh;
  }

  async #fetchAssets(list: AssetList, leave: Leave | undefined): Promise<MixPayAsset[]> {
    const { name, answer } = await this.#read(`/v1/setting/${list}_assets`, '', leave);
    const failure = envelopeError(name, answer);
    if (failure !== undefined) throw failure;
    if (!Array.isArray(answer['data'])) throw badAnswer(name, 'a list of assets');
    return answer['data'].filter((asset): asset is MixPayAsset => isRecord(asset) && readText(asset['assetId']) !== undefined);
  }

  /** Reading is idempotent: a connection that broke is tried once more if there is leave, a timeout or a refusal is not. */
  async #read(path: string, query: string, leave: Leave | undefined): Promise<Answered> {
    const request: ApiRequest = { method: 'GET', path, query, leave };
    try {
      return await this.#call(request);
    } catch (error) {
      if (!(error instanceof MixPayError) || error.code !== 'unreachable') throw error;
      if (leave !== undefined && !(await leave())) throw error;
      return this.#call({ ...request, leave: undefined });
    }
  }

  async #call({ method, path, query, body, leave }: ApiRequest): Promise<Answered> {
    const { apiBase, fetch, clock, observe } = this.#options;
    const name = `${method} ${apiBase}${path}`;
    if (leave !== undefined && !(await leave()))
      throw new MixPayError('rate_limited', `${name}: not sent, the shop’s requests to MixPay are used up for the moment.`, {
        retryable: true,
      });
    const started = clock.now();
    const report = async (facts: Partial<UpstreamCall>) => observe?.({ method, path, ms: clock.now() - started, ...facts });
    const abort = new AbortController();
    const cancel = clock.after(TIMEOUT, () => abort.abort());
    try {
      const response = await fetch(`${apiBase}${path}${query}`, {
        method,
        // Followed nowhere: another host's answer is not MixPay's. 'error' is unknown to some Workers.
        redirect: 'manual',
        signal: abort.signal,
        headers: { Accept: 'application/json', ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
        ...(body === undefined ? {} : { body }),
      });
      const text = await readLimited(response, LARGEST_ANSWER);
      const answer = text === undefined ? undefined : parseJson(text.replace(AMOUNT_NUMBER, '$1"$2"'));
      const retryAfter = readRetryAfter(response.headers.get('retry-after'), clock.now());
      const envelope = isRecord(answer) ? answer : {};
      await report({ status: response.status, ...limitsOf(response, envelope), ...(retryAfter === undefined ? {} : { retryAfter }) });
      if (!response.ok) throw parseRefusal(response.status, answer, name, retryAfter);
      if (!isRecord(answer)) throw badAnswer(name, 'MixPay’s JSON envelope');
      return { name, answer };
    } catch (error) {
      if (error instanceof MixPayError) throw error;
      await report({});
      const late = abort.signal.aborted;
      const reason = late ? `no answer within ${TIMEOUT / 1000} s` : 'no connection';
      throw new MixPayError(late ? 'timeout' : 'unreachable', `${name}: ${reason}.`, { retryable: true, cause: error });
    } finally {
      cancel();
    }
  }
}

/** How MixPay may say that there is nothing: no document tells, so each way counts. */
function isEmpty(data: unknown): boolean {
  return data === undefined || data === null || (typeof data === 'object' && Object.keys(data).length === 0);
}

function limitsOf(response: Response, envelope: Record<string, unknown>): Partial<UpstreamCall> {
  const remaining = response.headers.get('x-ratelimit-remaining');
  const code = envelope['code'];
  return {
    ...(remaining !== null && /^\d{1,9}$/.test(remaining.trim()) ? { remaining: Number(remaining) } : {}),
    ...(typeof code === 'number' ? { apiCode: code } : {}),
  };
}

function badAnswer(name: string, expected: string): MixPayError {
  return new MixPayError('bad_answer', `${name}: expected ${expected}, received something else.`, { retryable: true });
}
