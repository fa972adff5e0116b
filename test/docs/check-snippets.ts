import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { ROOT } from './read-docs.js';

/** The package by its published names, as its sources. */
export const SOURCES: Readonly<Record<string, string>> = {
  'mixpay-button': 'src/index.ts',
  'mixpay-button/define': 'src/define.ts',
  'mixpay-button/server': 'src/server/index.ts',
  'mixpay-button/sandbox': 'src/sandbox/index.ts',
  'mixpay-button/react': 'src/element/frameworks/react.ts',
  'mixpay-button/vue': 'src/element/frameworks/vue.ts',
  'mixpay-button/angular': 'src/element/frameworks/angular.ts',
  'mixpay-button/preact': 'src/element/frameworks/preact.ts',
  'mixpay-button/solid': 'src/element/frameworks/solid.ts',
  'mixpay-button/svelte': 'src/element/frameworks/svelte.ts',
  'mixpay-button/pre.css': 'src/element/pre.css',
};

/** A folder inside this project, so that its modules are found, with what the snippets import beside them. */
export function makeFolder(files: Record<string, string>): { folder: string; remove: () => void } {
  mkdirSync(join(ROOT, '.test-output'), { recursive: true });
  // TypeScript writes paths with slashes alone.
  const folder = mkdtempSync(join(ROOT, '.test-output/docs-')).replaceAll('\\', '/');
  cpSync(join(ROOT, 'test/docs/fixture'), folder, { recursive: true });
  for (const [name, code] of Object.entries({ ...files, 'tsconfig.json': JSON.stringify({ compilerOptions: compilerOptions() }) })) {
    writeFileSync(join(folder, name), code);
  }
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

function compilerOptions() {
  return {
    target: 'ES2022',
    module: 'ESNext',
    moduleResolution: 'Bundler',
    lib: ['ES2023', 'DOM', 'DOM.Iterable'],
    types: ['node'],
    jsx: 'preserve',
    strict: true,
    exactOptionalPropertyTypes: true,
    experimentalDecorators: true,
    useDefineForClassFields: false,
    skipLibCheck: true,
    noEmit: true,
    paths: Object.fromEntries(Object.entries(SOURCES).map(([name, path]) => [name, [join(ROOT, path)]])),
  };
}

const parsed = new Map<string, ts.SourceFile | undefined>();

/** Reads the sources and the libraries once for all programs, which differ in what is in their folder alone. */
function makeHost(options: ts.CompilerOptions, folder: string): ts.CompilerHost {
  const host = ts.createCompilerHost(options, true);
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (name, ...how) => {
    if (name.startsWith(folder)) return read(name, ...how);
    if (!parsed.has(name)) parsed.set(name, read(name, ...how));
    return parsed.get(name);
  };
  return host;
}

/** What TypeScript, set to strict, has to say of these files, one line for each fault. */
export function findTypeErrors(files: Record<string, string>): string[] {
  const { folder, remove } = makeFolder({ ...files, 'css.d.ts': "declare module '*.css';" });
  try {
    const { options } = ts.convertCompilerOptionsFromJson(compilerOptions(), folder);
    const names = [...[...Object.keys(files), 'css.d.ts'].map((name) => join(folder, name))];
    const program = ts.createProgram(names, options, makeHost(options, folder));
    // The sources that they import are checked by `tsc`.
    const own = program.getSourceFiles().filter(({ fileName }) => fileName.startsWith(folder));
    const faults = ts.sortAndDeduplicateDiagnostics(own.flatMap((file) => ts.getPreEmitDiagnostics(program, file)));
    return faults.map((diagnostic) => {
      const { file, start = 0, messageText } = diagnostic;
      const line = file === undefined ? 0 : file.getLineAndCharacterOfPosition(start).line + 1;
      return `${file?.fileName.slice(folder.length + 1) ?? ''}:${line} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
    });
  } finally {
    remove();
  }
}
