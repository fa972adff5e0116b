import type { PaymentResult } from '../core/result.js';
import type { Budget, Permit } from './budget.js';
import type { Errand, Purpose } from './budget/lanes.js';
import type { Config } from './config.js';
import type { Entry, Ledger } from './ledger.js';
import type { MixPayClient } from './mixpay-client.js';
import { recordAbsence, recordResult, timed } from './outcome.js';
import { attemptOf, isEnded, withAttempt, type Attempt, type OrderRecord } from './record.js';
import { isAsked, isOpenEnded, LONGEST_PACE, pollPace } from './schedule.js';

/** At most one read per trace in this time, however many callbacks come. */
export const READ_GAP = 2000;

/**
 * One callback in this time goes before sweep and polls; more of them, or those of a payment that has ended, wait as a poll does.
 * MixPay shows the address to anybody who has the trace, so its calls cannot be told from a payer's.
 */
const URGENT_ONCE_IN = 60_000;

/** How often a claim is tried, because others may write the order between reading and claiming it. */
const MOST_CLAIMS = 20;

/**
 * - `read`: MixPay was asked and what it said is recorded
 * - `absent`: MixPay was asked and knows no such trace
 * - `recent`: asked so lately (or by somebody else at this moment) that it was not asked again
 * - `denied`: the budget has no room
 */
export type Look = { how: 'read' | 'absent' | 'recent' | 'denied'; record: OrderRecord };

/** What a look is for. `recheck`: somebody of the shop's asks, who does not wait for the pace of polls; it counts as a sweep. */
export type Occasion = Errand | 'recheck';

export interface WatchParts {
  config: Config;
  ledger: Ledger;
  budget: Budget;
  client: MixPayClient;
}

/**
 * Looks at an attempt: claims the read by a compare-and-set, so that of all processes and watchers one asks MixPay, then
 * records what it said.
 * @param loaded the order as it was read just now; where another has written since, it is read again
 * @throws MixPayError where MixPay gave no answer to rely on
 */
export async function look(parts: WatchParts, orderId: string, n: number, occasion: Occasion, loaded?: Entry): Promise<Look | undefined> {
  const { config, ledger, client } = parts;
  const claimed = await claimRead(parts, orderId, n, occasion, loaded);
  if (claimed === undefined || claimed.how !== 'claimed') return claimed;
  const { attempt, permit } = claimed;
  const result = await client.paymentResult(attempt.traceId, permit.leave);
  const record = await ledger.update(orderId, (current) => recorded(current, n, result, config));
  if (result !== undefined) tellStatus(config, orderId, attempt, result);
  return { how: result === undefined ? 'absent' : 'read', record: record ?? claimed.record };
}

/** What a read counts as. */
export function purposeOf(errand: Errand, record: OrderRecord, attempt: Attempt): Purpose {
  if (!isOpenEnded(record)) return errand;
  // A page asked for it lately: it is not to wait behind a flood of orders that no page asks for.
  return errand === 'sweep' && isAsked(attempt) ? 'open_poll' : `open_${errand}`;
}

type Claim = Look | { how: 'claimed'; record: OrderRecord; attempt: Attempt; permit: Permit };

/** The claim: no other process reads meanwhile, and should this one die before recording, the sweep reads again. */
async function claimRead(parts: WatchParts, orderId: string, n: number, occasion: Occasion, loaded?: Entry): Promise<Claim | undefined> {
  const { config, ledger, budget } = parts;
  let entry = loaded ?? (await ledger.load(orderId));
  for (let tries = 1; ; tries++) {
    const attempt = entry === null ? undefined : attemptOf(entry.record, n);
    if (entry === null || attempt === undefined) return undefined;
    if (tries > MOST_CLAIMS || !isDue(attempt, occasion, config.clock.now())) return { how: 'recent', record: entry.record };
    const rank = rankOf(occasion, attempt, config.clock.now());
    const permit = await budget.take(purposeOf(rank, entry.record, attempt));
    if (permit === undefined) return { how: 'denied', record: entry.record };
    const saved = await ledger.save(claimed(entry.record, n, occasion, rank, config), entry.version);
    if (saved !== null) return { how: 'claimed', record: saved.record, attempt, permit };
    // Somebody else wrote. If it was a claim, the next round finds nothing due.
    permit.giveBack();
    entry = await ledger.load(orderId);
  }
}

function isDue({ nextCheckAt, readAt }: Attempt, occasion: Occasion, now: number): boolean {
  const patient = occasion === 'poll' || occasion === 'sweep';
  const [from, longest] = patient ? [nextCheckAt, LONGEST_PACE] : [readAt + READ_GAP, READ_GAP];
  // Further ahead than any pace, so written by a clock that was ahead. Such a read counts as old.
  return now >= from || from - now > longest;
}

function rankOf(occasion: Occasion, attempt: Attempt, now: number): Errand {
  if (occasion === 'recheck') return 'sweep';
  const { calledAt = Number.NEGATIVE_INFINITY } = attempt;
  const isRepeated = now >= calledAt && now - calledAt < URGENT_ONCE_IN;
  return occasion === 'callback' && (isRepeated || isEnded(attempt)) ? 'poll' : occasion;
}

function claimed(record: OrderRecord, n: number, occasion: Occasion, rank: Errand, { clock, onUpdate }: Config): OrderRecord {
  const now = clock.now();
  return withAttempt(record, n, (attempt) => ({
    ...timed(attempt, now, onUpdate !== undefined),
    readAt: now,
    ...(rank === 'callback' ? { calledAt: now } : {}),
    ...(occasion === 'poll' && record.derived ? { askedAt: now } : {}),
    nextCheckAt: now + Math.max(READ_GAP, pollPace(attempt.result)),
  }));
}

function recorded(record: OrderRecord, n: number, result: PaymentResult | undefined, { clock, onUpdate }: Config): OrderRecord {
  if (result === undefined) return recordAbsence(record, n, clock.now());
  return recordResult(record, n, result, clock.now(), onUpdate !== undefined);
}

function tellStatus(config: Config, orderId: string, attempt: Attempt, result: PaymentResult): void {
  if (result.rawStatus !== attempt.result?.rawStatus)
    config.tell({ type: 'status', orderId, attempt: attempt.n, status: result.rawStatus.slice(0, 40) });
}
