import { describe, it } from 'node:test';
import { expect } from 'chai';
import { Redis } from 'ioredis';
import pg from 'pg';
import { createClient } from 'redis';
import { postgresStore, redisStore, type Store } from '../../src/server/index.js';
import { hasPostgres, hasRedis, startPostgres, startRedis, type Daemon } from '../helpers/databases.js';
import { randomFrom, StoreHistory, wander } from '../helpers/store-history.js';

/** Six write and read at random, a seventh has the server crash and start again, and writes on. */
async function writeThroughRestart(server: Daemon, one: Store, other: Store): Promise<StoreHistory> {
  const history = new StoreHistory();
  const writers = Array.from({ length: 6 }, (_, n) => wander(history, n % 2 === 0 ? one : other, randomFrom(n), 60));
  await wander(history, one, randomFrom(7), 10);
  await server.restart();
  await Promise.all([...writers, wander(history, one, randomFrom(8), 10)]);
  return history;
}

/** A lost or doubled write would show in the history; a refused one is told to its caller. */
function expectWhole(history: StoreHistory): void {
  expect(history.faults()).to.deep.equal([]);
  expect(history.written).to.be.greaterThan(60);
  expect(history.refused.length, history.refused.join()).to.be.lessThan(5);
}

describe('a database that crashes and starts again while it is written to', () => {
  if (hasPostgres)
    it('PostgreSQL through two pools: nothing is lost or doubled, and the store recovers by itself', async () => {
      const server = await startPostgres();
      const pools = [1, 2].map(() => new pg.Pool({ host: server.socket, user: 'postgres', database: 'postgres' }));
      const [one, other] = pools.map((pool) => postgresStore(pool));
      expectWhole(await writeThroughRestart(server, one!, other!));
      await Promise.all(pools.map((pool) => pool.end()));
      await server.stop();
    });

  if (hasRedis)
    it('Redis through node-redis and ioredis: nothing is lost or doubled, and the store recovers by itself', async () => {
      const server = await startRedis({ durable: true });
      const one = createClient({ socket: { path: server.socket, tls: false } });
      const other = new Redis({ path: server.socket });
      await one.connect();
      expectWhole(await writeThroughRestart(server, redisStore(one), redisStore(other)));
      one.destroy();
      other.disconnect();
      await server.stop();
    });
});
