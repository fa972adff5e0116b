import { rm } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { createSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/index.js';
import { freePort } from '../helpers/ports.js';
import { serve, type Server } from '../sandbox/serve.js';
import { prepare, Shop, type Example, type Language } from './languages.js';

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
  /** The endpoint, where it is not the first shop's. */
  at?: string;
}

/** One language's example, made ready once, and the address at which it looks for MixPay. */
export class Site {
  /** Answers what the example asks of MixPay. */
  answer: (request: Request) => Promise<Response> = () => Promise.reject(new Error('nobody is MixPay at this moment'));
  /** Writes MixPay's answers by hand instead, as no `Response` can be: slowly, or broken off. */
  write: ((response: ServerResponse) => void) | undefined;
  readonly example: Example;
  /** Where the example looks for MixPay. */
  readonly origin: string;
  readonly #server: Server;

  private constructor(example: Example, server: Server) {
    this.example = example;
    this.origin = server.origin;
    this.#server = server;
  }

  static async open(language: Language): Promise<Site> {
    let site: Site | undefined;
    const server = await serve(
      (request) => site?.answer(request) ?? Promise.reject(new Error('not yet')),
      (response) => {
        site?.write?.(response);
        return site?.write !== undefined;
      },
    );
    try {
      const example = await prepare(language, { shop: await freePort(), sandbox: Number(new URL(server.origin).port) });
      return (site = new Site(example, server));
    } catch (error) {
      // Left open, it would keep the process of the tests running until their time is over.
      await server.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.#server.close();
    await this.example.storage?.stop();
    await rm(this.example.folder, { recursive: true, force: true });
  }
}

/** A shop in one language, and the sandbox that stands in for MixPay. */
export class Market {
  readonly shop: Shop;
  readonly sandbox: Sandbox;
  /** Every request the shop has made of MixPay, as `POST /v1/one_time_payment`. */
  readonly calls: string[] = [];
  /** The bodies of its creates. */
  readonly creates: string[] = [];

  private constructor(shop: Shop, sandbox: Sandbox) {
    this.shop = shop;
    this.sandbox = sandbox;
  }

  static async open(site: Site, options: SandboxOptions = {}): Promise<Market> {
    // MixPay spells the price in its own way.
    const sandbox = createSandbox({ padQuoteAmount: true, ...options });
    site.answer = (request) => sandbox(request);
    const market = new Market(await Shop.open(site.example), sandbox);
    site.answer = async (request) => {
      const { pathname } = new URL(request.url);
      market.calls.push(`${request.method} ${pathname}`);
      if (pathname.endsWith('/one_time_payment')) market.creates.push(await request.clone().text());
      return sandbox(request);
    };
    return market;
  }

  async close(): Promise<void> {
    this.sandbox.close();
    await this.shop.close();
  }

  async ask(url: string, init: RequestInit = {}): Promise<Answer> {
    const response = await fetch(new URL(url, this.shop.endpoint), { redirect: 'manual', ...init });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '') && text !== '';
    return { status: response.status, headers: response.headers, text, body: isJson ? (JSON.parse(text) as Answer['body']) : {} };
  }

  /** Asks for a payment's status, as the page does, until it is what the shop has told of and is about to commit. */
  async hears(statusUrl: string, status: string): Promise<void> {
    while ((await this.ask(statusUrl)).body.status !== status);
  }

  /** Posts as the button does. */
  click(
    order: object | string,
    { customer = 'ada', key = crypto.randomUUID(), type = 'application/json', headers = {}, at = '' }: Click = {},
  ): Promise<Answer> {
    return this.ask(at, {
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
