import { availableParallelism } from 'node:os';
import { runTallied, type Tally } from './tally.js';

/** Longer than any test may take, so that one that hangs ends the run with its name. */
const HANGING_MS = 300_000;

/** Runs test files with Node's own runner: `abreast` files at a time, their report on our output. */
export async function runNodeTests(files: string[], abreast = availableParallelism()): Promise<Tally> {
  return runTallied('node --test', (counts) => ({
    args: [
      '--import=tsx',
      '--test',
      `--test-concurrency=${abreast}`,
      `--test-timeout=${HANGING_MS}`,
      '--test-reporter=spec',
      '--test-reporter-destination=stdout',
      '--test-reporter=./test/run/node-reporter.mjs',
      `--test-reporter-destination=${counts}`,
      ...files,
    ],
  }));
}
