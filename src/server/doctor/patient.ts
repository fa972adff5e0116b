import type { OrderRequest } from '../../core/order.js';
import type { CreatedPayment } from '../../core/wire.js';
import type { Fetch } from '../upstream.js';
import { isTrouble, noAnswer, readAnswer, type Answer } from './answer.js';

export interface DoctorOptions {
  /** The endpoint, as the button has it. */
  endpoint: string;
  /** What the button asks for: an order that can be paid, or an item; with the price shown, if it shows one. */
  order: Pick<OrderRequest, 'orderId' | 'item' | 'quoteAmount' | 'quoteAssetId'>;
  /** An order of somebody else's. @default one that does not exist */
  otherOrderId?: string;
  /** The page's origin. @default the endpoint's */
  origin?: string;
  /** Sent with each request a page makes: a session. */
  headers?: Readonly<Record<string, string>>;
  /** Where MixPay is to call back, if it can be guessed. @default `<endpoint>/callback`, or as this package's handler has it */
  callbackUrl?: string;
  /** The button's `status-endpoint`, where the endpoint answers no `statusUrl`. @default `<endpoint>/status` */
  statusEndpoint?: string;
  fetch: Fetch;
  /** @default crypto.randomUUID */
  uuid?: () => string;
}

/** How a request differs from what the button would send. */
export interface Oddity {
  body?: Record<string, unknown>;
  headers?: Record<string, string>;
  key?: string;
}

/** The endpoint under examination, and all that it has answered. */
export class Patient {
  readonly answers: Answer[] = [];
  /** Those of them to requests for an order of somebody else's. */
  readonly strange: Answer[] = [];
  /** Those of them to callbacks that MixPay has not sent. */
  readonly forged: Answer[] = [];
  /** The key the first payment was created under. */
  readonly key: string;
  /** An order, or an item, that is not the page's. */
  readonly stranger: Pick<OrderRequest, 'orderId' | 'item'>;
  readonly #options: DoctorOptions;
  readonly #uuid: () => string;

  constructor(options: DoctorOptions) {
    this.#options = options;
    this.#uuid = options.uuid ?? (() => crypto.randomUUID());
    this.key = this.#uuid();
    const madeUp = `doctor-${this.#uuid().slice(0, 8)}`;
    this.stranger = options.order.orderId === undefined ? { item: madeUp } : { orderId: options.otherOrderId ?? madeUp };
  }

  get endpoint(): string {
    return this.#options.endpoint;
  }

  get order(): DoctorOptions['order'] {
    return this.#options.order;
  }

  get callbackUrl(): string | undefined {
    return this.#options.callbackUrl;
  }

  get statusEndpoint(): string | undefined {
    return this.#options.statusEndpoint;
  }

  /** Every payment that has come of the examination. */
  get created(): CreatedPayment[] {
    const payments = this.answers.flatMap(({ created }) => created ?? []);
    return payments.filter(({ code }, index) => payments.findIndex((other) => other.code === code) === index);
  }

  /** Posts as the button does, with the differences given. */
  post({ body = {}, headers = {}, key = this.#uuid() }: Oddity = {}): Promise<Answer> {
    const fields = { ...this.order, ...body };
    const nonce = fields.orderId === undefined ? { traceId: key } : {};
    return this.send(this.endpoint, {
      method: 'POST',
      headers: { ...this.#pageHeaders(), 'Content-Type': 'application/json', 'Idempotency-Key': key, ...headers },
      body: JSON.stringify({ ...fields, ...nonce }),
    });
  }

  /** Asks for somebody else's order, as a stranger would; where that is refused, once more under the first payment's key. */
  async askForAnother(): Promise<Answer> {
    for (const key of [this.#uuid(), this.key]) {
      const answer = await this.post({ key, body: this.stranger });
      this.strange.push(answer);
      if (answer.created !== undefined || answer.apiCode !== undefined) return answer;
    }
    // Where one of the two was no plain refusal but trouble, that one: nothing is proved then.
    return this.strange.find((answer) => answer.status === 0 || isTrouble(answer)) ?? (this.strange.at(-1) as Answer);
  }

  /** Calls back as MixPay does, which signs nothing. */
  async forge(url: string, body: Readonly<Record<string, unknown>>): Promise<Answer> {
    const answer = await this.send(url, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
    this.forged.push(answer);
    return answer;
  }

  read(url: string): Promise<Answer> {
    return this.send(url, { headers: this.#pageHeaders() });
  }

  async send(url: string, init: RequestInit): Promise<Answer> {
    let answer: Answer;
    try {
      answer = await readAnswer(await this.#options.fetch(url, { ...init, redirect: 'manual' }));
    } catch (error) {
      // What `fetch` rejects with; anything else is a mistake of ours.
      if (!(error instanceof TypeError || error instanceof DOMException)) throw error;
      answer = noAnswer(error);
    }
    this.answers.push(answer);
    return answer;
  }

  #pageHeaders(): Record<string, string> {
    const own = new URL(this.endpoint).origin;
    const { origin = own, headers } = this.#options;
    return { Accept: 'application/json', Origin: origin, 'Sec-Fetch-Site': origin === own ? 'same-origin' : 'cross-site', ...headers };
  }
}
