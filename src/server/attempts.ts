import { defined } from '../core/result.js';
import type { Config } from './config.js';
import { timed } from './outcome.js';
import { isEnded, latestAttempt, withAttempt, withNotice, type Attempt, type OrderRecord } from './record.js';
import type { Signer } from './signer.js';
import { paymentRequest, type Terms } from './terms.js';

/** An order nobody has asked for before. */
export function emptyRecord({ orderId, derived, item, metadata }: Terms): OrderRecord {
  const more = defined<Pick<OrderRecord, 'item' | 'metadata'>>({ item, metadata });
  return { v: 1, orderId, derived, attempts: [], notices: [], ...more };
}

/**
 * The order with its next attempt, complete but for the code: what is written before MixPay is called.
 * What MixPay refused was never payable: the next try takes its number, with a body made anew.
 */
export async function withNextAttempt(config: Config, signer: Signer, record: OrderRecord, terms: Terms): Promise<OrderRecord> {
  const attempts = record.attempts.filter(({ state }) => state !== 'refused');
  const now = config.clock.now();
  const n = (attempts.at(-1)?.n ?? 0) + 1;
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
  return { ...record, attempts: [...attempts, timed(attempt, now, false)] };
}

/** Whether an order needs a new attempt: it has none, or its last one is over without having been paid. */
export function needsNextAttempt(record: OrderRecord): boolean {
  const latest = latestAttempt(record);
  return latest === undefined || latest.superseded || latest.state === 'failed' || latest.state === 'refused';
}

/** MixPay has made the attempt's code. What was found out about the payment in the meantime stays. */
export function opened(record: OrderRecord, n: number, code: string, now: number): OrderRecord {
  const open = withAttempt(record, n, (old) => ({ ...old, code, state: old.state === 'creating' ? 'open' : old.state }));
  return withNotice(open, { kind: 'created', attempt: n, dueAt: now });
}

export function refusedByMixPay(record: OrderRecord, n: number, apiCode: number): OrderRecord {
  return withAttempt(record, n, (old) => (old.state === 'creating' ? { ...old, state: 'refused', apiCode } : old));
}

/** Another attempt takes this one's place. It is watched on, for it may be paid all the same. */
export function superseded(record: OrderRecord, n: number): OrderRecord {
  return withAttempt(record, n, (old) => (isEnded(old) ? old : { ...old, superseded: true }));
}
