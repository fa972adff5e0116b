import { MixPayError } from '../../core/errors.js';
import { parseUrl } from '../../core/url.js';
import { numbered } from '../store/postgres.js';
import { redisStore } from '../store/redis.js';
import type { SqlRunner } from '../store/sql-runner.js';
import type { Store } from '../store/store.js';
import { tableReader } from '../store/table.js';
import {
  plainModule,
  type IoRedisModule,
  type LibsqlModule,
  type Load,
  type NodeRedisModule,
  type NodeSqliteModule,
  type PgModule,
  type SqliteFile,
  type SqliteModule,
} from './drivers.js';

/** A store that can only be looked into. */
export interface ReadOnlyStore extends Pick<Store, 'get'> {
  close(): Promise<void>;
}

export interface StorePlace {
  /** `postgres://…`, `redis://…`, `libsql://…`, `file:orders.db`, or the path of a SQLite file. */
  address: string;
  /** As given to `sqlStore` or `postgresStore`. */
  table?: string;
  /** As given to `redisStore`. */
  prefix?: string;
}

/** What the machine offers: packages of the shop's own, and its files. */
export interface Machine {
  load: Load;
  isFile(path: string): boolean;
}

/** Milliseconds that a store may take to be reached. */
const PATIENCE = 10_000;

/**
 * Opens a shop's store to read it, through the packages the shop itself uses.
 * @throws MixPayError where the address is none of a store's, or nothing can open it
 */
export async function openToRead({ address, table, prefix }: StorePlace, machine: Machine): Promise<ReadOnlyStore> {
  const scheme = /^([a-z][a-z0-9+.-]+):/i.exec(address)?.[1]?.toLowerCase() ?? '';
  const options = table === undefined ? {} : { table };
  if (scheme === 'postgres' || scheme === 'postgresql') return readerOf(await openPostgres(address, machine), options);
  if (scheme === 'redis' || scheme === 'rediss') return openRedis(address, prefix, machine);
  if (scheme === 'libsql' || scheme === 'https' || scheme === 'wss') return readerOf(await openLibsql(address, machine), options);
  if (scheme === '' || scheme === 'file' || scheme === 'sqlite') return readerOf(await openFile(pathOf(address), machine), options);
  throw misuse(
    `expected postgres://…, redis://…, libsql://… or the path of a SQLite file, received an address that begins with "${scheme}:"`,
  );
}

type Opened = SqlRunner & { close(): Promise<void> };

const readerOf = (sql: Opened, options: { table?: string }): ReadOnlyStore => ({ ...tableReader(sql, options), close: () => sql.close() });

async function openPostgres(address: string, machine: Machine): Promise<Opened> {
  const pg = (await firstOf(machine, ['pg'], 'npm install pg')).module as PgModule;
  const client = new pg.Client({ connectionString: address, connectionTimeoutMillis: PATIENCE, query_timeout: PATIENCE });
  // Without a listener a lost connection would end the process before the error is printed as a sentence.
  client.on('error', () => undefined);
  await client.connect();
  await client.query('BEGIN TRANSACTION READ ONLY');
  const rows = async (text: string, parameters: readonly unknown[]) => (await client.query(numbered(text), [...parameters])).rows;
  return {
    name: 'lookup',
    dialect: 'postgresql',
    rows,
    exec: (text) => rows(text, []),
    close: async () => {
      await client.end();
    },
  };
}

async function openRedis(address: string, prefix: string | undefined, machine: Machine): Promise<ReadOnlyStore> {
  // The shop checks whether its Redis evicts records; here nothing is written.
  const options = { allowEviction: true, ...(prefix === undefined ? {} : { prefix }) };
  const names = ['redis', 'ioredis'];
  const { name, module } = await firstOf(machine, names, 'npm install redis');
  if (name === 'redis') {
    const socket = { connectTimeout: PATIENCE, reconnectStrategy: false };
    const client = (module as NodeRedisModule).createClient({ url: address, socket });
    const store = redisStore(client, options);
    await client.connect();
    return {
      get: (key) => store.get(key),
      close: closing(() => (client.destroy === undefined ? client.disconnect?.() : client.destroy())),
    };
  }
  const quick = { lazyConnect: true, connectTimeout: PATIENCE, retryStrategy: null, maxRetriesPerRequest: 0 };
  const client = new (module as IoRedisModule).Redis(address, quick);
  const store = redisStore(client, options);
  await client.connect();
  return { get: (key) => store.get(key), close: closing(() => client.disconnect()) };
}

async function openLibsql(address: string, machine: Machine): Promise<Opened> {
  const libsql = (await firstOf(machine, ['@libsql/client'], 'npm install @libsql/client')).module as LibsqlModule;
  const client = libsql.createClient({ url: address });
  const rows = async (sql: string, parameters: readonly (string | number | null)[]) =>
    (await client.execute({ sql, args: [...parameters] })).rows;
  return { name: 'lookup', dialect: 'sqlite', rows, exec: (text) => rows(text, []), close: closing(() => client.close()) };
}

async function openFile(path: string, machine: Machine): Promise<Opened> {
  // Opening a file that does not exist would create it.
  if (!machine.isFile(path)) throw misuse(`there is no file ${JSON.stringify(path)}`);
  const { name, module } = await firstOf(
    machine,
    ['node:sqlite', 'better-sqlite3', 'libsql'],
    'npm install better-sqlite3, or use Node 22.13 or newer',
  );
  const file: SqliteFile =
    name === 'node:sqlite'
      ? new (module as NodeSqliteModule).DatabaseSync(path, { readOnly: true })
      : new (module as SqliteModule)(path, { readonly: true, fileMustExist: true });
  // libsql accepts `readonly` and writes all the same: https://github.com/tursodatabase/libsql-js/issues/24
  file.prepare('PRAGMA query_only = 1').all();
  const rows = (sql: string, parameters: readonly (string | number | null)[]) => Promise.resolve(file.prepare(sql).all(...parameters));
  return { name: 'lookup', dialect: 'sqlite', rows, exec: (text) => rows(text, []), close: closing(() => file.close()) };
}

const closing = (close: () => unknown) => async () => {
  await close();
};

/** `sqlite:orders.db`, `file:orders.db` and `file:///srv/orders.db` are paths. */
function pathOf(address: string): string {
  const plain = address.replace(/^(sqlite|file):/i, '').replace(/[?#].*$/, '');
  const url = plain.startsWith('//') ? parseUrl(`file:${plain}`) : undefined;
  return url === undefined ? plain : decodeURIComponent(url.pathname);
}

/** The first of these packages that the shop has. */
async function firstOf({ load }: Machine, names: readonly string[], advice: string): Promise<{ name: string; module: object }> {
  for (const name of names) {
    const loaded = await load(name).catch(() => undefined);
    const module: unknown = plainModule(loaded);
    if ((typeof module === 'object' && module !== null) || typeof module === 'function') return { name, module };
  }
  const known = names.join(', ');
  throw misuse(`expected one of these packages in this folder, received none: ${known}. Run it where your shop is, or: ${advice}`);
}

const misuse = (message: string) => new MixPayError('misconfigured', `--store: ${message}.`, { field: 'store' });
