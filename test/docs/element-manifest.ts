import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ROOT } from './read-docs.js';

interface Named {
  name: string;
  description?: string;
}

/** The element, as its custom elements manifest describes it. */
export interface ElementManifest {
  attributes: (Named & { fieldName?: string; default?: string })[];
  events: Named[];
  slots: Named[];
  cssParts: Named[];
  cssProperties: Named[];
  cssStates: Named[];
  members: (Named & { kind: string; privacy?: string; readonly?: boolean; attribute?: string; static?: boolean })[];
}

/** Analyses src/element/ as the build does. */
export function readManifest(): ElementManifest {
  // The analyzer takes its folder as a relative one.
  mkdirSync(join(ROOT, '.test-output'), { recursive: true });
  const folder = mkdtempSync(join(ROOT, '.test-output/manifest-'));
  try {
    execFileSync(
      process.execPath,
      [
        'node_modules/@custom-elements-manifest/analyzer/cem.js',
        'analyze',
        '--litelement',
        '--quiet',
        '--outdir',
        relative(ROOT, folder),
        '--globs',
        'src/element/**/*.ts',
      ],
      { cwd: ROOT },
    );
    const { modules } = JSON.parse(readFileSync(join(folder, 'custom-elements.json'), 'utf8')) as {
      modules: { declarations?: (Partial<ElementManifest> & { tagName?: string })[] }[];
    };
    const element = modules.flatMap(({ declarations = [] }) => declarations).find(({ tagName }) => tagName === 'mixpay-button');
    if (element === undefined) throw new Error('expected the manifest to describe mixpay-button');
    const empty = { attributes: [], events: [], slots: [], cssParts: [], cssProperties: [], cssStates: [], members: [] };
    return { ...empty, ...element };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
