import type { Engine } from '../helpers/browsers.js';
import { runTallied, type Tally } from './tally.js';

/** Runs test files inside browsers, through Web Test Runner, its report on our output. */
export async function runBrowserTests(files: string[], engines: Engine[]): Promise<Tally> {
  return runTallied('Web Test Runner', (counts) => ({
    args: ['node_modules/@web/test-runner/dist/bin.js', '--config', 'test/web-test-runner.config.mjs', '--files', ...files],
    environment: { TEST_BROWSERS: engines.join(','), TEST_COUNTS: counts },
  }));
}
