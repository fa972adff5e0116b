import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Folders whose tests run in Node, side by side. */
const SIDE_BY_SIDE = ['core', 'server', 'sandbox', 'cli', 'demo', 'runtimes'];

/** Folders whose tests each start servers, a build or a browser: one after another. */
const ONE_BY_ONE = ['package', 'bench', 'docs', 'faults/browser', 'e2e'];

export interface TestFiles {
  sideBySide: string[];
  oneByOne: string[];
  /** These run inside browsers. */
  browser: string[];
}

/** The test files whose path contains one of the words (all files, where there are no words). */
export function collectTestFiles(words: string[]): TestFiles {
  const collect = (folders: string[]): string[] =>
    folders.flatMap(testFilesIn).filter((file) => words.length === 0 || words.some((word) => file.includes(word)));
  const inNode = collect(SIDE_BY_SIDE);
  const opensBrowser = (file: string): boolean => file.endsWith('/browser.test.ts');
  return {
    sideBySide: inNode.filter((file) => !opensBrowser(file)),
    // what opens a browser waits until there is one
    oneByOne: [...inNode.filter(opensBrowser), ...collect(ONE_BY_ONE)],
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
