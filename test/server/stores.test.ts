import { createClient } from '@libsql/client';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { expect } from 'chai';
import { createDatabase, type Connector } from 'db0';
import betterSqlite3 from 'db0/connectors/better-sqlite3';
import remoteLibSql from 'db0/connectors/libsql/http';
import libSql from 'db0/connectors/libsql/node';
import nodeSqlite from 'db0/connectors/node-sqlite';
import BetterSqlite3 from 'libsql';
import pg from 'pg';
import { memoryStore, sqlStore } from '../../src/server/index.js';
import { checkStore } from '../../src/server/store/check.js';
import { databaseBehind } from '../helpers/broken-line.js';
import { startD1Worker, type D1Worker } from '../helpers/d1-worker.js';
import { startLibsql, type LibsqlServer } from '../helpers/libsql-server.js';
import { ShiftedClock } from '../helpers/shifted-clock.js';
import { describeStore } from './store-conformance.js';

describeStore(
  'memoryStore',
  () => {
    const clock = new ShiftedClock();
    const store = memoryStore({ clock });
    return Promise.resolve({ one: store, other: store, expire: () => clock.shift(61_000) });
  },
  { line: false },
);

/** Two connections to one file, through a connector of db0's. */
const describeFile = (name: string, connect: (file: string) => Connector) =>
  describeStore(name, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'mixpay-store-'));
    const clock = new ShiftedClock();
    const open = () => createDatabase(connect(join(folder, 'orders.db')));
    const [first, second] = [open(), open()];
    return {
      one: sqlStore(first, { clock }),
      other: sqlStore(second, { clock }),
      expire: () => clock.shift(61_000),
      over: (line) => sqlStore(databaseBehind(line, first), { clock }),
      async close() {
        await Promise.all([first.dispose(), second.dispose()]);
        await rm(folder, { recursive: true });
      },
    };
  });

describeFile('sqlStore on a libSQL file', (file) => libSql({ url: `file:${file}` }));
// libsql's own package has the faces of better-sqlite3, which npm could not build everywhere.
describeFile('sqlStore on better-sqlite3', (path) => betterSqlite3({ path, lib: () => BetterSqlite3 }));
if (process.getBuiltinModule('node:sqlite') !== undefined) describeFile('sqlStore on node:sqlite', (path) => nodeSqlite({ path }));

describe('with a remote libSQL', () => {
  let folder: string;
  let server: LibsqlServer;
  let tables = 0;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mixpay-libsql-'));
    server = await startLibsql(join(folder, 'orders.db'));
  });
  after(async () => {
    await server.stop();
    await rm(folder, { recursive: true });
  });

  describeStore('sqlStore on libSQL over HTTP', () => {
    const clock = new ShiftedClock();
    const table = `orders_${++tables}`;
    const open = () => createDatabase(remoteLibSql({ url: server.url }));
    const [first, second] = [open(), open()];
    return Promise.resolve({
      one: sqlStore(first, { clock, table }),
      other: sqlStore(second, { clock, table }),
      expire: () => clock.shift(61_000),
      over: (line) => sqlStore(databaseBehind(line, first), { clock, table }),
      close: () => Promise.all([first.dispose(), second.dispose()]).then(() => undefined),
    });
  });
});

describe('with D1', () => {
  let worker: D1Worker;
  let tables = 0;
  before(async () => (worker = await startD1Worker()));
  after(() => worker.stop());
  // The Worker's tables share one time, which never goes back.
  const clock = new ShiftedClock();

  const open = () => {
    const table = `orders_${++tables}`;
    const expire = () => clock.shift(61_000);
    return Promise.resolve({ one: worker.open(table, clock), other: worker.open(table, clock), expire });
  };
  describeStore('sqlStore on D1, in a Worker', open, { line: false });
});

describe('a store without an atomic swap', () => {
  const method = () => undefined;
  const mistaken: Record<string, [unknown, RegExp]> = {
    'a Map': [new Map(), /a Map.*memoryStore/],
    'Workers KV': [{ get: method, put: method, list: method, delete: method, getWithMetadata: method }, /Workers KV.*D1/],
    unstorage: [{ getItem: method, setItem: method }, /unstorage.*sqlStore/],
    'an R2 bucket': [{ head: method, get: method, put: method, createMultipartUpload: method }, /R2 bucket/],
    Keyv: [{ get: method, set: method, delete: method }, /Keyv/],
    'a bare db0 database': [{ dialect: 'sqlite', exec: method, prepare: method, sql: method }, /sqlStore\(db\)/],
    'a bare Redis client': [{ eval: method, sendCommand: method, get: method, set: method }, /redisStore\(client\)/],
    'a Pool of pg': [new pg.Pool(), /Pool of pg.*postgresStore\(pool\)/],
    'a Client of pg': [new pg.Client(), /Client of pg.*postgresStore\(pool\)/],
    'a libSQL client': [createClient({ url: ':memory:' }), /libSQL.*sqlStore/],
    'a SQLite database': [new BetterSqlite3(':memory:'), /SQLite.*sqlStore/],
    PGlite: [{ query: method, exec: method, transaction: method, waitReady: Promise.resolve() }, /PGlite.*sqlStore/],
    nothing: [undefined, /received undefined/],
    'an empty object': [{}, /without get, put and due/],
  };
  for (const [name, [store, message]] of Object.entries(mistaken))
    it(`is refused by name: ${name}`, () => {
      expect(() => checkStore(store)).to.throw(message);
    });

  it('is refused in MySQL, whose UPDATE returns no rows', () => {
    const db = { dialect: 'mysql', exec: () => Promise.resolve(), prepare: () => ({ all: () => Promise.resolve([]) }) };
    expect(() => sqlStore(db)).to.throw(/mysql/);
  });
});
