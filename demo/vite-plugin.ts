import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { basename, resolve } from 'node:path';
import type { Plugin, ViteDevServer } from 'vite';
import { toNodeListener } from '../src/server/index.js';
import { POLICY } from './common/page.js';
import { openShop, type Shop } from './shop/shop.js';
import { sitePages } from './site/pages.js';

/** A variable of the environment; one that is empty is not set. */
function environment(name: `MIXPAY_${string}`): string | undefined {
  const value = process.env[name]?.trim();
  return value === '' ? undefined : value;
}

/** Where the demo keeps what it must find again. */
const folder = () => environment('MIXPAY_DEMO_FOLDER') ?? '.demo';

/**
 * The demo shop as part of Vite's server: the page, the payment endpoint, the sandbox.
 *
 * - `MIXPAY_PAYEE_ID`: a MixPay account; payments are then real
 * - `MIXPAY_SETTLEMENT_ASSET_ID`: what it receives (default USDT)
 * - `MIXPAY_DEMO_FOLDER`: where orders and the secret are kept (default `.demo`)
 */
export function demoShop(): Plugin {
  const opened = new Set<Promise<Shop>>();
  return {
    name: 'mixpay-button-demo',
    apply: 'serve',
    config: () => ({
      appType: 'mpa',
      server: {
        // The endpoint itself decides which origins may use it.
        cors: false,
        // Vite serves what lies in the project; the shop's secret and orders must not be among it.
        fs: { deny: ['.env', '.env.*', '*.{crt,pem}', '**/.git/**', `**/${basename(resolve(folder()))}/**`] },
        watch: { ignored: [`**/${basename(resolve(folder()))}/**`, '**/dist/**', '**/test/**', '**/.test-output/**'] },
      },
    }),
    configureServer(server) {
      let shop: Promise<Shop> | undefined;
      const open = (): Promise<Shop> => {
        shop ??= openFor(server);
        opened.add(shop);
        return shop;
      };
      // Not only when somebody comes: what was paid while the server was down is found at once.
      server.httpServer?.once('listening', () => {
        open().then(
          ({ sandbox }) =>
            server.config.logger.info(`  ➜  Payments: ${sandbox === undefined ? 'real MixPay' : 'MixPay sandbox, no real money'}`),
          (error: unknown) => server.config.logger.error(`The demo shop could not be opened: ${String(error)}`),
        );
      });
      server.middlewares.use((req, res, next) => {
        serve(server, open, req, res, next).catch(next);
      });
    },
    async closeBundle() {
      await Promise.all([...opened].map(async (shop) => (await shop).close()));
      opened.clear();
    },
  };
}

function openFor(server: ViteDevServer): Promise<Shop> {
  const address = server.httpServer?.address();
  const port = typeof address === 'object' && address !== null ? address.port : server.config.server.port;
  return openShop({
    folder: resolve(folder()),
    origin: `http://localhost:${port}`,
    payeeId: environment('MIXPAY_PAYEE_ID'),
    settlementAssetId: environment('MIXPAY_SETTLEMENT_ASSET_ID'),
    complain: (message, error) =>
      server.config.logger.warn(`demo shop: ${message}: ${error instanceof Error ? error.message : String(error)}`),
  });
}

async function serve(
  server: ViteDevServer,
  open: () => Promise<Shop>,
  req: IncomingMessage,
  res: ServerResponse,
  next: (error?: unknown) => void,
): Promise<void> {
  const { pathname } = new URL(req.url ?? '/', 'http://localhost');
  const reads = req.method === 'GET' || req.method === 'HEAD';
  const isShop = reads && (pathname === '/' || pathname === '/index.html');
  const page =
    reads && !isShop ? sitePages().find(({ path }) => `/${path}` === pathname || `/${path}` === `${pathname}index.html`) : undefined;
  const shop = await open();
  if (!isShop && page === undefined && !shop.owns(pathname)) {
    next();
    return;
  }
  const handle = async (request: Request): Promise<Response> => {
    if (page !== undefined) {
      const text = page.render({ baseOf: () => '/', worker: '' });
      // Vite resolves the page's scripts and adds its own client.
      const shown = page.path.endsWith('.html') ? await server.transformIndexHtml(pathname, text) : text;
      return new Response(shown, { headers: { 'Content-Type': page.type, 'Content-Security-Policy': POLICY } });
    }
    if (isShop) {
      const response = await shop.page(await readFile(resolve(server.config.root, 'index.html'), 'utf8'), request);
      return new Response(await server.transformIndexHtml('/index.html', await response.text()), response);
    }
    const response = await shop.handle(request);
    if (response.type !== 'error') return response;
    // As if the line had been cut: no answer, and no status to give it.
    res.destroy();
    return new Response();
  };
  toNodeListener(handle, { origin: shop.origin })(req, res, next);
}
