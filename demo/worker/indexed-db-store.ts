import type { Store } from '../../src/server/index.js';

interface Row {
  key: string;
  value: unknown;
  version: string;
  dueAt?: number;
  /** Milliseconds since the epoch. */
  forgetAt?: number;
}

const TABLE = 'records';
const DUE = 'dueAt';

/**
 * The package's store in the browser's IndexedDB: a read-write transaction is atomic across all tabs and workers of the origin.
 * @param name of the database; another name is another store
 */
export async function indexedDbStore(name: string, now: () => number = Date.now): Promise<Store> {
  const db = await open(name);
  const isKept = ({ forgetAt }: Row): boolean => forgetAt === undefined || forgetAt > now();
  const stored = ({ value, version }: Row) => ({ value, version });

  return {
    async get(key) {
      const row = await rowOf(db.transaction(TABLE).objectStore(TABLE), key);
      return row !== undefined && isKept(row) ? stored(row) : null;
    },
    async put(key, value, { ifVersion, dueAt, ttl }) {
      const version = crypto.randomUUID();
      const transaction = db.transaction(TABLE, 'readwrite');
      const table = transaction.objectStore(TABLE);
      const row = await rowOf(table, key);
      const found = row !== undefined && isKept(row) ? row.version : null;
      if (found !== ifVersion) return null;
      table.put({
        key,
        // As JSON would keep it: a structured clone keeps what other stores do not.
        value: JSON.parse(JSON.stringify(value)) as unknown,
        version,
        ...(dueAt === undefined ? {} : { dueAt }),
        ...(ttl === undefined ? {} : { forgetAt: now() + ttl * 1000 }),
      } satisfies Row);
      await endOf(transaction);
      return version;
    },
    async due(before, limit) {
      const index = db.transaction(TABLE).objectStore(TABLE).index(DUE);
      const rows = await resultOf(index.getAll(IDBKeyRange.upperBound(before), limit) as IDBRequest<Row[]>);
      return rows.filter(isKept).map((row) => ({ key: row.key, ...stored(row) }));
    },
  };
}

function open(name: string): Promise<IDBDatabase> {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore(TABLE, { keyPath: 'key' }).createIndex(DUE, DUE);
  };
  return resultOf(request);
}

function rowOf(table: IDBObjectStore, key: string): Promise<Row | undefined> {
  return resultOf(table.get(key) as IDBRequest<Row | undefined>);
}

function resultOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('IndexedDB refused'));
  });
}

function endOf(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error('IndexedDB aborted the transaction'));
  });
}
