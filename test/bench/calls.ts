import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Table } from './report.js';

const SCRIPT = 'test/server/bench/upstream.ts';

/** Calls to MixPay: a bench of its own, whose tables are taken as they stand. */
export async function measureCalls(quick: boolean): Promise<Table[]> {
  if (quick) return [{ title: 'Calls to MixPay', notes: ['Left out of a quick run: it takes half a minute.'], head: ['what'], rows: [] }];
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', SCRIPT], { maxBuffer: 2 ** 24 });
  return readTables(stdout);
}

/** Paragraphs, each followed by its table. */
function readTables(markdown: string): Table[] {
  const tables: Table[] = [];
  for (const line of markdown.split('\n').filter((each) => each.trim() !== '')) {
    const table = tables.at(-1);
    const cells = line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
    if (!line.startsWith('|')) tables.push({ title: line.trim(), notes: [], head: [], rows: [] });
    else if (table?.head.length === 0) table.head = cells;
    else if (!/^[|\s-]+$/.test(line)) table?.rows.push(cells);
  }
  return tables;
}
