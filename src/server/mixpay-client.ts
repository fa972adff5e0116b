import { MixPayError } from '../core/errors.js';
import { API_CODE, CODE_PATTERN } from '../core/mixpay.js';
import { isRecord, readResult, readText, type PaymentResult } from '../core/result.js';
import { envelopeError } from '../core/wire.js';
import { badAnswer, callUpstream, type Answered, type ApiRequest, type Leave, type MixPayClientOptions } from './upstream.js';

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

const ASSETS_KEPT = 10 * 60_000;

const ABSENT: readonly number[] = [API_CODE.linkNotFound, API_CODE.orderNotFound, API_CODE.traceNotAvailable];

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
    const { name, answer } = await callUpstream(this.#options, { method: 'POST', path, query: '', body: JSON.stringify(body), leave });
    const failure = envelopeError(name, answer);
    if (failure !== undefined) throw failure;
    // In MixPay's envelope only: outside of it `code` is a status, however it is spelled.
    const code = isRecord(answer['data']) ? answer['data']['code'] : undefined;
    if (typeof code !== 'string' || !CODE_PATTERN.test(code)) throw badAnswer(name, 'a short code in data.code');
    return { code };
  }

  /** What became of a trace; undefined where MixPay knows no such trace. */
  paymentResult(traceId: string, leave?: Leave): Promise<PaymentResult | undefined> {
    return this.#result(`?traceId=${encodeURIComponent(traceId)}&with=payment,transactions`, leave);
  }

  /** The payment for which MixPay holds an order id; undefined where it holds it for none. */
  orderResult(orderId: string, payeeId: string, leave?: Leave): Promise<PaymentResult | undefined> {
    const query = `?orderId=${encodeURIComponent(orderId)}&payeeId=${encodeURIComponent(payeeId)}&with=payment,transactions`;
    return this.#result(query, leave);
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

  /** Reading is idempotent: after a broken connection it is tried once more if `leave` allows it, after a timeout or a refusal it is not. */
  async #read(path: string, query: string, leave: Leave | undefined): Promise<Answered> {
    const request: ApiRequest = { method: 'GET', path, query, leave };
    try {
      return await callUpstream(this.#options, request);
    } catch (error) {
      if (!(error instanceof MixPayError) || error.code !== 'unreachable') throw error;
      if (leave !== undefined && !(await leave())) throw error;
      return callUpstream(this.#options, { ...request, leave: undefined });
    }
  }
}

/** Ways in which MixPay may say that there is nothing. It documents none of them, so each one counts. */
function isEmpty(data: unknown): boolean {
  return data === undefined || data === null || (typeof data === 'object' && Object.keys(data).length === 0);
}
