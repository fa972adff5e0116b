import { MixPayError } from '../core/errors.js';
import { API_CODE } from '../core/mixpay.js';
import { busy } from './answers.js';
import { opened, refusedByMixPay, superseded } from './attempts.js';
import { deliver } from './deliver.js';
import { attemptOf, isEnded, type Attempt, type OrderRecord } from './record.js';
import { look, READ_GAP, type WatchParts } from './watch.js';

/**
 * Sends an attempt that is written down, perhaps for the second time, and writes down its code.
 * @returns undefined where MixPay knows the trace already, and the order has to be looked at again
 */
export async function send(parts: WatchParts, record: OrderRecord, attempt: Attempt): Promise<string | undefined> {
  const { ledger, config, budget, client } = parts;
  const { orderId, derived } = record;
  if ((await budget.take(derived ? 'open_create' : 'create')) === undefined) throw busy(budget.wait);
  try {
    const { code } = await client.createPayment(attempt.terms);
    if (config.sendOrderId && !(await isOwnTrace(parts, orderId, attempt))) return undefined;
    await ledger.update(orderId, (current) => opened(current, attempt.n, code, config.clock.now()));
    config.tell({ type: 'created', orderId, attempt: attempt.n });
    return code;
  } catch (error) {
    if (!(error instanceof MixPayError)) throw error;
    if (error.code === 'rate_limited') throw busy(budget.wait);
    if (!(await isKnownTrace(parts, record, attempt, error))) throw error;
    return undefined;
  }
}

/**
 * MixPay holds an order id and a payee for one payment: after a lost store and a new price, what it answers may be the code of
 * the old payment, under another trace. Nobody would ever look at that one, so nobody must be sent there.
 */
async function isOwnTrace(parts: WatchParts, orderId: string, attempt: Attempt): Promise<boolean> {
  const seen = await look(parts, orderId, attempt.n, 'create');
  if (seen?.how === 'read') return true;
  if (seen?.how !== 'absent') throw busy(READ_GAP);
  await parts.ledger.update(orderId, (current) => superseded(current, attempt.n));
  return false;
}

/** Takes note of a refusal. True where it says that MixPay has had this trace before. */
async function isKnownTrace(parts: WatchParts, record: OrderRecord, attempt: Attempt, error: MixPayError): Promise<boolean> {
  const { ledger } = parts;
  const { apiCode, retryable } = error;
  if (apiCode === API_CODE.traceExpiredOrFailed) {
    // Ended before, and forgotten here. The sweep still watches it, for what was paid on it must not be silent.
    await ledger.update(record.orderId, (current) => superseded(current, attempt.n));
    return true;
  }
  if (apiCode === API_CODE.traceCompleted) {
    await adopt(parts, record, attempt);
    return true;
  }
  if (apiCode !== undefined && !retryable) await ledger.update(record.orderId, (current) => refusedByMixPay(current, attempt.n, apiCode));
  return false;
}

/** 10020: the trace is completed, or in the middle of being paid. What became of it is read, and believed only by reconcile. */
async function adopt(parts: WatchParts, record: OrderRecord, attempt: Attempt): Promise<void> {
  const { ledger, config } = parts;
  const seen = await look(parts, record.orderId, attempt.n, 'create');
  if (seen?.how !== 'read') throw busy(READ_GAP);
  await deliver(parts, record.orderId);
  // MixPay makes the trace the code, and this trace has one that was never told here.
  await ledger.update(record.orderId, (current) => {
    const ended = isEnded(attemptOf(current, attempt.n) ?? attempt);
    return ended ? undefined : opened(current, attempt.n, attempt.traceId, config.clock.now());
  });
}
