import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const EXAMPLES = join(ROOT, 'demo/servers');

/** What a merchant has beside this package, in one runtime or another. */
const NEIGHBOURS = ['express', 'hono', '@hono/node-server', 'db0'];

/** A merchant's project: the examples as they are shown, and the package as it is published. */
export interface Project {
  folder: string;
  /** Puts the addresses into an example and the shop it imports, and changes nothing else. @returns the example's file */
  place(example: string, ports: { shop: number; sandbox: number }): Promise<string>;
  remove(): Promise<void>;
}

export async function makeProject(): Promise<Project> {
  const folder = await mkdtemp(join(tmpdir(), 'mixpay-runtimes-'));
  const modules = join(folder, 'node_modules');
  const installed = join(modules, 'mixpay-button');
  // A file per module, as the package has them, so that each runtime's own resolution is put to the test.
  await build({
    entryPoints: await sources('src/core', 'src/server'),
    outbase: join(ROOT, 'src'),
    outdir: join(installed, 'dist'),
    format: 'esm',
    target: 'es2022',
    logLevel: 'error',
  });
  await cp(join(ROOT, 'package.json'), join(installed, 'package.json'));
  for (const name of NEIGHBOURS) {
    await mkdir(dirname(join(modules, name)), { recursive: true });
    await symlink(join(ROOT, 'node_modules', name), join(modules, name), 'junction');
  }
  const dependencies = Object.fromEntries([...NEIGHBOURS, 'mixpay-button'].map((name) => [name, '*']));
  await writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'module', private: true, dependencies }));

  return {
    folder,
    async place(example, ports) {
      const place = join(folder, example);
      await mkdir(place);
      for (const file of [`${example}.ts`, 'shop.ts']) {
        const text = await readFile(join(EXAMPLES, file), 'utf8');
        await writeFile(join(place, file), text.replaceAll('3000', String(ports.shop)).replaceAll('4010', String(ports.sandbox)));
      }
      return join(place, `${example}.ts`);
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

async function sources(...folders: string[]): Promise<string[]> {
  const lists = folders.map(async (folder) =>
    (await readdir(join(ROOT, folder), { recursive: true })).filter((file) => file.endsWith('.ts')).map((file) => join(ROOT, folder, file)),
  );
  return (await Promise.all(lists)).flat();
}
