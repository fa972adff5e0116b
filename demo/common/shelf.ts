import type { Store } from '../../src/server/index.js';

/** Documents of one kind in the shop's store, each changed by one writer at a time. */
export class Shelf<T> {
  readonly #store: Store;
  readonly #kind: string;

  /** @param kind what its keys begin with, so that no two kinds meet in the store */
  constructor(store: Store, kind: string) {
    this.#store = store;
    this.#kind = kind;
  }

  async read(id: string): Promise<T | undefined> {
    return (await this.#store.get(this.#keyOf(id)))?.value as T | undefined;
  }

  /**
   * Writes what `work` makes of the document; where it returns undefined, nothing is written. Where another writer was first, it is asked again.
   * @returns the document as it is afterwards
   */
  async change(id: string, work: (found: T | undefined) => T | undefined): Promise<T | undefined> {
    for (;;) {
      const stored = await this.#store.get(this.#keyOf(id));
      const found = stored?.value as T | undefined;
      const changed = work(found);
      if (changed === undefined) return found;
      if ((await this.#store.put(this.#keyOf(id), changed, { ifVersion: stored?.version ?? null })) !== null) return changed;
    }
  }

  #keyOf(id: string): string {
    return `shop:${this.#kind}:${id}`;
  }
}
