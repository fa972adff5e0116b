import type { Writable } from 'node:stream';
import type { Engine } from '../helpers/browsers.js';
import { runTallied, type Tally } from './tally.js';

/** Runs test files inside browsers, through Web Test Runner. Its report goes to `output`. */
export async function runBrowserTests(files: string[], engines: Engine[], output: Writable): Promise<Tally> {
  const command = (counts: string) => ({
    args: ['node_modules/@web/test-runner/dist/bin.js', '--config', 'test/web-test-runner.config.mjs', '--files', ...files],
    environment: { TEST_BROWSERS: engines.join(','), TEST_COUNTS: counts },
  });
  return runTallied('Web Test Runner', command, output);
}
