import { isPositiveDecimal } from '../../core/amount.js';
import { FAILURE_CODE } from '../../core/mixpay.js';
import { failureReasonOf } from '../failures.js';
import { blocksOf, isExpired, payableOf, receivedOf, requiredBlocksOf, surplusOf, surplusStatusOf } from '../life.js';
import type { PaymentRecord } from '../record.js';
import { coins, remainderOf } from './actions.js';

/** A payment's status as the payer reads it. */
export interface StatusWords {
  tone: 'waiting' | 'good' | 'bad' | 'careful';
  title: string;
  detail: string;
}

export function statusWords(record: PaymentRecord, now: number): StatusWords {
  switch (record.status) {
    case 'unpaid':
      return isExpired(record, now)
        ? { tone: 'bad', title: 'Expired', detail: expiredWords(record) }
        : { tone: 'waiting', title: 'Waiting for payment', detail: 'Nothing has arrived yet.' };
    case 'confirming':
      return {
        tone: 'waiting',
        title: 'Confirming',
        detail: `${coins(record, receivedOf(record))} seen. ${blocksOf(record, now)} of ${requiredBlocksOf(record)} blocks confirmed.`,
      };
    case 'paid_less':
      return {
        tone: 'careful',
        title: 'Partly paid',
        detail: `${coins(record, receivedOf(record))} of ${coins(record, payableOf(record))} arrived. ${coins(record, remainderOf(record))} to go.`,
      };
    case 'pending':
      return { tone: 'waiting', title: 'Processing', detail: 'Fully paid and confirmed. Nothing more to do for you.' };
    case 'auditing':
      return { tone: 'careful', title: 'Under review', detail: 'The payment is being checked. This can take a while.' };
    case 'success':
      return { tone: 'good', title: 'Paid', detail: surplusWords(record, now) ?? 'Thank you. Nothing more to do here.' };
    case 'failed':
      return { tone: 'bad', title: 'Failed', detail: failureWords(record) };
  }
}

function surplusWords(record: PaymentRecord, now: number): string | undefined {
  const surplus = surplusOf(record);
  if (!isPositiveDecimal(surplus)) return undefined;
  const done = surplusStatusOf(record, now) === 'success';
  return `${coins(record, surplus)} too much arrived and ${done ? 'has been sent back' : 'is on its way back'}.`;
}

function expiredWords({ transfers }: PaymentRecord): string {
  if (transfers.length > 0) return 'Money arrived after the time to pay and does not count: contact the shop.';
  return 'The time to pay is over. Ask the shop for a new payment.';
}

function failureWords(record: PaymentRecord): string {
  const code = record.failureCode ?? FAILURE_CODE.none;
  const money = record.transfers.length > 0 ? ' Money was received: contact the shop.' : '';
  return `${failureReasonOf(code).replace(/\.$/, '')} (${code}).${money}`;
}

/** "29 min", for a page without script; with one it counts down. */
export function timeLeft(until: number, now: number): string {
  const seconds = Math.max(0, Math.floor((until - now) / 1000));
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 120) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
