import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type InlineConfig, type Manifest } from 'vite';
import { templates } from '../../.build/templates.mjs';
import { fillShop, POLICY } from '../common/page.js';
import { sandboxWords } from '../common/shop.js';
import { sitePages } from './pages.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const WORKER = 'worker.js';
/** The shop's page with its blanks, which the worker fills in for its visitor. */
const TEMPLATE = 'shop-page.html';
/** What a page of this repository asks for by path, and the site under another name. */
const SOURCE = /(?<=["']\{\{base\}\})(?:src|demo)\/[\w./-]+/g;

/** Writes the demo as static files, for any host and any path, into `folder`. */
export async function buildSite(folder: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  const templates = ['index.html', 'demo/site/builder.html', 'demo/site/scenarios.html', 'demo/site/stage.html', 'demo/site/guide.html'];
  const sources = new Set(templates.flatMap((file) => readFileSync(join(ROOT, file), 'utf8').match(SOURCE) ?? []));
  const assets = await buildAssets(
    folder,
    [...sources, 'demo/page/cold.ts'].filter((source) => !source.endsWith('.svg')),
  );
  await buildWorker(folder);
  copyFileSync(join(ROOT, 'demo/page/icon.svg'), join(folder, 'icon.svg'));
  const withAssets = (html: string): string =>
    withPolicy(html).replace(SOURCE, (source) => (source.endsWith('.svg') ? 'icon.svg' : assetOf(assets, source)));

  const shop = readFileSync(join(ROOT, 'index.html'), 'utf8');
  write(folder, TEMPLATE, withAssets(shop));
  write(folder, 'index.html', fillShop(withAssets(cold(shop)), sandboxWords('./', WORKER), {}));
  write(folder, '404.html', LOST);
  const surroundings = { baseOf: (path: string) => (path.includes('/') ? '../' : './'), worker: WORKER, prepare: withAssets };
  for (const page of sitePages()) write(folder, page.path, page.render(surroundings));
}

/** The page before its worker runs: nothing can be pressed, and there is no button, because no endpoint would answer it. */
function cold(html: string): string {
  return html
    .replace(/ *<script[^>]*src\/define\.ts"><\/script>\n/, '')
    .replace('demo/page/main.ts', 'demo/page/cold.ts')
    .replace('<div class="things">', '<div class="things" inert>')
    .replace('<div class="asides">', '<div class="asides" inert>')
    .replace('<section class="backroom"', '<section class="backroom" inert');
}

/** In a `meta` element, so that no host has to send the header. What such an element cannot say is left out. */
function withPolicy(html: string): string {
  const policy = POLICY.replace(/; frame-ancestors [^;]*/, '').replace(' ws:', '');
  return html.replace(
    '<meta charset="utf-8" />',
    `<meta charset="utf-8" />\n    <meta http-equiv="Content-Security-Policy" content="${policy}" />`,
  );
}

async function buildAssets(folder: string, input: string[]): Promise<Manifest> {
  await build({
    ...SHARED,
    base: './',
    build: { outDir: folder, emptyOutDir: false, manifest: 'manifest.json', modulePreload: false, rolldownOptions: { input } },
  });
  const file = join(folder, 'manifest.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as Manifest;
  rmSync(file);
  return manifest;
}

/** In one file under a fixed name, because browsers look there for the next version. */
async function buildWorker(folder: string): Promise<void> {
  await build({
    ...SHARED,
    build: {
      outDir: folder,
      emptyOutDir: false,
      rolldownOptions: { input: 'demo/worker/worker.ts', output: { format: 'iife', entryFileNames: WORKER, codeSplitting: false } },
    },
  });
}

/** Without a style sheet or a link: nobody knows how deep the address is that was not found. */
const LOST = `<!doctype html>
<html lang="en">
  <meta charset="utf-8" />
  <meta name="viewport" content="width=device-width, initial-scale=1" />
  <meta name="color-scheme" content="light dark" />
  <title>Nothing is here · mixpay-button</title>
  <style>
    :root { color-scheme: light dark; font: 400 100%/1.5 system-ui, sans-serif; background: light-dark(#f7f5f0, #10131e); color: light-dark(#191d2e, #eef0f8) }
    main { max-inline-size: 34rem; margin: 20vh auto; padding-inline: 16px }
    h1 { margin: 0; font-size: 2rem; line-height: 1.1; letter-spacing: -0.03em }
    p { margin-block: 12px; opacity: 0.8 }
  </style>
  <main>
    <h1>Nothing is here</h1>
    <p>Did you scan a code of the demo shop? Its payments live in the browser that shows the code. Use the link under the code there.</p>
  </main>
</html>
`;

const SHARED: InlineConfig = { root: ROOT, configFile: false, publicDir: false, logLevel: 'warn', plugins: [templates] };

function assetOf(assets: Manifest, source: string): string {
  const file = assets[source]?.file;
  if (file === undefined) throw new Error(`expected ${source} among what was built: ${Object.keys(assets).join(', ')}`);
  return file;
}

function write(folder: string, path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

// `npm run build:site`
if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  await buildSite(join(ROOT, 'dist/site'));
  console.log('dist/site: serve this folder from any static host, over https or from localhost, under any path.');
}
