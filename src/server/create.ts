import { pause } from '../core/clock.js';
import { MixPayError } from '../core/errors.js';
import { defined } from '../core/result.js';
import type { CreatedPayment } from '../core/wire.js';
import { busy } from './answers.js';
import { emptyRecord, isAsAgreed, needsNextAttempt, opened, reclaimed, superseded, withNextAttempt } from './attempts.js';
import { deliver, deliverLater } from './deliver.js';
import { statusUrlOf } from './endpoint.js';
import type { Entry } from './ledger.js';
import {
  attemptOf,
  holdsMoney,
  isEnded,
  isLive,
  latestAttempt,
  payingAttempt,
  type Attempt,
  type Lease,
  type OrderRecord,
} from './record.js';
import { Refusal } from './refuse.js';
import { attemptEnded, send } from './send.js';
import type { StatusParts } from './status.js';
import type { Terms } from './terms.js';
import { look, READ_GAP } from './watch.js';

/** Longer than a create may take, so that what is claimed past it was claimed by a process that died. */
const CLAIM = 15_000;
/** How long somebody else's create, or hook, is waited for, step by step; together three seconds. */
const WAITS = [50, 100, 200, 350, 500, 800, 1000];
/** More than this is not a purchase any more, and a record must not grow for ever. */
const MOST_ATTEMPTS = 50;
/** Every step of the loop below brings the order further; more steps than this is two shops fighting over one order. */
const MOST_STEPS = 40;
/** A link that is unpaid this long past its deadline is given up for a new one. */
const OVERDUE = 10 * 60_000;
/** MixPay refuses a deadline nearer than 10 s; the rest allows for clocks that disagree. */
const SHORTEST_LIFE = 30_000;
/** MixPay's refusal of the same terms is not asked for again for this long. */
const REFUSAL_HOLDS = 60_000;

/**
 * One short code for an order: the one it has, or the next. Each step looks at what is stored and brings it further, so that
 * it does not matter who else is at it, or where a process died before. One create leaves at most.
 */
export async function createPayment(parts: StatusParts, terms: Terms): Promise<CreatedPayment> {
  const { ledger, config } = parts;
  const { clock } = config;
  let sent: number | undefined;
  let waited = 0;
  for (let step = 0; step < MOST_STEPS; step++) {
    const entry = await ledger.load(terms.orderId);
    const record = entry?.record ?? emptyRecord(terms);
    // What a look has found out may end here, so the shop is told of it from here as well.
    if (sent !== undefined || payingAttempt(record) !== undefined) tellLater(parts, record);
    await refuseWhatIsSettled(parts, record);
    const straying = record.attempts.find((attempt) => attempt.superseded && !isEnded(attempt) && isUnderWay(attempt));
    if (entry !== null && straying !== undefined) {
      await followStraying(parts, entry, straying);
      continue;
    }
    const latest = latestAttempt(record);
    // Another price has taken its place meanwhile, so the one in hand is old: the page is to ask again, and with it the shop.
    if (sent !== undefined && latest?.n !== sent) throw busy(1000);
    if (entry === null || latest === undefined || needsNextAttempt(record)) {
      if (sent !== undefined) throw attemptEnded();
      refuseWhatIsRefused(parts, latest, terms);
      const claim = newClaim(parts);
      const next = await withNextAttempt(config, parts.signer, record, terms, claim);
      const saved = await ledger.save(next, entry?.version ?? null);
      if (saved === null) continue;
      sent = latestAttempt(next)?.n;
      await sendClaimed(parts, next, claim);
      continue;
    }
    const same = isAsAgreed(latest, config, terms);
    if (latest.state === 'open') {
      const answer = await reopen(parts, entry, latest, same);
      if (answer !== undefined) return answer;
    } else if (isLive(latest.claim, clock.now())) {
      await waitFor(parts, record.orderId, waited++);
    } else if (!same || latest.expiresAt < clock.now() + SHORTEST_LIFE) {
      await replaceUnsent(parts, entry, latest, same);
    } else {
      if (sent !== undefined) throw busy(READ_GAP);
      const claim = newClaim(parts);
      const again = reclaimed(record, latest.n, claim, clock.now());
      if (again === undefined || (await ledger.save(again, entry.version)) === null) continue;
      sent = latest.n;
      await sendClaimed(parts, again, claim);
    }
  }
  throw busy(5000);
}

function newClaim({ config }: StatusParts): Lease {
  return { owner: config.uuid(), until: config.clock.now() + CLAIM };
}

async function sendClaimed(parts: StatusParts, record: OrderRecord, { owner }: Lease): Promise<void> {
  const attempt = record.attempts.find(({ claim }) => claim?.owner === owner);
  if (attempt !== undefined) await parts.running.track(record.orderId, send(parts, record, attempt, owner));
}

/** Somebody else is at it. A short while is waited for the end of it, and then the page is to ask again. */
async function waitFor({ config, running }: StatusParts, orderId: string, waited: number): Promise<void> {
  const wait = WAITS[waited];
  if (wait === undefined) throw busy(2000);
  // Where the runtime ends a request's work with its answer, one request must not wait for another's promise.
  const here = config.stopsAtAnswer ? undefined : running.next(orderId);
  await Promise.race([pause(config.clock, wait), ...(here === undefined ? [] : [here])]);
}

/** Paid, or never to be paid again before somebody has looked: no further code. */
async function refuseWhatIsSettled(parts: StatusParts, record: OrderRecord): Promise<void> {
  const settled = payingAttempt(record) ?? record.attempts.find(({ state }) => state === 'stray');
  if (settled !== undefined) throw await alreadyPaid(parts, record, settled);
  // Money came and the payment failed: a second code would ask for it twice.
  if (record.attempts.some(holdsMoney)) throw new Refusal(409, 'order_closed', 'This order can no longer be paid.');
}

/** What MixPay has just refused, and orders that have had more payments than any purchase needs. */
function refuseWhatIsRefused({ config }: StatusParts, latest: Attempt | undefined, terms: Terms): void {
  if (latest === undefined) return;
  const { state, apiCode, refusedAt = 0, n } = latest;
  const age = config.clock.now() - refusedAt;
  if (state === 'refused' && apiCode !== undefined && age >= 0 && age < REFUSAL_HOLDS && isAsAgreed(latest, config, terms))
    throw new MixPayError('mixpay_error', `POST ${config.apiBase}/v1/one_time_payment: MixPay refused the same with ${apiCode} lately.`, {
      apiCode,
    });
  if (n >= MOST_ATTEMPTS) throw new Refusal(409, 'order_closed', 'This order can no longer be paid.');
}

/**
 * An attempt with a code, asked for again: the code, while it can be paid.
 * @returns undefined where the order has moved on
 */
async function reopen(parts: StatusParts, entry: Entry, attempt: Attempt, same: boolean): Promise<CreatedPayment | undefined> {
  const { clock } = parts.config;
  const fresh = await refreshed(parts, entry, attempt, !same || clock.now() > attempt.expiresAt);
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

/** A replaced link that is being paid all the same: opening another now would have the payer pay twice. */
async function followStraying(parts: StatusParts, entry: Entry, attempt: Attempt): Promise<void> {
  const fresh = await refreshed(parts, entry, attempt, false);
  const current = attemptOf(fresh, attempt.n) ?? attempt;
  if (!isEnded(current) && isUnderWay(current)) throw await alreadyPaid(parts, fresh, current);
}

/** An attempt that was written but never answered, and cannot be sent any more: its price or its deadline has passed. */
async function replaceUnsent(parts: StatusParts, entry: Entry, attempt: Attempt, same: boolean): Promise<void> {
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

/** Money has been seen, or something that is not this payment. */
function isUnderWay({ result, mismatch }: Attempt): boolean {
  return mismatch !== undefined || (result !== undefined && result.status !== 'unpaid');
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
function tellLater(parts: StatusParts, record: OrderRecord): void {
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
async function alreadyPaid({ config, signer }: StatusParts, record: OrderRecord, attempt: Attempt): Promise<Refusal> {
  const statusUrl = await statusUrlOf(config, signer, record, attempt);
  return new Refusal(409, 'already_paid', 'This order has been paid.', { members: { statusUrl, orderId: record.orderId } });
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
