import { systemClock, type Clock } from '../../core/clock.js';
import { MixPayError } from '../../core/errors.js';
import type { Store } from './store.js';

/** node-redis: `eval(script, { keys, arguments })`. */
interface NodeRedisClient {
  eval(script: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
}

/** ioredis: `eval(script, numberOfKeys, ...keys, ...arguments)`. */
interface IoRedisClient {
  defineCommand: unknown;
  eval(script: string, keys: number, ...rest: string[]): Promise<unknown>;
}

/** A connected client of node-redis or ioredis. */
export type RedisClient = NodeRedisClient | IoRedisClient;

export interface RedisStoreOptions {
  /** Before every key; in braces, so that a cluster keeps all of them on one node. @default '{mixpay}' */
  prefix?: string;
  clock?: Clock;
}

const GET = `
local found = redis.call('HMGET', KEYS[1], 'value', 'version')
if not found[1] then return false end
return found`;

/** KEYS: record, due list. ARGV: name, value, version, ifVersion or '', dueAt or '', ttl in ms or ''. */
const PUT = `
local version = redis.call('HGET', KEYS[1], 'version')
if (version or '') ~= ARGV[4] then return 0 end
redis.call('HSET', KEYS[1], 'value', ARGV[2], 'version', ARGV[3])
if ARGV[6] == '' then redis.call('PERSIST', KEYS[1]) else redis.call('PEXPIRE', KEYS[1], ARGV[6]) end
if ARGV[5] == '' then redis.call('ZREM', KEYS[2], ARGV[1]) else redis.call('ZADD', KEYS[2], ARGV[5], ARGV[1]) end
return 1`;

/** KEYS: due list. ARGV: record prefix, before, limit. A record that has expired leaves its place in the list behind. */
const DUE = `
local found = {}
for _, name in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[2], 'LIMIT', 0, ARGV[3])) do
  local row = redis.call('HMGET', ARGV[1] .. name, 'value', 'version')
  if row[1] then
    found[#found + 1] = name
    found[#found + 1] = row[1]
    found[#found + 1] = row[2]
  else
    redis.call('ZREM', KEYS[1], name)
  end
end
return found`;

/**
 * Orders in Redis (6 or newer, or Valkey), through a node-redis or ioredis client. A Lua script is the compare-and-set.
 * Redis must keep what it is given: append-only file on (`appendonly yes`), and no eviction (`maxmemory-policy noeviction`).
 */
export function redisStore(client: RedisClient, options: RedisStoreOptions = {}): Store {
  const { prefix = '{mixpay}', clock = systemClock } = options;
  if (typeof (client as Partial<RedisClient> | undefined)?.eval !== 'function')
    throw new MixPayError('misconfigured', 'redisStore: expected a node-redis or ioredis client, received something without eval().');
  const run = (script: string, keys: string[], values: string[]): Promise<unknown> =>
    'defineCommand' in client ? client.eval(script, keys.length, ...keys, ...values) : client.eval(script, { keys, arguments: values });
  const record = (key: string) => `${prefix}:record:${key}`;
  const dueList = `${prefix}:due`;

  return {
    async get(key) {
      const [value, version] = texts(await run(GET, [record(key)], []));
      return value === undefined || version === undefined ? null : { value: JSON.parse(value) as unknown, version };
    },
    async put(key, value, { ifVersion, dueAt, ttl }) {
      // Opaque and unique: a counter would begin anew after a record has expired.
      const version = `${clock.now()}-${crypto.randomUUID()}`;
      const values = [
        key,
        JSON.stringify(value),
        version,
        ifVersion ?? '',
        number(dueAt),
        number(ttl === undefined ? undefined : ttl * 1000),
      ];
      return Number(await run(PUT, [record(key), dueList], values)) === 1 ? version : null;
    },
    async due(before, limit) {
      const flat = texts(await run(DUE, [dueList], [record(''), String(Math.floor(before)), String(limit)]));
      return Array.from({ length: Math.floor(flat.length / 3) }, (_, row) => {
        const [key = '', value = 'null', version = ''] = flat.slice(row * 3, row * 3 + 3);
        return { key, value: JSON.parse(value) as unknown, version };
      });
    },
  };
}

const number = (value: number | undefined): string => (value === undefined ? '' : String(Math.ceil(value)));

function texts(answer: unknown): string[] {
  return Array.isArray(answer) ? answer.map(String) : [];
}
