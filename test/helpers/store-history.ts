import type { Store } from '../../src/server/index.js';

interface Operation {
  key: string;
  began: number;
  ended: number;
  /** A write: over which version, with which id as its value. */
  write?: { ifVersion: string | null; id: string };
  /** The version it wrote or read; null: it read nothing, or another writer was first. Left out: nobody knows. */
  version?: string | null;
  /** The id it read. */
  id?: string;
}

/** Everything that was asked of the stores of one database, in the order in which it began. */
export class StoreHistory {
  readonly #operations: Operation[] = [];
  #moment = 0;
  #ids = 0;
  /** The errors with which operations were refused. */
  readonly refused: string[] = [];

  async get(store: Store, key: string): Promise<string | null> {
    const operation: Operation = { key, began: ++this.#moment, ended: Infinity };
    try {
      const found = await store.get(key);
      operation.version = found?.version ?? null;
      if (found !== null) operation.id = String(found.value);
      operation.ended = ++this.#moment;
      this.#operations.push(operation);
      return operation.version;
    } catch (error) {
      this.refused.push(String(error));
      return null;
    }
  }

  async put(store: Store, key: string, ifVersion: string | null): Promise<string | null> {
    const operation: Operation = { key, began: ++this.#moment, ended: Infinity, write: { ifVersion, id: `write-${++this.#ids}` } };
    this.#operations.push(operation);
    try {
      operation.version = await store.put(key, operation.write?.id, { ifVersion });
      operation.ended = ++this.#moment;
      return operation.version;
    } catch (error) {
      this.refused.push(String(error));
      return null;
    }
  }

  /** Why no single store could have given these answers; nothing where it could (linearizability, key by key). */
  faults(): string[] {
    const keys = new Set(this.#operations.map(({ key }) => key));
    return [...keys].flatMap((key) => faultsOf(this.#operations.filter((operation) => operation.key === key)));
  }

  /** How many writes are known to have been made. */
  get written(): number {
    return this.#operations.filter(({ write, version }) => write !== undefined && typeof version === 'string').length;
  }
}

/**
 * Every write names the version it was made over, so the writes of a key stand in one row, and each operation saw one place
 * in it. What began after another had ended must have seen the same place or a later one, and a write a later one.
 */
function faultsOf(operations: Operation[]): string[] {
  const idAt = new Map(operations.flatMap(({ version, id }) => (version && id !== undefined ? [[id, version] as const] : [])));
  // A write of unknown fate was made if its value was ever read.
  const made = operations.flatMap((operation) => {
    const version = operation.version === undefined ? idAt.get(operation.write?.id ?? '') : operation.version;
    return operation.write !== undefined && typeof version === 'string' ? [{ ...operation, write: operation.write, version }] : [];
  });
  const faults: string[] = [];
  const next = new Map<string | null, (typeof made)[number]>();
  for (const write of made) {
    if (next.has(write.write.ifVersion)) faults.push(`two writes over ${write.write.ifVersion}`);
    next.set(write.write.ifVersion, write);
  }
  const places = new Map<string | null, number>([[null, 0]]);
  for (let write = next.get(null); write !== undefined; write = next.get(write.version)) places.set(write.version, places.size);
  for (const { version } of made) if (!places.has(version)) faults.push(`${version} was written over a version nobody wrote`);

  const seen = operations.flatMap((operation) => {
    if (operation.write !== undefined && typeof operation.version !== 'string') return [];
    const place = places.get(operation.version ?? null);
    if (place === undefined) faults.push(`read ${operation.version}, which nobody wrote`);
    return place === undefined ? [] : [{ ...operation, place }];
  });
  for (const before of seen)
    for (const after of seen) {
      if (before.ended > after.began) continue;
      const fits = after.write === undefined ? after.place >= before.place : after.place > before.place;
      if (!fits) faults.push(`saw place ${after.place} after place ${before.place} had been seen`);
    }
  for (const { write, version, ended } of operations) {
    if (write === undefined || version !== null) continue;
    const winner = next.get(write.ifVersion);
    if (winner === undefined || winner.began > ended) faults.push(`a write over ${write.ifVersion} was refused though nobody was first`);
  }
  return faults;
}

/** A sequence of numbers in [0, 1) that is the same at every run (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Somebody who reads and writes at random, now and then over a version that is long gone. */
export async function wander(history: StoreHistory, store: Store, random: () => number, steps: number): Promise<void> {
  const known = new Map<string, (string | null)[]>();
  for (let step = 0; step < steps; step++) {
    const key = random() < 0.5 ? 'order:a' : 'order:b';
    const versions = known.get(key) ?? [null];
    const [newest = null] = versions.slice(-1);
    const ifVersion = random() < 0.85 ? newest : (versions[Math.floor(random() * versions.length)] ?? null);
    const version = random() < 0.4 ? await history.get(store, key) : await history.put(store, key, ifVersion);
    known.set(key, [...versions, version ?? (await history.get(store, key))]);
  }
}
