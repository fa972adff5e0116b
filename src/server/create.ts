import { MixPayError } from '../core/errors.js';
import { API_CODE } from '../core/mixpay.js';
import { defined } from '../core/result.js';
import type { CreatedPayment } from '../core/wire.js';
import { busy } from './answers.js';
import { deliver, isOwed } from './deliver.js';
import { statusUrlOf } from './endpoint.js';
import type { PaymentRequest } from './mixpay-client.js';
import { timed } from './outcome.js';
import { attemptOf, isEnded, latestAttempt, payingAttempt, withAttempt, withNotice, type Attempt, type OrderRecord } from './record.js';
import { Refusal } from './refuse.js';
import type { Signer } from './signer.js';
import { paymentRequest, traceOf, type Terms } from './terms.js';
import { look, READ_GAP, type WatchParts } from './watch.js';

export interface CreateParts extends WatchParts {
  signer: Signer;
  /** Creates under way in this process, by trace: two clicks are one call. */
  underWay: Map<string, Promise<{ code: string }>>;
}

/** After a lost store, how many attempts MixPay may already have ended. */
const MOST_UNKNOWN_ATTEMPTS = 10;
/** Every step of the loop below brings the order further; more steps than this is two shops fighting over one order. */
const MOST_STEPS = 40;
/** A link that is unpaid this long past its deadline is given up for a new one. */
export const OVERDUE = 10 * 60_000;
/** MixPay refuses a deadline nearer than 10 s; the rest allows for clocks that disagree. */
const SHORTEST_LIFE = 30_000;

/** One short code for an order: the one it has, or the next. */
export async function createPayment(parts: CreateParts, terms: Terms): Promise<CreatedPayment> {
  const { ledger } = parts;
  let unknown = 0;
  for (let step = 0; step < MOST_STEPS; step++) {
    const entry = await ledger.load(terms.orderId);
    const record = entry?.record ?? emptyRecord(terms);
    const latest = latestAttempt(record);
    const settled = payingAttempt(record) ?? record.attempts.find(({ state }) => state === 'stray');
    if (settled !== undefined) throw await alreadyPaid(parts, record, settled);
    if (latest === undefined || latest.superseded || latest.state === 'failed' || latest.state === 'refused') {
      if (unknown >= MOST_UNKNOWN_ATTEMPTS) throw new Refusal(409, 'order_closed', 'This order can no longer be paid.');
      await ledger.save(await withNextAttempt(parts, withoutRefused(record), terms), entry?.version ?? null);
      continue;
    }
    const same = latest.traceId === (await traceOf(parts.config, parts.signer, terms, latest.n));
    if (latest.state === 'open' && latest.code !== undefined) {
      const answer = await reopen(parts, record, latest, same);
      if (answer !== undefined) return answer;
      continue;
    }
    if (!same || latest.expiresAt < parts.config.clock.now() + SHORTEST_LIFE) {
      await replaceUnsent(parts, record, latest, same);
      continue;
    }
    const code = await send(parts, record, latest);
    if (code === undefined) unknown++;
    else return answerOf(parts, await told(parts, record.orderId), latest.n, code);
  }
  throw busy(5000);
}

function emptyRecord({ orderId, derived, item, metadata }: Terms): OrderRecord {
  const more = defined<Pick<OrderRecord, 'item' | 'metadata'>>({ item, metadata });
  return { v: 1, orderId, derived, attempts: [], notices: [], ...more };
}

/** What MixPay refused was never payable: the next try takes its number, with a body made anew. */
function withoutRefused(record: OrderRecord): OrderRecord {
  return { ...record, attempts: record.attempts.filter(({ state }) => state !== 'refused') };
}

async function withNextAttempt({ config, signer }: CreateParts, record: OrderRecord, terms: Terms): Promise<OrderRecord> {
  const now = config.clock.now();
  const n = (latestAttempt(record)?.n ?? 0) + 1;
  // MixPay counts in whole seconds.
  const expiresAt = Math.ceil((now + terms.lifetime) / 1000) * 1000;
  const request = await paymentRequest(config, signer, terms, n, expiresAt);
  const attempt: Attempt = {
    n,
    traceId: request.traceId,
    state: 'creating',
    superseded: false,
    terms: request,
    ...(terms.quoteSymbol === undefined ? {} : { quoteSymbol: terms.quoteSymbol }),
    createdAt: now,
    expiresAt,
    readAt: 0,
    resultAt: 0,
    nextCheckAt: now,
    told: [],
  };
  return { ...record, attempts: [...record.attempts, timed(attempt, now, false)] };
}

/**
 * Sends an attempt that is written down, perhaps for the second time, and writes down its code.
 * @returns undefined where MixPay knows the trace already, and the order has to be looked at again
 */
async function send(parts: CreateParts, record: OrderRecord, attempt: Attempt): Promise<string | undefined> {
  const { ledger, config } = parts;
  const { orderId } = record;
  try {
    const { code } = await callOnce(parts, attempt.terms, record.derived);
    await ledger.update(orderId, (current) => opened(current, attempt.n, code, config.clock.now()));
    config.tell({ type: 'created', orderId, attempt: attempt.n });
    return code;
  } catch (error) {
    if (!(error instanceof MixPayError)) throw error;
    if (error.apiCode === API_CODE.traceExpiredOrFailed) {
      // Ended before, and forgotten here. The sweep still watches it, for what was paid on it must not be silent.
      await ledger.update(orderId, (current) => superseded(current, attempt.n));
      return undefined;
    }
    if (error.apiCode === API_CODE.traceCompleted) {
      await adopt(parts, record, attempt);
      return undefined;
    }
    if (!error.retryable) {
      const { apiCode } = error;
      await ledger.update(orderId, (current) =>
        withAttempt(current, attempt.n, (old) =>
          old.state === 'creating' && apiCode !== undefined ? { ...old, state: 'refused', apiCode } : old,
        ),
      );
    }
    throw error;
  }
}

/** One call per trace at a time in this process; another process's is answered by MixPay with the same code. */
async function callOnce({ client, budget, underWay }: CreateParts, request: PaymentRequest, derived: boolean): Promise<{ code: string }> {
  const running = underWay.get(request.traceId);
  if (running !== undefined) return running;
  const call = (async () => {
    if ((await budget.take(derived ? 'open_create' : 'create')) === undefined) throw busy(budget.wait);
    return client.createPayment(request);
  })();
  underWay.set(request.traceId, call);
  try {
    return await call;
  } finally {
    underWay.delete(request.traceId);
  }
}

function opened(record: OrderRecord, n: number, code: string, now: number): OrderRecord {
  const open = withAttempt(record, n, (old) => ({
    ...old,
    code,
    state: old.state === 'creating' ? 'open' : old.state,
  }));
  return withNotice(open, { kind: 'created', attempt: n, dueAt: now });
}

function superseded(record: OrderRecord, n: number): OrderRecord {
  return withAttempt(record, n, (old) => (isEnded(old) ? old : { ...old, superseded: true }));
}

/** 10020: the trace is completed, or in the middle of being paid. What became of it is read, and believed only by reconcile. */
async function adopt(parts: CreateParts, record: OrderRecord, attempt: Attempt): Promise<void> {
  const seen = await look(parts, record.orderId, attempt.n, 'create');
  if (seen?.how !== 'read') throw busy(READ_GAP);
  await deliver(parts, record.orderId);
  const now = parts.config.clock.now();
  // MixPay makes the trace the code, and this trace has one that was never told here.
  const code = attempt.traceId;
  await parts.ledger.update(record.orderId, (current) =>
    isEnded(attemptOf(current, attempt.n) ?? attempt) ? undefined : opened(current, attempt.n, code, now),
  );
}

/**
 * An attempt with a code, asked for again: the code, while it can be paid.
 * @returns undefined where the order has moved on
 */
async function reopen(parts: CreateParts, record: OrderRecord, attempt: Attempt, same: boolean): Promise<CreatedPayment | undefined> {
  const { config } = parts;
  const overdue = config.clock.now() - attempt.expiresAt;
  const must = !same || overdue > 0;
  const fresh = await refreshed(parts, record, attempt, must);
  const current = attemptOf(fresh, attempt.n);
  if (current === undefined || isEnded(current) || current.superseded) return undefined;
  const unpaid = (current.result?.status ?? 'unpaid') === 'unpaid' && current.mismatch === undefined;
  if (!unpaid) {
    // Under way at a price that was right when it began: the page follows it instead of opening another.
    if (!same || overdue > OVERDUE) throw await alreadyPaid(parts, fresh, current);
    return answerOf(parts, fresh, current.n, current.code ?? attempt.traceId);
  }
  const late = config.clock.now() - current.expiresAt;
  if (!same || late > OVERDUE) {
    await parts.ledger.update(record.orderId, (latest) => superseded(latest, current.n));
    return undefined;
  }
  if (late > 0)
    throw new Refusal(503, 'just_expired', 'The last payment link has just expired; a new one can be made shortly.', {
      retryAfter: (OVERDUE - late) / 1000 + 1,
    });
  return answerOf(parts, await told(parts, record.orderId), current.n, current.code ?? attempt.traceId);
}

/** The order after a look at an attempt. Where it need not be looked at, MixPay's silence is no reason to refuse the payer. */
async function refreshed(parts: CreateParts, record: OrderRecord, attempt: Attempt, must: boolean): Promise<OrderRecord> {
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

/** An attempt that was written but never answered, and cannot be sent any more: its price or its deadline has passed. */
async function replaceUnsent(parts: CreateParts, record: OrderRecord, attempt: Attempt, same: boolean): Promise<void> {
  const fresh = await refreshed(parts, record, attempt, true);
  const current = attemptOf(fresh, attempt.n) ?? attempt;
  if (isEnded(current)) return;
  const underWay = current.result !== undefined && current.result.status !== 'unpaid';
  if (underWay || current.mismatch !== undefined) throw await alreadyPaid(parts, fresh, current);
  const waits = same && current.result !== undefined && parts.config.clock.now() < current.expiresAt;
  const code = current.traceId;
  await parts.ledger.update(record.orderId, (latest) =>
    waits ? opened(latest, current.n, code, parts.config.clock.now()) : superseded(latest, current.n),
  );
}

/** The order once the shop has heard of the payment; nothing is opened that the shop could not take note of. */
async function told(parts: CreateParts, orderId: string): Promise<OrderRecord> {
  const record = await deliver(parts, orderId);
  const latest = record === undefined ? undefined : latestAttempt(record);
  if (record === undefined || latest === undefined) throw busy(1000);
  if (parts.config.onCreated !== undefined && isOwed(record, latest.n, (kind) => kind === 'created') && record.lease === undefined)
    throw new Refusal(503, 'order_failed', 'The shop could not take this order.', { retryAfter: 5 });
  return record;
}

/** Paid, or being paid: the page opens nothing and follows this instead. */
async function alreadyPaid({ config, signer }: CreateParts, record: OrderRecord, attempt: Attempt): Promise<Refusal> {
  const statusUrl = await statusUrlOf(config, signer, record, attempt);
  return new Refusal(409, 'already_paid', 'This order has been paid.', { members: { statusUrl, orderId: record.orderId } });
}

async function answerOf({ config, signer }: CreateParts, record: OrderRecord, n: number, code: string): Promise<CreatedPayment> {
  const attempt = attemptOf(record, n);
  if (attempt === undefined) throw busy(1000);
  return defined<CreatedPayment>({
    code,
    traceId: attempt.traceId,
    orderId: record.orderId,
    quoteAmount: attempt.terms.quoteAmount,
    quoteAssetId: attempt.terms.quoteAssetId,
    quoteSymbol: attempt.quoteSymbol,
    expiresAt: new Date(attempt.expiresAt).toISOString(),
    statusUrl: await statusUrlOf(config, signer, record, attempt),
  });
}
