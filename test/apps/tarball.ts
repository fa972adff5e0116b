import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { provideDist } from '../helpers/provide-dist.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Outside of this repository, whose node_modules no app may see; kept, so that a second run need not install anew. */
export const CACHE = join(tmpdir(), `mixpay-button-apps-${createHash('sha256').update(ROOT).digest('hex').slice(0, 8)}`);

/** The packed package. */
export interface Tarball {
  file: string;
  /** The same, unpacked. */
  folder: string;
}

/** Builds the package where that is needed, and packs it: once for all apps. */
export async function packTarball(): Promise<Tarball> {
  provideDist();
  const place = join(CACHE, '.tarball');
  rmSync(place, { recursive: true, force: true });
  mkdirSync(place, { recursive: true });
  const run = promisify(execFile);
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', place], { cwd: ROOT });
  const [packed] = JSON.parse(stdout) as { filename: string }[];
  if (packed === undefined) throw new Error(`expected npm pack to name its tarball, but received ${stdout}`);
  await run('tar', ['-xzf', packed.filename], { cwd: place });
  return { file: join(place, packed.filename), folder: join(place, 'package') };
}
