import { FAILURE_CODE, type PaymentStatus } from '../core/mixpay.js';
import type { PaymentRecord } from './record.js';

/**
 * Where a payment may go. States can be skipped; `confirming` and `paid_less` go back and forth, `pending` can go to `auditing`,
 * any open state can fail, and what has ended never reopens.
 */
export const TRANSITIONS: Readonly<Record<PaymentStatus, readonly PaymentStatus[]>> = {
  unpaid: ['confirming', 'paid_less', 'pending', 'auditing', 'success', 'failed'],
  confirming: ['paid_less', 'pending', 'auditing', 'success', 'failed'],
  paid_less: ['confirming', 'pending', 'auditing', 'success', 'failed'],
  pending: ['auditing', 'success', 'failed'],
  auditing: ['success', 'failed'],
  success: [],
  failed: [],
};

export function isLegal(from: PaymentStatus, to: PaymentStatus): boolean {
  return TRANSITIONS[from].includes(to);
}

/** Whether a payment may fail for this reason: only one on which nothing was recognised can still be cancelled (API code 10032). */
export function mayFailWith(record: PaymentRecord, failureCode: string): boolean {
  return failureCode !== FAILURE_CODE.cancelled || record.status === 'unpaid';
}
