import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** Packages that only a few tests need, and that are larger than all others together: exact versions, in `tools.json` alone. */
const TOOLS = JSON.parse(readFileSync(new URL('./tools.json', import.meta.url), 'utf8')) as Readonly<
  Record<string, { version: string; size: string }>
>;
export type Tool =
  | 'bun'
  | 'deno'
  | 'miniflare'
  | 'happy-dom'
  | 'jsdom'
  | 'zxing-wasm'
  | '@electric-sql/pglite'
  | '@web/test-runner-webdriver'
  | '@arethetypeswrong/cli'
  | 'lighthouse';

/** In the clone, ignored by Git, and kept: the next run finds them there. */
const CACHE = fileURLToPath(new URL('../../.tools/', import.meta.url));

/** How a tool is fetched: npm, unless a test says otherwise. */
export type Install = (folder: string, packages: string) => { ok: boolean; said: string };

/**
 * The folder whose `node_modules` has a tool, which is installed there first where it is missing, after one line that says so.
 * @throws Error that says what to do, where npm cannot install it
 */
export function provideTool(name: Tool, cache = CACHE, install: Install = installWithNpm): string {
  const { version, size } = TOOLS[name] ?? { version: '', size: '' };
  const exact = `${name}@${version}`;
  const folder = join(cache, exact.replaceAll('/', '+'));
  if (existsSync(join(folder, 'node_modules', name, 'package.json'))) return folder;
  console.log(`Installing ${exact} (about ${size}) into ${CACHE === cache ? '.tools/' : cache}, for the tests that need it.`);
  mkdirSync(cache, { recursive: true });
  // Beside its place, and put there whole: another test file may be installing the same, and an installation may break off.
  const half = mkdtempSync(join(cache, 'half-'));
  writeFileSync(join(half, 'package.json'), '{"private": true}');
  const { ok, said } = install(half, exact);
  if (!ok) {
    rmSync(half, { recursive: true, force: true });
    throw new Error(
      `${exact} is needed by this test and could not be installed. Is this machine online, and does npm reach its registry? ` +
        `Leave these tests out by naming others (npm test -- core sandbox), or copy .tools/ from a clone that has it. npm said: ${said}`,
    );
  }
  try {
    renameSync(half, folder);
  } catch (error) {
    rmSync(half, { recursive: true, force: true });
    // Somebody else was first.
    if (!existsSync(join(folder, 'node_modules', name, 'package.json'))) throw error;
  }
  return folder;
}

/** The file of a tool's package, such as its program. */
export function fileOfTool(name: Tool, file: string): string {
  return join(provideTool(name), 'node_modules', name, file);
}

/** Imports a tool as a module. */
export async function importTool<T>(name: Tool, entry: string = name): Promise<T> {
  const require = createRequire(join(provideTool(name), 'package.json'));
  return (await import(pathToFileURL(require.resolve(entry)).href)) as T;
}

function installWithNpm(folder: string, packages: string): ReturnType<Install> {
  const words = [
    'install',
    packages,
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--no-progress',
    '--loglevel=error',
    '--fetch-retries=1',
  ];
  // Under npm, npm itself says where it is; it may not be in the path.
  const npm = process.env['npm_execpath'];
  const [program, args] = npm === undefined ? ['npm', words] : [process.execPath, [npm, ...words]];
  const { status, stderr, error } = spawnSync(program, args, {
    cwd: folder,
    encoding: 'utf8',
    shell: npm === undefined && process.platform === 'win32',
  });
  const said = (error?.message ?? stderr).trim().split('\n').slice(0, 3).join(' ');
  return { ok: status === 0, said };
}
