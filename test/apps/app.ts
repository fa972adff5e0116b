import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../helpers/ports.js';
import { runToEnd, startServer, type Server } from './commands.js';
import { installInto } from './install.js';
import { CACHE, type Tarball } from './tarball.js';

export const APPS = fileURLToPath(new URL('../../demo/apps', import.meta.url));

/** What an app's own tools leave behind. */
const MADE = new Set(['node_modules', 'dist', 'build', '.next', '.nuxt', '.output', '.svelte-kit', '.angular', '.astro', 'next-env.d.ts']);

/** Where the pages of the apps are that have no server of their own: the shop's is another's, on port 3000. */
const PAGES: Readonly<Record<string, string>> = {
  'react-19': '5173',
  'react-18': '5173',
  vue: '5173',
  preact: '5173',
  solid: '5173',
  angular: '4200',
};

/** The shop of these. */
const SHOP = 'script-tag';

/** The ports that the apps are written for. Each run takes free ones in their place. */
const PORTS = /\b(3000|4010|4200|5173)\b/g;

/** An app of demo/apps/, in a folder of its own. */
export class App {
  readonly name: string;
  readonly source: string;
  readonly folder: string;
  readonly tarball: Tarball;
  /** What took how long, in words. */
  readonly times: string[] = [];
  readonly #ports: ReadonlyMap<string, number>;

  private constructor(name: string, tarball: Tarball, ports: ReadonlyMap<string, number>) {
    this.name = name;
    this.source = join(APPS, name);
    this.folder = join(CACHE, name);
    this.tarball = tarball;
    this.#ports = ports;
  }

  /** Copies an app as it is in the repository, but for the ports. */
  static async copy(name: string, tarball: Tarball): Promise<App> {
    const ports = ['3000', '4010', '4200', '5173'].map(async (port) => [port, await freePort()] as const);
    const app = new App(name, tarball, new Map(await Promise.all(ports)));
    mkdirSync(app.folder, { recursive: true });
    for (const entry of readdirSync(app.folder)) {
      if (entry !== 'node_modules') rmSync(join(app.folder, entry), { recursive: true });
    }
    app.#place(app.source, app.folder);
    if (name in PAGES) app.#place(join(APPS, SHOP), join(app.folder, '.shop'));
    return app;
  }

  get sandboxPort(): number {
    return this.#port('4010');
  }

  /** Where its page is. */
  get origin(): string {
    return `http://localhost:${this.#port(PAGES[this.name] ?? '3000')}`;
  }

  install(): Promise<void> {
    return this.timed('install', () => installInto(this.folder, this.tarball));
  }

  /** Runs a script of its package.json, where it has it. */
  async run(script: string): Promise<void> {
    const { scripts } = JSON.parse(readFileSync(join(this.folder, 'package.json'), 'utf8')) as { scripts: Record<string, string> };
    if (script in scripts) await this.timed(script, () => runToEnd(this.folder, 'npm', ['run', script]));
  }

  /** Starts what was built, and the shop where it has none itself. */
  async start(): Promise<Server[]> {
    const page = await startServer(this.folder, 'npm', ['start'], this.origin);
    if (!(this.name in PAGES)) return [page];
    try {
      return [page, await startServer(this.folder, process.execPath, ['.shop/server.js'], `http://localhost:${this.#port('3000')}`)];
    } catch (error) {
      await page.stop();
      throw error;
    }
  }

  async timed(what: string, work: () => Promise<void>): Promise<void> {
    const start = performance.now();
    await work();
    this.times.push(`${what} ${((performance.now() - start) / 1000).toFixed(1)} s`);
  }

  #port(port: string): number {
    return this.#ports.get(port) ?? 0;
  }

  #place(from: string, to: string): void {
    cpSync(from, to, { recursive: true, filter: (path) => !MADE.has(basename(path)) });
    for (const path of readdirSync(from, { recursive: true, encoding: 'utf8' })) {
      const file = join(to, path);
      if (path === 'package-lock.json' || statSync(file, { throwIfNoEntry: false })?.isFile() !== true) continue;
      const text = readFileSync(file, 'utf8');
      writeFileSync(
        file,
        text.replaceAll(PORTS, (port) => String(this.#port(port))),
      );
    }
  }
}
