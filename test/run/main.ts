import { fileURLToPath } from 'node:url';
import { provideDist } from '../helpers/provide-dist.js';
import { runBrowserTests } from './browser-tests.js';
import { collectTestFiles } from './files.js';
import { provideBrowsers } from './install.js';
import { runNodeTests } from './node-tests.js';
import { readOptions } from './options.js';
import { runNodeAside } from './processes.js';
import type { Tally } from './tally.js';

/** Tests of what is built. */
const READ_DIST = /^test\/(bench|package)\//;

const NONE: Tally = { passed: 0, failed: 0 };
const total: Tally = { passed: 0, failed: 0 };

/** Runs one part; a part that breaks off counts as a failure, and the next one still gets its turn. */
async function stage(title: string, work: () => Promise<Tally>): Promise<void> {
  console.log(`\n── ${title}`);
  try {
    const { passed, failed } = await work();
    total.passed += passed;
    total.failed += failed;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    total.failed += 1;
  }
}

/** The error as a value, because nothing awaits the promise yet. */
function faultOf(work: Promise<void>): Promise<string | undefined> {
  return work.then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
}

process.chdir(fileURLToPath(new URL('../..', import.meta.url)));
const { words, browsers } = readOptions(process.argv.slice(2), process.env.CI === 'true');
const files = collectTestFiles(words);

// The compiler takes one processor for a quarter of a minute, and the tests in Node wait for other processes half of their time.
const types = words.length === 0 ? faultOf(runNodeAside(['node_modules/typescript/bin/tsc', '--noEmit'])) : undefined;
if (files.inNode.length > 0) await stage('tests in Node', () => runNodeTests(files.inNode));
if (types !== undefined) {
  await stage('types', async () => {
    const fault = await types;
    if (fault !== undefined) throw new Error(fault);
    return NONE;
  });
}
if (files.withBrowsers.length + files.browser.length > 0) {
  await stage('browsers', async () => {
    const engines = await provideBrowsers(browsers);
    console.log(engines.join(', '));
    return files.browser.length > 0 ? runBrowserTests(files.browser, engines) : NONE;
  });
}
if (files.withBrowsers.length > 0) {
  await stage('package and end to end', () => {
    // Once, before those that look at it run side by side.
    if (files.withBrowsers.some((file) => READ_DIST.test(file))) provideDist();
    return runNodeTests(files.withBrowsers);
  });
}

console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
