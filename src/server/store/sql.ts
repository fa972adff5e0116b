import { MixPayError, quoted } from '../../core/errors.js';
import type { SqlRunner } from './sql-runner.js';
import type { Store } from './store.js';
import { tableStore, type TableOptions } from './table.js';

/** What is used of a db0 `Database`; any of its SQLite, libSQL, PGlite, PostgreSQL and D1 connectors has it. */
export interface SqlDatabase {
  readonly dialect: string;
  exec(sql: string): Promise<unknown>;
  prepare(sql: string): { all(...parameters: (string | number | null)[]): Promise<unknown[]> };
}

export type SqlStoreOptions = TableOptions;

/**
 * Orders in a SQL database, through [db0](https://db0.unjs.io): SQLite, libSQL, PGlite or D1.
 *
 * For a PostgreSQL server take `postgresStore(pool)`: db0's connectors hold one connection that is never opened again, and
 * losing it, at a restart of the database, ends the process.
 * @example sqlStore(createDatabase(libSql({ url: 'file:orders.db' })))
 */
export function sqlStore(db: SqlDatabase, options: SqlStoreOptions = {}): Store {
  const dialect = dialectOf(db);
  let begun = false;
  const begin = async () => {
    if (begun) return;
    // Waiting writers instead of errors. D1 and remote libSQL have no such pragma and need none.
    const pragmas = dialect === 'sqlite' ? ['PRAGMA busy_timeout = 5000', 'PRAGMA journal_mode = WAL'] : [];
    for (const pragma of pragmas) await attempt(() => db.exec(pragma));
    begun = true;
  };
  const sql: SqlRunner = {
    name: 'sqlStore',
    dialect,
    async rows(text, parameters) {
      await begin();
      return db.prepare(text).all(...parameters);
    },
    exec: (text) => db.exec(text),
  };
  return tableStore(sql, options);
}

function dialectOf({ dialect }: SqlDatabase): SqlRunner['dialect'] {
  if (dialect === 'postgresql') return dialect;
  if (dialect === 'sqlite' || dialect === 'libsql') return 'sqlite';
  throw new MixPayError(
    'misconfigured',
    `sqlStore: expected a db0 database on SQLite, libSQL, PGlite, PostgreSQL or D1, received the dialect ${quoted(dialect)}.`,
  );
}

/** Some connectors throw where others reject. */
const attempt = async (run: () => Promise<unknown>): Promise<unknown> => {
  try {
    return await run();
  } catch (error) {
    return error;
  }
};
