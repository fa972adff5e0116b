import { decimalsEqual } from '../core/amount.js';
import { sameAsset } from '../core/assets.js';
import { defined } from '../core/result.js';
import type { Config } from './config.js';
import { withNotice } from './notices.js';
import { omit } from './omit.js';
import { timed } from './outcome.js';
import { normalizePayee } from './reconcile.js';
import { isEnded, isLive, latestAttempt, withAttempt, type Attempt, type Lease, type OrderRecord } from './record.js';
import { paymentRequest } from './request.js';
import type { Signer } from './signer.js';
import type { Terms } from './terms.js';

/** An order nobody has asked for before. */
export function emptyRecord({ orderId, derived }: Terms, { sandbox }: Config): OrderRecord {
  return { v: 1, orderId, sandbox, derived, attempts: [], notices: [] };
}

/**
 * The order with its next attempt, complete but for the code, and claimed: what is written before MixPay is called. Attempts are
 * only ever added, never changed in their terms and never numbered again.
 */
export async function withNextAttempt(
  config: Config,
  signer: Signer,
  record: OrderRecord,
  terms: Terms,
  claim: Lease,
): Promise<OrderRecord> {
  const now = config.clock.now();
  const n = (latestAttempt(record)?.n ?? 0) + 1;
  // MixPay counts in whole seconds.
  const expiresAt = Math.ceil((now + terms.lifetime) / 1000) * 1000;
  const request = await paymentRequest(config, signer, terms, n, expiresAt);
  const { agreed, quoteSymbol } = terms;
  const attempt: Attempt = {
    n,
    traceId: request.traceId,
    state: 'creating',
    superseded: false,
    terms: request,
    agreed,
    ...(quoteSymbol === undefined ? {} : { quoteSymbol }),
    sends: 1,
    claim,
    createdAt: now,
    expiresAt,
    readAt: 0,
    resultAt: 0,
    nextCheckAt: now,
    told: [],
  };
  const { item, metadata } = agreed;
  const forOlder = defined<Pick<OrderRecord, 'item' | 'metadata'>>({ item, metadata });
  return { ...omit(omit(record, 'item'), 'metadata'), ...forOlder, attempts: [...record.attempts, timed(attempt, now, false)] };
}

/** Whether an order needs a new attempt: it has none, or its last one is over without having been paid. */
export function needsNextAttempt(record: OrderRecord): boolean {
  const latest = latestAttempt(record);
  return latest === undefined || latest.superseded || latest.state === 'failed' || latest.state === 'refused';
}

/** No purchase needs more, and a record must not grow for ever. */
const MOST_ATTEMPTS = 50;

/** Whether an order needs a new attempt and gets none until the shop has looked at it (`resolve`). */
export function isExhausted(record: OrderRecord): boolean {
  return needsNextAttempt(record) && (latestAttempt(record)?.n ?? 0) - (record.allowedFrom ?? 0) >= MOST_ATTEMPTS;
}

/** Who is paid, and in what coin: what the handler's options say, and not the order. */
function isByHandler({ terms }: Attempt, { payeeId, settlementAssetId }: HandlerTerms): boolean {
  return isToPayee(terms, payeeId) && sameAsset(terms.settlementAssetId, settlementAssetId);
}

function isToPayee(terms: Attempt['terms'], payeeId: string): boolean {
  return normalizePayee(terms.payeeId) === normalizePayee(payeeId);
}

type HandlerTerms = Pick<Config, 'payeeId' | 'settlementAssetId'>;

/**
 * What the latest attempt is to this handler, by its options.
 * - `own`: made by these options
 * - `older`: by others; options may change
 * - `shared`: by others after one by these, as if two handlers on one store replaced each other's links in turn
 * - `foreign`: the same, and another payee would be paid
 */
export function originOf(
  { attempts }: Pick<OrderRecord, 'attempts'>,
  latest: Attempt,
  config: HandlerTerms,
): 'own' | 'older' | 'shared' | 'foreign' {
  if (isByHandler(latest, config)) return 'own';
  if (!attempts.some((attempt) => isByHandler(attempt, config))) return 'older';
  return isToPayee(latest.terms, config.payeeId) ? 'shared' : 'foreign';
}

/**
 * Whether an attempt is what the shop says now: its price, settlement and coin, and what it agreed to (`item`, `metadata`,
 * `extra`). Another `remark` or `returnTo` is no reason for another code.
 */
export function isAsAgreed(attempt: Attempt, config: Config, now: Terms): boolean {
  return isByHandler(attempt, config) && isOrderAsAgreed(attempt, now);
}

/** The same by what `order()` says alone, whatever the handler's options are. */
export function isOrderAsAgreed({ terms, agreed, fromOlder }: Attempt, now: Terms): boolean {
  return (
    decimalsEqual(terms.quoteAmount, now.quoteAmount) &&
    sameAsset(terms.quoteAssetId, now.quoteAssetId) &&
    sameAsset(terms.paymentAssetId ?? '', now.extras.paymentAssetId ?? '') &&
    (fromOlder === true ? canonical(agreed.metadata) === canonical(now.agreed.metadata) : canonical(agreed) === canonical(now.agreed))
  );
}

/** JSON with every object's names in order: a database may have sorted them. */
function canonical(value: unknown): string | undefined {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** An attempt that no request is sending, claimed to be sent once more. Undefined where one is, or nothing is left to send. */
export function reclaimed(record: OrderRecord, n: number, claim: Lease, now: number): OrderRecord | undefined {
  const attempt = record.attempts.find((other) => other.n === n);
  if (attempt?.state !== 'creating' || attempt.superseded || isLive(attempt.claim, now)) return undefined;
  return withAttempt(record, n, (old) => timed({ ...old, claim, sends: old.sends + 1 }, now, false));
}

/**
 * The claim is over.
 * @param unsent nothing was sent, so MixPay cannot have accepted this try
 */
export function released(record: OrderRecord, n: number, owner: string, now: number, unsent = false): OrderRecord {
  return withAttempt(record, n, (old) =>
    old.claim?.owner === owner ? timed({ ...omit(old, 'claim'), sends: unsent ? old.sends - 1 : old.sends }, now, false) : old,
  );
}

/** MixPay has made the attempt's code. What was read about the payment in the meantime stays. */
export function opened(record: OrderRecord, n: number, code: string, { clock, onCreated }: Config): OrderRecord {
  const open = withAttempt(record, n, (old) => ({
    ...omit(old, 'claim'),
    code: old.code ?? code,
    state: old.state === 'creating' ? 'open' : old.state,
  }));
  return onCreated === undefined ? open : withNotice(open, { kind: 'created', attempt: n, dueAt: clock.now() });
}

/** MixPay refused the create. Where an earlier try may have been accepted, the attempt is watched as a replaced one is. */
export function refusedByMixPay(record: OrderRecord, n: number, apiCode: number, now: number): OrderRecord {
  return withAttempt(record, n, (old) => {
    if (old.state !== 'creating') return old;
    const refused: Attempt = { ...omit(old, 'claim'), state: 'refused', superseded: old.sends > 1, apiCode, refusedAt: now };
    return timed(refused, now, false);
  });
}

/** Another attempt takes this one's place. It is still watched, because it may be paid all the same. */
export function superseded(record: OrderRecord, n: number): OrderRecord {
  return withAttempt(record, n, (old) => (isEnded(old) ? old : { ...omit(old, 'claim'), superseded: true }));
}
