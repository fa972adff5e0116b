import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Those that wait minutes for real time begin first: others have the processor meanwhile, and none is left over at the end. */
const LONGEST = ['test/servers/servers.test.ts', 'test/server/busy-restarts.test.ts'];

/** Folders whose tests each start servers or a browser of their own. They take longer than others, so they come first. */
const WITH_BROWSERS = ['e2e', 'faults/browser', 'package', 'pictures', 'docs', 'bench'];

/** Folders whose tests need nothing but Node and what else is installed, in the same order. */
const WITHOUT = ['servers', 'server', 'core', 'runtimes', 'sandbox', 'cli', 'demo', 'words'];

/** Tests of what is built. */
const READ_DIST = ['bench', 'package'];

export interface TestFiles {
  /** These run in Node, in this order. */
  inNode: string[];
  /** These run inside browsers. */
  inBrowsers: string[];
  needBrowsers: boolean;
  needDist: boolean;
}

/** The test files whose path contains one of the words (all files, where there are no words). */
export function collectTestFiles(words: string[]): TestFiles {
  const collect = (folders: string[]): string[] =>
    folders.flatMap(testFilesIn).filter((file) => words.length === 0 || words.some((word) => file.includes(word)));
  const without = collect(WITHOUT);
  const opensBrowser = (file: string): boolean => file.endsWith('/browser.test.ts');
  const withBrowsers = [...collect(WITH_BROWSERS), ...without.filter(opensBrowser)];
  const inBrowsers = collect(['element', 'faults/page']);
  return {
    inNode: longestFirst([...withBrowsers, ...without.filter((file) => !opensBrowser(file))]),
    inBrowsers,
    needBrowsers: withBrowsers.length + inBrowsers.length > 0,
    needDist: collect(READ_DIST).length > 0,
  };
}

function longestFirst(files: string[]): string[] {
  return [...LONGEST.filter((file) => files.includes(file)), ...files.filter((file) => !LONGEST.includes(file))];
}

function testFilesIn(folder: string): string[] {
  const top = `test/${folder}`;
  if (!existsSync(top)) return [];
  return readdirSync(top, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => join(top, file).replaceAll('\\', '/'))
    .sort();
}
