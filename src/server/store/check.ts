import { MixPayError } from '../../core/errors.js';
import type { Store } from './store.js';

const has = (value: object, ...methods: string[]): boolean =>
  methods.every((method) => typeof (value as Record<string, unknown>)[method] === 'function');

/** What people hand over instead, each with the way out. Tried in order, the most telling first. */
const MISTAKEN: readonly { is: (value: object) => boolean; name: string; advice: string }[] = [
  { is: (value) => value instanceof Map, name: 'a Map', advice: 'For tests use memoryStore().' },
  {
    is: (value) => has(value, 'getWithMetadata', 'put', 'list'),
    name: 'a Workers KV namespace',
    advice: 'KV has no atomic swap. Use D1: sqlStore(createDatabase(d1({ bindingName: "DB" }))).',
  },
  {
    is: (value) => has(value, 'getItem', 'setItem'),
    name: 'an unstorage or Web Storage object',
    advice: 'It has no atomic swap in any driver. Use sqlStore(db) or redisStore(client).',
  },
  {
    is: (value) => has(value, 'head', 'put', 'createMultipartUpload') || (has(value, 'send') && 'middlewareStack' in value),
    name: 'an S3 or R2 bucket',
    advice: 'Object stores have no atomic swap to rely on. Use sqlStore(db) or redisStore(client).',
  },
  {
    is: (value) => 'dialect' in value && has(value, 'exec', 'prepare'),
    name: 'a bare db0 database',
    advice: 'Wrap it: sqlStore(db).',
  },
  {
    is: (value) => has(value, 'query', 'connect', 'end') && 'totalCount' in value,
    name: 'a bare Pool of pg',
    advice: 'Wrap it: postgresStore(pool).',
  },
  {
    is: (value) => has(value, 'query', 'connect', 'end', 'escapeLiteral'),
    name: 'a single Client of pg',
    advice: 'A lost connection is not opened again: use postgresStore(pool) on a Pool.',
  },
  {
    is: (value) => has(value, 'query', 'exec') && 'waitReady' in value,
    name: 'a bare PGlite database',
    advice: 'Wrap it through db0: sqlStore(createDatabase(pglite({ dataDir }))).',
  },
  {
    is: (value) => has(value, 'execute', 'batch', 'executeMultiple'),
    name: 'a bare libSQL client',
    advice: 'Wrap it through db0: sqlStore(createDatabase(libSql({ url }))).',
  },
  {
    is: (value) => has(value, 'eval') && (has(value, 'sendCommand') || has(value, 'defineCommand')),
    name: 'a bare Redis client',
    advice: 'Wrap it: redisStore(client).',
  },
  {
    is: (value) => has(value, 'prepare', 'batch'),
    name: 'a bare D1 database',
    advice: 'Wrap it through db0: sqlStore(createDatabase(d1({ bindingName: "DB" }))).',
  },
  {
    is: (value) => has(value, 'prepare', 'exec'),
    name: 'a bare SQLite database',
    advice: 'Wrap it through db0: sqlStore(createDatabase(sqlite({ path }))).',
  },
  {
    is: (value) => has(value, 'get', 'set') && !has(value, 'due'),
    name: 'a key-value store such as Keyv',
    advice: 'It has no atomic swap. Use sqlStore(db) or redisStore(client).',
  },
];

/** Throws where `store` is not a `Store`, by name where it is something people mistake for one. */
export function checkStore(store: unknown): Store {
  const expected = 'store: expected a Store such as postgresStore(pool), sqlStore(db), redisStore(client) or, for tests, memoryStore()';
  if (typeof store !== 'object' || store === null) throw fault(`${expected}, received ${store === null ? 'null' : typeof store}.`);
  if (has(store, 'then')) throw fault(`${expected}, received a promise (is an await missing?).`);
  const mistaken = MISTAKEN.find(({ is }) => is(store));
  if (mistaken !== undefined) throw fault(`${expected}, received ${mistaken.name}. ${mistaken.advice}`);
  if (!has(store, 'get', 'put', 'due')) throw fault(`${expected}, received an object without get, put and due.`);
  return store as Store;
}

const fault = (message: string) => new MixPayError('misconfigured', message, { field: 'store' });
