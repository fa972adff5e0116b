import { after, before, describe } from 'node:test';
import { createDatabase } from 'db0';
import pglite from 'db0/connectors/pglite';
import postgresql from 'db0/connectors/postgresql';
import { Cluster, Redis, type RedisOptions } from 'ioredis';
import pg from 'pg';
import { createClient, createClientPool, createCluster, RESP_TYPES } from 'redis';
import { postgresStore, redisStore, sqlStore, type RedisClient } from '../../src/server/index.js';
import { databaseBehind, poolBehind, redisBehind } from '../helpers/broken-line.js';
import { hasPostgres, hasRedis, startPostgres, startRedis, type Daemon } from '../helpers/databases.js';
import { ShiftedClock } from '../helpers/shifted-clock.js';
import { importTool } from '../tools/provide-tool.js';
import { describeStore } from './store-conformance.js';

describe('with PGlite', () => {
  // One for all tests: it is a whole PostgreSQL that starts in a second or two.
  const db = createDatabase(pglite({ dataDir: 'memory://', lib: () => importTool('@electric-sql/pglite') }));
  let tables = 0;
  after(() => db.dispose());

  describeStore('sqlStore on PGlite', () => {
    const clock = new ShiftedClock();
    const options = { table: `orders_${++tables}`, clock };
    return Promise.resolve({
      one: sqlStore(db, options),
      other: sqlStore(db, options),
      expire: () => clock.shift(61_000),
      over: (line) => sqlStore(databaseBehind(line, db), options),
    });
  });
});

if (hasPostgres) {
  describe('with a PostgreSQL server', () => {
    let server: Daemon;
    let tables = 0;
    before(async () => (server = await startPostgres()));
    after(() => server.stop());
    const address = () => ({ host: server.socket, user: 'postgres', database: 'postgres' });

    for (const isolation of ['read committed', 'serializable'])
      describeStore(`postgresStore on two pools, ${isolation}`, () => {
        const options = `-c default_transaction_isolation=${isolation.replace(' ', '\\ ')}`;
        const [first, second] = [new pg.Pool({ ...address(), options }), new pg.Pool({ ...address(), options })];
        const clock = new ShiftedClock();
        const settings = { table: `orders_${++tables}`, clock };
        return Promise.resolve({
          one: postgresStore(first, settings),
          other: postgresStore(second, settings),
          expire: () => clock.shift(61_000),
          over: (line) => postgresStore(poolBehind(line, first), settings),
          async close() {
            await Promise.all([first.end(), second.end()]);
          },
        });
      });

    describeStore('sqlStore on PostgreSQL, two connections', () => {
      const open = () => createDatabase(postgresql(address()));
      const [first, second] = [open(), open()];
      const clock = new ShiftedClock();
      const settings = { table: `orders_${++tables}`, clock };
      return Promise.resolve({
        one: sqlStore(first, settings),
        other: sqlStore(second, settings),
        expire: () => clock.shift(61_000),
        over: (line) => sqlStore(databaseBehind(line, first), settings),
        async close() {
          await Promise.all([first.dispose(), second.dispose()]);
        },
      });
    });
  });
}

/** A client as a shop sets it up, and how it is let go. */
interface Connected {
  client: RedisClient;
  close(): void;
}

const nodeRedis = async (client: {
  connect(): Promise<unknown>;
  destroy(): void;
  eval: (script: string, options: { keys: string[]; arguments: string[] }) => Promise<unknown>;
}): Promise<Connected> => {
  await client.connect();
  return { client, close: () => client.destroy() };
};
const ioRedis = (client: Redis | Cluster): Promise<Connected> => Promise.resolve({ client, close: () => client.disconnect() });

if (hasRedis) {
  /** Both stores on clients of their own; what a shop set before all keys is set for both. */
  let prefixes = 0;
  const describeRedis = (name: string, connect: () => Promise<Connected>, connectOther: () => Promise<Connected>): void =>
    describeStore(`redisStore on ${name}`, async () => {
      const prefix = `{shop-${++prefixes}}`;
      const [one, other] = [await connect(), await connectOther()];
      return {
        one: redisStore(one.client, { prefix }),
        other: redisStore(other.client, { prefix }),
        over: (line) => redisStore(redisBehind(line, one.client), { prefix }),
        // Redis forgets by its own clock, which no test can turn.
        async expire(...keys) {
          const names = keys.map((key) => `${prefix}:record:${key}`);
          const forget = "for _, key in ipairs(KEYS) do redis.call('DEL', key) end";
          if ('defineCommand' in one.client) await one.client.eval(forget, names.length, ...names);
          else await one.client.eval(forget, { keys: names, arguments: [] });
        },
        close() {
          one.close();
          other.close();
          return Promise.resolve();
        },
      };
    });

  describe('with a Redis server', () => {
    let server: Daemon;
    before(async () => (server = await startRedis()));
    after(() => server.stop());
    const io = (options: RedisOptions = {}) => ioRedis(new Redis({ path: server.socket, ...options }));
    const socket = () => ({ path: server.socket, tls: false }) as const;

    describeRedis(
      'node-redis and ioredis at once',
      () => nodeRedis(createClient({ socket: socket() })),
      () => io(),
    );
    describeRedis(
      'ioredis with keyPrefix',
      () => io({ keyPrefix: 'shop:' }),
      () => io({ keyPrefix: 'shop:' }),
    );
    describeRedis(
      'ioredis with auto-pipelining and numbers as text',
      () => io({ enableAutoPipelining: true, stringNumbers: true }),
      () => io({ enableAutoPipelining: true, keyPrefix: '' }),
    );
    describeRedis(
      'node-redis with RESP3, in a pool and with Buffers',
      () => nodeRedis(createClientPool({ RESP: 3, socket: socket() })),
      async () => {
        const client = createClient({ RESP: 3, socket: socket() });
        await client.connect();
        const types = { [RESP_TYPES.BLOB_STRING]: Buffer, [RESP_TYPES.NUMBER]: String };
        return { client: client.withTypeMapping(types), close: () => client.destroy() };
      },
    );
  });

  describe('with a Redis cluster', () => {
    let server: Daemon;
    before(async () => (server = await startRedis({ cluster: true })));
    after(() => server.stop());
    const nodes = () => [{ host: '127.0.0.1', port: server.port }];

    describeRedis(
      'the cluster clients of ioredis and node-redis',
      () => ioRedis(new Cluster(nodes(), { keyPrefix: 'shop:', enableAutoPipelining: true })),
      () => ioRedis(new Cluster(nodes(), { keyPrefix: 'shop:' })),
    );
    describeRedis(
      'node-redis, createCluster',
      () => nodeRedis(createCluster({ rootNodes: [{ url: `redis://127.0.0.1:${server.port}` }] })),
      () => ioRedis(new Cluster(nodes())),
    );
  });
}
