import { createSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/index.js';
import { freePort } from '../helpers/ports.js';
import { serve } from '../sandbox/serve.js';
import { Shop, type Language } from './languages.js';

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  body: Record<string, string>;
}

/** What a click sends beside the order. */
export interface Click {
  customer?: string;
  key?: string;
  type?: string;
  headers?: Record<string, string>;
}

/** A shop in one language, and the sandbox it believes to be MixPay. */
export class Market {
  readonly shop: Shop;
  readonly sandbox: Sandbox;
  /** Every request the shop has made of MixPay, as `POST /v1/one_time_payment`. */
  readonly calls: string[];
  /** The bodies of its creates. */
  readonly creates: string[];
  readonly #closeSandbox: () => Promise<void>;

  private constructor(shop: Shop, sandbox: Sandbox, calls: string[], creates: string[], closeSandbox: () => Promise<void>) {
    this.shop = shop;
    this.sandbox = sandbox;
    this.calls = calls;
    this.creates = creates;
    this.#closeSandbox = closeSandbox;
  }

  static async open(language: Language, options: SandboxOptions = {}): Promise<Market> {
    // MixPay spells the price in its own way.
    const sandbox = createSandbox({ padQuoteAmount: true, ...options });
    const calls: string[] = [];
    const creates: string[] = [];
    const server = await serve(async (request) => {
      const { pathname } = new URL(request.url);
      calls.push(`${request.method} ${pathname}`);
      if (pathname.endsWith('/one_time_payment')) creates.push(await request.clone().text());
      return sandbox(request);
    });
    const shop = await Shop.open(language, { shop: await freePort(), sandbox: Number(new URL(server.origin).port) });
    return new Market(shop, sandbox, calls, creates, () => server.close());
  }

  async close(): Promise<void> {
    this.sandbox.close();
    await this.shop.close();
    await this.#closeSandbox();
  }

  async ask(url: string, init: RequestInit = {}): Promise<Answer> {
    const response = await fetch(new URL(url, this.shop.endpoint), { redirect: 'manual', ...init });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '') && text !== '';
    return { status: response.status, headers: response.headers, text, body: isJson ? (JSON.parse(text) as Answer['body']) : {} };
  }

  /** Posts as the button does. */
  click(
    order: object | string,
    { customer = 'ada', key = crypto.randomUUID(), type = 'application/json', headers = {} }: Click = {},
  ): Promise<Answer> {
    return this.ask('', {
      method: 'POST',
      headers: { Accept: 'application/json', 'Content-Type': type, 'Idempotency-Key': key, Cookie: `customer=${customer}`, ...headers },
      body: typeof order === 'string' ? order : JSON.stringify(order),
    });
  }

  /** Posts as a page without script does. */
  post(fields: Record<string, string>, headers: Record<string, string> = {}): Promise<Answer> {
    const own = new URL(this.shop.endpoint).origin;
    return this.ask('', {
      method: 'POST',
      headers: { Accept: 'text/html,application/xhtml+xml', Origin: own, Cookie: 'customer=ada', ...headers },
      body: new URLSearchParams(fields),
    });
  }

  /** Has MixPay say something of a payment, and call back. */
  async control(code: string, change: Parameters<Sandbox['control']>[1]): Promise<void> {
    await this.sandbox.control(code, change);
    await this.sandbox.idle();
  }

  /** The address MixPay was told to call back at, by the last create. */
  get callbackUrl(): string {
    return (JSON.parse(this.creates.at(-1) ?? '{}') as { callbackUrl: string }).callbackUrl;
  }

  callBack(url = this.callbackUrl): Promise<Answer> {
    return this.ask(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: '{"orderId":"","traceId":"","payeeId":""}',
    });
  }
}
