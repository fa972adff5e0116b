import type { Config } from './config.js';
import type { Ledger } from './ledger.js';
import { isSame, nextOwed, withNotice, withNoticeChanged } from './notices.js';
import { omit } from './omit.js';
import type { PaidOrder } from './options.js';
import { attemptOf, isLive, withAttempt, type Attempt, type Lease, type Notice, type NoticeKind, type OrderRecord } from './record.js';
import { Review } from './review.js';
import type { Running } from './running.js';

/** Renewed while a hook runs, so that only a dead process lets go of it. */
const CLAIM = 30_000;
const RENEW_EVERY = 10_000;
/** A hook that takes longer than this is told of, and again each time as much has passed. */
const SLOW = 60_000;
const SLOW_AGAIN = 10 * 60_000;
const LONGEST_BACKOFF = 60 * 60_000;

export interface DeliverParts {
  config: Config;
  ledger: Ledger;
  /** Work that goes on after the answer; undefined where the runtime would cut it off. */
  later: ((work: Promise<unknown>) => void) | undefined;
  running: Running;
}

/**
 * Calls every hook that is owed for an order as it was read just now, each under a claim, so that no two processes call one at the same time.
 * What is owed is written before and taken away after: a crash in between means one more call, never one less.
 * Waits no longer than the option `waitForHooks` says; a hook that takes longer goes on, and counts when it returns.
 * @param atOnce notices of this kind are tried now, whatever time they were put off to
 * @returns the order as it is then; what is still owed is in its `notices`
 */
export async function deliver(parts: DeliverParts, known: OrderRecord, atOnce?: NoticeKind): Promise<OrderRecord | undefined> {
  const { config, ledger, later, running } = parts;
  const { clock } = config;
  const { orderId } = known;
  if (nextOwed(known, clock.now(), atOnce) === undefined) return known;
  const work = running.track(orderId, callOwed(parts, known, atOnce));
  later?.(work.catch(() => undefined));
  let cancel = (): void => undefined;
  const patience = new Promise<'late'>((resolve) => (cancel = clock.after(config.waitForHooks, () => resolve('late'))));
  try {
    const record = await Promise.race([work, patience]);
    return record === 'late' ? (await ledger.load(orderId))?.record : record;
  } finally {
    cancel();
  }
}

/** The same without waiting for any of it. Where the runtime stops at the answer, callback and sweep are left to do it. */
export function deliverLater(parts: DeliverParts, record: OrderRecord): void {
  const { config, later, running } = parts;
  const { orderId } = record;
  if (later === undefined || nextOwed(record, config.clock.now()) === undefined) return;
  const work = running.track(orderId, callOwed(parts, record));
  later(work.catch((error: unknown) => config.tell({ type: 'error', where: `calling hooks of ${orderId}`, error })));
}

async function callOwed(parts: DeliverParts, before: OrderRecord, atOnce?: NoticeKind): Promise<OrderRecord | undefined> {
  const { config, ledger } = parts;
  const { clock } = config;
  let record: OrderRecord | undefined = before;
  let urgent = atOnce;
  while (record !== undefined) {
    const next = nextOwed(record, clock.now(), urgent);
    if (next === undefined) return record;
    if (next.kind === urgent) urgent = undefined;
    const claim: Lease = { owner: config.uuid(), until: clock.now() + CLAIM };
    record = await ledger.update(before.orderId, (current) => claimed(current, next, claim, clock.now()));
    const mine = record?.notices.find((notice) => notice.claim?.owner === claim.owner);
    if (record === undefined || mine === undefined) continue;
    const order = orderOf(record, mine.attempt);
    const renewal = keepClaim(parts, order, mine, claim.owner);
    const failure = await failureOf(() => callHook(config, mine, order));
    renewal.stop();
    record = await settle(parts, before.orderId, mine, failure);
  }
  return undefined;
}

/** The record with a notice taken in hand; undefined where another has it, or has dealt with it. */
function claimed(record: OrderRecord, wanted: Notice, claim: Lease, now: number): OrderRecord | undefined {
  const notice = record.notices.find((other) => isSame(other, wanted));
  if (notice === undefined || isLive(notice.claim, now)) return undefined;
  const taken = withNoticeChanged(record, notice, (old) => ({ ...old, claim }));
  return notice.kind === 'paid' ? { ...taken, lease: { ...claim, forOlder: true } } : taken;
}

async function failureOf(run: () => void | Promise<void>): Promise<{ error: unknown } | undefined> {
  try {
    await run();
    return undefined;
  } catch (error) {
    return { error };
  }
}

function callHook(config: Config, { kind, result, reason }: Notice, order: PaidOrder): void | Promise<void> {
  config.tell({ type: 'hook', hook: kind, orderId: order.orderId, attempt: order.attempt });
  if (kind === 'created') return config.onCreated?.(order);
  if (result === undefined) return undefined;
  switch (kind) {
    case 'paid':
      return config.onPaid(order, result);
    case 'failed':
      return config.onFailed?.(order, result);
    case 'update':
      return config.onUpdate?.(order, result);
    default:
      return config.onException?.(kind, order, result, reason);
  }
}

/** Takes away what has been delivered, or puts it off, however often other writers come between. */
async function settle({ config, ledger }: DeliverParts, orderId: string, notice: Notice, failure: { error: unknown } | undefined) {
  const { kind, attempt: n, result } = notice;
  const { clock, tell } = config;
  const tries = notice.tries + 1;
  const dueAt = clock.now() + Math.min(5000 * 2 ** Math.min(tries - 1, 20), LONGEST_BACKOFF);
  const declined = kind === 'paid' && failure?.error instanceof Review ? failure.error.reason : undefined;
  if (failure !== undefined && declined === undefined)
    tell({ type: 'hook_failed', hook: kind, orderId, attempt: n, error: failure.error, retryAt: new Date(dueAt).toISOString() });
  return ledger.update(orderId, (current) => {
    const free = current.lease?.forOlder === true && current.lease.owner === notice.claim?.owner ? omit(current, 'lease') : current;
    if (failure !== undefined && declined === undefined)
      return withNoticeChanged(free, notice, (other) => ({ ...omit(other, 'claim'), tries, dueAt }));
    // News that came while the hook ran is owed still.
    const heard = withNoticeChanged(free, notice, (other) =>
      JSON.stringify(other.result) === JSON.stringify(result) ? undefined : omit(other, 'claim'),
    );
    if (kind !== 'paid') return heard;
    const decided = withAttempt(heard, n, (paid) => (paid.state === 'paid' ? withDecision(paid, declined) : paid));
    if (declined === undefined || result === undefined) return decided;
    return withNotice(decided, { kind: 'declined', attempt: n, result, reason: declined, dueAt: clock.now() }, true);
  });
}

/** What the shop made of a payment that was right: fulfilled, or put aside for somebody to decide. */
function withDecision(paid: Attempt, declined: string | undefined): Attempt {
  return declined === undefined ? { ...omit(paid, 'declined'), state: 'done' } : { ...paid, state: 'stray', declined };
}

/** Renews a claim while its hook runs. A store that fails here stops nothing: losing the claim costs a second call at worst. */
function keepClaim({ config, ledger }: DeliverParts, order: PaidOrder, notice: Notice, owner: string): { stop(): void } {
  const { clock, tell } = config;
  const { orderId, attempt } = order;
  const started = clock.now();
  let toldAt = started + SLOW;
  let cancel: () => void;
  const renew = () => {
    const now = clock.now();
    cancel = clock.after(RENEW_EVERY, renew);
    if (now >= toldAt) {
      toldAt = now + SLOW_AGAIN;
      tell({ type: 'hook_slow', hook: notice.kind, orderId, attempt, ms: now - started });
    }
    const until = now + CLAIM;
    ledger
      .update(orderId, (current) => renewed(current, owner, until))
      .catch((error: unknown) => tell({ type: 'error', where: 'renewing a claim', error }));
  };
  cancel = clock.after(RENEW_EVERY, renew);
  return { stop: () => cancel() };
}

function renewed(record: OrderRecord, owner: string, until: number): OrderRecord | undefined {
  const mine = record.notices.find(({ claim }) => claim?.owner === owner);
  if (mine === undefined) return undefined;
  const kept = withNoticeChanged(record, mine, (notice) => ({ ...notice, claim: { owner, until } }));
  return kept.lease?.owner === owner ? { ...kept, lease: { ...kept.lease, until } } : kept;
}

function orderOf(record: OrderRecord, n: number): PaidOrder {
  const found = attemptOf(record, n);
  if (found === undefined) throw new Error(`Order ${record.orderId} has no attempt ${n}.`);
  return describeOrder(record.orderId, found);
}

/** An attempt as the hooks hear of it: all of it agreed when its code was made. */
export function describeOrder(orderId: string, { n, terms, agreed, quoteSymbol, createdAt, expiresAt }: Attempt): PaidOrder {
  return {
    orderId,
    traceId: terms.traceId,
    attempt: n,
    quoteAmount: terms.quoteAmount,
    quoteAssetId: terms.quoteAssetId,
    ...(quoteSymbol === undefined ? {} : { quoteSymbol }),
    settlementAssetId: terms.settlementAssetId,
    payeeId: terms.payeeId,
    ...agreed,
    createdAt: new Date(createdAt).toISOString(),
    expiresAt: new Date(expiresAt).toISOString(),
  };
}
