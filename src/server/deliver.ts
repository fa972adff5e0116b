import { callHook, HOOK_CLAIM, keepClaim, orderOf, type HookParts } from './hooks.js';
import { isSame, LONGEST_BACKOFF, nextOwed, withNotice, withNoticeChanged } from './notices.js';
import { omit } from './omit.js';
import { isLive, withAttempt, type Attempt, type Lease, type Notice, type NoticeKind, type OrderRecord } from './record.js';
import { Review } from './review.js';
import type { Running } from './running.js';

export interface DeliverParts extends HookParts {
  /** Work that goes on after the answer; undefined where the runtime would cut it off. */
  later: ((work: Promise<unknown>) => void) | undefined;
  running: Running;
}

/**
 * Calls every hook that is owed for an order as it was read just now, each under a claim, so that no two processes call one at
 * the same time. What is owed is written before the call and deleted after it: a crash in between means one more call, never one less.
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
    const claim: Lease = { owner: config.uuid(), until: clock.now() + HOOK_CLAIM };
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

/** The record with a notice claimed; undefined where another process has claimed it, or has delivered it. */
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
    const owed = current.notices.find((other) => isSame(other, notice));
    // This process was frozen, or could not renew its claim: another one has called the hook, or calls it now, and what comes of that counts.
    const isTaken = owed === undefined || (owed.claim !== undefined && owed.claim.owner !== notice.claim?.owner);
    if (failure !== undefined && isTaken) return free;
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
