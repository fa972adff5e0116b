import type { TestEvent } from 'node:test/reporters';
import type { Tally } from './tally.js';

type Outcome = Extract<TestEvent, { type: 'test:pass' | 'test:fail' }>['data'];

/** A reporter for `node --test` that writes the counts for the closing line; another one writes what people read. */
export default async function* count(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  const tally: Tally = { passed: 0, failed: 0 };
  for await (const event of events) {
    if (event.type === 'test:pass' && isPassedTest(event.data)) tally.passed += 1;
    if (event.type === 'test:fail' && !isFailedByItsTests(event.data)) tally.failed += 1;
  }
  yield JSON.stringify(tally);
}

/** Suites, skipped tests, and files without a test (which Node reports as one test named like the file) are no passed tests. */
function isPassedTest({ details, name, file, skip, todo }: Outcome): boolean {
  return details.type !== 'suite' && !(skip ?? false) && !(todo ?? false) && name !== file;
}

/** A suite or test that failed only because one within it did. A failed hook, in contrast, counts. */
function isFailedByItsTests({ details }: Outcome): boolean {
  const error: unknown = 'error' in details ? details.error : undefined;
  return error instanceof Error && 'failureType' in error && error.failureType === 'subtestsFailed';
}
