import { MixPayError } from '../core/errors.js';
import type { Purpose } from './budget.js';
import { deliver } from './deliver.js';
import type { Entry } from './ledger.js';
import { attemptOf, isEnded, type OrderRecord } from './record.js';
import { dueAtOf, isAsked, isOpenEnded, isTime, lookDueAt, openSweepAt } from './schedule.js';
import type { StatusParts } from './status.js';
import { look, purposeOf } from './watch.js';

export interface SweepOptions {
  /** As in a request's context: where the runtime ends with `scheduled()`, hooks that take long are handed to it. */
  waitUntil?: (work: Promise<unknown>) => void;
  /** Results this run may read, at most. @default as many as the shop's budget leaves to the sweep */
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

/** Orders that one query of the store returns. With `MOST_PAGES` it bounds the work of one run. */
const PAGE = 500;
const MOST_PAGES = 20;
/** After this many requests in a row without any answer, MixPay counts as out of reach and the run ends. */
const MOST_SILENCE = 5;

interface Run {
  report: SweepReport;
  /** Requests it may still make. */
  left: number;
  silence: number;
  /** Purposes for which the budget has no room. */
  full: Set<Purpose>;
  seen: Set<string>;
}

/**
 * Finds what no callback has reported: takes the orders that are due, those the shop named first, asks MixPay about each and calls the
 * hooks it owes. MixPay gives up calling back after two hours; this does not.
 */
export async function sweep(parts: StatusParts, { budget = Number.POSITIVE_INFINITY }: SweepOptions = {}): Promise<SweepReport> {
  const report: SweepReport = { orders: 0, reads: 0, paid: 0, failed: 0, errors: 0, more: false };
  const run: Run = { report, left: budget, silence: 0, full: new Set(), seen: new Set() };
  // A process that has just started learns here how old the requests of others are.
  await parts.budget.look();
  for (let page = 0; page < MOST_PAGES; page++) {
    const due = (await parts.ledger.due(PAGE)).filter(({ orderId }) => !run.seen.has(orderId));
    const unread = await sweepPage(parts, run, due);
    if (run.seen.size < PAGE * (page + 1) || run.full.has('sweep') || isOver(run)) break;
    // The page was full, so more orders may be due. Those without room get a later time, or each query would return them again.
    for (const orderId of unread) await putOff(parts, orderId);
  }
  return report;
}

const isOver = ({ left, silence }: Run): boolean => left <= 0 || silence >= MOST_SILENCE;

type Due = { orderId: string; record?: OrderRecord };

/** @returns open orders that were due and not read */
async function sweepPage(parts: StatusParts, run: Run, due: readonly Due[]): Promise<string[]> {
  const { report } = run;
  const unread: string[] = [];
  for (const { orderId, record } of [...due].sort((a, b) => rank(a) - rank(b))) {
    run.seen.add(orderId);
    report.orders++;
    try {
      if (await sweepOrder(parts, run, orderId)) continue;
      report.more = true;
      if (record !== undefined && isOpenEnded(record)) unread.push(orderId);
    } catch (error) {
      run.silence = error instanceof MixPayError && isSilence(error) ? run.silence + 1 : 0;
      report.errors++;
      parts.config.tell({ type: 'error', where: `sweeping order ${orderId}`, error });
    }
  }
  return unread;
}

/** Those the shop named, then those a page waits for, then what anybody may have begun and left. */
function rank({ record }: Due): number {
  if (record === undefined || !isOpenEnded(record)) return 0;
  return record.attempts.some(isAsked) ? 1 : 2;
}

const isSilence = ({ code }: MixPayError): boolean => code === 'unreachable' || code === 'timeout';

/** @returns false where something was due that there was no room to read */
async function sweepOrder(parts: StatusParts, run: Run, orderId: string): Promise<boolean> {
  const entry = await parts.ledger.load(orderId);
  if (entry === null) return true;
  // What is owed costs no request: it comes first, also where MixPay cannot be asked.
  const told = await deliver(parts, entry.record);
  const current = told === entry.record ? entry : await parts.ledger.load(orderId);
  return current === null || readDue(parts, run, current);
}

/** @returns false where there was no room to read what is due */
async function readDue(parts: StatusParts, run: Run, entry: Entry): Promise<boolean> {
  const { ledger, config } = parts;
  const { record } = entry;
  const { orderId } = record;
  // Written by a version that looked more often: without this it would be found due, and nothing to do, for ever.
  if (!isDue(record, config.clock.now())) await ledger.save(record, entry.version);
  let complete = true;
  for (const before of record.attempts) {
    const dueAt = lookDueAt(record, before);
    if (dueAt === undefined || !isTime(dueAt, config.clock.now())) continue;
    const purpose = purposeOf('sweep', record, before);
    const mayRead = !isOver(run) && !run.full.has(purpose);
    const seen = mayRead ? await look(parts, orderId, before.n, 'sweep', entry) : undefined;
    if (seen === undefined || seen.how === 'denied') {
      if (seen !== undefined) run.full.add(purpose);
      complete = false;
      continue;
    }
    if (seen.how === 'recent') continue;
    run.silence = 0;
    run.left--;
    run.report.reads++;
    const after = attemptOf(seen.record, before.n) ?? before;
    if (isEnded(after) && !isEnded(before)) run.report[after.state === 'failed' ? 'failed' : 'paid']++;
    await deliver(parts, seen.record);
  }
  return complete;
}

function isDue(record: OrderRecord, now: number): boolean {
  const dueAt = dueAtOf(record);
  return dueAt !== undefined && isTime(dueAt, now);
}

/** An open order that there is no room to read now is due again later, as if it had been looked at. */
async function putOff({ ledger, config }: StatusParts, orderId: string): Promise<void> {
  const now = config.clock.now();
  await ledger.update(orderId, (record) => ({
    ...record,
    attempts: record.attempts.map((attempt) => {
      const dueAt = lookDueAt(record, attempt);
      return dueAt === undefined || !isTime(dueAt, now) ? attempt : { ...attempt, dueAt: openSweepAt(attempt, now) };
    }),
  }));
}
