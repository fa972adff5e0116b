import {
  createPaymentHandler,
  memoryStore,
  refuse,
  type HandlerEvent,
  type PaymentHandler,
  type PaymentHandlerOptions,
  type Store,
} from '../../src/server/index.js';
import { FakeClock } from './fake-clock.js';
import { quiet } from './quiet.js';
import { ScriptedMixPay } from './scripted-mixpay.js';

export const PAYEE = '6e6f8f3c-4f0a-4d8b-8a57-1a2b3c4d5e6f';
export const USDT = '4d8c508b-91c5-375b-92b0-ee702ed2dac5';
export const SECRET = 'k7Jd0sQx2nVb5mZa8tLw1pRe4yUi6oGh';
export const ORIGIN = 'https://shop.example';
export const ENDPOINT = `${ORIGIN}/api/mixpay`;

export interface Told {
  hook: string;
  orderId: string;
  attempt: number;
  traceId: string;
}

export interface Answer {
  status: number;
  headers: Headers;
  body: Record<string, unknown>;
}

/** A shop with three orders, a scripted MixPay and a clock that stands still; the verbs of every server test. */
export class Shop {
  readonly clock: FakeClock;
  readonly mixpay: ScriptedMixPay;
  readonly store: Store;
  readonly told: Told[] = [];
  readonly events: HandlerEvent[] = [];
  readonly prices: Record<string, string> = { 'order-1': '10', 'order-2': '25.5' };
  /** What a hook does besides being noted. */
  during: Record<string, (() => void | Promise<void>) | undefined> = {};
  readonly options: PaymentHandlerOptions;
  handler: PaymentHandler;

  constructor(changes: Partial<PaymentHandlerOptions> & { mixpay?: ScriptedMixPay; clock?: FakeClock } = {}) {
    const { mixpay = new ScriptedMixPay(), clock = new FakeClock(), ...options } = changes;
    this.clock = clock;
    this.mixpay = mixpay;
    this.store = options.store ?? memoryStore({ clock });
    this.options = {
      payeeId: PAYEE,
      settlementAssetId: USDT,
      secret: SECRET,
      origin: ORIGIN,
      store: this.store,
      clock,
      fetch: mixpay.fetch,
      order: (asked) => {
        if (asked.item === 'shirt') return { item: 'shirt', quoteAmount: '15', quoteAssetId: 'usd' };
        const quoteAmount = this.prices[asked.orderId ?? ''];
        if (asked.orderId === undefined || quoteAmount === undefined) throw refuse(404, 'order_unknown');
        return { orderId: asked.orderId, quoteAmount, quoteAssetId: 'usd' };
      },
      onPaid: this.#note('paid'),
      onFailed: this.#note('failed'),
      onUpdate: this.#note('update'),
      onCreated: this.#note('created'),
      onException: (kind, order) => this.#note(kind)(order),
      onEvent: (event) => this.events.push(event),
      ...options,
    };
    this.handler = createPaymentHandler(this.options);
  }

  #note(hook: string) {
    return async ({ orderId, attempt, traceId }: Omit<Told, 'hook'>) => {
      this.told.push({ hook, orderId, attempt, traceId });
      await this.during[hook]?.();
    };
  }

  /** Turns the clock until the request has been answered: for requests that wait for another one. */
  async patiently<T>(work: Promise<T>): Promise<T> {
    const ended = new AbortController();
    const end = () => ended.abort();
    work.then(end, end);
    for (;;) {
      await quiet();
      if (ended.signal.aborted) return work;
      await this.clock.advance(50);
    }
  }

  /** A new process on the same store. */
  restart(changes: Partial<PaymentHandlerOptions> = {}): void {
    this.handler = createPaymentHandler({ ...this.options, ...changes });
  }

  /** How often a hook was called. */
  count(hook: string): number {
    return this.told.filter((call) => call.hook === hook).length;
  }

  get warnings(): string[] {
    return this.events.flatMap((event) => (event.type === 'warning' ? [event.message] : []));
  }

  async send(path: string, init: RequestInit = {}): Promise<Answer> {
    const response = await this.handler(new Request(`${ORIGIN}${path}`, init));
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : { text },
    };
  }

  /** Posts a create as the element does. */
  post(body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return this.send('/api/mixpay', {
      method: 'POST',
      body: typeof body === 'string' ? body : JSON.stringify(body),
      headers: { 'Content-Type': 'application/json', Accept: 'application/json', ...headers },
    });
  }

  /** Posts a create as a browser posts a form, from the shop's own page unless the headers say otherwise. */
  postForm(fields: Record<string, string>, headers: Record<string, string> = { Origin: ORIGIN }): Promise<Answer> {
    return this.send('/api/mixpay', {
      method: 'POST',
      body: new URLSearchParams(fields).toString(),
      headers: { 'Content-Type': 'application/x-www-form-urlencoded', Accept: 'text/html', ...headers },
    });
  }

  /** Creates order-1 and returns what the page got. */
  async create(orderId = 'order-1'): Promise<Record<string, string>> {
    const { status, body } = await this.post({ orderId });
    if (status !== 200) throw new Error(`create answered ${status} ${JSON.stringify(body)}`);
    return body as Record<string, string>;
  }

  /** Asks a status URL, after the pace has let it through. */
  async ask(statusUrl: unknown, wait = 10_000): Promise<Answer> {
    await this.clock.advance(wait);
    return this.send(String(statusUrl));
  }

  /** Calls back as MixPay does, to the address it was given. */
  async callBack(payment = this.mixpay.latest): Promise<Answer> {
    const { callbackUrl = '', traceId, payeeId } = payment.body;
    return this.send(new URL(callbackUrl).pathname, {
      method: 'POST',
      body: JSON.stringify({ orderId: '', traceId, payeeId }),
      headers: { 'Content-Type': 'application/json' },
    });
  }
}
