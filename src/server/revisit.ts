import { MixPayError } from '../core/errors.js';
import { defined } from '../core/result.js';
import type { CreatedPayment } from '../core/wire.js';
import { busy } from './answers.js';
import { opened, superseded } from './attempts.js';
import { deliver, deliverLater } from './deliver.js';
import { statusUrlOf } from './endpoint.js';
import type { Entry } from './ledger.js';
import { attemptOf, isEnded, isLive, isUnderWay, type Attempt, type OrderRecord } from './record.js';
import { Refusal } from './refuse.js';
import { waitFor } from './running.js';
import type { StatusParts } from './status.js';
import { viewOf } from './view.js';
import { look, READ_GAP } from './watch.js';

/** A link that is unpaid this long past its deadline is given up for a new one. */
const OVERDUE = 10 * 60_000;

/**
 * An attempt with a code, asked for again: the code, while it can be paid.
 * @returns undefined where the order has moved on
 */
export async function reopen(parts: StatusParts, entry: Entry, attempt: Attempt, same: boolean): Promise<CreatedPayment | undefined> {
  const { clock } = parts.config;
  const fresh = await refreshed(parts, entry, attempt, !same || mustLook(attempt, clock.now()));
  const current = attemptOf(fresh, attempt.n);
  if (current === undefined || isEnded(current) || current.superseded) return undefined;
  const late = clock.now() - current.expiresAt;
  if (isUnderWay(current)) {
    // At a price that was right when it began: the page follows it instead of opening another.
    if (!same || late > OVERDUE) throw await alreadyPaid(parts, fresh, current);
    return answerOf(parts, fresh, current.n);
  }
  if (!same || late > OVERDUE) {
    await parts.ledger.update(fresh.orderId, (latest) => superseded(latest, current.n));
    return undefined;
  }
  if (late > 0) throw justExpired(OVERDUE - late);
  return answerOf(parts, await heard(parts, fresh, current.n), current.n);
}

/** Once past the deadline, and once more before a new link is made; in between nothing is opened, whatever is read. */
function mustLook({ expiresAt, resultAt }: Attempt, now: number): boolean {
  return now > expiresAt && (resultAt <= expiresAt || now - expiresAt > OVERDUE);
}

/** A replaced link that is being paid all the same, or one that MixPay says something else of: nobody is to pay on it, or once more. */
export async function followStraying(parts: StatusParts, entry: Entry, attempt: Attempt): Promise<void> {
  const fresh = await refreshed(parts, entry, attempt, false);
  const current = attemptOf(fresh, attempt.n) ?? attempt;
  if (!isEnded(current) && isUnderWay(current)) throw await alreadyPaid(parts, fresh, current);
}

/** An attempt that was written but never answered, and cannot be sent any more: its price or its deadline has passed. */
export async function replaceUnsent(parts: StatusParts, entry: Entry, attempt: Attempt, same: boolean): Promise<void> {
  const { config, ledger } = parts;
  const fresh = attempt.sends === 0 ? entry.record : await refreshed(parts, entry, attempt, true);
  const current = attemptOf(fresh, attempt.n) ?? attempt;
  if (isEnded(current)) return;
  if (isUnderWay(current)) throw await alreadyPaid(parts, fresh, current);
  // MixPay has it, and makes the trace the code.
  const payable = same && current.result !== undefined && config.clock.now() < current.expiresAt;
  await ledger.update(fresh.orderId, (latest) =>
    payable ? opened(latest, current.n, current.traceId, config) : superseded(latest, current.n),
  );
}

/**
 * The order after a look at an attempt.
 * @param must nothing may be decided without it; where it is a courtesy, MixPay's silence is no reason to refuse the payer
 */
async function refreshed(parts: StatusParts, entry: Entry, attempt: Attempt, must: boolean): Promise<OrderRecord> {
  const { record } = entry;
  const age = parts.config.clock.now() - attempt.resultAt;
  if (must && age >= 0 && age < READ_GAP) return record;
  try {
    const seen = await look(parts, record.orderId, attempt.n, must ? 'create' : 'poll', entry);
    if (must && seen?.how === 'denied') throw busy(parts.budget.wait);
    if (must && seen?.how === 'recent') throw busy(READ_GAP);
    if (seen?.how === 'read') tellLater(parts, seen.record);
    return seen?.record ?? record;
  } catch (error) {
    if (must || !(error instanceof MixPayError)) throw error;
    return record;
  }
}

/** Calls the hooks owed without waiting for them; that a payment was created is told where it is waited for. */
export function tellLater(parts: StatusParts, record: OrderRecord): void {
  if (record.notices.some(({ kind }) => kind !== 'created')) deliverLater(parts, record);
}

/** The order once the shop has heard of the payment; nothing is opened that the shop could not take note of. */
async function heard(parts: StatusParts, record: OrderRecord, n: number): Promise<OrderRecord> {
  const owed = ({ notices }: OrderRecord) => notices.find(({ kind, attempt }) => kind === 'created' && attempt === n);
  let current = record;
  for (let waited = 0; owed(current) !== undefined; waited++) {
    current = (await deliver(parts, current, 'created')) ?? current;
    const notice = owed(current);
    if (notice === undefined) break;
    if (!isLive(notice.claim, parts.config.clock.now()))
      throw new Refusal(503, 'order_failed', 'The shop could not take this order.', { retryAfter: 1 });
    await waitFor(parts, current.orderId, waited);
    current = (await parts.ledger.load(current.orderId))?.record ?? current;
  }
  return current;
}

function justExpired(milliseconds: number): Refusal {
  return new Refusal(503, 'just_expired', 'The last payment link has just expired; a new one can be made shortly.', {
    retryAfter: milliseconds / 1000 + 1,
  });
}

/** Paid, or being paid: the page opens nothing and follows this instead. */
export async function alreadyPaid({ config, signer }: StatusParts, record: OrderRecord, attempt: Attempt): Promise<Refusal> {
  const statusUrl = await statusUrlOf(config, signer, record, attempt);
  return new Refusal(409, 'already_paid', titleOf(attempt), { members: { statusUrl, orderId: record.orderId } });
}

/** What a payer without script reads. */
function titleOf(attempt: Attempt): string {
  const { status } = viewOf(attempt);
  if (status === 'success') return 'This order has been paid.';
  return status === 'auditing' ? 'A payment for this order is being reviewed.' : 'A payment for this order is under way.';
}

/** What the page gets; undefined where the attempt was paid, has failed or was replaced while it was being made. */
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
