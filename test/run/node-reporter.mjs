// In JavaScript, for Node 20 loads reporters before tsx.

/**
 * A reporter for `node --test` that writes the counts for the closing line; another one writes what people read.
 *
 * @param {AsyncIterable<import('node:test/reporters').TestEvent>} events
 */
export default async function* count(events) {
  const tally = { passed: 0, failed: 0 };
  for await (const { type, data } of events) {
    if (type === 'test:pass' && isPassedTest(data)) tally.passed += 1;
    if (type === 'test:fail' && !isFailedByItsTests(data)) tally.failed += 1;
  }
  yield JSON.stringify(tally);
}

/** Suites, skipped tests, and files without a test (which Node reports as one test named like the file) are no passed tests. */
function isPassedTest({ details, name, file, skip, todo }) {
  return details.type !== 'suite' && skip === undefined && todo === undefined && name !== file;
}

/** A suite or test that failed only because one within it did. A failed hook, in contrast, counts. */
function isFailedByItsTests({ details }) {
  return details.error?.failureType === 'subtestsFailed';
}
