import { after, before, describe, it } from 'node:test';
import { expect } from 'chai';
import { createDatabase, type Database } from 'db0';
import libSql from 'db0/connectors/libsql/node';
import { Cluster, Redis } from 'ioredis';
import pg from 'pg';
import { createCluster } from 'redis';
import { postgresStore, redisStore, sqlStore, type Store } from '../../src/server/index.js';
import { hasPostgres, hasRedis, startPostgres, startRedis, type Daemon } from '../helpers/databases.js';
import { FakeClock } from '../helpers/fake-clock.js';
import { ShiftedClock } from '../helpers/shifted-clock.js';

const DAY = 24 * 3600_000;
const messageOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'no error',
    (error: unknown) => String(error),
  );
const write = (store: Store) => store.put('order:a', 1, { ifVersion: null });

describe('the table of orders', () => {
  const withDatabase = (run: (db: Database) => Promise<void>) => async () => {
    const db = createDatabase(libSql({ url: ':memory:' }));
    try {
      await run(db);
    } finally {
      await db.dispose();
    }
  };

  it(
    'is refused where it has another shape, and says which it should have',
    withDatabase(async (db) => {
      await db.exec('CREATE TABLE mixpay_orders (id TEXT PRIMARY KEY, total TEXT)');
      expect(await messageOf(write(sqlStore(db)))).to.match(/expected a table mixpay_orders \(key TEXT PRIMARY KEY.*received: .*key/);
      await db.exec('CREATE TABLE twice (key TEXT, value TEXT, version TEXT, due_at BIGINT, forget_at BIGINT)');
      expect(await messageOf(write(sqlStore(db, { table: 'twice' })))).to.match(/expected a table twice \(key TEXT PRIMARY KEY/);
    }),
  );

  it(
    'may be behind a schema, and needs a name of letters, digits and underscores',
    withDatabase(async (db) => {
      await db.exec("ATTACH ':memory:' AS shop");
      const store = sqlStore(db, { table: 'shop.orders' });
      const version = await write(store);
      expect(await store.put('order:a', 2, { ifVersion: version })).to.be.a('string');
      expect(await db.prepare('SELECT key FROM shop.orders').all()).to.have.length(1);
      for (const table of ['a.b.c', 'a;b', '.a', 'a.', '1a', ''])
        expect(() => sqlStore(db, { table }), table).to.throw(/table: expected letters, digits and underscores/);
    }),
  );

  it(
    'loses the rows of forgotten orders a day later, and no others',
    withDatabase(async (db) => {
      const clock = new ShiftedClock();
      const store = sqlStore(db, { clock });
      for (let n = 0; n < 600; n++) await store.put(`short-${n}`, n, { ifVersion: null, ttl: 60, dueAt: 1 });
      await store.put('long', 1, { ifVersion: null, ttl: 3 * 86_400 });
      await store.put('for ever', 1, { ifVersion: null });
      const count = async () => (await db.prepare('SELECT key FROM mixpay_orders').all()).length;
      await clock.shift(DAY);
      await store.due(clock.now(), 10);
      expect(await count()).to.equal(602);
      await clock.shift(DAY);
      for (let sweep = 0; sweep < 2; sweep++) await store.due(clock.now(), 10);
      expect(await count()).to.equal(2);
    }),
  );

  it(
    'finds what is due, and what is to be forgotten, by an index',
    withDatabase(async (db) => {
      await write(sqlStore(db));
      const plan = async (sql: string) => JSON.stringify(await db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all());
      expect(await plan('SELECT key FROM mixpay_orders WHERE due_at <= 1 ORDER BY due_at LIMIT 5')).to.match(/mixpay_orders_due/);
      expect(await plan('SELECT key FROM mixpay_orders WHERE forget_at <= 1 ORDER BY forget_at LIMIT 5')).to.match(/mixpay_orders_forget/);
    }),
  );

  it(
    'is read as it was written by 0.1.0, whose versions named no others',
    withDatabase(async (db) => {
      await db.exec(
        'CREATE TABLE mixpay_orders (key TEXT PRIMARY KEY, value TEXT NOT NULL, version TEXT NOT NULL, due_at BIGINT, forget_at BIGINT)',
      );
      await db.exec(`INSERT INTO mixpay_orders VALUES ('order:a', '"old"', '3f0c0b5e-old', 5, NULL)`);
      const store = sqlStore(db);
      expect(await store.due(5, 10)).to.deep.equal([{ key: 'order:a', value: 'old', version: '3f0c0b5e-old' }]);
      expect(await store.put('order:a', 'new', { ifVersion: '3f0c0b5e-old' })).to.be.a('string');
      expect(await store.put('order:a', 'late', { ifVersion: '3f0c0b5e-old' })).to.equal(null);
    }),
  );
});

if (hasPostgres)
  describe('a PostgreSQL server', () => {
    let server: Daemon;
    let owner: pg.Pool;
    before(async () => {
      server = await startPostgres();
      owner = new pg.Pool({ host: server.socket, user: 'postgres', database: 'postgres' });
      await owner.query('CREATE ROLE shop LOGIN; CREATE SCHEMA store; GRANT USAGE ON SCHEMA store TO shop');
    });
    after(async () => {
      await owner.end();
      await server.stop();
    });
    const asShop = async (run: (pool: pg.Pool) => Promise<void>) => {
      const pool = new pg.Pool({ host: server.socket, user: 'shop', database: 'postgres' });
      await run(pool);
      await pool.end();
    };

    it('needs no right to make a table that is there, and says which table it wants where it may not make it', async () => {
      await asShop(async (pool) => {
        const store = postgresStore(pool, { table: 'store.orders' });
        expect(await messageOf(write(store))).to.match(/postgresStore: expected a table store\.orders \(key TEXT.*permission denied/);
        await write(postgresStore(owner, { table: 'store.orders' }));
        await owner.query('GRANT SELECT, INSERT, UPDATE, DELETE ON store.orders TO shop');
        expect((await store.get('order:a'))?.value).to.equal(1);
        expect(await store.put('order:b', 2, { ifVersion: null, dueAt: 1 })).to.be.a('string');
        expect(await store.due(1, 10)).to.have.length(1);
      });
    });

    it('is given one table by processes that start at once', async () => {
      for (let round = 0; round < 15; round++) {
        const starting = Array.from({ length: 8 }, () => postgresStore(owner, { table: `started_${round}` }).get('order:a'));
        expect(await Promise.all(starting)).to.deep.equal(Array.from({ length: 8 }, () => null));
      }
    });

    it('is refused where a column has a type that does not take the text', async () => {
      await owner.query('CREATE TABLE odd (key TEXT PRIMARY KEY, value JSONB, version TEXT, due_at BIGINT, forget_at BIGINT)');
      expect(await messageOf(write(postgresStore(owner, { table: 'odd' })))).to.match(/expected a table odd .*received: .*jsonb/);
    });

    it('is taken as a pool only, and the pool’s error event is heard once', () => {
      expect(() => postgresStore(new pg.Client() as unknown as pg.Pool)).to.throw(/expected a Pool of pg/);
      const pool = new pg.Pool();
      postgresStore(pool);
      postgresStore(pool);
      expect(pool.listenerCount('error')).to.equal(1);
      const heard = new pg.Pool().on('error', () => undefined);
      postgresStore(heard);
      expect(heard.listenerCount('error')).to.equal(1);
    });
  });

if (hasRedis)
  describe('a Redis server', () => {
    const withRedis =
      (run: (client: Redis, server: Daemon) => Promise<void>, ...further: string[]) =>
      async () => {
        const server = await startRedis({ further });
        const client = new Redis({ path: server.socket });
        try {
          await run(client, server);
        } finally {
          client.disconnect();
          await server.stop();
        }
      };

    for (const policy of ['allkeys-lru', 'volatile-ttl'])
      it(
        `is refused where it may throw orders away (${policy}), unless that is allowed`,
        withRedis(
          async (client) => {
            expect(await messageOf(redisStore(client).get('order:a'))).to.match(new RegExp(`maxmemory-policy ${policy}.*allowEviction`));
            expect(await write(redisStore(client, { allowEviction: true }))).to.be.a('string');
          },
          '--maxmemory',
          '50mb',
          '--maxmemory-policy',
          policy,
        ),
      );

    it(
      'is taken where its memory has no limit, or nothing is thrown away',
      withRedis(async (client) => {
        await client.config('SET', 'maxmemory-policy', 'allkeys-lru');
        const version = await write(redisStore(client));
        expect(version).to.be.a('string');
        await client.config('SET', 'maxmemory-policy', 'noeviction');
        await client.config('SET', 'maxmemory', '50mb');
        expect((await redisStore(client).get('order:a'))?.version).to.equal(version);
      }),
    );

    it(
      'that is a read-only replica may be read, and says what it is when it is written to',
      withRedis(async (client) => {
        await write(redisStore(client));
        await client.call('REPLICAOF', '127.0.0.1', '1');
        expect((await redisStore(client).get('order:a'))?.value).to.equal(1);
        expect(await messageOf(redisStore(client).put('order:b', 1, { ifVersion: null }))).to.match(/read-only replica/);
      }),
    );

    it(
      'reads what 0.1.0 wrote, whose versions named no others',
      withRedis(async (client) => {
        await client.hset('{mixpay}:record:order:a', { value: '"old"', version: '17-3f0c0b5e' });
        await client.zadd('{mixpay}:due', 5, 'order:a');
        const store = redisStore(client);
        expect(await store.due(5, 10)).to.deep.equal([{ key: 'order:a', value: 'old', version: '17-3f0c0b5e' }]);
        expect(await store.put('order:a', 'new', { ifVersion: '17-3f0c0b5e' })).to.be.a('string');
        expect(await store.put('order:a', 'late', { ifVersion: '17-3f0c0b5e' })).to.equal(null);
      }),
    );

    it('in a cluster wants a prefix with a part in braces, and a cluster’s client', async () => {
      const server = await startRedis({ cluster: true });
      const cluster = new Cluster([{ host: '127.0.0.1', port: server.port }], { lazyConnect: true });
      const single = new Redis({ path: server.socket });
      for (const client of [cluster, createCluster({ rootNodes: [{ url: `redis://127.0.0.1:${server.port}` }] })])
        expect(() => redisStore(client, { prefix: 'shop' })).to.throw(/expected a part in braces.*"shop"/);
      expect(await messageOf(write(redisStore(single, { prefix: 'shop' })))).to.match(/expected a part in braces/);
      expect(await write(redisStore(single, { prefix: '{shop}' }))).to.be.a('string');
      cluster.disconnect();
      single.disconnect();
      await server.stop();
    });
  });

describe('a client that never answers again, as node-redis after some restarts', () => {
  /** Answers until `stuck`, and from then on nothing; `late` is what it does all the same. */
  function open() {
    const clock = new FakeClock();
    const inner = new Map<string, [value: string, version: string]>();
    const state = { stuck: false, late: [] as (() => void)[] };
    const act = (keys: string[], values: string[]): unknown => {
      if (keys[0]?.endsWith(':due') === true) return 'maxmemory:0';
      const [key = ''] = keys;
      const [, value = '', version = '', ifVersion = ''] = values;
      if (values.length === 0) return inner.get(key) ?? [];
      if ((inner.get(key)?.[1] ?? '') !== ifVersion) return inner.get(key)?.[1] ?? '';
      inner.set(key, [value, version]);
      return version;
    };
    const client = {
      eval: (_script: string, { keys, arguments: values }: { keys: string[]; arguments: string[] }): Promise<unknown> => {
        if (!state.stuck) return Promise.resolve(act(keys, values));
        state.late.push(() => act(keys, values));
        return new Promise(() => undefined);
      },
    };
    return { clock, state, store: redisStore(client, { clock }) };
  }
  const ended = (promise: Promise<unknown>) => {
    const seen = { message: undefined as string | undefined };
    void messageOf(promise).then((message) => (seen.message = message));
    return seen;
  };

  it('is given up after ten seconds where it reads, and what to do is said', async () => {
    const { clock, state, store } = open();
    await write(store);
    state.stuck = true;
    const read = ended(store.get('order:a'));
    const due = ended(store.due(1, 10));
    await clock.advance(9999);
    expect([read.message, due.message]).to.deep.equal([undefined, undefined]);
    await clock.advance(1);
    for (const { message } of [read, due]) expect(message).to.match(/has not answered for 10 s.*restart this process/);
    expect(clock.waiting).to.equal(0);
  });

  it('is asked once more where it writes; then it is said that nobody knows whether it has written', async () => {
    const { clock, state, store } = open();
    await write(store);
    state.stuck = true;
    const put = ended(store.put('order:b', 1, { ifVersion: null }));
    await clock.advance(21_000);
    expect(put.message).to.match(/whether the record was written is not known: Redis has not answered for 10 s/);
    expect([state.late.length, clock.waiting]).to.deep.equal([2, 0]);
  });

  it('doubles nothing where it carries the write out later', async () => {
    const { clock, state, store } = open();
    await write(store);
    state.stuck = true;
    const put = store.put('order:b', 1, { ifVersion: null });
    await clock.advance(10_000);
    state.stuck = false;
    for (const act of state.late) act();
    await clock.advance(1000);
    const version = await put;
    expect(version).to.be.a('string');
    expect(await store.get('order:b')).to.deep.equal({ value: 1, version });
  });
});
