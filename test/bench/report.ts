/** A number with its unit, or words. */
export type Cell = string | { value: number; unit: string; digits?: number };

export interface Table {
  title: string;
  /** What was measured, against what, and how; one paragraph each. */
  notes: string[];
  head: string[];
  rows: Cell[][];
}

export const bytes = (value: number): Cell => ({ value, unit: '' });
export const milliseconds = (value: number): Cell => ({ value, unit: ' ms', digits: value < 10 ? 2 : 0 });
export const count = (value: number): Cell => ({ value, unit: '' });

/** How many times as much (as long, as heavy) as the other; a dash where the other is nothing. */
export function times(value: number, base: number): Cell {
  return base === 0 ? '–' : { value: value / base, unit: '×', digits: 2 };
}

/** The tables as Markdown. */
export function toMarkdown(tables: readonly Table[]): string {
  return tables
    .map(({ title, notes, head, rows }) =>
      [
        `## ${title}`,
        ...notes,
        [head, head.map((_, column) => (column === 0 ? '---' : '---:')), ...rows.map((row) => row.map(told))].map(line).join('\n'),
      ].join('\n\n'),
    )
    .join('\n\n');
}

function told(cell: Cell): string {
  if (typeof cell === 'string') return cell;
  const { value, unit, digits = 0 } = cell;
  const options = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return `${value.toLocaleString('en', options)}${unit}`;
}

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
