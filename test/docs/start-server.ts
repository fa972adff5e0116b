import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createSandbox, type Sandbox } from '../../src/sandbox/index.js';
import { toNodeListener } from '../../src/server/index.js';
import { makeFolder } from './check-snippets.js';
import { readSnippet } from './read-docs.js';

/** The origin that the README's server says it has; the sandbox's callbacks to it reach the process. */
export const ORIGIN = 'https://shop.example';

export interface Answer {
  status: number;
  body: Record<string, string>;
}

/** The README's server in a process of its own, word for word, on a real socket; MixPay's host leads to a sandbox. */
export class ServerOfTheReadme {
  readonly #fulfilled: string[] = [];
  readonly sandbox: Sandbox;
  readonly #folder = makeFolder({ 'server.ts': readSnippet('ts', 'server.ts') });
  #mixpay: Server | undefined;
  #process: ChildProcess | undefined;
  #port = 0;

  /** Where it really listens. */
  get endpoint(): string {
    return `http://127.0.0.1:${this.#port}/api/mixpay`;
  }

  constructor() {
    const call: typeof fetch = (url, init) => fetch((url as string).replace(ORIGIN, `http://127.0.0.1:${this.#port}`), init);
    this.sandbox = createSandbox({ limitPerMinute: Infinity, allowPublicCallbacks: true, fetch: call });
  }

  async start(): Promise<void> {
    this.#mixpay = createServer(toNodeListener(this.sandbox)).listen(0, '127.0.0.1');
    await once(this.#mixpay, 'listening');
    const { folder } = this.#folder;
    const sandbox = `http://127.0.0.1:${(this.#mixpay.address() as AddressInfo).port}`;
    const env = {
      ...process.env,
      SANDBOX: sandbox,
      PORT: '0',
      DATABASE: join(folder, 'orders.db'),
      MIXPAY_PAYEE_ID: '1f9b3c5e-7a2d-4b8c-9e0f-3d6a5c4b2e1f',
      MIXPAY_SECRET: 'q0Xv7mKp3sWd9RtYb2LhNc6JfZa4EuGi',
    };
    this.#process = fork(join(folder, 'server.ts'), { cwd: folder, env, execArgv: ['--import', './reroute.mjs', '--import', 'tsx'] });
    const listening = new Promise<number>((resolve, reject) => {
      this.#process?.on('message', (message: { port?: number; fulfilled?: string }) => {
        if (message.port !== undefined) resolve(message.port);
        if (message.fulfilled !== undefined) this.#fulfilled.push(message.fulfilled);
      });
      this.#process?.once('exit', (code) => reject(new Error(`the README's server ended with ${String(code)} before it listened`)));
    });
    this.#port = await listening;
  }

  /** Posts a create as the element on the shop's page does, in somebody's session. */
  async post(customer: string, order: object): Promise<Answer> {
    const headers = { 'content-type': 'application/json', origin: ORIGIN, cookie: `customer=${customer}` };
    return read(await fetch(`http://127.0.0.1:${this.#port}/api/mixpay`, { method: 'POST', headers, body: JSON.stringify(order) }));
  }

  async get(path: string): Promise<Answer> {
    return read(await fetch(`http://127.0.0.1:${this.#port}${path}`));
  }

  /** What `onPaid` was called for, once for each call, as soon as there is anything. */
  async fulfilled(): Promise<string[]> {
    while (this.#fulfilled.length === 0 && this.#process !== undefined) await once(this.#process, 'message');
    return this.#fulfilled;
  }

  stop(): void {
    this.#process?.kill();
    this.sandbox.close();
    this.#mixpay?.close();
    this.#folder.remove();
  }
}

async function read(response: Response): Promise<Answer> {
  return { status: response.status, body: (await response.json()) as Record<string, string> };
}
