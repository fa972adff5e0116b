import { systemClock, type Clock } from '../../core/clock.js';
import { MixPayError, quoted } from '../../core/errors.js';
import { hearErrors } from './hear-errors.js';
import { patiently, settle } from './patience.js';
import { DUE_NAMES, DUE_RECORDS, GET, MEMORY, PUT } from './redis-scripts.js';
import type { Store } from './store.js';
import { fateOf, versionAfter } from './version.js';

/** node-redis: `eval(script, { keys, arguments })`. */
interface NodeRedisClient {
  eval(script: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
}

/** ioredis: `eval(script, numberOfKeys, ...keys, ...arguments)`. */
interface IoRedisClient {
  defineCommand: unknown;
  eval(script: string, keys: number, ...rest: string[]): Promise<unknown>;
}

/** A connected client, pool or cluster of node-redis or ioredis. */
export type RedisClient = NodeRedisClient | IoRedisClient;

export interface RedisStoreOptions {
  /** Before every key; in braces, so that a cluster keeps all of them on one node. @default '{mixpay}' */
  prefix?: string;
  /** Accepts a Redis that evicts records when its memory is full. It may then lose an order that is being paid. @default false */
  allowEviction?: boolean;
  clock?: Clock;
}

/**
 * After so many milliseconds a call counts as failed. Clients lose one when Redis restarts and never say so, node-redis before 6.2
 * with it every later one (https://github.com/redis/node-redis/issues/3346).
 */
const LONGEST = 10_000;

/** How many names of the due list are looked through at once; the live ones among them may be few. */
const PAGE = 200;
const LARGEST_PAGE = 3200;

/**
 * Orders in Redis (6 or newer, or Valkey), through a node-redis or ioredis client, pool or cluster. A Lua script is the
 * compare-and-set. Redis must keep what it is given: append-only file on (`appendonly yes`), and no eviction
 * (`maxmemory-policy noeviction`; the first call throws where it is another one). Where nobody listens to the client's `error`
 * event, this store does: without a listener it would end the process at a restart of Redis.
 */
export function redisStore(client: RedisClient, options: RedisStoreOptions = {}): Store {
  const { prefix = '{mixpay}', allowEviction = false, clock = systemClock } = options;
  check(client, prefix);
  hearErrors(client);
  const evaluate = async (script: string, keys: string[], values: string[]): Promise<unknown> =>
    'defineCommand' in client ? client.eval(script, keys.length, ...keys, ...values) : client.eval(script, { keys, arguments: values });
  const run = async (script: string, keys: string[], values: string[]): Promise<unknown> => {
    try {
      return await inTime(clock, evaluate(script, keys, values));
    } catch (error) {
      throw explained(error);
    }
  };
  const ask = (script: string, keys: string[], values: string[]) => patiently(clock, () => run(script, keys, values));
  const record = (key: string) => `${prefix}:record:${key}`;
  const dueList = `${prefix}:due`;

  let checked = allowEviction;
  const ready = async () => {
    if (checked) return;
    refuseEviction(String(await ask(MEMORY, [dueList], [])));
    checked = true;
  };

  return {
    async get(key) {
      await ready();
      const [value, version] = texts(await ask(GET, [record(key)], []));
      return value === undefined || version === undefined ? null : { value: JSON.parse(value) as unknown, version };
    },
    async put(key, value, { ifVersion, dueAt, ttl }) {
      await ready();
      const version = versionAfter(ifVersion);
      const lifetime = ttl === undefined ? undefined : ttl * 1000;
      const values = [key, JSON.stringify(value), version, ifVersion ?? '', number(dueAt), number(lifetime)];
      const write = async () => {
        const found = String(await run(PUT, [record(key), dueList], values));
        return fateOf(version, ifVersion, found === '' ? undefined : found);
      };
      return (await settle(clock, write)) ? version : null;
    },
    async due(before, limit, after) {
      await ready();
      const until = String(Math.floor(before));
      const since = after === undefined ? '-inf' : `(${Math.floor(after)}`;
      for (let page = Math.max(limit, PAGE); ; page = Math.max(limit, Math.min(page * 4, LARGEST_PAGE))) {
        const names = texts(await ask(DUE_NAMES, [dueList], [until, String(page), since]));
        if (names.length === 0) return [];
        const flat = texts(await ask(DUE_RECORDS, [dueList, ...names.map(record)], [until, String(limit), ...names]));
        // Where a page held too few, its other names had expired (and are deleted now) or are due later: a larger page has the rest.
        if (flat.length >= 3 * limit || names.length < page) return rowsOf(flat);
      }
    },
  };
}

/** Ends the wait for a call. It may be carried out later all the same: a read does no harm, and a write is a compare-and-set. */
function inTime<T>(clock: Clock, call: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = `Redis has not answered for ${LONGEST / 1000} s. If this goes on although it is there, restart this process: its client has lost the connection without noticing.`;
    const cancel = clock.after(LONGEST, () => reject(new Error(late)));
    call.finally(cancel).then(resolve, reject);
  });
}

function rowsOf(flat: string[]): { key: string; value: unknown; version: string }[] {
  return Array.from({ length: Math.floor(flat.length / 3) }, (_, row) => {
    const [key = '', value = 'null', version = ''] = flat.slice(row * 3, row * 3 + 3);
    return { key, value: JSON.parse(value) as unknown, version };
  });
}

const number = (value: number | undefined): string => (value === undefined ? '' : String(Math.ceil(value)));

/** Texts, or Buffers where the client was told to give those. */
function texts(answer: unknown): string[] {
  return Array.isArray(answer) ? answer.map(String) : [];
}

const misuse = (message: string, cause?: unknown) => new MixPayError('misconfigured', `redisStore: ${message}`, { cause });

function check(client: RedisClient, prefix: string): void {
  if (typeof (client as Partial<RedisClient> | undefined)?.eval !== 'function')
    throw misuse('expected a node-redis or ioredis client, received something without eval().');
  const { isCluster, slots } = client as { isCluster?: unknown; slots?: unknown };
  if ((isCluster === true || slots !== undefined) && !/^[^{]*\{[^}]+\}/.test(prefix)) throw misuse(taglessIn(quoted(prefix)));
}

const taglessIn = (prefix: string) =>
  `prefix: expected a part in braces, such as '{shop}', so that a cluster keeps all keys on one node, received ${prefix}.`;

/** What goes wrong with a Redis that is not as expected, said with the way out. */
function explained(error: unknown): unknown {
  const message = error instanceof Error ? error.message : '';
  if (/CROSSSLOT|do not hash to the same slot|must map to the same (key )?slot/i.test(message))
    return misuse(`${taglessIn('one without')} A keyPrefix must not hold '{}' either.`, error);
  if (/^MOVED /.test(message))
    return misuse(
      'the client is connected to one node of a cluster. Use a cluster client: new Cluster(…) of ioredis, createCluster(…) of redis.',
      error,
    );
  if (/READONLY|read only replica/i.test(message))
    return misuse('the client is connected to a read-only replica. Connect it to the primary.', error);
  return error;
}

function refuseEviction(memory: string): void {
  const [, limit = '0'] = /^maxmemory:(\d+)/m.exec(memory) ?? [];
  const [, policy = 'noeviction'] = /^maxmemory_policy:(\S+)/m.exec(memory) ?? [];
  if (limit === '0' || policy === 'noeviction') return;
  throw misuse(
    `this Redis evicts records when its memory is full (maxmemory-policy ${policy}), orders that are being paid among them. ` +
      'Set maxmemory-policy noeviction, take another Redis for orders, or set allowEviction: true and know what it may cost.',
  );
}
