import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Folders whose tests run in Node, the longest first, so that none of the processors is idle at the end. */
const IN_NODE = ['servers', 'server', 'core', 'sandbox', 'cli', 'demo', 'runtimes', 'words'];

/** Folders whose tests each start servers or a browser of their own. */
const WITH_BROWSERS = ['faults/browser', 'e2e', 'pictures', 'package', 'bench', 'docs'];

export interface TestFiles {
  inNode: string[];
  withBrowsers: string[];
  /** These run inside browsers. */
  browser: string[];
}

/** The test files whose path contains one of the words (all files, where there are no words). */
export function collectTestFiles(words: string[]): TestFiles {
  const collect = (folders: string[]): string[] =>
    folders.flatMap(testFilesIn).filter((file) => words.length === 0 || words.some((word) => file.includes(word)));
  const inNode = collect(IN_NODE);
  const opensBrowser = (file: string): boolean => file.endsWith('/browser.test.ts');
  return {
    inNode: inNode.filter((file) => !opensBrowser(file)),
    // what opens a browser waits until there is one
    withBrowsers: [...inNode.filter(opensBrowser), ...collect(WITH_BROWSERS)],
    browser: collect(['element', 'faults/page']),
  };
}

function testFilesIn(folder: string): string[] {
  const top = `test/${folder}`;
  if (!existsSync(top)) return [];
  return readdirSync(top, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => join(top, file).replaceAll('\\', '/'))
    .sort();
}
