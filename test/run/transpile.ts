import { mkdtempSync, readdirSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { transform } from 'esbuild';

/** Everything that a test imports. */
const FOLDERS = ['src', 'demo', 'test'];

export interface Transpiled {
  folder: string;
  /** What Node takes to import our TypeScript from there, and to name lines of the TypeScript in its errors. */
  flags: string[];
}

/**
 * Makes our TypeScript plain JavaScript once for all test files. Each of them is a process of its own, and tsx takes half a second
 * of processor in each: it reads what it kept of our files, and rewrites large files of packages anew.
 * @returns a folder in which files lie as in this one; the caller removes it
 */
export async function transpile(): Promise<Transpiled> {
  const folder = mkdtempSync(join(tmpdir(), 'mixpay-button-transpiled-'));
  const files = FOLDERS.flatMap((top) =>
    readdirSync(top, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts') && !file.includes('node_modules'))
      .map((file) => join(top, file)),
  );
  await Promise.all(files.map((file) => transpileFile(file, join(folder, file.replace(/\.ts$/, '.js')))));
  const load = pathToFileURL(join(folder, 'test/run/load.js')).href;
  return { folder, flags: ['--enable-source-maps', `--import=${load}`] };
}

async function transpileFile(from: string, to: string): Promise<void> {
  // The whole address, since Node is told that the JavaScript lies where the TypeScript does.
  const sourcefile = pathToFileURL(resolve(from)).href;
  const text = await readFile(from, 'utf8');
  const { code } = await transform(text, { loader: 'ts', format: 'esm', target: 'node20', sourcemap: 'inline', sourcefile });
  await mkdir(dirname(to), { recursive: true });
  await writeFile(to, code);
}
