import { mkdtemp, rm } from 'node:fs/promises';
import { createServer as createSocket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createServer, type ViteDevServer } from 'vite';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The demo as `npm start` runs it, on a free port and over a folder of its own. */
export class StartedDemo {
  readonly origin: string;
  readonly #port: number;
  readonly folder: string;
  #server: ViteDevServer | undefined;

  private constructor(port: number, folder: string) {
    this.#port = port;
    this.folder = folder;
    this.origin = `http://localhost:${port}`;
  }

  static async start(): Promise<StartedDemo> {
    const demo = new StartedDemo(await freePort(), await mkdtemp(join(tmpdir(), 'mixpay-e2e-')));
    await demo.#start();
    return demo;
  }

  async restart(): Promise<void> {
    await this.#server?.close();
    await this.#start();
  }

  async stop(): Promise<void> {
    await this.#server?.close();
    await rm(this.folder, { recursive: true });
  }

  async #start(): Promise<void> {
    process.env.MIXPAY_DEMO_FOLDER = this.folder;
    // Nobody edits the page while it is tested.
    const server = { port: this.#port, hmr: false, watch: null } as const;
    this.#server = await createServer({ root, configFile: join(root, 'vite.config.ts'), logLevel: 'warn', server });
    await this.#server.listen();
  }
}

/** A shop for each chapter: MixPay's limit of requests a minute is each shop's own. */
export function openShop(): () => StartedDemo {
  let demo: StartedDemo | undefined;
  before(async () => {
    demo = await StartedDemo.start();
  });
  after(() => demo?.stop());
  return () => {
    if (demo === undefined) throw new Error('the demo has not started');
    return demo;
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const socket = createSocket();
    socket.listen(0, 'localhost', () => {
      const address = socket.address();
      socket.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
