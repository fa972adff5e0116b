import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toNodeListener } from '../../src/server/index.js';
import { bundle } from './bundle.js';
import { freePort, portOf } from './ports.js';
import { ScriptedMixPay } from './scripted-mixpay.js';

export interface ShopProcess {
  origin: string;
  child: ChildProcess;
  /** Resolves once the process has ended, by whatever signal. */
  ended: Promise<NodeJS.Signals | null>;
}

export interface ShopSettings {
  /** See shop-process.ts. @default a libSQL file of this test's own */
  store?: string;
  /** The operation of the store before which it kills itself. */
  killAt?: number;
  /** Milliseconds its clock is ahead. */
  ahead?: number;
  port?: number;
  /** How fast its clock runs. @default 1 */
  speed?: number;
  /** Seconds of its clock from sweep to sweep. @default no sweeps */
  sweepEvery?: number;
}

/** Shops in processes of their own, on one database file, with a scripted MixPay on a real socket. */
export class ShopProcesses {
  readonly mixpay = new ScriptedMixPay();
  readonly #running: ShopProcess[] = [];
  #server: Server | undefined;
  #folder = '';
  #script = '';
  #api = '';
  readonly #epoch = Date.now();

  async open(): Promise<void> {
    this.#folder = await mkdtemp(join(tmpdir(), 'mixpay-shop-'));
    // Once: a kill at every step starts some fifty processes.
    this.#script = bundle('test/helpers/shop-process.ts', this.#folder, 'shop.mjs');
    const answer = async (request: Request) => this.mixpay.fetch(request.url, { method: request.method, body: await request.text() });
    this.#server = createServer(toNodeListener(answer));
    this.#api = `http://127.0.0.1:${await portOf(this.#server)}`;
  }

  get database(): string {
    return join(this.#folder, 'orders.db');
  }

  async start(settings: ShopSettings = {}): Promise<ShopProcess> {
    const port = settings.port ?? (await freePort());
    const env = {
      ...process.env,
      STORE: settings.store ?? `file:${this.database}`,
      PORT: String(port),
      MIXPAY: this.#api,
      PAID: join(this.#folder, 'paid'),
      KILL_AT: String(settings.killAt ?? 0),
      AHEAD: String(settings.ahead ?? 0),
      SPEED: String(settings.speed ?? 1),
      EPOCH: String(this.#epoch),
      SWEEP: String(settings.sweepEvery ?? 0),
    };
    const child = spawn(process.execPath, [this.#script], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = new Promise<NodeJS.Signals | null>((resolve) => child.once('exit', (_, signal) => resolve(signal)));
    await Promise.race([new Promise((resolve) => child.stdout.once('data', resolve)), ended]);
    const running = { origin: `http://127.0.0.1:${port}`, child, ended };
    this.#running.push(running);
    return running;
  }

  async kill({ child, ended }: ShopProcess): Promise<void> {
    child.kill('SIGKILL');
    await ended;
  }

  /** What onPaid has written, a line each time. */
  async paid(): Promise<string[]> {
    const text = await readFile(join(this.#folder, 'paid'), 'utf8').catch(() => '');
    return text.split('\n').filter((line) => line !== '');
  }

  async close(): Promise<void> {
    for (const running of this.#running) await this.kill(running);
    this.#server?.closeAllConnections();
    await new Promise((resolve) => this.#server?.close(resolve));
    await rm(this.#folder, { recursive: true, force: true });
  }
}

export interface PostAnswer {
  /** 0 where no answer came: the process died, or was not there. */
  status: number;
  body: Record<string, string>;
  /** Seconds, from `Retry-After`. */
  retryAfter?: number;
}

export async function post(url: string, body: unknown): Promise<PostAnswer> {
  try {
    const response = await fetch(url, { method: 'POST', body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } });
    const retryAfter = response.headers.get('retry-after');
    const answer = { status: response.status, body: (await response.json()) as Record<string, string> };
    return retryAfter === null ? answer : { ...answer, retryAfter: Number(retryAfter) };
  } catch {
    return { status: 0, body: {} };
  }
}
