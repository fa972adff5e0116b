import { API_CODE } from '../../src/core/mixpay.js';
import type { PaymentRequest } from '../../src/server/index.js';

/** A payment as the script knows it; `result` overrides any field of what `payments_result` says. */
export interface ScriptedPayment {
  body: PaymentRequest;
  code: string;
  status: string;
  result: Record<string, unknown>;
}

/** MixPay as a test tells it to be: no network, no rules of its own beyond the three behaviours of a repeated create. */
export class ScriptedMixPay {
  readonly payments = new Map<string, ScriptedPayment>();
  readonly creates: PaymentRequest[] = [];
  reads = 0;
  headers: Record<string, string> = {};
  /** Answers instead of the next calls, one each. */
  readonly script: (() => Response | Promise<Response>)[] = [];
  /** Answers instead of every call, while set. */
  outage: (() => Response | Promise<Response>) | undefined;
  /** Runs once a create is stored and before it is answered. */
  beforeAnswer: (() => Promise<void>) | undefined;

  readonly fetch = async (input: string, init: RequestInit): Promise<Response> => {
    const url = new URL(input);
    if (url.pathname.endsWith('/v1/one_time_payment')) this.creates.push(JSON.parse(init.body as string) as PaymentRequest);
    else this.reads++;
    const scripted = this.outage ?? this.script.shift();
    if (scripted !== undefined) return scripted();
    if (url.pathname.endsWith('/v1/one_time_payment')) return this.#create(this.creates.at(-1)!);
    if (url.pathname.endsWith('/v1/payments_result')) return this.#result(url.searchParams);
    return this.fails(404);
  };

  /** The newest payment. */
  get latest(): ScriptedPayment {
    return [...this.payments.values()].at(-1)!;
  }

  /** All calls. */
  get calls(): number {
    return this.reads + this.creates.length;
  }

  answers(data: unknown): Response {
    return Response.json({ code: 0, success: true, message: '', data, timestampMs: 1 }, { headers: this.headers });
  }

  fails(code: number, status = 200, headers: Record<string, string> = {}): Response {
    return Response.json(
      { code, success: false, message: 'no', data: [], timestampMs: 1 },
      { status, headers: { ...this.headers, ...headers } },
    );
  }

  async #create(body: PaymentRequest): Promise<Response> {
    const known = this.payments.get(body.traceId);
    if (known?.status === 'success') return this.fails(API_CODE.traceCompleted);
    if (known?.status === 'failed') return this.fails(API_CODE.traceExpiredOrFailed);
    const payment = known ?? { body, code: `code-${this.payments.size + 1}`, status: 'unpaid', result: {} };
    this.payments.set(body.traceId, payment);
    await this.beforeAnswer?.();
    return this.answers({ code: payment.code });
  }

  #result(asked: URLSearchParams): Response {
    const named = [...this.payments.values()].find(({ body }) => body.orderId !== undefined && body.orderId === asked.get('orderId'));
    const payment = this.payments.get(asked.get('traceId') ?? '') ?? named;
    if (payment === undefined) return this.fails(API_CODE.orderNotFound);
    const { body, status, result } = payment;
    const { traceId, payeeId, quoteAmount, quoteAssetId } = body;
    const paid = status === 'success' ? { paymentAmount: '0.001', paymentSymbol: 'BTC' } : {};
    return this.answers({
      traceId,
      payeeId,
      quoteAssetId,
      quoteAmount: `${quoteAmount}.00000000`.replace(/(\..*)\.0+$/, '$1'),
      status,
      ...paid,
      ...result,
    });
  }
}

/** A network that gives no answer. */
export function unreachable(): Promise<Response> {
  return Promise.reject(new TypeError('fetch failed'));
}
