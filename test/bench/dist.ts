import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as Sandbox from '../../src/sandbox/index.js';
import type * as Server from '../../src/server/index.js';

/** The published server part and sandbox; not the sources, which tsx would give helpers of its own. */
export function importServer(): Promise<typeof Server> {
  return import(pathToFileURL(resolve('dist/server/index.js')).href) as Promise<typeof Server>;
}

export function importSandbox(): Promise<typeof Sandbox> {
  return import(pathToFileURL(resolve('dist/sandbox/index.js')).href) as Promise<typeof Sandbox>;
}
