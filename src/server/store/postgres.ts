import { MixPayError } from '../../core/errors.js';
import { hearErrors } from './hear-errors.js';
import type { SqlRunner } from './sql-runner.js';
import type { Store } from './store.js';
import { tableStore, type TableOptions } from './table.js';

/** What is used of a `Pool` of [pg](https://node-postgres.com), or of a driver that follows it. */
export interface PostgresPool {
  readonly totalCount: number;
  query(sql: string, parameters: unknown[]): Promise<{ rows: unknown[] }>;
}

export type PostgresStoreOptions = TableOptions;

/**
 * Orders in PostgreSQL, through a `Pool` of pg. The pool makes lost connections again, so a restart of the database costs a
 * wait, and at most a few refused requests. Where nobody listens to the pool's `error` event, this store does: it reports
 * connections lost while idle, and without a listener it would end the process (https://node-postgres.com/apis/pool#error).
 * @example postgresStore(new Pool({ connectionString: process.env.DATABASE_URL }))
 */
export function postgresStore(pool: PostgresPool, options: PostgresStoreOptions = {}): Store {
  if (!isPool(pool))
    throw new MixPayError(
      'misconfigured',
      'postgresStore: expected a Pool of pg, because a single connection, once lost, is not opened again: postgresStore(new Pool({ connectionString })).',
    );
  hearErrors(pool);
  const query = async (text: string, parameters: readonly unknown[]) => (await pool.query(text, [...parameters])).rows;
  const sql: SqlRunner = {
    name: 'postgresStore',
    dialect: 'postgresql',
    rows: (text, parameters) => query(numbered(text), parameters),
    exec: (text) => query(text, []),
  };
  return tableStore(sql, options);
}

/** PostgreSQL numbers its parameters. */
export function numbered(text: string): string {
  let count = 0;
  return text.replace(/\?/g, () => `$${++count}`);
}

function isPool(value: unknown): value is PostgresPool {
  const { totalCount, query } = (value ?? {}) as Partial<Record<keyof PostgresPool, unknown>>;
  return typeof totalCount === 'number' && typeof query === 'function';
}
