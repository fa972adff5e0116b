import { systemClock, type Clock } from '../../core/clock.js';
import { MixPayError, quoted } from '../../core/errors.js';
import type { Store, Stored } from './store.js';

/** What is used of a db0 `Database`; any of its SQLite, libSQL, PGlite, PostgreSQL and D1 connectors has it. */
export interface SqlDatabase {
  readonly dialect: string;
  exec(sql: string): Promise<unknown>;
  prepare(sql: string): { all(...parameters: (string | number | null)[]): Promise<unknown[]> };
}

export interface SqlStoreOptions {
  /** The table, made where it is missing. Letters, digits and underscores. @default 'mixpay_orders' */
  table?: string;
  clock?: Clock;
}

const BUSY = /SQLITE_BUSY|database is locked|database table is locked/i;
const MOST_TRIES = 40;

/**
 * Orders in a SQL database, through [db0](https://db0.unjs.io).
 * One `UPDATE … WHERE version = ? RETURNING` is the compare-and-set.
 * @example sqlStore(createDatabase(libSql({ url: 'file:orders.db' })))
 */
export function sqlStore(db: SqlDatabase, options: SqlStoreOptions = {}): Store {
  const { table = 'mixpay_orders', clock = systemClock } = options;
  if (!/^[A-Za-z_]\w{0,50}$/.test(table)) throw misuse(`table: expected letters, digits and underscores, received ${quoted(table)}`);
  if (!['sqlite', 'libsql', 'postgresql'].includes(db.dialect))
    throw misuse(`expected a db0 database on SQLite, libSQL, PGlite, PostgreSQL or D1, received the dialect ${quoted(db.dialect)}`);

  let prepared = false;
  /** Made on first use, for a Worker may not do I/O while it loads. Made twice is made once. */
  const ready = async () => {
    if (!prepared) await prepareTable(db, table, clock);
    prepared = true;
  };
  const rows = async (sql: string, ...parameters: (string | number | null)[]): Promise<Row[]> => {
    await ready();
    return (await patiently(clock, () => db.prepare(sql).all(...parameters))) as Row[];
  };

  return {
    async get(key) {
      const [row] = await rows(`SELECT value, version, forget_at FROM ${table} WHERE key = ?`, key);
      return row === undefined || isForgotten(row, clock.now()) ? null : stored(row);
    },
    async put(key, value, { ifVersion, dueAt, ttl }) {
      const now = clock.now();
      const version = crypto.randomUUID();
      const fields = [JSON.stringify(value), version, dueAt ?? null, ttl === undefined ? null : now + ttl * 1000] as const;
      const written =
        ifVersion === null
          ? await rows(
              `INSERT INTO ${table} (value, version, due_at, forget_at, key) VALUES (?, ?, ?, ?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value, version = excluded.version, due_at = excluded.due_at, forget_at = excluded.forget_at WHERE ${table}.forget_at <= ? RETURNING version`,
              ...fields,
              key,
              now,
            )
          : await rows(
              `UPDATE ${table} SET value = ?, version = ?, due_at = ?, forget_at = ? WHERE key = ? AND version = ? AND (forget_at IS NULL OR forget_at > ?) RETURNING version`,
              ...fields,
              key,
              ifVersion,
              now,
            );
      return written.length === 0 ? null : version;
    },
    async due(before, limit) {
      const now = clock.now();
      const found = await rows(
        `SELECT key, value, version FROM ${table} WHERE due_at <= ? AND (forget_at IS NULL OR forget_at > ?) ORDER BY due_at LIMIT ?`,
        before,
        now,
        limit,
      );
      return found.map((row) => ({ key: String(row.key), ...stored(row) }));
    },
  };
}

interface Row {
  key?: unknown;
  value: unknown;
  version: unknown;
  forget_at?: unknown;
}

const stored = (row: Row): Stored => ({ value: JSON.parse(String(row.value)) as unknown, version: String(row.version) });

/** PostgreSQL answers a BIGINT as text. */
const isForgotten = (row: Row, now: number): boolean =>
  row.forget_at !== null && row.forget_at !== undefined && Number(row.forget_at) <= now;

const misuse = (message: string) => new MixPayError('misconfigured', `sqlStore: ${message}.`);

async function prepareTable(db: SqlDatabase, table: string, clock: Clock): Promise<void> {
  if (db.dialect !== 'postgresql') {
    // Waiting writers instead of errors. D1 and remote libSQL know no such pragma and need none.
    for (const pragma of ['PRAGMA busy_timeout = 5000', 'PRAGMA journal_mode = WAL']) await db.exec(pragma).catch(() => undefined);
  }
  await patiently(clock, async () => {
    await db.exec(
      `CREATE TABLE IF NOT EXISTS ${table} (key TEXT PRIMARY KEY, value TEXT NOT NULL, version TEXT NOT NULL, due_at BIGINT, forget_at BIGINT)`,
    );
    await db.exec(`CREATE INDEX IF NOT EXISTS ${table}_due ON ${table} (due_at)`);
  });
}

/**
 * SQLite refuses a writer while another process writes, and two PostgreSQL sessions making the same table at once collide
 * (23505, 42P07): both pass with a little waiting. Every statement here may be repeated, for a refused one did nothing.
 */
async function patiently<T>(clock: Clock, run: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await run();
    } catch (error) {
      if (tries >= MOST_TRIES || !isPassing(error)) throw error;
      await new Promise<void>((done) => void clock.after(5 * tries, done));
    }
  }
}

function isPassing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return BUSY.test(`${code} ${error.message}`) || code === '23505' || code === '42P07';
}
