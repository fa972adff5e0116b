import { writeFileSync } from 'node:fs';
import type { Reporter, TestSession, TestSuiteResult } from '@web/test-runner';
import type { Tally } from './tally.js';

/** A reporter for Web Test Runner that prints the counts of each browser and writes their sum for the closing line. */
export function browserReporter(file: string | undefined): Reporter {
  return {
    onTestRunFinished({ sessions }) {
      const sum: Tally = { passed: 0, failed: 0 };
      for (const [browser, tally] of tallyByBrowser(sessions)) {
        console.log(`${browser}: ${tally.passed} passed, ${tally.failed} failed`);
        sum.passed += tally.passed;
        sum.failed += tally.failed;
      }
      if (file !== undefined) writeFileSync(file, JSON.stringify(sum));
    },
  };
}

function tallyByBrowser(sessions: TestSession[]): Map<string, Tally> {
  const tallies = new Map<string, Tally>();
  for (const session of sessions) {
    const tally = tallies.get(session.browser.name) ?? { passed: 0, failed: 0 };
    tallies.set(session.browser.name, tally);
    const tests = session.testResults === undefined ? [] : testsOf(session.testResults);
    const failed = tests.filter((test) => !test.passed && !test.skipped).length;
    tally.passed += tests.filter((test) => test.passed && !test.skipped).length;
    // a file that could not be loaded, or broke outside its tests, is one failure
    tally.failed += failed === 0 && session.passed !== true ? 1 : failed;
  }
  return tallies;
}

function testsOf(suite: TestSuiteResult): TestSuiteResult['tests'] {
  return [...suite.tests, ...suite.suites.flatMap(testsOf)];
}
