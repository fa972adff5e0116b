import { systemClock, type Clock } from '../../core/clock.js';
import { patiently, settle } from './patience.js';
import { namesOf, prepareTable } from './prepare-table.js';
import type { SqlRunner, SqlValue } from './sql-runner.js';
import type { Store, Stored } from './store.js';
import { fateOf, versionAfter } from './version.js';

export interface TableOptions {
  /** The table, made where it is missing. Letters, digits and underscores, perhaps behind a schema: `shop.orders`. @default 'mixpay_orders' */
  table?: string;
  clock?: Clock;
}

interface Row {
  key?: unknown;
  value: unknown;
  version: unknown;
}

const ALIVE = '(forget_at IS NULL OR forget_at > ?)';

/** Rows past their time are deleted, some at a time, a day later: no clock that is wrong by hours deletes what others still see. */
const PURGE_AFTER = 24 * 3600_000;
const PURGE_EVERY = 3600_000;
const PURGE_AT_ONCE = 500;

/** The same orders, for reading alone: makes no table, deletes nothing, and needs only the right to read. */
export function tableReader(sql: SqlRunner, { table = 'mixpay_orders', clock = systemClock }: TableOptions): Pick<Store, 'get'> {
  const { full } = namesOf(sql, table);
  return { get: (key) => findRecord(sql, full, key, clock.now()) };
}

async function findRecord(sql: SqlRunner, table: string, key: string, now: number): Promise<Stored | null> {
  const [row] = (await sql.rows(`SELECT value, version FROM ${table} WHERE key = ? AND ${ALIVE}`, [key, now])) as Row[];
  return row === undefined ? null : stored(row);
}

/** Orders in one table: `UPDATE … WHERE version = ? RETURNING` is the compare-and-set. */
export function tableStore(sql: SqlRunner, { table = 'mixpay_orders', clock = systemClock }: TableOptions): Store {
  const names = namesOf(sql, table);
  let prepared = false;
  let nextPurge = 0;

  /** Making the table twice does no harm. No promise is kept: on Cloudflare's workerd one request cannot wait for another's. */
  const ready = async () => {
    if (prepared) return;
    await prepareTable(sql, names, clock);
    prepared = true;
  };
  const rows = async (text: string, ...parameters: SqlValue[]) => (await sql.rows(text, parameters)) as Row[];
  const find = (key: string) => findRecord(sql, table, key, clock.now());
  const purge = async (now: number) => {
    if (now < nextPurge) return;
    nextPurge = now + PURGE_EVERY;
    const old = `SELECT key FROM ${table} WHERE forget_at <= ? ORDER BY forget_at LIMIT ${PURGE_AT_ONCE}`;
    const gone = await rows(`DELETE FROM ${table} WHERE key IN (${old}) RETURNING key`, now - PURGE_AFTER);
    if (gone.length === PURGE_AT_ONCE) nextPurge = now;
  };

  return {
    async get(key) {
      await ready();
      return patiently(clock, () => find(key));
    },
    async put(key, value, { ifVersion, dueAt, ttl }) {
      await ready();
      const version = versionAfter(ifVersion);
      const json = JSON.stringify(value);
      const write = async () => {
        const now = clock.now();
        const fields = [json, version, whole(dueAt), whole(ttl === undefined ? undefined : now + ttl * 1000), key] as const;
        const written =
          ifVersion === null
            ? await rows(
                `INSERT INTO ${table} AS old (value, version, due_at, forget_at, key) VALUES (?, ?, ?, ?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value, version = excluded.version, due_at = excluded.due_at, forget_at = excluded.forget_at WHERE old.forget_at <= ? RETURNING version`,
                ...fields,
                now,
              )
            : await rows(
                `UPDATE ${table} SET value = ?, version = ?, due_at = ?, forget_at = ? WHERE key = ? AND version = ? AND ${ALIVE} RETURNING version`,
                ...fields,
                ifVersion,
                now,
              );
        return written.length > 0 ? 'written' : fateOf(version, ifVersion, (await find(key))?.version);
      };
      return (await settle(clock, write)) ? version : null;
    },
    async due(before, limit, after = -1) {
      await ready();
      const now = clock.now();
      // Housekeeping: the orders that are due do not wait for it.
      await purge(now).catch(() => undefined);
      const text = `SELECT key, value, version FROM ${table} WHERE due_at <= ? AND due_at > ? AND ${ALIVE} ORDER BY due_at LIMIT ?`;
      const found = await patiently(clock, () => rows(text, Math.floor(before), Math.floor(after), now, limit));
      return found.map((row) => ({ key: String(row.key), ...stored(row) }));
    },
  };
}

const stored = (row: Row): Stored => ({ value: JSON.parse(String(row.value)) as unknown, version: String(row.version) });

/** PostgreSQL takes no fraction for a BIGINT. */
const whole = (value: number | undefined): number | null => (value === undefined ? null : Math.ceil(value));
