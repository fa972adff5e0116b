import { availableParallelism, tmpdir } from 'node:os';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { exitCode } from './processes.js';
import { readTally, type Tally } from './tally.js';

/** Longer than any test may take, so that one that hangs ends the run with its name. */
const HANGING_MS = 300_000;

/** Runs test files with Node's own runner: `abreast` files at a time, their report on our output. */
export async function runNodeTests(files: string[], abreast = availableParallelism()): Promise<Tally> {
  if (files.length === 0) return { passed: 0, failed: 0 };
  const folder = mkdtempSync(join(tmpdir(), 'mixpay-button-'));
  const counts = join(folder, 'counts.json');
  const code = await exitCode(process.execPath, [
    '--import=tsx',
    '--test',
    `--test-concurrency=${abreast}`,
    `--test-timeout=${HANGING_MS}`,
    '--test-reporter=spec',
    '--test-reporter-destination=stdout',
    '--test-reporter=./test/run/node-reporter.mjs',
    `--test-reporter-destination=${counts}`,
    ...files,
  ]);
  const tally = readTally(counts);
  rmSync(folder, { recursive: true, force: true });
  if (tally === undefined) throw new Error(`node --test ended with ${String(code)} before it could count`);
  if (code !== 0 && tally.failed === 0) throw new Error(`node --test ended with ${String(code)} although no test failed`);
  return tally;
}
