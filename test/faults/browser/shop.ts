import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { readFileSync } from 'node:fs';
import { build } from 'esbuild';
import { createSandbox, type Sandbox } from '../../../src/sandbox/index.js';
import { createPaymentHandler, memoryStore, toNodeListener } from '../../../src/server/index.js';

/** What is special about a page of the shop. */
export interface PageOptions {
  attributes?: Record<string, string>;
  headers?: Record<string, string>;
  /** Around the button, in place of the button, or before it. */
  body?: string;
  /** A script of the page's own that runs before all others. */
  before?: string;
  /** Where the element comes from: whole, with a chunk of it missing or in a state, or not at all. */
  script?: 'whole' | 'none' | 'late' | 'without dialog' | `part ${PartFault}`;
}

/** What may be wrong with the payment part's file. */
export type PartFault = 'lost' | 'html' | 'cut off' | 'throwing' | 'foreign' | 'slow' | 'hanging';

/** A merchant's server with the real handler, the real sandbox and pages made to measure. */
export class FaultShop {
  readonly sandbox: Sandbox;
  /** How often a payment was asked for, over all pages. */
  creates = 0;
  /** Milliseconds the endpoint takes its time. */
  delay = 0;
  readonly origin: string;
  readonly #pages = new Map<string, PageOptions>();
  readonly #files: Map<string, string>;
  readonly #server = createServer();
  #pay: ReturnType<typeof toNodeListener> = (_request, response) => void response.end();

  private constructor(files: Map<string, string>, port: number, server: ReturnType<typeof createServer>) {
    this.#files = files;
    this.#server = server;
    this.origin = `http://127.0.0.1:${port}`;
    this.sandbox = createSandbox({ basePath: '/sandbox', limitPerMinute: 100_000 });
    const mixpay = toNodeListener(this.sandbox);
    server.on('request', (request, response) => {
      const path = request.url ?? '/';
      if (path.startsWith('/sandbox')) mixpay(request, response);
      else if (!path.startsWith('/api/mixpay')) this.#serve(path, request, response);
      else {
        const creates = request.method === 'POST' && path === '/api/mixpay';
        if (creates) this.creates += 1;
        setTimeout(() => this.#pay(request, response), creates ? this.delay : 0);
      }
    });
  }

  /** A new day: nothing is remembered, and MixPay's minute has not begun. */
  renew(): void {
    const handler = createPaymentHandler({
      payeeId: '1f9b3c5e-7a2d-4b8c-9e0f-3d6a5c4b2e1f',
      settlementAssetId: '4d8c508b-91c5-375b-92b0-ee702ed2dac5',
      secret: 'a secret of more than thirty-two characters',
      origin: this.origin,
      apiBase: `${this.origin}/sandbox`,
      checkoutBase: `${this.origin}/sandbox/code/`,
      origins: [this.origin.replace('127.0.0.1', 'localhost')],
      store: memoryStore(),
      order: ({ orderId }) => ({ ...(orderId === undefined ? {} : { orderId }), quoteAmount: '10', quoteAssetId: 'usd' }),
      onPaid: () => undefined,
    });
    this.#pay = toNodeListener(handler);
  }

  static async open(): Promise<FaultShop> {
    const files = await bundle();
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    return new FaultShop(files, typeof address === 'object' && address !== null ? address.port : 0, server);
  }

  /** @returns the path of a page like this */
  page(options: PageOptions): string {
    const path = `/page/${this.#pages.size}`;
    this.#pages.set(path, options);
    return path;
  }

  /** The page at this path has another script from now on. */
  spoil(path: string, script: NonNullable<PageOptions['script']>): void {
    const { pathname } = new URL(path);
    this.#pages.set(pathname, { ...this.#pages.get(pathname), script });
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #serve(path: string, request: IncomingMessage, response: ServerResponse): void {
    const page = this.#pages.get(path);
    if (page !== undefined) {
      response.writeHead(200, { 'Content-Type': 'text/html', ...page.headers }).end(html(page));
      return;
    }
    if (path === '/fake' && request.method === 'POST') {
      this.creates += 1;
      response.writeHead(200, { 'Content-Type': 'application/json' }).end('{"code":"fake"}');
      return;
    }
    const [, folder = '', name = ''] = path.split('/');
    const file = this.#files.get(name);
    const type = name.endsWith('.css') ? 'text/css' : 'text/javascript';
    const send = (body: string | undefined, sent = type): void =>
      void response.writeHead(body === undefined ? 404 : 200, { 'Content-Type': sent, 'Access-Control-Allow-Origin': '*' }).end(body);
    if (folder === 'late' && name === 'define.js') setTimeout(() => send(file), 1500);
    else if (folder === 'without-dialog' && name.startsWith('dialog')) send(undefined);
    else if (folder.startsWith('part-') && name.startsWith('payment') && file !== undefined) this.#servePart(folder, file, send);
    else send(file);
  }

  #servePart(folder: string, file: string, send: (body: string | undefined, type?: string) => void): void {
    const fault = folder.slice('part-'.length).replace('-', ' ') as PartFault;
    if (fault === 'hanging') return;
    if (fault === 'slow') setTimeout(() => send(file), 1500);
    else if (fault === 'html') send('<!doctype html><h1>Welcome</h1>', 'text/html');
    else if (fault === 'cut off') send(file.slice(0, file.length / 2));
    else if (fault === 'throwing') send(`undefined.length;${file}`);
    else if (fault === 'foreign') send('export const SEAM = -1; export const openPayments = () => undefined;');
    else send(undefined);
  }
}

function html({ attributes = {}, body = '', before = '', script = 'whole' }: PageOptions): string {
  const all = { endpoint: '/api/mixpay', 'checkout-base': '/sandbox/code/', 'quote-amount': '10', 'quote-asset-id': 'usd', ...attributes };
  const written = Object.entries(all).map(([name, value]) => `${name}="${value}"`);
  const folder = script.replace(/ /g, '-');
  return `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>Shop</title><link rel="stylesheet" href="/whole/pre.css">
<script>${before}</script><script src="/whole/notes.js"></script>${script === 'none' ? '' : `<script type="module" ${script === 'late' ? 'async' : ''} src="/${folder}/define.js"></script>`}
<mixpay-button ${written.join(' ')}>${body}</mixpay-button>`;
}

/** Kept in the page, beside what functions sent over by the tests call: what it heard, and whether the browser brought it back from its memory. */
const NOTES = `globalThis.__name = (value) => value;
globalThis.notes = { events: [], opened: [], violations: 0, persisted: false };
for (const type of ['request', 'open', 'success', 'failed', 'close', 'error'])
  addEventListener('mixpay-' + type, (event) => {
    notes.events.push(type);
    if (type === 'open') notes.opened.push(event.mode + (event.reason ? ' because ' + event.reason : ''));
  });
addEventListener('securitypolicyviolation', () => (notes.violations += 1));
addEventListener('hashchange', () => document.querySelector('mixpay-button').click());
addEventListener('pageshow', (event) => (notes.persisted = event.persisted));`;

/** The element as a shop serves it, the dialog a chunk of its own. */
async function bundle(): Promise<Map<string, string>> {
  const { outputFiles } = await build({
    entryPoints: ['src/define.ts'],
    bundle: true,
    splitting: true,
    format: 'esm',
    outdir: 'out',
    write: false,
    minify: true,
    target: 'es2022',
    conditions: ['production'],
    logLevel: 'error',
  });
  const files = new Map(outputFiles.map(({ path, text }) => [path.replace(/^.*\//, ''), text]));
  return files.set('notes.js', NOTES).set('pre.css', readFileSync('src/element/pre.css', 'utf8'));
}
