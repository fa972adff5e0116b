import { MixPayError } from '../core/errors.js';
import { defined } from '../core/result.js';
import type { CreatedPayment } from '../core/wire.js';
import { busy } from './answers.js';
import { emptyRecord, needsNextAttempt, opened, superseded, withNextAttempt } from './attempts.js';
import { deliver, isOwed } from './deliver.js';
import { statusUrlOf } from './endpoint.js';
import { attemptOf, isEnded, latestAttempt, payingAttempt, type Attempt, type OrderRecord } from './record.js';
import { Refusal } from './refuse.js';
import { send } from './send.js';
import type { StatusParts } from './status.js';
import { traceOf, type Terms } from './terms.js';
import { look, READ_GAP } from './watch.js';

/** After a lost store, how many attempts MixPay may already have ended. */
const MOST_UNKNOWN_ATTEMPTS = 10;
/** Every step of the loop below brings the order further; more steps than this is two shops fighting over one order. */
const MOST_STEPS = 40;
/** A link that is unpaid this long past its deadline is given up for a new one. */
const OVERDUE = 10 * 60_000;
/** MixPay refuses a deadline nearer than 10 s; the rest allows for clocks that disagree. */
const SHORTEST_LIFE = 30_000;

/**
 * One short code for an order: the one it has, or the next. Each step looks at what is stored and brings it further, so that
 * it does not matter who else is at it, or where a process died before.
 */
export async function createPayment(parts: StatusParts, terms: Terms): Promise<CreatedPayment> {
  const { ledger, config, signer } = parts;
  let unknown = 0;
  for (let step = 0; step < MOST_STEPS; step++) {
    const entry = await ledger.load(terms.orderId);
    const record = entry?.record ?? emptyRecord(terms);
    const settled = payingAttempt(record) ?? record.attempts.find(({ state }) => state === 'stray');
    if (settled !== undefined) throw await alreadyPaid(parts, record, settled);
    const straying = record.attempts.find((attempt) => attempt.superseded && !isEnded(attempt) && isUnderWay(attempt));
    if (straying !== undefined) {
      await followStraying(parts, record, straying);
      continue;
    }
    const latest = latestAttempt(record);
    if (latest === undefined || needsNextAttempt(record)) {
      if (unknown >= MOST_UNKNOWN_ATTEMPTS) throw new Refusal(409, 'order_closed', 'This order can no longer be paid.');
      await ledger.save(await withNextAttempt(config, signer, record, terms), entry?.version ?? null);
      continue;
    }
    const same = latest.traceId === (await traceOf(config, signer, terms, latest.n));
    let answer: CreatedPayment | undefined;
    if (latest.state === 'open') {
      answer = await reopen(parts, record, latest, same);
    } else if (!same || latest.expiresAt < config.clock.now() + SHORTEST_LIFE) {
      await replaceUnsent(parts, record, latest, same);
    } else if ((await send(parts, record, latest)) === undefined) {
      unknown++;
    } else {
      const made = await heard(parts, record.orderId);
      // Another price has taken its place meanwhile, so the one in hand is old: the page is to ask again, and with it the shop.
      if (attemptOf(made, latest.n)?.superseded === true) throw busy(1000);
      answer = await answerOf(parts, made, latest.n);
    }
    if (answer !== undefined) return answer;
  }
  throw busy(5000);
}

/**
 * An attempt with a code, asked for again: the code, while it can be paid.
 * @returns undefined where the order has moved on
 */
async function reopen(parts: StatusParts, record: OrderRecord, attempt: Attempt, same: boolean): Promise<CreatedPayment | undefined> {
  const { clock } = parts.config;
  const fresh = await refreshed(parts, record, attempt, !same || clock.now() > attempt.expiresAt);
  const current = attemptOf(fresh, attempt.n);
  if (current === undefined || isEnded(current) || current.superseded) return undefined;
  const late = clock.now() - current.expiresAt;
  if (isUnderWay(current)) {
    // At a price that was right when it began: the page follows it instead of opening another.
    if (!same || late > OVERDUE) throw await alreadyPaid(parts, fresh, current);
    return answerOf(parts, fresh, current.n);
  }
  if (!same || late > OVERDUE) {
    await parts.ledger.update(record.orderId, (latest) => superseded(latest, current.n));
    return undefined;
  }
  if (late > 0) throw justExpired(OVERDUE - late);
  return answerOf(parts, await heard(parts, record.orderId), current.n);
}

/** A replaced link that is being paid all the same: opening another now would have the payer pay twice. */
async function followStraying(parts: StatusParts, record: OrderRecord, attempt: Attempt): Promise<void> {
  const fresh = await refreshed(parts, record, attempt, false);
  const current = attemptOf(fresh, attempt.n) ?? attempt;
  if (!isEnded(current) && isUnderWay(current)) throw await alreadyPaid(parts, fresh, current);
}

/** An attempt that was written but never answered, and cannot be sent any more: its price or its deadline has passed. */
async function replaceUnsent(parts: StatusParts, record: OrderRecord, attempt: Attempt, same: boolean): Promise<void> {
  const { clock } = parts.config;
  const fresh = await refreshed(parts, record, attempt, true);
  const current = attemptOf(fresh, attempt.n) ?? attempt;
  if (isEnded(current)) return;
  if (isUnderWay(current)) throw await alreadyPaid(parts, fresh, current);
  // MixPay has it, and makes the trace the code.
  const payable = same && current.result !== undefined && clock.now() < current.expiresAt;
  await parts.ledger.update(record.orderId, (latest) =>
    payable ? opened(latest, current.n, current.traceId, clock.now()) : superseded(latest, current.n),
  );
}

/** Money has been seen, or something that is not this payment. */
function isUnderWay({ result, mismatch }: Attempt): boolean {
  return mismatch !== undefined || (result !== undefined && result.status !== 'unpaid');
}

/**
 * The order after a look at an attempt.
 * @param must nothing may be decided without it; where it is a courtesy, MixPay's silence is no reason to refuse the payer
 */
async function refreshed(parts: StatusParts, record: OrderRecord, attempt: Attempt, must: boolean): Promise<OrderRecord> {
  const { orderId } = record;
  if (must && parts.config.clock.now() - attempt.resultAt < READ_GAP) return record;
  try {
    const seen = await look(parts, orderId, attempt.n, must ? 'create' : 'poll');
    if (must && seen?.how === 'denied') throw busy(parts.budget.wait);
    if (must && seen?.how === 'recent') throw busy(READ_GAP);
    return (await deliver(parts, orderId)) ?? record;
  } catch (error) {
    if (must || !(error instanceof MixPayError)) throw error;
    return record;
  }
}

/** The order once the shop has heard of the payment; nothing is opened that the shop could not take note of. */
async function heard(parts: StatusParts, orderId: string): Promise<OrderRecord> {
  const { clock, onCreated } = parts.config;
  const record = await deliver(parts, orderId);
  const latest = record === undefined ? undefined : latestAttempt(record);
  if (record === undefined || latest === undefined) throw busy(1000);
  // Under a lease somebody is telling it at this moment.
  const leased = record.lease !== undefined && record.lease.until > clock.now();
  if (onCreated !== undefined && !leased && isOwed(record, latest.n, (kind) => kind === 'created'))
    throw new Refusal(503, 'order_failed', 'The shop could not take this order.', { retryAfter: 5 });
  return record;
}

function justExpired(milliseconds: number): Refusal {
  return new Refusal(503, 'just_expired', 'The last payment link has just expired; a new one can be made shortly.', {
    retryAfter: milliseconds / 1000 + 1,
  });
}

/** Paid, or being paid: the page opens nothing and follows this instead. */
async function alreadyPaid({ config, signer }: StatusParts, record: OrderRecord, attempt: Attempt): Promise<Refusal> {
  const statusUrl = await statusUrlOf(config, signer, record, attempt);
  return new Refusal(409, 'already_paid', 'This order has been paid.', { members: { statusUrl, orderId: record.orderId } });
}

/** The answer to the page; undefined where the attempt was paid, has failed or was replaced while it was being made. */
async function answerOf({ config, signer }: StatusParts, record: OrderRecord, n: number): Promise<CreatedPayment | undefined> {
  const attempt = attemptOf(record, n);
  if (attempt?.code === undefined || attempt.superseded || isEnded(attempt)) return undefined;
  return defined<CreatedPayment>({
    code: attempt.code,
    traceId: attempt.traceId,
    orderId: record.orderId,
    quoteAmount: attempt.terms.quoteAmount,
    quoteAssetId: attempt.terms.quoteAssetId,
    quoteSymbol: attempt.quoteSymbol,
    expiresAt: new Date(attempt.expiresAt).toISOString(),
    statusUrl: await statusUrlOf(config, signer, record, attempt),
  });
}
