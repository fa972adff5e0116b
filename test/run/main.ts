import { fileURLToPath } from 'node:url';
import { runBrowserTests } from './browser-tests.js';
import { collectTestFiles } from './files.js';
import { provideBrowsers } from './install.js';
import { runNodeTests } from './node-tests.js';
import { readOptions } from './options.js';
import { runNode } from './processes.js';
import type { Tally } from './tally.js';

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

process.chdir(fileURLToPath(new URL('../..', import.meta.url)));
const { words, browsers } = readOptions(process.argv.slice(2), process.env.CI === 'true');
const files = collectTestFiles(words);

if (words.length === 0) {
  await stage('types', async () => {
    await runNode(['node_modules/typescript/bin/tsc', '--noEmit']);
    return NONE;
  });
}
if (files.sideBySide.length > 0) await stage('tests in Node', () => runNodeTests(files.sideBySide));
if (files.oneByOne.length + files.browser.length > 0) {
  await stage('browsers', async () => {
    const engines = await provideBrowsers(browsers);
    console.log(engines.join(', '));
    return files.browser.length > 0 ? runBrowserTests(files.browser, engines) : NONE;
  });
}
if (files.oneByOne.length > 0) await stage('package and end to end', () => runNodeTests(files.oneByOne, 1));

console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
