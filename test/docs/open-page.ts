import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import type { Browser, HTTPRequest, Page } from 'puppeteer-core';
import { createSandbox, type Sandbox } from '../../src/sandbox/index.js';
import { createPaymentHandler, memoryStore, toNodeListener, type OrderFunction } from '../../src/server/index.js';
import { openBrowser } from '../helpers/open-browser.js';
import { SOURCES } from './check-snippets.js';
import { ROOT } from './read-docs.js';
import { appears } from '../helpers/appears.js';

const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };

/** Where the README's script tags point. */
export const CDN = `https://cdn.jsdelivr.net/npm/mixpay-button@${version}/dist/cdn/`;

/** The package's sources, whatever name a snippet imports them by. */
const fromSource: Plugin = {
  name: 'from-source',
  setup(builder) {
    builder.onResolve({ filter: /^mixpay-button/ }, ({ path }) => ({ path: join(ROOT, SOURCES[path] ?? path) }));
  },
};

/** Bundles a module for a browser. @returns each file by its name */
export async function bundle(name: string, code: string, splitting = false): Promise<Map<string, string>> {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: ROOT, loader: 'ts', sourcefile: name },
    entryNames: name,
    outdir: '/',
    bundle: true,
    splitting,
    format: 'esm',
    write: false,
    tsconfig: join(ROOT, 'tsconfig.json'),
    define: { 'process.env.NODE_ENV': '"production"' },
    conditions: ['browser', 'production'],
    plugins: [fromSource],
  });
  return new Map(outputFiles.map(({ path, text }) => [path.split('/').pop() ?? '', text]));
}

/** What the CDN would serve: the two script-tag files, with the chunks of the first. */
async function bundleCdn(): Promise<Map<string, string>> {
  const define = `import 'mixpay-button/define';`;
  return new Map([...(await bundle('mixpay-button', define, true)), ...(await bundle('mixpay-button.all', define))]);
}

/** A shop on a real socket with the endpoint, a browser, and pages put together from snippets. */
export class SnippetShop {
  readonly sandbox: Sandbox = createSandbox({ limitPerMinute: Infinity });
  readonly fulfilled: string[] = [];
  readonly #pages = new Map<string, { html: string; headers: Record<string, string> }>();
  readonly #order: OrderFunction;
  #cdn = new Map<string, string>();
  #server: Server | undefined;
  #browser: Browser | undefined;
  origin = '';

  constructor(order: OrderFunction) {
    this.#order = order;
  }

  async start(): Promise<void> {
    this.#cdn = await bundleCdn();
    this.#browser = await openBrowser();
    this.#server = createServer().listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    this.origin = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    const pay = toNodeListener(
      createPaymentHandler({
        payeeId: '1f9b3c5e-7a2d-4b8c-9e0f-3d6a5c4b2e1f',
        settlementAssetId: '4d8c508b-91c5-375b-92b0-ee702ed2dac5',
        secret: 'q0Xv7mKp3sWd9RtYb2LhNc6JfZa4EuGi',
        origin: this.origin,
        apiBase: `${this.origin}/sandbox`,
        // The pages are as printed, for the real MixPay: what is asked behind it is nothing to them.
        checkoutBase: 'https://mixpay.me/code/',
        fetch: (url, init) => this.sandbox(new Request(url.replace('/sandbox', ''), init)),
        store: memoryStore(),
        order: this.#order,
        onPaid: ({ orderId }) => void this.fulfilled.push(orderId),
      }),
    );
    this.#server.on('request', (request, response) => {
      const { pathname } = new URL(request.url ?? '/', this.origin);
      const page = this.#pages.get(pathname);
      if (pathname.startsWith('/api/mixpay')) pay(request, response);
      else if (page === undefined) response.writeHead(404).end();
      else response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...page.headers }).end(page.html);
    });
  }

  /** The hash that `integrity.json` would name. */
  integrityOf(file: string): string {
    return `sha384-${createHash('sha384')
      .update(this.#cdn.get(file) ?? '')
      .digest('base64')}`;
  }

  /** Shows a page made of this, with further files beside it. */
  async open(body: string, options: { headers?: Record<string, string>; files?: Map<string, string> } = {}): Promise<Page> {
    const { headers = {}, files = new Map<string, string>() } = options;
    const path = `/page-${this.#pages.size}`;
    this.#pages.set(path, { html: `<!doctype html><html lang="en"><meta charset="utf-8" /><body>${body}`, headers });
    for (const [name, code] of files) this.#pages.set(`/${name}`, { html: code, headers: { 'content-type': 'text/javascript' } });
    if (this.#browser === undefined) throw new Error('the shop is not started');
    const page = await this.#browser.newPage();
    await page.setRequestInterception(true);
    // A page that is closed meanwhile needs no answer.
    page.on('request', (request) => void this.#answer(request).catch(() => undefined));
    await page.goto(this.origin + path);
    return page;
  }

  /** The CDN's files come from here; nothing else leaves this machine. */
  async #answer(request: HTTPRequest): Promise<void> {
    const url = request.url();
    const file = url.startsWith(CDN) ? this.#cdn.get(url.slice(CDN.length)) : undefined;
    const headers = { 'access-control-allow-origin': '*' };
    if (file !== undefined) await request.respond({ contentType: 'text/javascript; charset=utf-8', headers, body: file });
    else if (url.startsWith(this.origin)) await request.continue();
    else await request.respond({ contentType: 'text/html', body: `<title>${url}</title>` });
  }

  async stop(): Promise<void> {
    await this.#browser?.close();
    this.sandbox.close();
    this.#server?.closeAllConnections();
    this.#server?.close();
  }
}

/** Clicks the button, lets the payer pay, and waits until the button says so. @returns the short code */
export async function pay(page: Page, { sandbox }: SnippetShop): Promise<string> {
  await (await appears(page, 'mixpay-button >>> button')).click();
  const link = await appears(page, 'mixpay-button >>> a[href^="https://mixpay.me/code/"]');
  const code = await link.evaluate((anchor) => (anchor as HTMLAnchorElement).href.split('/').pop() ?? '');
  await sandbox.control(code, { status: 'success' });
  await page.evaluate(() => window.dispatchEvent(new Event('focus')));
  await page.waitForFunction(() => document.querySelector('mixpay-button')?.state === 'success');
  return code;
}
