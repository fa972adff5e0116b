import type { Store } from '../../src/server/index.js';

/** What a process was about to do when it was killed. */
export class Killed extends Error {}

/**
 * A store behind which a process dies at its n-th operation: `before` it is done, or `after` it is done and before its result
 * is returned. From then on nothing that process does reaches the store.
 */
export function dyingStore(
  store: Store,
  at: number,
  when: 'before' | 'after',
): { store: Store; died: () => boolean; operations: () => number } {
  let count = 0;
  let dead = false;
  async function step<T>(run: () => Promise<T>): Promise<T> {
    if (dead) throw new Killed('the process is dead');
    const last = ++count === at;
    if (last) dead = true;
    if (last && when === 'before') throw new Killed('killed before the store was asked');
    const result = await run();
    if (last) throw new Killed('killed before the store’s answer was heard');
    return result;
  }
  return {
    store: through(store, step),
    died: () => dead,
    operations: () => count,
  };
}

/** A store that fails once, at its n-th operation: `before` it is done, or `after` it is done, its answer being lost. */
export function stumblingStore(store: Store, at: number, when: 'before' | 'after'): { store: Store; operations: () => number } {
  let count = 0;
  async function step<T>(run: () => Promise<T>): Promise<T> {
    const fails = ++count === at;
    if (fails && when === 'before') throw new Error('the store could not be reached');
    const result = await run();
    if (fails) throw new Error('the store’s answer was lost');
    return result;
  }
  return {
    store: through(store, step),
    operations: () => count,
  };
}

/** A store whose every operation goes through a function. */
function through(store: Store, step: <T>(run: () => Promise<T>) => Promise<T>): Store {
  return {
    get: (key) => step(() => store.get(key)),
    put: (key, value, options) => step(() => store.put(key, value, options)),
    due: (...asked) => step(() => store.due(...asked)),
  };
}
