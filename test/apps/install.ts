import { createHash } from 'node:crypto';
import { copyFileSync, cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runToEnd } from './commands.js';
import type { Tarball } from './tarball.js';

const FILE = 'file:mixpay-button.tgz';
const QUIETLY = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'];

interface Manifest {
  dependencies: Record<string, string>;
}

interface Lock {
  packages: Record<string, Partial<Manifest> & { resolved?: string; integrity?: string }>;
}

/**
 * Installs what the app's package-lock.json says, with the tarball as mixpay-button. Where just that was installed before, only
 * the tarball's files are replaced.
 */
export async function installInto(folder: string, tarball: Tarball): Promise<void> {
  const version = takeTarball(folder, tarball);
  const lock = readLock(folder);
  setVersion(lock, FILE);
  writeJson(folder, 'package-lock.json', lock);
  const stamp = createHash('sha256')
    .update(JSON.stringify([version, lock]))
    .digest('hex');
  const stampFile = join(folder, 'node_modules/.mixpay-button-stamp');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) {
    const installed = join(folder, 'node_modules/mixpay-button');
    rmSync(installed, { recursive: true });
    cpSync(tarball.folder, installed, { recursive: true });
    for (const cache of ['.vite', '.cache']) rmSync(join(folder, 'node_modules', cache), { recursive: true, force: true });
    return;
  }
  rmSync(join(folder, 'node_modules'), { recursive: true, force: true });
  // Not `npm ci`, which fails where a registry lacks what is optional and for another platform.
  const install = () => runToEnd(folder, 'npm', ['install', '--no-save', ...QUIETLY]);
  // A registry may fail for a moment, which says nothing of the app.
  await install().catch(install);
  writeFileSync(stampFile, stamp);
}

/** Writes an app's package-lock.json: without the address of any registry, and without the hash of a tarball that each build changes. */
export async function writeLock(source: string, folder: string, tarball: Tarball): Promise<void> {
  const version = takeTarball(folder, tarball);
  if (existsSync(join(folder, 'package-lock.json'))) {
    const lock = readLock(folder);
    setVersion(lock, FILE);
    writeJson(folder, 'package-lock.json', lock);
  }
  await runToEnd(folder, 'npm', ['install', '--package-lock-only', '--omit-lockfile-registry-resolved', ...QUIETLY]);
  const lock = readLock(folder);
  setVersion(lock, version);
  delete lock.packages['node_modules/mixpay-button']?.resolved;
  delete lock.packages['node_modules/mixpay-button']?.integrity;
  writeJson(source, 'package-lock.json', lock);
}

/** Has the app depend on the tarball, which is no registry's yet. @returns the version it depends on in the repository */
function takeTarball(folder: string, tarball: Tarball): string {
  copyFileSync(tarball.file, join(folder, 'mixpay-button.tgz'));
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
  const version = manifest.dependencies['mixpay-button'] ?? '';
  manifest.dependencies['mixpay-button'] = FILE;
  writeJson(folder, 'package.json', manifest);
  return version;
}

function readLock(folder: string): Lock {
  return JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')) as Lock;
}

function setVersion(lock: Lock, version: string): void {
  const { '': root, 'node_modules/mixpay-button': entry } = lock.packages;
  if (root?.dependencies !== undefined) root.dependencies['mixpay-button'] = version;
  if (entry !== undefined) entry.resolved = FILE;
}

function writeJson(folder: string, name: string, value: object): void {
  writeFileSync(join(folder, name), `${JSON.stringify(value, undefined, 2)}\n`);
}
