import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as Sandbox from '../../src/sandbox/index.js';
import type * as Server from '../../src/server/index.js';

/** What the build writes last. */
const LAST = 'dist/cdn/licenses.txt';
const SOURCES = ['src', '.build'];

/** Builds dist/ where it is missing or older than its sources: what is measured is what is published. */
export function provideDist(): void {
  if (existsSync(LAST) && statSync(LAST).mtimeMs > newest()) return;
  console.error('dist/ is missing or old: building it (npm run build)');
  // A budget that is exceeded fails the build, but the files are there to be measured.
  const { stderr } = spawnSync(process.execPath, ['.build/build.mjs'], { encoding: 'utf8' });
  if (!existsSync(LAST)) throw new Error(`npm run build failed: ${stderr}`);
}

function newest(): number {
  const files = SOURCES.flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)));
  return Math.max(...files.map((file) => statSync(file).mtimeMs));
}

/** The published server part and sandbox; not the sources, which tsx would give helpers of its own. */
export function importServer(): Promise<typeof Server> {
  return import(pathToFileURL(resolve('dist/server/index.js')).href) as Promise<typeof Server>;
}

export function importSandbox(): Promise<typeof Sandbox> {
  return import(pathToFileURL(resolve('dist/sandbox/index.js')).href) as Promise<typeof Sandbox>;
}
