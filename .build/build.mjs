// `npm run build`: everything the package ships, into dist/.
import { spawnSync } from 'node:child_process';
import { copyFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildCdn } from './cdn.mjs';
import { writeManifest } from './manifest.mjs';
import { reportSizes } from './sizes.mjs';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
rmSync('dist', { recursive: true, force: true });

// the ESM entries, a file per module, so that what is loaded when needed stays so in the bundlers of others
const tsc = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], { stdio: 'inherit' });
if (tsc.status !== 0) process.exit(1);

copyFileSync('src/element/pre.css', 'dist/pre.css');
// TypeScript asks for the types of whatever is imported, a style sheet too
writeFileSync('dist/pre.css.d.ts', 'export {};\n');
writeManifest();
const files = await buildCdn();
if (!(await reportSizes(files))) process.exit(1);
