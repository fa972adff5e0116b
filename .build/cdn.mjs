import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import * as terser from 'terser';
import { build, minify } from 'vite';
import { templates } from './templates.mjs';

const FOLDER = 'dist/cdn';
const LOCALES = 'src/element/locales';

/** How the bundler minifies. */
const MINIFIED = { compress: true, mangle: true, codegen: { removeWhitespace: true } };

/** A file to be measured, of which nothing is published. */
export const FIRST_LOAD_WITHOUT_LIT = 'node_modules/.cache/mixpay-button/first-load-without-lit.js';

/**
 * Builds the script-tag files, which hold Lit: `mixpay-button.js` loads dialog, QR and locales when they are needed;
 * `mixpay-button.all.js` is one file with English, beside which `locales/` holds a file for each further language, and `hints.js`
 * what only a developer is told.
 */
export async function buildCdn() {
  const files = [
    ...(await bundle('mixpay-button', 'src/define.ts')),
    ...(await bundle('mixpay-button.all', 'src/define.ts', { format: 'iife', codeSplitting: false }, [
      localesBeside,
      hintsBeside,
      importedAtOnce,
      withoutExports,
      asciiOnly,
    ])),
    ...(await bundle('hints', 'src/element/payment/hints.ts', { codeSplitting: false })),
  ];
  for (const locale of furtherLocales()) files.push(...(await bundle(`locales/${locale}`, `${LOCALES}/${locale}.ts`)));
  writeIntegrity(files.map(({ fileName }) => fileName));
  writeLicenses(files);
  await writeFirstLoadWithoutLit();
}

/** The files of words in languages other than English, as `button/fr`. */
function furtherLocales() {
  return ['button', 'payment'].flatMap((part) =>
    readdirSync(`${LOCALES}/${part}`)
      .filter((file) => file !== 'en.ts')
      .map((file) => `${part}/${basename(file, '.ts')}`),
  );
}

/**
 * Leaves all words but the English ones out of a bundle, which then imports them from `locales/` beside it. They are lists, so
 * that a file of another version would say something else: the query, made from the keys, keeps such files apart in caches.
 */
const localesBeside = {
  name: 'locales-beside',
  enforce: 'pre',
  transform: (code, id) =>
    id.endsWith('/locales/index.ts') ? { code: code.replace(/(?<=FILES[^=]*= )\{[^}]*\}/, filesBeside()), map: null } : undefined,
};

function filesBeside() {
  const names = [...new Set(furtherLocales().map((locale) => basename(locale)))].join(' ');
  const keys = ['button', 'payment'].flatMap((part) => readFileSync(`${LOCALES}/${part}/en.ts`, 'utf8').match(/^ {2}\w+(?=:)/gm));
  const version = createHash('sha256').update(keys.join()).digest('hex').slice(0, 8);
  return `Object.fromEntries('${names}'.split(' ').map((name) =>
    [name, ['button', 'payment'].map((part) => () => import('./locales/' + part + '/' + name + '.js?${version}'))]))`;
}

/** Leaves the hints out as well. */
const hintsBeside = {
  name: 'hints-beside',
  enforce: 'pre',
  resolveId: (source) => (source === './hints.js' ? { id: source, external: true } : undefined),
};

/**
 * Turns `import()` of our own files into imports, for one file has nothing left to load: otherwise the bundler wraps each module, so
 * that it runs when it is asked for, which makes the file larger by a twentieth.
 */
const importedAtOnce = {
  name: 'imported-at-once',
  enforce: 'pre',
  transform(code, id) {
    if (!/\/src\/element\//.test(id)) return undefined;
    const imports = [];
    const inlined = code.replace(/\bimport\('(\.[^']+)'\)/g, (dynamic, source) => {
      if (source === './hints.js') return dynamic;
      imports.push(`import * as part${imports.length} from '${source}';`);
      return `Promise.resolve(part${imports.length - 1})`;
    });
    return imports.length === 0 ? undefined : { code: `${imports.join('')}${inlined}`, map: null };
  },
};

/** A script that runs by itself, with `type="module"` or without: it exports nothing and leaves no name behind. */
const withoutExports = {
  name: 'without-exports',
  transform: (code, id) => (id.endsWith('src/define.ts') ? { code: code.replace(/^export \{.*$/m, ''), map: null } : undefined),
};

/** A script that is no module is read in the page's own encoding, which may not be UTF-8: it holds no character that would be misread. */
const asciiOnly = {
  name: 'ascii-only',
  generateBundle(_, bundle) {
    for (const chunk of Object.values(bundle)) {
      chunk.code = chunk.code?.replace(/[^\0-\x7f]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
    }
  },
};

/** Two minifiers, one after the other: the bundler's own and then Terser, which finds another hundredth. */
const minifiedTwice = {
  name: 'minified-twice',
  async renderChunk(code, { fileName }, { format }) {
    const module = format === 'es';
    const first = await minify(fileName, code, { ...MINIFIED, module });
    const second = await terser.minify(first.code, { ecma: 2022, module, compress: { passes: 2 } });
    return { code: second.code, map: null };
  },
};

async function bundle(name, entry, output = {}, plugins = []) {
  const result = await build(configOf(name, entry, output, plugins));
  return result.flatMap(({ output: chunks }) => chunks).map(({ fileName, modules }) => ({ fileName, modules: Object.keys(modules) }));
}

/** What a bundler makes of `import 'mixpay-button/define'`, as far as it is loaded at once, Lit left out. */
async function writeFirstLoadWithoutLit() {
  const config = configOf('define', 'dist/define.js');
  config.build.write = false;
  config.build.rolldownOptions.external = [/^@?lit/];
  // As the bundlers of most pages do it.
  config.plugins = [templates];
  config.build.rolldownOptions.output.minify = MINIFIED;
  // Only the files of this package's own say where their licences are.
  delete config.build.rolldownOptions.output.postBanner;
  const chunks = (await build(config)).flatMap(({ output }) => output);
  const loaded = new Set(chunks.filter(({ isEntry }) => isEntry));
  for (const { imports } of loaded) for (const chunk of chunks) if (imports.includes(chunk.fileName)) loaded.add(chunk);
  mkdirSync(dirname(FIRST_LOAD_WITHOUT_LIT), { recursive: true });
  writeFileSync(FIRST_LOAD_WITHOUT_LIT, [...loaded].map(({ code }) => code).join(''));
}

function configOf(name, entry, output = {}, plugins = []) {
  return {
    configFile: false,
    logLevel: 'warn',
    plugins: [...plugins, templates, minifiedTwice],
    // the oldest browsers that the package promises to work in
    build: {
      target: ['chrome111', 'edge111', 'firefox115', 'safari16.4'],
      outDir: FOLDER,
      emptyOutDir: false,
      minify: false,
      modulePreload: false,
      reportCompressedSize: false,
      lib: { entry: { [name]: entry }, formats: [output.format ?? 'es'], name: 'mixpayButton' },
      rolldownOptions: {
        output: {
          entryFileNames: '[name].js',
          // what entry and chunks share is a chunk too: were it in the entry, a tag with "?v=2" would load the entry twice
          chunkFileNames: 'mixpay-button.[name]-[hash].js',
          // done by `minifiedTwice`
          minify: false,
          comments: false,
          postBanner: '/*! mixpay-button: licenses.txt */',
          codeSplitting: {
            groups: [
              { name: firstLoad, debugName: 'first load' },
              // the bundler's own helper, which only the payment part needs, is no file of its own; nor is the dialog, which comes
              // with every payment: one answer of the server less to wait for, and smaller together
              { name: 'payment', test: /rolldown\/runtime|element\/payment\/(index|dialog)\./ },
            ],
          },
          ...output,
        },
      },
    },
  };
}

/** All that the entry imports at once goes into one file beside it, which the payment part imports as well. */
function firstLoad(id, context) {
  const seen = new Set();
  const isLoaded = (module) => {
    const info = context.getModuleInfo(module);
    if (info === null || seen.has(module)) return false;
    seen.add(module);
    return info.isEntry || info.importers.some(isLoaded);
  };
  return context.getModuleInfo(id)?.isEntry === false && isLoaded(id) ? 'button' : null;
}

/** Hashes for the `integrity` attribute. Each covers one file, so it covers all of the English `mixpay-button.all.js`, but no chunks. */
function writeIntegrity(fileNames) {
  const hashOf = (name) =>
    `sha384-${createHash('sha384')
      .update(readFileSync(`${FOLDER}/${name}`))
      .digest('base64')}`;
  const hashes = Object.fromEntries(fileNames.sort().map((name) => [name, hashOf(name)]));
  writeFileSync(`${FOLDER}/integrity.json`, `${JSON.stringify(hashes, null, 2)}\n`);
}

/** The licences of what the bundler put in, which ask to go where the code goes. */
function writeLicenses(files) {
  const names = files.flatMap(({ modules }) => modules.map((id) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(id)?.[1]));
  const packages = [...new Set(names)].filter((name) => name !== undefined).sort();
  const texts = [['mixpay-button', '.'], ...packages.map((name) => [name, `node_modules/${name}`])].map(([name, folder]) => {
    const license = readdirSync(folder).find((file) => /^licen[cs]e(?:\.|$)/i.test(file));
    if (license === undefined) throw new Error(`expected a licence in ${folder}, for it is bundled`);
    return `${name}\n\n${readFileSync(`${folder}/${license}`, 'utf8').trim()}\n`;
  });
  writeFileSync(`${FOLDER}/licenses.txt`, texts.join(`\n${'-'.repeat(80)}\n\n`));
}
