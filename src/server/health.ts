import { isOpenEnded } from './schedule.js';
import type { WatchParts } from './watch.js';

export interface Health {
  /** The store can be read, MixPay's rate limit (1429) has not stopped all requests, and orders that are due are being read. */
  ok: boolean;
  store: 'ok' | 'failing';
  /** Requests to MixPay: the whole shop's in any sixty seconds, and how many of them could be made now. */
  budget: { limit: number; remaining: number };
  /** ISO 8601; while it lies ahead nobody calls MixPay. */
  pausedUntil?: string;
  /** Orders that are due and wait for a sweep, up to a hundred. Many, for long: the sweep does not run. */
  due: number;
}

const MANY = 100;

export async function healthOf({ ledger, budget, config }: WatchParts): Promise<Health> {
  const { limit } = budget;
  try {
    const due = await ledger.due(MANY);
    const { remaining, pausedUntil } = await budget.look();
    // Orders that the shop did not name may wait, because anybody can begin those without end.
    const waiting = due.filter(({ record }) => record === undefined || !isOpenEnded(record)).length;
    return {
      ok: pausedUntil === 0 && waiting < MANY,
      store: 'ok',
      budget: { limit, remaining },
      ...(pausedUntil === 0 ? {} : { pausedUntil: new Date(pausedUntil).toISOString() }),
      due: due.length,
    };
  } catch (error) {
    config.tell({ type: 'error', where: 'health', error });
    return { ok: false, store: 'failing', budget: { limit, remaining: 0 }, due: 0 };
  }
}
