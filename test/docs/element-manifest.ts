import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

/** Analyses src/element/ as the build does; on a copy, because the analyzer writes into the package.json it finds. */
export function readManifest(): ElementManifest {
  const folder = mkdtempSync(join(tmpdir(), 'mixpay-button-manifest-'));
  try {
    cpSync(join(ROOT, 'src/element'), join(folder, 'element'), { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{}');
    const analyzer = join(ROOT, 'node_modules/@custom-elements-manifest/analyzer/cem.js');
    execFileSync(
      process.execPath,
      [analyzer, 'analyze', '--litelement', '--quiet', '--globs', 'element/button/button.ts', 'element/button/properties.ts'],
      { cwd: folder },
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
