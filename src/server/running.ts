/**
 * Work on orders that this process has in hand at this moment: creates being sent, hooks being called. Who waits for one hears
 * of its end at once, instead of asking the store again and again.
 */
export class Running {
  readonly #work = new Map<string, Set<Promise<unknown>>>();

  /** @returns the same promise */
  track<T>(orderId: string, work: Promise<T>): Promise<T> {
    const all = this.#work.get(orderId) ?? new Set();
    this.#work.set(orderId, all);
    const end = work
      .catch(() => undefined)
      .finally(() => {
        all.delete(end);
        if (all.size === 0) this.#work.delete(orderId);
      });
    all.add(end);
    return work;
  }

  /** Resolves when any of it has ended; undefined where there is none. */
  next(orderId: string): Promise<unknown> | undefined {
    const all = this.#work.get(orderId);
    return all === undefined ? undefined : Promise.race(all);
  }
}
