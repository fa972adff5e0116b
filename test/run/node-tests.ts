import { rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { runTallied, type Tally } from './tally.js';
import { transpile } from './transpile.js';

/** Longer than any test may take, so that one that hangs ends the run with its name. */
export const HANGING_MS = 300_000;

/** Runs test files with Node's own runner, in this order: `abreast` files at a time, their report on our output. */
export async function runNodeTests(files: string[], abreast = availableParallelism()): Promise<Tally> {
  const { folder, flags } = await transpile();
  try {
    return await runTallied('the runner of the tests in Node', (counts) => ({
      args: [...flags, `--test-timeout=${HANGING_MS}`, 'test/run/node-runner.ts', counts, String(abreast), ...files],
    }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
