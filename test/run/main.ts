import { fileURLToPath } from 'node:url';
import { provideDist } from '../helpers/provide-dist.js';
import { aside } from './aside.js';
import { runBrowserTests } from './browser-tests.js';
import { collectTestFiles } from './files.js';
import { provideBrowsers } from './install.js';
import { runNodeTests } from './node-tests.js';
import { readOptions } from './options.js';
import { runNode } from './processes.js';
import type { Tally } from './tally.js';

/** Where the types keep what was checked, out of Git's sight. */
const CHECKED = 'node_modules/.cache/mixpay-button/types.tsbuildinfo';
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

// Tests in Node wait for other processes half of their time, so what else is to be done is done beside them, and printed after them.
const types =
  words.length === 0
    ? aside(async (output) => {
        // What it finds is kept for the next run, which looks only at what has changed.
        await runNode(['node_modules/typescript/bin/tsc', '--noEmit', '--incremental', '--tsBuildInfoFile', CHECKED], {}, output);
        return NONE;
      })
    : undefined;
let inBrowsers: (() => Promise<Tally>) | undefined;
if (files.needBrowsers) {
  await stage('browsers', async () => {
    const engines = await provideBrowsers(browsers);
    console.log(engines.join(', '));
    if (files.inBrowsers.length > 0) inBrowsers = aside((output) => runBrowserTests(files.inBrowsers, engines, output));
    return NONE;
  });
}
if (files.inNode.length > 0) {
  await stage('tests in Node', () => {
    // Once, before those that look at it run side by side.
    if (files.needDist) provideDist();
    return runNodeTests(files.inNode);
  });
}
if (types !== undefined) await stage('types', types);
if (inBrowsers !== undefined) await stage('tests in browsers', inBrowsers);

console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
