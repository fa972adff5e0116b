import type { Config } from './config.js';
import type { Ledger } from './ledger.js';
import { withNoticeChanged } from './notices.js';
import type { PaidOrder } from './options.js';
import { attemptOf, type Attempt, type Notice, type OrderRecord } from './record.js';

/** Milliseconds of a claim. It is renewed while the hook runs, so it expires only where the process died. */
export const HOOK_CLAIM = 30_000;
const RENEW_EVERY = 10_000;
/** Milliseconds after which a running hook is reported, and after which it is reported again. */
const SLOW = 60_000;
const SLOW_AGAIN = 10 * 60_000;

export interface HookParts {
  config: Config;
  ledger: Ledger;
}

/** Calls the hook a notice is for, if the shop has given it. */
export function callHook(config: Config, { kind, result, reason }: Notice, order: PaidOrder): void | Promise<void> {
  config.tell({ type: 'hook', hook: kind, orderId: order.orderId, attempt: order.attempt });
  if (kind === 'created') return config.onCreated?.(order);
  if (result === undefined) return undefined;
  // A copy, because the shop may change it: what was passed here is compared later, to find whether there is newer news.
  const told = structuredClone(result);
  switch (kind) {
    case 'paid':
      return config.onPaid(order, told);
    case 'failed':
      return config.onFailed?.(order, told);
    case 'update':
      return config.onUpdate?.(order, told);
    default:
      return config.onException?.(kind, order, told, reason);
  }
}

/** Renews a claim while its hook runs. A store that fails here stops nothing: losing the claim costs a second call at worst. */
export function keepClaim({ config, ledger }: HookParts, order: PaidOrder, notice: Notice, owner: string): { stop(): void } {
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
    const until = now + HOOK_CLAIM;
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

export function orderOf(record: OrderRecord, n: number): PaidOrder {
  const found = attemptOf(record, n);
  if (found === undefined) throw new Error(`Order ${record.orderId} has no attempt ${n}.`);
  return describeOrder(record.orderId, found);
}

/** An attempt as the hooks get it: everything as it was agreed when its code was made. */
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
