import type { WatchParts } from './watch.js';

export interface Health {
  /** The store answers, MixPay has not asked for silence, and nothing has been due for long. */
  ok: boolean;
  store: 'ok' | 'failing';
  /** Calls to MixPay: this process's share a minute, and what of it could be used now. */
  budget: { limit: number; remaining: number };
  /** ISO 8601; while it lies ahead nobody calls MixPay. */
  pausedUntil?: string;
  /** Orders that are due and wait for a sweep, up to a hundred. Many, for long: the sweep does not run. */
  due: number;
}

const MANY = 100;

export async function healthOf({ ledger, budget, config }: WatchParts): Promise<Health> {
  const limits = { limit: budget.limit, remaining: budget.remaining };
  try {
    const [due, pausedUntil] = [(await ledger.due(MANY)).length, await ledger.pausedUntil()];
    const paused = pausedUntil > config.clock.now();
    return {
      ok: !paused && due < MANY,
      store: 'ok',
      budget: limits,
      ...(paused ? { pausedUntil: new Date(pausedUntil).toISOString() } : {}),
      due,
    };
  } catch (error) {
    config.tell({ type: 'error', where: 'health', error });
    return { ok: false, store: 'failing', budget: limits, due: 0 };
  }
}
