import { copyFileSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

let cli: string | undefined;

/**
 * The command line made plain JavaScript once for a test file: it is started dozens of times, and to read TypeScript takes half
 * a second of processor at each start. It lies where it does in the package, below a package.json and beside its dependencies.
 * @returns the file, which is removed when this process ends
 */
export function bundleCli(): string {
  if (cli !== undefined) return cli;
  const folder = mkdtempSync(join(tmpdir(), 'mixpay-cli-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  copyFileSync(join(ROOT, 'package.json'), join(folder, 'package.json'));
  return (cli = bundle('src/cli.ts', folder, 'dist/cli.js'));
}

/** Makes one file of a TypeScript program for Node, and puts the installed packages beside it. @returns its path */
export function bundle(script: string, folder: string, name: string): string {
  const outfile = join(folder, name);
  const [entryPoints, logLevel] = [[join(ROOT, script)], 'error' as const];
  buildSync({ entryPoints, outfile, bundle: true, platform: 'node', format: 'esm', packages: 'external', logLevel });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'junction');
  return outfile;
}
