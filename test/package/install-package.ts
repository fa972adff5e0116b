import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { text } from 'node:stream/consumers';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { provideDist } from '../helpers/provide-dist.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const runFile = promisify(execFile);

/** What npm would install along with the package. */
const DEPENDENCIES = ['lit', '@lit/reactive-element', 'lean-qr'];

/** What a merchant has who uses the types: those of Node on the server, and of a framework in the page. */
const FOR_THE_TYPES = ['@types/node', '@types/react', 'react', 'vue', 'svelte', 'preact', 'solid-js', 'csstype'];

export interface Merchant {
  /** A project folder outside the repository, with the packed package in its node_modules. */
  folder: string;
  /** Runs a script with Node in the folder. @returns what it printed */
  node(...args: string[]): Promise<string>;
  /** Has npm's packages that only some tests need in the project as well, from this repository's own. */
  add(name: string): void;
  remove(): void;
}

/** Builds and packs this package, and installs the tarball into a project of its own, with its dependencies. */
export async function installPackage(): Promise<Merchant> {
  const folder = mkdtempSync(join(tmpdir(), 'mixpay-button-merchant-'));
  const modules = join(folder, 'node_modules');
  provideDist();
  const { stdout } = await runFile('npm', ['pack', '--json', '--pack-destination', folder], {
    cwd: root,
    shell: process.platform === 'win32',
  });
  const [packed] = JSON.parse(stdout) as { filename: string }[];
  if (packed === undefined) throw new Error(`expected npm pack to name its tarball, but received ${stdout}`);
  mkdirSync(join(modules, 'mixpay-button'), { recursive: true });
  await runFile('tar', ['-xzf', packed.filename, '-C', join(modules, 'mixpay-button'), '--strip-components=1'], { cwd: folder });
  const add = (name: string): void => {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(join(root, 'node_modules', name), join(modules, name), 'junction');
  };
  [...DEPENDENCIES, ...FOR_THE_TYPES].forEach(add);
  cpSync(join(dirname(fileURLToPath(import.meta.url)), 'fixture'), folder, { recursive: true });
  return {
    folder,
    node: (...args) => runNodeIn(folder, args),
    add,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** @throws with all that the script printed, because tsc reports on stdout */
async function runNodeIn(folder: string, args: string[]): Promise<string> {
  const child = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const [printed, complaints, [code, signal]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>,
  ]);
  if (code !== 0) throw new Error(`node ${args.join(' ')} ended with ${String(code ?? signal)}:\n${printed}${complaints}`);
  return printed;
}

/** A file of this repository's own development tools. */
export function tool(path: string): string {
  return join(root, 'node_modules', path);
}
