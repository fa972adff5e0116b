import { normalizeDecimal } from '../core/amount.js';
import type { PaymentResult } from '../core/result.js';
import { busy } from './answers.js';
import { superseded } from './attempts.js';
import { recordResult, timed } from './outcome.js';
import { normalizePayee } from './reconcile.js';
import { type Attempt, type OrderRecord } from './record.js';
import type { Signer } from './signer.js';
import type { StatusParts } from './status.js';

/**
 * Payments that are found again are numbered from here on: the next number is the next order id, under which MixPay may hold
 * the next payment that was lost.
 */
const FOUND_FROM = 1000;

/**
 * MixPay holds an order id and a payee for one payment: after a lost store and a new price, what it answers may be the code of
 * the old payment, under another trace, or that this one has ended. No payer must be sent there. Where the old payment is this
 * shop's, it becomes an attempt of the order that was replaced, so that it is watched like any other; a stranger's counts for nothing.
 * @returns whether MixPay holds the order id for another payment: the attempt is replaced then
 */
export async function replacedByHeld(parts: StatusParts, { orderId }: OrderRecord, attempt: Attempt): Promise<boolean> {
  const { budget, client, config, ledger, signer } = parts;
  const { terms, n } = attempt;
  // Also where the handler was set to send order ids only after this attempt was written.
  if (terms.orderId === undefined) return false;
  const permit = await budget.take('create');
  if (permit === undefined) throw busy(budget.wait);
  const held = await client.orderResult(terms.orderId, config.payeeId, permit.leave);
  // An id that MixPay does not know (10062 for a code nobody has opened) is no other payment's.
  if (held?.traceId === undefined || held.traceId.toLowerCase() === terms.traceId.toLowerCase()) return false;
  const own = await termsOf(signer, orderId, attempt, held);
  if (own === undefined) {
    const message = `order ${orderId}: MixPay holds this order id for a payment that the store does not hold, and that was not made with this secret, payeeId and settlementAssetId. Look for it in your MixPay account.`;
    config.tell({ type: 'warning', message });
  }
  const now = config.clock.now();
  await ledger.update(orderId, (current) => {
    const replaced = superseded(current, n);
    return own === undefined ? replaced : withHeld(replaced, attempt, own, held, now, config.onUpdate !== undefined);
  });
  return true;
}

/** The terms of a payment of this order that the store has lost: its trace can be made only with the secret. Undefined where it is not this shop's. */
async function termsOf(signer: Signer, orderId: string, { n, terms }: Attempt, held: PaymentResult): Promise<Attempt['terms'] | undefined> {
  const { traceId, quoteAmount, quoteAssetId } = held;
  if (traceId === undefined || quoteAmount === undefined || quoteAssetId === undefined) return undefined;
  const { settlementAssetId } = terms;
  const price = { quoteAmount: normalizeDecimal(quoteAmount), quoteAssetId };
  const own = await signer.traceId({ payeeId: normalizePayee(terms.payeeId), orderId, settlementAssetId, ...price }, n);
  return own === traceId.toLowerCase() ? { ...terms, ...price, traceId: own } : undefined;
}

/** The order with the payment as an attempt that another has replaced. What the shop had agreed to for it is not known any more. */
function withHeld(
  record: OrderRecord,
  { n, expiresAt }: Attempt,
  terms: Attempt['terms'],
  result: PaymentResult,
  now: number,
  follow: boolean,
): OrderRecord {
  if (record.attempts.some(({ traceId }) => traceId === terms.traceId)) return record;
  const found: Attempt = {
    n: FOUND_FROM + n,
    traceId: terms.traceId,
    state: 'creating',
    superseded: true,
    terms,
    agreed: {},
    sends: 1,
    createdAt: now,
    expiresAt,
    readAt: now,
    resultAt: 0,
    nextCheckAt: now,
    told: [],
  };
  // Before the others, so that the newest stays the newest.
  const known = { ...record, attempts: [timed(found, now, follow), ...record.attempts] };
  return recordResult(known, found.n, result, now, follow);
}
