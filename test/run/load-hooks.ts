import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { InitializeHook, LoadHook, ResolveHook } from 'node:module';

/** As URLs with a slash at the end. */
export interface Places {
  root: string;
  transpiled: string;
}

/** The names of ours that `paths` in tsconfig.json gives a place. */
const NAMED: Readonly<Record<string, string>> = { 'mixpay-button/server': 'src/server/index.ts' };

let places: Places;

export const initialize: InitializeHook<Places> = (data) => {
  places = data;
};

/** A TypeScript module imports its neighbours by the names they will have. */
export const resolve: ResolveHook = (specifier, context, next) => {
  const { parentURL = '' } = context;
  if (!parentURL.endsWith('.ts')) return next(specifier, context);
  const named = NAMED[specifier];
  if (named !== undefined) return { url: places.root + named, format: 'module', shortCircuit: true };
  if (!/^\.{1,2}\/.*\.js$/.test(specifier)) return next(specifier, context);
  const url = new URL(specifier.replace(/\.js$/, '.ts'), parentURL);
  return existsSync(url) ? { url: url.href, format: 'module', shortCircuit: true } : next(specifier, context);
};

export const load: LoadHook = async (url, context, next) => {
  if (!url.startsWith(places.root) || !/\.ts(\?|$)/.test(url)) return next(url, context);
  const { pathname } = new URL(url);
  const file = new URL(pathname.slice(new URL(places.root).pathname.length).replace(/\.ts$/, '.js'), places.transpiled);
  return { source: await readFile(file), format: 'module', shortCircuit: true };
};
