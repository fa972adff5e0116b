import type { PostgresPool, RedisClient, SqlDatabase } from '../../src/server/index.js';

/** What happens to a call: the line breaks before it reaches the server, or after it was carried out and before it is answered. */
export type Break = 'before' | 'after';

/** The line between a store and its server, which breaks as a test says. */
export class BrokenLine {
  /** For the calls to come, one each. */
  readonly breaks: Break[] = [];
  /** Breaks every call, while set. */
  always: Break | undefined;
  /** Runs while the line is broken. */
  meanwhile: (() => Promise<unknown>) | undefined;

  async carry<T>(run: () => Promise<T>): Promise<T> {
    const broken = this.always ?? this.breaks.shift();
    if (broken === undefined) return run();
    if (broken === 'after') await run();
    const meanwhile = this.meanwhile;
    this.meanwhile = undefined;
    await meanwhile?.();
    throw new Error('the line went dead');
  }
}

export function databaseBehind(line: BrokenLine, db: SqlDatabase): SqlDatabase {
  return {
    dialect: db.dialect,
    exec: (sql) => line.carry(() => db.exec(sql)),
    prepare: (sql) => ({ all: (...parameters) => line.carry(() => db.prepare(sql).all(...parameters)) }),
  };
}

export function poolBehind(line: BrokenLine, pool: PostgresPool): PostgresPool {
  return {
    totalCount: 1,
    query: (sql, parameters) => line.carry(() => pool.query(sql, parameters)),
  };
}

/** Calls of `eval` only: a store uses no other. */
export function redisBehind<Client extends RedisClient>(line: BrokenLine, client: Client): Client {
  const evaluate = (...parameters: unknown[]) =>
    line.carry(() => (client.eval as (...parameters: unknown[]) => Promise<unknown>).apply(client, parameters));
  return new Proxy(client, { get: (target, name) => (name === 'eval' ? evaluate : (Reflect.get(target, name) as unknown)) });
}
