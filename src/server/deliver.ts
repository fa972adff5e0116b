import type { Config } from './config.js';
import type { Ledger } from './ledger.js';
import { omit } from './omit.js';
import type { PaidOrder } from './options.js';
import { attemptOf, withAttempt, type Attempt, type Notice, type OrderRecord } from './record.js';

/** Long enough for a hook's ordinary work; renewed while it runs. */
const LEASE = 30_000;
const RENEW_EVERY = 10_000;
/** A hook that never returns must not hold an order for ever. */
const LONGEST_HOOK = 10 * 60_000;
const LONGEST_BACKOFF = 60 * 60_000;

export interface DeliverParts {
  config: Config;
  ledger: Ledger;
}

/**
 * Calls every hook that is owed for an order, under a lease, so that no two processes call one at the same time.
 * What is owed is written before and taken away after: a crash in between means one more call, never one less.
 * @returns the order as it is then; what is still owed is in its `notices`
 */
export async function deliver(parts: DeliverParts, orderId: string): Promise<OrderRecord | undefined> {
  const { config, ledger } = parts;
  const owner = config.uuid();
  let record = (await ledger.load(orderId))?.record;
  if (record === undefined || owedNow(record, config.clock.now()) === undefined) return record;
  record = await ledger.update(orderId, (current) => leased(current, owner, config.clock.now()));
  if (record?.lease?.owner !== owner) return record;

  for (;;) {
    const notice = owedNow(record, config.clock.now());
    if (notice === undefined) break;
    const order = orderOf(record, notice.attempt);
    const renewal = keepLease(parts, orderId, owner);
    const failure = await failureOf(() => callHook(config, notice, order));
    renewal.stop();
    record = await settle(parts, orderId, notice, failure);
    if (record?.lease?.owner !== owner) return record;
  }
  return ledger.update(orderId, (current) => (current.lease?.owner === owner ? omit(current, 'lease') : undefined));
}

/** Whether any hook of these kinds is still owed for an attempt. */
export function isOwed(record: OrderRecord, n: number, isKind: (kind: Notice['kind']) => boolean = () => true): boolean {
  return record.notices.some(({ attempt: of, kind }) => of === n && isKind(kind));
}

function owedNow(record: OrderRecord, now: number): Notice | undefined {
  return record.notices.find(({ dueAt }) => dueAt <= now);
}

function leased(record: OrderRecord, owner: string, now: number): OrderRecord | undefined {
  if (owedNow(record, now) === undefined || (record.lease !== undefined && record.lease.until > now)) return undefined;
  return { ...record, lease: { owner, until: now + LEASE } };
}

async function failureOf(run: () => void | Promise<void>): Promise<{ error: unknown } | undefined> {
  try {
    await run();
    return undefined;
  } catch (error) {
    return { error };
  }
}

function callHook(config: Config, { kind, result }: Notice, order: PaidOrder): void | Promise<void> {
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
      return config.onException?.(kind, order, result);
  }
}

/** Takes away what has been delivered, or puts it off, however often other writers come between. */
async function settle({ config, ledger }: DeliverParts, orderId: string, notice: Notice, failure: { error: unknown } | undefined) {
  const { kind, attempt: n } = notice;
  const same = (other: Notice) => other.kind === kind && other.attempt === n;
  if (failure === undefined) {
    return ledger.update(orderId, (current) => {
      // News that came while the hook ran is owed still.
      const notices = current.notices.filter((other) => !(same(other) && JSON.stringify(other.result) === JSON.stringify(notice.result)));
      const kept = { ...current, notices };
      return kind === 'paid' ? withAttempt(kept, n, (paid) => (paid.state === 'paid' ? { ...paid, state: 'done' } : paid)) : kept;
    });
  }
  const tries = notice.tries + 1;
  const dueAt = config.clock.now() + Math.min(5000 * 2 ** Math.min(tries - 1, 20), LONGEST_BACKOFF);
  config.tell({ type: 'hook_failed', hook: kind, orderId, attempt: n, error: failure.error, retryAt: new Date(dueAt).toISOString() });
  return ledger.update(orderId, (current) => ({
    ...current,
    notices: current.notices.map((other) => (same(other) ? { ...other, tries, dueAt } : other)),
  }));
}

/** Renews the lease while a hook runs. Losing it costs a second call at worst, so a store that fails here stops nothing. */
function keepLease({ config, ledger }: DeliverParts, orderId: string, owner: string): { stop(): void } {
  const { clock } = config;
  const started = clock.now();
  let cancel: () => void;
  const renew = () => {
    if (clock.now() - started > LONGEST_HOOK) return;
    cancel = clock.after(RENEW_EVERY, renew);
    const until = clock.now() + LEASE;
    ledger
      .update(orderId, (current) => (current.lease?.owner === owner ? { ...current, lease: { owner, until } } : undefined))
      .catch((error: unknown) => config.tell({ type: 'error', where: 'renewing a lease', error }));
  };
  cancel = clock.after(RENEW_EVERY, renew);
  return { stop: () => cancel() };
}

function orderOf(record: OrderRecord, n: number): PaidOrder {
  const found = attemptOf(record, n);
  if (found === undefined) throw new Error(`Order ${record.orderId} has no attempt ${n}.`);
  return describeOrder(record, found);
}

export function describeOrder(
  { orderId, item, metadata }: OrderRecord,
  { n, terms, quoteSymbol, createdAt, expiresAt }: Attempt,
): PaidOrder {
  return {
    orderId,
    traceId: terms.traceId,
    attempt: n,
    quoteAmount: terms.quoteAmount,
    quoteAssetId: terms.quoteAssetId,
    ...(quoteSymbol === undefined ? {} : { quoteSymbol }),
    settlementAssetId: terms.settlementAssetId,
    payeeId: terms.payeeId,
    ...(item === undefined ? {} : { item }),
    ...(metadata === undefined ? {} : { metadata }),
    createdAt: new Date(createdAt).toISOString(),
    expiresAt: new Date(expiresAt).toISOString(),
  };
}
