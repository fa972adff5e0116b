import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { expect } from 'chai';
import { createDatabase } from 'db0';
import libSql from 'db0/connectors/libsql/node';
import { memoryStore, sqlStore } from '../../src/server/index.js';
import { checkStore } from '../../src/server/store/check.js';
import { FakeClock } from '../helpers/fake-clock.js';
import { describeStore } from './store-conformance.js';

describeStore('memoryStore', () => {
  const store = memoryStore();
  return Promise.resolve({ one: store, other: store });
});

describeStore('sqlStore on a libSQL file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'mixpay-store-'));
  const open = () => createDatabase(libSql({ url: `file:${join(folder, 'orders.db')}` }));
  const [first, second] = [open(), open()];
  return {
    one: sqlStore(first),
    other: sqlStore(second),
    async close() {
      await Promise.all([first.dispose(), second.dispose()]);
      await rm(folder, { recursive: true });
    },
  };
});

describe('a record with a lifetime', () => {
  for (const name of ['memoryStore', 'sqlStore'] as const) {
    it(`is forgotten after it, and may be made anew (${name})`, async () => {
      const clock = new FakeClock();
      const db = createDatabase(libSql({ url: ':memory:' }));
      const store = name === 'memoryStore' ? memoryStore({ clock }) : sqlStore(db, { clock });
      const version = await store.put('a', 1, { ifVersion: null, ttl: 60, dueAt: clock.now() });
      await clock.advance(59_000);
      expect((await store.get('a'))?.value).to.equal(1);
      await clock.advance(2000);
      expect(await store.get('a')).to.equal(null);
      expect(await store.due(clock.now(), 10)).to.deep.equal([]);
      expect(await store.put('a', 2, { ifVersion: version })).to.equal(null);
      expect(await store.put('a', 3, { ifVersion: null })).to.be.a('string');
      expect((await store.get('a'))?.value).to.equal(3);
      await db.dispose();
    });
  }
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
    nothing: [undefined, /received undefined/],
    'an empty object': [{}, /without get, put and due/],
  };
  for (const [name, [store, message]] of Object.entries(mistaken))
    it(`is refused by name: ${name}`, () => {
      expect(() => checkStore(store)).to.throw(message);
    });

  it('is refused in MySQL, whose UPDATE answers no rows', () => {
    const db = { dialect: 'mysql', exec: () => Promise.resolve(), prepare: () => ({ all: () => Promise.resolve([]) }) };
    expect(() => sqlStore(db)).to.throw(/mysql/);
  });
});
