import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Engine } from '../helpers/browsers.js';
import { exitCode } from './processes.js';
import { readTally, type Tally } from './tally.js';

/** Runs test files inside browsers, through Web Test Runner, its report on our output. */
export async function runBrowserTests(files: string[], engines: Engine[]): Promise<Tally> {
  if (files.length === 0) return { passed: 0, failed: 0 };
  const folder = mkdtempSync(join(tmpdir(), 'mixpay-button-'));
  const counts = join(folder, 'counts.json');
  const code = await exitCode(
    process.execPath,
    ['node_modules/@web/test-runner/dist/bin.js', '--config', 'test/web-test-runner.config.mjs', '--files', ...files],
    { TEST_BROWSERS: engines.join(','), TEST_COUNTS: counts },
  );
  const tally = readTally(counts);
  rmSync(folder, { recursive: true, force: true });
  if (tally === undefined) throw new Error(`Web Test Runner ended with ${String(code)} before it could count`);
  if (code !== 0 && tally.failed === 0) throw new Error(`Web Test Runner ended with ${String(code)} although no test failed`);
  return tally;
}
