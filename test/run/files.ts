import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Folders whose tests run in Node. */
const IN_NODE = ['core', 'server', 'sandbox', 'cli', 'demo', 'runtimes', 'servers', 'words'];

/** Folders whose tests each start servers or a browser of their own. */
const WITH_BROWSERS = ['package', 'bench', 'docs', 'faults/browser', 'pictures', 'e2e'];

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
