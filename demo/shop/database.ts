import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createDatabase, type Database } from 'db0';
import libSql from 'db0/connectors/libsql/node';

/** Opens the SQLite file that holds everything the demo must find again after a restart; makes the folder where missing. */
export async function openDatabase(folder: string, name: string): Promise<Database> {
  // Readable by this user alone: what is bought here concerns no other user of this machine.
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const db = createDatabase(libSql({ url: pathToFileURL(join(folder, name)).href }));
  for (const pragma of ['PRAGMA busy_timeout = 5000', 'PRAGMA journal_mode = WAL']) await db.exec(pragma);
  return db;
}
