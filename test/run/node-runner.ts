import { writeFileSync } from 'node:fs';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { HANGING_MS } from './node-tests.js';
import type { Tally } from './tally.js';

/**
 * `node-runner.ts <counts> <abreast> <file…>` runs test files in the order they are named, which `node --test` would sort. Each
 * of them is a process with the flags of this one. The report is for people; the counts are for the closing line.
 */
const [counts = '', abreast, ...files] = process.argv.slice(2);
const tally: Tally = { passed: 0, failed: 0 };

const events = run({ files, concurrency: Number(abreast), timeout: HANGING_MS });
// Suites, skipped tests, and files without a test (which Node reports as one test named like the file) are no passed tests.
events.on('test:pass', ({ details, name, file, skip, todo }) => {
  if (details.type !== 'suite' && skip === undefined && todo === undefined && name !== file) tally.passed += 1;
});
// A suite or test that failed only because one within it did does not count. A failed hook, in contrast, does.
events.on('test:fail', ({ details: { error } }) => {
  if (!('failureType' in error && error.failureType === 'subtestsFailed')) tally.failed += 1;
});
events.on('end', () => writeFileSync(counts, JSON.stringify(tally)));
events.pipe(new spec()).pipe(process.stdout);
