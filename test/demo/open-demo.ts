import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BookLine } from '../../demo/common/book.js';
import { openShop, type Shop, type ShopOptions } from '../../demo/shop/shop.js';
import { toNodeListener } from '../../src/server/index.js';

const TEMPLATE = await readFile(new URL('../../index.html', import.meta.url), 'utf8');

const opened = new Set<Demo>();

/** The demo shop on a real socket of this machine, over a folder of its own. */
export class Demo {
  readonly folder: string;
  readonly #options: Partial<ShopOptions>;
  #server: Server | undefined;
  #shop: Shop | undefined;
  #origin = '';

  private constructor(folder: string, options: Partial<ShopOptions>) {
    this.folder = folder;
    this.#options = options;
  }

  static async open(options: Partial<ShopOptions> = {}): Promise<Demo> {
    const demo = new Demo(join(await mkdtemp(join(tmpdir(), 'mixpay-demo-')), 'shop'), options);
    await demo.#start(0);
    opened.add(demo);
    return demo;
  }

  /** Closes what a test that failed has left open, so that the run can end. */
  static async closeAll(): Promise<void> {
    for (const demo of opened) await demo.close();
  }

  get origin(): string {
    return this.#origin;
  }

  get shop(): Shop {
    if (this.#shop === undefined) throw new Error('the demo is closed');
    return this.#shop;
  }

  /** Another process on the same folder and port. */
  async restart(): Promise<void> {
    await this.#stop();
    await this.#start(Number(new URL(this.#origin).port));
  }

  async close(): Promise<void> {
    if (!opened.delete(this)) return;
    await this.#stop();
    await rm(join(this.folder, '..'), { recursive: true });
  }

  /** Moves a payment on, as its payer or the network would, and lets MixPay tell the shop. */
  async control(code: unknown, change: Parameters<NonNullable<Shop['sandbox']>['control']>[1]): Promise<void> {
    await this.shop.sandbox?.control(String(code), change);
    await this.shop.sandbox?.idle();
  }

  visitor(): Visitor {
    return new Visitor(this);
  }

  async #start(port: number): Promise<void> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    const address = server.address();
    this.#origin = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
    const shop = await openShop({ folder: this.folder, origin: this.#origin, ...this.#options });
    const handle = (request: Request) => (new URL(request.url).pathname === '/' ? shop.page(TEMPLATE, request) : shop.handle(request));
    server.on('request', toNodeListener(handle, { origin: this.#origin }));
    [this.#server, this.#shop] = [server, shop];
  }

  async #stop(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#server?.close(() => resolve());
      this.#server?.closeAllConnections();
    });
    await this.#shop?.close();
  }
}

export interface Answer {
  status: number;
  body: Record<string, unknown>;
}

/** Somebody with a browser that keeps cookies. */
export class Visitor {
  readonly #demo: Demo;
  #cookie = '';

  constructor(demo: Demo) {
    this.#demo = demo;
  }

  /** Opens the shop's page. */
  async page(): Promise<string> {
    const response = await this.#fetch('/');
    if (!response.ok) throw new Error(`the page answered ${response.status}`);
    return response.text();
  }

  /** The order ids on the page's buttons, in their order: coffee, cup, print. */
  async orderIds(): Promise<string[]> {
    return [...(await this.page()).matchAll(/ order-id="([^"]*)"/g)].map(([, id = '']) => id);
  }

  async firstOrder(): Promise<string> {
    const [first] = await this.orderIds();
    if (first === undefined) throw new Error('the page has no order');
    return first;
  }

  /** Posts a create as the element does. */
  pay(body: object, headers: Record<string, string> = {}): Promise<Answer> {
    return this.ask('/api/mixpay', {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'Content-Type': 'application/json', ...headers },
    });
  }

  orderAgain(product: string): Promise<Answer> {
    return this.ask('/shop/orders', {
      method: 'POST',
      body: JSON.stringify({ product }),
      headers: { 'Content-Type': 'application/json' },
    });
  }

  /** What the server knows of this visitor's orders. */
  async book(): Promise<BookLine[]> {
    const { body } = await this.ask('/shop/orders');
    return body['orders'] as BookLine[];
  }

  async line(orderId: string): Promise<BookLine> {
    const found = (await this.book()).find((line) => line.orderId === orderId);
    if (found === undefined) throw new Error(`${orderId} is not in the order book`);
    return found;
  }

  async ask(path: unknown, init: RequestInit = {}): Promise<Answer> {
    const response = await this.#fetch(String(path), init);
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }

  async #fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    // A kept connection would not outlive a restart of the shop.
    headers.set('Connection', 'close');
    if (this.#cookie !== '') headers.set('Cookie', this.#cookie);
    const response = await fetch(new URL(path, this.#demo.origin), { ...init, headers, redirect: 'manual' });
    for (const cookie of response.headers.getSetCookie()) this.#cookie = cookie.split(';', 1)[0] ?? '';
    return response;
  }
}
