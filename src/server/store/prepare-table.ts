import type { Clock } from '../../core/clock.js';
import { MixPayError, quoted } from '../../core/errors.js';
import { isPassing, patiently } from './patience.js';
import type { SqlRunner } from './sql-runner.js';

const NAME = /^(?:([A-Za-z_]\w{0,50})\.)?([A-Za-z_]\w{0,50})$/;
const SHAPE = 'key TEXT PRIMARY KEY, value TEXT NOT NULL, version TEXT NOT NULL, due_at BIGINT, forget_at BIGINT';

interface TableNames {
  /** As it was given. */
  full: string;
  schema: string;
  table: string;
}

export function namesOf(sql: SqlRunner, full: string): TableNames {
  const [, schema, table] = NAME.exec(full) ?? [];
  if (table === undefined)
    throw misuse(sql, `table: expected letters, digits and underscores, perhaps behind a schema and a dot, received ${quoted(full)}`);
  return { full, schema: schema === undefined ? '' : `${schema}.`, table };
}

/** Makes the table where it is missing, and refuses one that orders cannot be kept in. */
export async function prepareTable(sql: SqlRunner, names: TableNames, clock: Clock): Promise<void> {
  try {
    await patiently(clock, () => makeTable(sql, names.full));
  } catch (error) {
    if (isPassing(error)) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    const expected = `expected a table ${names.full} (${SHAPE}) that may be read and written, or the right to make it`;
    throw misuse(sql, `${expected}, received: ${reason}`, error);
  }
  for (const column of ['due', 'forget']) {
    const index = `${names.table}_${column}`;
    const place = sql.dialect === 'sqlite' ? `${names.schema}${index} ON ${names.table}` : `${index} ON ${names.full}`;
    // Only speed depends on it: a database user without the right to make an index gets along without.
    await patiently(clock, () => sql.exec(`CREATE INDEX IF NOT EXISTS ${place} (${column}_at)`)).catch(() => undefined);
  }
}

/** Looks before it makes anything: PostgreSQL demands the right to make a table even where there is one. */
async function makeTable(sql: SqlRunner, table: string): Promise<void> {
  const probe = () => sql.rows(probeOf(table), []);
  try {
    await probe();
  } catch (error) {
    if (!isMissing(error)) throw error;
    await sql.exec(`CREATE TABLE IF NOT EXISTS ${table} (${SHAPE})`);
    await probe();
  }
}

const TEXT = "CAST('' AS TEXT)";

/** Writes nothing, and fails where a write would: a missing column, one of another type, a key that is not unique, no right to write. */
const probeOf = (table: string) =>
  `INSERT INTO ${table} (key, value, version, due_at, forget_at) SELECT ${TEXT}, ${TEXT}, ${TEXT}, 0, 0 WHERE 1 = 0 ON CONFLICT (key) DO NOTHING RETURNING key`;

const isMissing = (error: unknown): boolean =>
  error instanceof Error && (('code' in error && error.code === '42P01') || /no such table/i.test(error.message));

const misuse = (sql: SqlRunner, message: string, cause?: unknown) => new MixPayError('misconfigured', `${sql.name}: ${message}`, { cause });
