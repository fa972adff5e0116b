import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const GUIDES = 'demo/guides/';

/** The documents that are compared with the code: those at the top, and every guide. */
export const DOCUMENTS: readonly string[] = [
  'README.md',
  'SECURITY.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  ...readdirSync(ROOT + GUIDES).map((file) => GUIDES + file),
];

/** The guide of this name, as a document. */
export function guide(name: string): string {
  return `${GUIDES}${name}.md`;
}

/** A fenced block; `name` is what follows the language: a file name, or a word for tests to find it by. */
export interface Snippet {
  document: string;
  line: number;
  language: string;
  name: string;
  code: string;
}

export interface Table {
  header: string[];
  /** Cells as written, by row. */
  rows: string[][];
}

export function readDocument(document: string): string {
  return readFileSync(`${ROOT}${document}`, 'utf8');
}

export function readSnippets(document: string): Snippet[] {
  const snippets: Snippet[] = [];
  let open: Snippet | undefined;
  readDocument(document)
    .split('\n')
    .forEach((text, index) => {
      const fence = /^```(\S*) *(.*)$/.exec(text);
      if (fence === null) {
        if (open !== undefined) open.code += `${text}\n`;
      } else if (open === undefined) {
        open = { document, line: index + 1, language: fence[1] ?? '', name: (fence[2] ?? '').trim(), code: '' };
      } else {
        snippets.push(open);
        open = undefined;
      }
    });
  if (open !== undefined) throw new Error(`${document}:${open.line}: the fenced block is never closed`);
  return snippets;
}

/** The one snippet of this name, e.g. `html embed`, in whatever document it is. */
export function readSnippet(language: string, name: string): string {
  const found = DOCUMENTS.flatMap(readSnippets).filter((snippet) => snippet.language === language && snippet.name === name);
  if (found.length !== 1) throw new Error(`expected one snippet "${language} ${name}" in the documents, found ${found.length}`);
  return found[0]?.code ?? '';
}

/** A document without its fenced blocks. */
export function readProse(document: string): string {
  return readDocument(document).replace(/^```[\s\S]*?^```$/gm, '');
}

/** The tables of a document whose header begins with these words. */
export function readTables(document: string, ...header: string[]): Table[] {
  const lines = readProse(document).split('\n');
  return lines.flatMap((line, index) => {
    if (!/^\|[\s:|-]+\|$/.test(line)) return [];
    const titles = cellsOf(lines[index - 1] ?? '');
    if (!header.every((word, at) => titles[at] === word)) return [];
    const end = lines.findIndex((next, at) => at > index && !next.startsWith('|'));
    return [{ header: titles, rows: lines.slice(index + 1, end).map(cellsOf) }];
  });
}

/** The one table of a document whose header begins with these words. */
export function readTable(document: string, ...header: string[]): Table {
  const [table, ...more] = readTables(document, ...header);
  if (table === undefined || more.length > 0)
    throw new Error(`expected one table "${header.join(' | ')}" in ${document}, found ${more.length + (table ? 1 : 0)}`);
  return table;
}

/** What stands in backticks in a text. */
export function codesIn(text: string | undefined): string[] {
  return [...(text ?? '').matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
}

/** What stands in backticks in a column of a table. */
export function codesOf({ rows }: Table, column = 0): string[] {
  return rows.flatMap((row) => codesIn(row[column]));
}

function cellsOf(line: string): string[] {
  return line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
}
