import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
/** What the build writes last. */
const LAST = join(ROOT, 'dist/cdn/licenses.txt');
const FOLDERS = ['src', '.build'];
const FILES = ['package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json'];

/**
 * Runs `npm run build` where dist/ is missing or older than what it is made of, so that a run of all tests builds once.
 * @throws where the build fails, with all that it printed
 */
export function provideDist(): void {
  if (existsSync(LAST) && statSync(LAST).mtimeMs > newest()) return;
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, '.build/build.mjs')], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`npm run build failed:\n${stdout}${stderr}`);
}

/** Folders count too: their time is that of the last file that came or went. */
function newest(): number {
  const inFolders = FOLDERS.flatMap((folder) => [
    folder,
    ...readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)),
  ]);
  return Math.max(...[...inFolders, ...FILES].map((file) => statSync(join(ROOT, file)).mtimeMs));
}
