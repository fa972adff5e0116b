import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const FILE = 'dist/custom-elements.json';

/** Writes the custom elements manifest of src/element/, naming the built modules. */
export function writeManifest() {
  const analyzer = spawnSync(
    process.execPath,
    [
      'node_modules/@custom-elements-manifest/analyzer/cem.js',
      'analyze',
      '--litelement',
      '--quiet',
      '--outdir',
      'dist',
      '--globs',
      'src/element/**/*.ts',
      'src/define.ts',
    ],
    { encoding: 'utf8' },
  );
  if (analyzer.status !== 0) throw new Error(`the manifest analyzer failed: ${analyzer.stdout}${analyzer.stderr}`);
  const manifest = JSON.parse(readFileSync(FILE, 'utf8').replaceAll(/"\/?src\/([^"]+)\.ts"/g, '"dist/$1.js"'));
  const tags = manifest.modules.flatMap((module) => module.declarations ?? []).map((declaration) => declaration.tagName);
  if (!tags.includes('mixpay-button'))
    throw new Error(`expected ${FILE} to describe mixpay-button; is "@tagname mixpay-button" in the class comment?`);
  writeFileSync(FILE, `${JSON.stringify(manifest, null, 2)}\n`);
}
