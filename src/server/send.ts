import { MixPayError } from '../core/errors.js';
import { API_CODE } from '../core/mixpay.js';
import { busy } from './answers.js';
import { opened, refusedByMixPay, released, superseded } from './attempts.js';
import { replacedByHeld } from './held.js';
import { madeNothing } from './made-nothing.js';
import { attemptOf, isEnded, type Attempt, type OrderRecord } from './record.js';
import { Refusal } from './refuse.js';
import type { StatusParts } from './status.js';
import { look, READ_GAP, type Look } from './watch.js';

/** MixPay has had the trace, or the order id, before: nothing new is made under it, and its end may be unknown here. */
const KNOWN_TRACE: readonly number[] = [API_CODE.traceCompleted, API_CODE.traceExpiredOrFailed, API_CODE.traceNotAvailable];

/** The attempt in hand is over, and this request has had its one create: the next click makes the next attempt. */
export function attemptEnded(): Refusal {
  return new Refusal(503, 'attempt_ended', 'The earlier payment link of this order has ended. Please try again.', { retryAfter: 1 });
}

/**
 * Sends an attempt that is written down and claimed by `owner`, perhaps not for the first time, and writes down what came of it.
 * One create leaves, whatever MixPay answers.
 * @throws Refusal, MixPayError where the attempt is not payable now
 */
export async function send(parts: StatusParts, record: OrderRecord, attempt: Attempt, owner: string): Promise<void> {
  const { ledger, config, budget, client } = parts;
  const { orderId, derived } = record;
  const { n } = attempt;
  const release = (unsent: boolean) => ledger.update(orderId, (current) => released(current, n, owner, config.clock.now(), unsent));
  const permit = await budget.take(derived ? 'open_create' : 'create');
  if (permit === undefined) {
    await release(true);
    throw busy(budget.wait);
  }
  try {
    const { code } = await client.createPayment(attempt.terms, permit.leave);
    if (await replacedByHeld(parts, record, attempt)) throw attemptEnded();
    const holder = await ledger.claimCode(code, orderId, attempt);
    if (holder !== undefined) {
      // What is paid there pays the other one: whoever was sent there would have paid for nothing.
      await ledger.update(orderId, (current) => superseded(current, n));
      const message = `order ${orderId}: MixPay returned the code of another payment, of order ${holder}. It is not opened; the next click asks for another.`;
      config.tell({ type: 'warning', message });
      throw attemptEnded();
    }
    await ledger.update(orderId, (current) => opened(current, n, code, config));
    config.tell({ type: 'created', orderId, attempt: n });
  } catch (error) {
    if (error instanceof MixPayError && error.apiCode !== undefined && !error.retryable) {
      await settleRefusal(parts, record, attempt, error, error.apiCode);
    } else if (error instanceof MixPayError || error instanceof Refusal) {
      // Whether MixPay took it is not known: the next click sends the same body again.
      await release(false);
      throw error instanceof MixPayError && error.code === 'rate_limited' ? busy(budget.wait) : error;
    } else throw error;
  }
}

/**
 * MixPay refused a create for good. Where nothing can have been made, that is all. Else the payment is read: what an earlier
 * create had made is payable, whatever the answer to this one says.
 */
async function settleRefusal(
  parts: StatusParts,
  record: OrderRecord,
  attempt: Attempt,
  error: MixPayError,
  apiCode: number,
): Promise<void> {
  const { ledger, config } = parts;
  const { orderId } = record;
  const { n } = attempt;
  const { clock } = config;
  if (attempt.sends === 1 && madeNothing(apiCode)) {
    await ledger.update(orderId, (current) => refusedByMixPay(current, n, apiCode, clock.now()));
    throw error;
  }
  const seen = await lookedUp(parts, record, attempt);
  if (seen === 'recent' || seen === 'denied') {
    await ledger.update(orderId, (current) => released(current, n, attempt.claim?.owner ?? '', clock.now()));
    throw busy(READ_GAP);
  }
  // MixPay knows nothing of the trace, and may know the order id.
  if (seen === 'absent' && (await isHeld(parts, record, attempt))) throw attemptEnded();
  const current = seen === 'absent' ? attempt : (attemptOf(seen, n) ?? attempt);
  const heard = current.mismatch === undefined ? current.result : undefined;
  if (isEnded(current) || current.mismatch !== undefined) {
    await ledger.update(orderId, (latest) => released(latest, n, attempt.claim?.owner ?? '', clock.now()));
  } else if (heard !== undefined && !(heard.status === 'unpaid' && apiCode === API_CODE.traceExpiredOrFailed)) {
    // MixPay makes the trace the code, and this trace has one that was never heard here.
    await ledger.update(orderId, (latest) => opened(latest, n, attempt.traceId, config));
  } else if (KNOWN_TRACE.includes(apiCode)) {
    await ledger.update(orderId, (latest) => superseded(latest, n));
    throw attemptEnded();
  } else {
    await ledger.update(orderId, (latest) => refusedByMixPay(latest, n, apiCode, clock.now()));
    throw error;
  }
}

/** Whether MixPay holds the order id for another payment. Where that cannot be asked, the next click does. */
async function isHeld(parts: StatusParts, record: OrderRecord, attempt: Attempt): Promise<boolean> {
  const { ledger, config } = parts;
  try {
    return await replacedByHeld(parts, record, attempt);
  } catch (error) {
    await ledger.update(record.orderId, (latest) => released(latest, attempt.n, attempt.claim?.owner ?? '', config.clock.now()));
    throw error;
  }
}

/** The order after a read; a read that MixPay refuses for good is as good as "no such trace". */
async function lookedUp(parts: StatusParts, { orderId }: OrderRecord, { n }: Attempt): Promise<OrderRecord | Exclude<Look['how'], 'read'>> {
  try {
    const seen = await look(parts, orderId, n, 'create');
    if (seen === undefined) return 'absent';
    return seen.how === 'read' ? seen.record : seen.how;
  } catch (error) {
    if (!(error instanceof MixPayError)) throw error;
    return error.apiCode !== undefined && !error.retryable ? 'absent' : 'denied';
  }
}
