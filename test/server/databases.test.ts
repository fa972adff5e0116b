import { after, before, describe } from 'node:test';
import { createDatabase } from 'db0';
import pglite from 'db0/connectors/pglite';
import postgresql from 'db0/connectors/postgresql';
import { Redis } from 'ioredis';
import { createClient } from 'redis';
import { redisStore, sqlStore } from '../../src/server/index.js';
import { hasPostgres, hasRedis, startPostgres, startRedis, type Daemon } from '../helpers/databases.js';
import { describeStore } from './store-conformance.js';

describe('with PGlite', () => {
  // One for all tests: it is a whole PostgreSQL that starts in a second or two.
  const db = createDatabase(pglite({ dataDir: 'memory://' }));
  let tables = 0;
  after(() => db.dispose());

  describeStore('sqlStore on PGlite', () => {
    const table = `orders_${++tables}`;
    return Promise.resolve({ one: sqlStore(db, { table }), other: sqlStore(db, { table }) });
  });
});

if (hasPostgres) {
  describe('with a PostgreSQL server', () => {
    let server: Daemon;
    let tables = 0;
    before(async () => (server = await startPostgres()));
    after(() => server.stop());

    describeStore('sqlStore on PostgreSQL, two connections', () => {
      const open = () => createDatabase(postgresql({ host: server.socket, user: 'postgres', database: 'postgres' }));
      const [first, second] = [open(), open()];
      const table = `orders_${++tables}`;
      return Promise.resolve({
        one: sqlStore(first, { table }),
        other: sqlStore(second, { table }),
        async close() {
          await Promise.all([first.dispose(), second.dispose()]);
        },
      });
    });
  });
}

if (hasRedis) {
  describe('with a Redis server', () => {
    let server: Daemon;
    let prefixes = 0;
    before(async () => (server = await startRedis()));
    after(() => server.stop());

    describeStore('redisStore on node-redis and ioredis at once', async () => {
      const prefix = `{shop-${++prefixes}}`;
      const one = createClient({ socket: { path: server.socket, tls: false } });
      const other = new Redis({ path: server.socket });
      await Promise.all([one.connect(), other.ping()]);
      return {
        one: redisStore(one, { prefix }),
        other: redisStore(other, { prefix }),
        close() {
          one.destroy();
          other.disconnect();
          return Promise.resolve();
        },
      };
    });
  });
}
