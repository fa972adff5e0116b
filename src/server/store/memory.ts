import { systemClock, type Clock } from '../../core/clock.js';
import type { Store } from './store.js';

interface Row {
  json: string;
  version: string;
  dueAt: number | undefined;
  forgetAt: number | undefined;
}

/**
 * Orders in this process's memory: for tests and a first look. **A restart forgets every order**, and two processes do not
 * see one another's: a shop needs `sqlStore` or `redisStore`.
 */
export function memoryStore(options: { clock?: Clock } = {}): Store {
  const clock = options.clock ?? systemClock;
  const rows = new Map<string, Row>();
  let writes = 0;

  const live = (key: string): Row | undefined => {
    const row = rows.get(key);
    if (row?.forgetAt === undefined || row.forgetAt > clock.now()) return row;
    rows.delete(key);
    return undefined;
  };
  const read = (row: Row) => ({ value: JSON.parse(row.json) as unknown, version: row.version });

  return {
    volatile: true,
    get(key) {
      const row = live(key);
      return Promise.resolve(row === undefined ? null : read(row));
    },
    put(key, value, { ifVersion, dueAt, ttl }) {
      if ((live(key)?.version ?? null) !== ifVersion) return Promise.resolve(null);
      const version = String(++writes);
      const forgetAt = ttl === undefined ? undefined : clock.now() + ttl * 1000;
      rows.set(key, { json: JSON.stringify(value), version, dueAt, forgetAt });
      return Promise.resolve(version);
    },
    due(before, limit, after = Number.NEGATIVE_INFINITY) {
      const found = [...rows.keys()].flatMap((key) => {
        const row = live(key);
        return row?.dueAt !== undefined && row.dueAt <= before && row.dueAt > after ? [{ key, row, dueAt: row.dueAt }] : [];
      });
      found.sort((a, b) => a.dueAt - b.dueAt);
      return Promise.resolve(found.slice(0, limit).map(({ key, row }) => ({ key, ...read(row) })));
    },
  };
}
