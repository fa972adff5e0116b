// Tests inside browsers: `npm test -- element`, or `npx wtr --config test/web-test-runner.config.mjs --watch` while working.
import { defaultReporter } from '@web/test-runner';
import { fileURLToPath } from 'node:url';
import { register } from 'tsx/esm/api';

register();
const { browserReporter } = await import('./run/browser-reporter.ts');
const { launchers } = await import('./run/launchers.ts');
const { prebundle } = await import('./run/prebundle.ts');
const { typescript } = await import('./run/typescript.ts');

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const { TEST_BROWSERS, TEST_COUNTS } = process.env;

export default {
  rootDir: ROOT,
  files: ['test/element/**/*.test.ts', 'test/faults/page/**/*.test.ts'],
  nodeResolve: true,
  plugins: [prebundle(['qrcode']), typescript(ROOT, fileURLToPath(new URL('../tsconfig.json', import.meta.url)))],
  browsers: await launchers(TEST_BROWSERS),
  staticLogging: !process.stdout.isTTY,
  // one page at a time: focus, visibility and timing are the page's own
  concurrentBrowsers: 1,
  concurrency: 1,
  browserStartTimeout: 60_000,
  testsFinishTimeout: 120_000,
  testFramework: { config: { timeout: 10_000 } },
  filterBrowserLogs: ({ args }) => !args.some((arg) => String(arg).includes('Lit is in dev mode')),
  coverageConfig: { include: ['src/**/*.ts'] },
  reporters: [defaultReporter({ reportTestResults: true, reportTestProgress: false }), browserReporter(TEST_COUNTS)],
};
