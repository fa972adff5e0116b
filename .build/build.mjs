// `npm run build`: everything the package ships, into dist/.
import { spawnSync } from 'node:child_process';
import { copyFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildCdn } from './cdn.mjs';
import { writeManifest } from './manifest.mjs';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
rmSync('dist', { recursive: true, force: true });

// the ESM entries, a file per module, so that what is loaded when needed stays so in the bundlers of others
run('node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json');

copyFileSync('src/element/pre.css', 'dist/pre.css');
// TypeScript asks for the types of whatever is imported, a style sheet too
writeFileSync('dist/pre.css.d.ts', 'export {};\n');
writeManifest();
await buildCdn();

run('node_modules/size-limit/bin.js');

function run(...command) {
  const { status } = spawnSync(process.execPath, command, { stdio: 'inherit' });
  if (status !== 0) process.exit(1);
}
