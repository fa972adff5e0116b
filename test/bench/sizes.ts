import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build, type Metafile, type OutputFile } from 'esbuild';
import { BenchBrowser } from './browser.js';
import { provideDist } from '../helpers/provide-dist.js';
import { installRivals, RIVALS } from './rivals.js';
import { bytes, times, type Cell, type Table } from './report.js';

interface Sizes {
  minified: number;
  gzip: number;
  brotli: number;
}

interface Measured {
  name: string;
  holds: string;
  sizes: Sizes;
}

/** What a page and a server load of ours, and of what others offer for their own payments. */
export async function measureSizes(quick: boolean): Promise<Table[]> {
  provideDist();
  const bare = await bundled('bare Lit button', 'Lit, a property, a style sheet, a template, a listener', 'test/bench/bare/bare-lit.ts');
  const notes = [
    'Bytes, minified, and compressed file by file as a server sends them (gzip -9, brotli -11). The ratio is that of brotli to the bare Lit button.',
  ];
  const rivals = await others(quick, notes);
  const measured = [...(await ours(notes)), bare, ...rivals];
  return [
    {
      title: 'Sizes',
      notes,
      head: ['what', 'what it holds', 'minified', 'gzip', 'brotli', 'ratio'],
      rows: measured.map(({ name, holds, sizes }): Cell[] => [
        name,
        holds,
        bytes(sizes.minified),
        bytes(sizes.gzip),
        bytes(sizes.brotli),
        times(sizes.brotli, bare.sizes.brotli),
      ]),
    },
  ];
}

async function ours(notes: string[]): Promise<Measured[]> {
  const npm = ['lit', 'lit/*', '@lit/*', 'lit-html', 'lit-html/*', 'lit-element', 'lit-element/*'];
  return [
    ...(await ofTheTag(notes)),
    await bundled(
      'ours: npm import, without Lit',
      'what `import "mixpay-button/define"` adds at once to a page that has Lit',
      'dist/define.js',
      {
        external: npm,
      },
    ),
    {
      name: 'ours: `mixpay-button.all.js`',
      holds: 'all in one file: button, Lit, dialog, QR encoder, English',
      sizes: sizesOf([readFileSync('dist/cdn/mixpay-button.all.js')]),
    },
    await bundled(
      'ours: server handler, for Node',
      'handler and its Node listener, bundled with what they import; no store but the one in memory',
      { contents: "export { createPaymentHandler, memoryStore, toNodeListener } from './dist/server/index.js';" },
      { platform: 'node' },
    ),
  ];
}

/** What a browser really asks for, before anybody shows any interest and once the QR code is there. */
async function ofTheTag(notes: string[]): Promise<Measured[]> {
  const browser = await BenchBrowser.open();
  if (browser === undefined) {
    notes.push('What the script tag loads is left out: no Chromium is installed.');
    return [];
  }
  try {
    const body = `<mixpay-button endpoint="/api/mixpay" mode="qr" order-id="order-1" quote-amount="10" quote-asset-id="usd"></mixpay-button>
<script type="module" src="/cdn/mixpay-button.js"></script>`;
    const opened = await browser.visit(body);
    const { page } = opened;
    const atFirst = [...opened.loaded];
    await page.evaluate(() => window.watch.expect('[part~="qr-code"]'));
    await page.locator('mixpay-button').click();
    await page.waitForFunction(() => window.watch.marks.visible !== undefined);
    const atLast = [...opened.loaded];
    await opened.close();
    const read = (paths: string[]) => sizesOf(paths.map((path) => readFileSync(`dist${path}`)));
    return [
      { name: 'ours: first load of the script tag', holds: `button and Lit; files: ${atFirst.length}`, sizes: read(atFirst) },
      {
        name: 'ours: all that a QR payment loads',
        holds: `button, Lit, payment, dialog, QR encoder; files: ${atLast.length}`,
        sizes: read(atLast),
      },
    ];
  } finally {
    await browser.close();
  }
}

async function others(quick: boolean, notes: string[]): Promise<Measured[]> {
  if (quick) {
    notes.push('Other packages are left out of a quick run.');
    return [];
  }
  const folder = installRivals();
  if (folder === undefined) {
    notes.push('Other packages are left out: npm could not install them (is the registry reachable?).');
    return [];
  }
  const measure = ({ name, version, holds }: (typeof RIVALS)[number]) =>
    // Some name a module of Node's that they do without in a browser.
    bundled(
      `${name} ${version}`,
      holds,
      { contents: `import * as all from '${name}'; globalThis.all = all;`, resolveDir: folder },
      { external: [...builtinModules] },
    );
  return Promise.all(RIVALS.map(measure));
}

const ENTRY = 'entry.js';

type Entry = string | { contents: string; resolveDir?: string };

/** The entry and all that it imports at once, bundled; what is imported when needed stays out. */
async function bundled(
  name: string,
  holds: string,
  entry: Entry,
  options: { external?: string[]; platform?: 'node' } = {},
): Promise<Measured> {
  const { outputFiles, metafile } = await build({
    ...(typeof entry === 'string' ? { entryPoints: [entry] } : { stdin: { resolveDir: '.', sourcefile: ENTRY, ...entry } }),
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    platform: 'browser',
    conditions: ['production'],
    legalComments: 'none',
    outdir: 'out',
    write: false,
    metafile: true,
    logLevel: 'error',
    ...options,
  });
  return { name, holds, sizes: sizesOf(atOnce(typeof entry === 'string' ? entry : ENTRY, outputFiles, metafile)) };
}

function atOnce(name: string, files: OutputFile[], { outputs }: Metafile): Uint8Array[] {
  const entry = Object.keys(outputs).find((path) => outputs[path]?.entryPoint?.endsWith(name));
  const wanted = new Set<string>();
  const add = (path: string): void => {
    if (wanted.has(path)) return;
    wanted.add(path);
    for (const { path: imported, kind, external } of outputs[path]?.imports ?? [])
      if (kind === 'import-statement' && external !== true) add(imported);
  };
  if (entry !== undefined) add(entry);
  const found = files.filter(({ path }) => [...wanted].some((output) => path.endsWith(output)));
  if (found.length === 0) throw new Error(`expected an entry among ${Object.keys(outputs).join(', ')}`);
  return found.map(({ contents }) => contents);
}

function sizesOf(files: Uint8Array[]): Sizes {
  const sum = (size: (content: Uint8Array) => number) => files.reduce((total, content) => total + size(content), 0);
  return {
    minified: sum(({ byteLength }) => byteLength),
    gzip: sum((content) => gzipSync(content, { level: 9 }).length),
    brotli: sum((content) => brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length),
  };
}
