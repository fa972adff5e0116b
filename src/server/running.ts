import { pause } from '../core/clock.js';
import { busy } from './answers.js';
import type { Config } from './config.js';

/** Milliseconds of each wait for another process's create, or hook; three seconds together. */
const WAITS = [50, 100, 200, 350, 500, 800, 1000];

/**
 * Work on orders that is under way in this process: creates being sent, hooks being called. Waiting for its promise ends as soon
 * as the work does, and spares reading the store again and again.
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

/** Another request is working on the order. Waits a short while for its end; after that the page is told to ask again. */
export async function waitFor({ config, running }: { config: Config; running: Running }, orderId: string, waited: number): Promise<void> {
  const wait = WAITS[waited];
  if (wait === undefined) throw busy(2000);
  // Where the runtime ends a request's work with its answer, one request must not wait for another's promise.
  const here = config.stopsAtAnswer ? undefined : running.next(orderId);
  await Promise.race([pause(config.clock, wait), ...(here === undefined ? [] : [here])]);
}
