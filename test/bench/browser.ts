import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { readFileSync } from 'node:fs';
import { brotliCompressSync } from 'node:zlib';
import { build } from 'esbuild';
import { chromium, type Browser, type CDPSession, type Page } from 'playwright-core';
import { chromiumArguments, findBrowser } from '../helpers/browsers.js';
import { portOf } from '../helpers/ports.js';

/** Written in test/bench/, bundled here, served beside the published files. */
const SCRIPTS: Readonly<Record<string, string>> = {
  'bare-lit.js': 'test/bench/bare/bare-lit.ts',
  'bare-payment.js': 'test/bench/bare/bare-payment.ts',
  'watch.js': 'test/bench/page/watch.ts',
  'weigh.js': 'test/bench/page/weigh.ts',
};

/** The same for our button and the bare one, at every create; nobody ever pays. */
const CREATED = JSON.stringify({
  code: '525502dd-e552-4505-b114-32fe32ff23c2',
  quoteAmount: '10',
  quoteAssetId: 'usd',
  expiresAt: '2100-01-01T00:00:00.000Z',
  statusUrl: '/api/mixpay/status/order-1',
});
const STATUS = JSON.stringify({ status: 'unpaid', expiresAt: '2100-01-01T00:00:00.000Z' });

/** A page in a context of its own, with nothing in its cache and its storage. */
export interface OpenPage {
  page: Page;
  cdp: CDPSession;
  /** Paths of the script files that were loaded until now. */
  loaded: string[];
  close(): Promise<void>;
}

/** A Chromium without a window, and the pages that it visits. */
export class BenchBrowser {
  readonly #browser: Browser;
  readonly #server: ReturnType<typeof createServer>;
  readonly #origin: string;
  readonly #watch: string;

  private constructor(browser: Browser, server: ReturnType<typeof createServer>, port: number, watch: string) {
    this.#browser = browser;
    this.#server = server;
    this.#origin = `http://127.0.0.1:${port}`;
    this.#watch = watch;
  }

  /** @returns undefined where no Chromium is installed */
  static async open(): Promise<BenchBrowser | undefined> {
    const executablePath = findBrowser('chromium');
    if (executablePath === undefined) return undefined;
    const scripts = await bundleScripts();
    const server = createServer((request, response) => serve(scripts, request, response));
    const port = await portOf(server);
    const browser = await chromium.launch({ executablePath, args: [...chromiumArguments('playwright'), '--js-flags=--expose-gc'] });
    return new BenchBrowser(browser, server, port, scripts.get('watch.js') ?? '');
  }

  /** @param body what the page holds; scripts are `/cdn/…` (published) or those of `SCRIPTS` */
  async visit(body: string, { touch = false } = {}): Promise<OpenPage> {
    const context = await this.#browser.newContext({ hasTouch: touch, viewport: { width: 800, height: 600 } });
    await context.addInitScript(this.#watch);
    const page = await context.newPage();
    const cdp = await context.newCDPSession(page);
    const loaded: string[] = [];
    page.on('requestfinished', (request) => {
      const { pathname } = new URL(request.url());
      if (pathname.endsWith('.js')) loaded.push(pathname);
    });
    await page.goto(`${this.#origin}/?${encodeURIComponent(body)}`, { waitUntil: 'networkidle' });
    return { page, cdp, loaded, close: () => context.close() };
  }

  async close(): Promise<void> {
    await this.#browser.close();
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

async function bundleScripts(): Promise<Map<string, string>> {
  const bundled = Object.entries(SCRIPTS).map(async ([name, entry]) => [name, await bundleScript(entry)] as const);
  return new Map(await Promise.all(bundled));
}

/** One minified module for browsers. */
export async function bundleScript(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    conditions: ['production'],
    legalComments: 'none',
    write: false,
    logLevel: 'error',
  });
  return outputFiles.map(({ text }) => text).join('');
}

function serve(scripts: Map<string, string>, request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const reply = (type: string, content: string) =>
    response.writeHead(200, { 'Content-Type': type, 'Cache-Control': 'no-store' }).end(content);
  if (url.pathname === '/') reply('text/html', page(decodeURIComponent(url.search.slice(1))));
  else if (url.pathname === '/api/mixpay') reply('application/json', CREATED);
  else if (url.pathname.startsWith('/api/mixpay/status/')) reply('application/json', STATUS);
  else replyScript(scripts, url.pathname.slice(1), response);
}

const compressed = new Map<string, Buffer>();

/** As a CDN serves it: compressed once, and cacheable. */
function replyScript(scripts: Map<string, string>, name: string, response: ServerResponse): void {
  const known = scripts.has(name) || /^cdn\/[\w./-]+\.js$/.test(name);
  if (!known) {
    response.writeHead(404).end();
    return;
  }
  const content = compressed.get(name) ?? brotliCompressSync(scripts.get(name) ?? readFileSync(`dist/${name}`));
  compressed.set(name, content);
  response.writeHead(200, { 'Content-Type': 'text/javascript', 'Content-Encoding': 'br', 'Cache-Control': 'max-age=600' }).end(content);
}

const page = (body: string) =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>Bench</title><link rel="icon" href="data:,"><body>${body}`;
