import { isTerminal } from '../core/mixpay.js';
import type { Payment } from '../core/payment.js';
import { defined, paymentOf } from '../core/result.js';
import { isUnderWay, type Attempt } from './record.js';

/** A link that nobody is to follow any more, replaced and not paid, or dealt with by the shop: the page drops its code and offers to pay again. */
export function isGone(attempt: Attempt): boolean {
  const { state, superseded, resolvedAt } = attempt;
  return (superseded && !isUnderWay(attempt)) || (state !== 'failed' && resolvedAt !== undefined);
}

/** What the payer may see of an attempt, and nothing else. `success` only where reconcile has said so. */
export function viewOf(attempt: Attempt): Payment {
  const { terms, quoteSymbol, expiresAt, result } = attempt;
  const status = shownStatus(attempt);
  // A result that is not about this payment is not shown.
  const told: Payment = result === undefined || attempt.mismatch !== undefined ? { status } : paymentOf(result, status);
  return defined<Payment>({
    ...told,
    quoteAmount: terms.quoteAmount,
    quoteAssetId: terms.quoteAssetId,
    quoteSymbol: quoteSymbol ?? told.quoteSymbol,
    expiresAt: new Date(expiresAt).toISOString(),
  });
}

function shownStatus({ state, result, mismatch }: Attempt): Payment['status'] {
  if (state === 'paid' || state === 'done') return 'success';
  if (state === 'failed') return 'failed';
  if (mismatch !== undefined || state === 'stray') return 'auditing';
  if (result === undefined) return 'unpaid';
  // A status that this version does not know is shown as `pending`, never as success.
  return result.status === undefined || isTerminal(result.status) ? 'pending' : result.status;
}
