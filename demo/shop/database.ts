import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createDatabase, type Database } from 'db0';
import libSql from 'db0/connectors/libsql/node';

export type SqlValue = string | number | null;

/** Runs one statement and answers its rows. */
export type Sql = (statement: string, ...values: SqlValue[]) => Promise<Record<string, unknown>[]>;

export interface ShopDatabase {
  db: Database;
  sql: Sql;
}

const TABLES = [
  `CREATE TABLE IF NOT EXISTS shop_orders (
    order_id TEXT PRIMARY KEY, visitor TEXT, product TEXT NOT NULL, quote_amount TEXT NOT NULL, quote_asset_id TEXT NOT NULL,
    created_at INTEGER NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, status TEXT, fulfilled_at INTEGER)`,
  'CREATE INDEX IF NOT EXISTS shop_orders_visitor ON shop_orders (visitor, created_at)',
  // One row for each payment that released goods; `calls` counts how often the handler said so.
  `CREATE TABLE IF NOT EXISTS shop_fulfilments (
    trace_id TEXT PRIMARY KEY, order_id TEXT NOT NULL, at INTEGER NOT NULL, calls INTEGER NOT NULL DEFAULT 1)`,
  `CREATE TABLE IF NOT EXISTS shop_notes (
    order_id TEXT NOT NULL, attempt INTEGER NOT NULL, kind TEXT NOT NULL, detail TEXT NOT NULL, at INTEGER NOT NULL,
    PRIMARY KEY (order_id, attempt, kind))`,
  'CREATE TABLE IF NOT EXISTS sandbox_state (id INTEGER PRIMARY KEY, state TEXT NOT NULL)',
];

/** Opens the SQLite file that holds everything the demo must find again after a restart; makes folder and tables where missing. */
export async function openDatabase(folder: string, name: string): Promise<ShopDatabase> {
  // What is bought here is nobody else's on this machine.
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const db = createDatabase(libSql({ url: pathToFileURL(join(folder, name)).href }));
  for (const pragma of ['PRAGMA busy_timeout = 5000', 'PRAGMA journal_mode = WAL']) await db.exec(pragma);
  for (const table of TABLES) await db.exec(table);
  const sql: Sql = async (statement, ...values) => (await db.prepare(statement).all(...values)) as Record<string, unknown>[];
  return { db, sql };
}
