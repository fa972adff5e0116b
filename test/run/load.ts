import { register } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { Places } from './load-hooks.js';

// Imported from the folder of `transpile.ts` before a test file, which is started in our root.
const data: Places = { root: pathToFileURL(`${process.cwd()}/`).href, transpiled: new URL('../../', import.meta.url).href };
register('./load-hooks.js', { parentURL: import.meta.url, data });
