import { MixPayError } from '../core/errors.js';
import { deliver } from './deliver.js';
import { attemptOf, isEnded } from './record.js';
import type { StatusParts } from './status.js';
import { look } from './watch.js';

export interface SweepOptions {
  /** As in a request's context: where the runtime ends with `scheduled()`, hooks that take long are handed to it. */
  waitUntil?: (work: Promise<unknown>) => void;
  /** Calls to MixPay this run may make, at most. @default as many as the minute's budget leaves to the sweep */
  budget?: number;
}

export interface SweepReport {
  /** Orders looked at. */
  orders: number;
  /** Results read from MixPay. */
  reads: number;
  /** Payments found to have ended in success, or in failure. */
  paid: number;
  failed: number;
  /** Orders that could not be dealt with; they stay due, and `onEvent` was told why. */
  errors: number;
  /** Whether something due was left over: sweep again. */
  more: boolean;
}

/** One run is a piece of work for a timer, not a daemon. */
const MOST_ORDERS = 500;
/** MixPay out of reach: no use in waiting for it order by order. */
const MOST_SILENCE = 3;

/**
 * Finds what no callback told: takes the orders that are due, oldest first, asks MixPay about each and calls the hooks it
 * owes. MixPay gives up calling back after two hours; this does not.
 */
export async function sweep(parts: StatusParts, { budget = Number.POSITIVE_INFINITY }: SweepOptions = {}): Promise<SweepReport> {
  const report: SweepReport = { orders: 0, reads: 0, paid: 0, failed: 0, errors: 0, more: false };
  const due = await parts.ledger.due(MOST_ORDERS);
  let silence = 0;
  for (const orderId of due) {
    report.orders++;
    try {
      // What is owed costs no call: it comes first, also where MixPay cannot be asked.
      await deliver(parts, orderId);
      const mayRead = !report.more && silence < MOST_SILENCE;
      if (!(await readDue(parts, orderId, mayRead ? budget : 0, report))) report.more = true;
    } catch (error) {
      if (error instanceof MixPayError) silence++;
      report.errors++;
      parts.config.tell({ type: 'error', where: `sweeping order ${orderId}`, error });
    }
  }
  return { ...report, more: report.more || due.length === MOST_ORDERS };
}

/** @returns false where something was due that there was no room to read */
async function readDue(parts: StatusParts, orderId: string, budget: number, report: SweepReport): Promise<boolean> {
  const { ledger, config } = parts;
  const attempts = (await ledger.load(orderId))?.record.attempts ?? [];
  let complete = true;
  for (const before of attempts) {
    if (before.dueAt === undefined || before.dueAt > config.clock.now()) continue;
    const seen = report.reads < budget ? await look(parts, orderId, before.n, 'sweep') : undefined;
    if (seen === undefined || seen.how === 'denied') {
      complete = false;
      continue;
    }
    if (seen.how === 'recent') continue;
    report.reads++;
    const after = attemptOf(seen.record, before.n) ?? before;
    if (isEnded(after) && !isEnded(before)) report[after.state === 'failed' ? 'failed' : 'paid']++;
    await deliver(parts, orderId);
  }
  return complete;
}
