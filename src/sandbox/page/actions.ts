import { subtractDecimals } from '../../core/amount.js';
import { FAILURE_CODE, type PaymentStatus } from '../../core/mixpay.js';
import { formatMoney } from '../../core/money.js';
import type { PaymentChange } from '../change.js';
import {
  awaitsMoney,
  blocksOf,
  isExpired,
  isFullyPaid,
  isPastDeadline,
  payableOf,
  receivedOf,
  requiredBlocksOf,
  settleStatusOf,
  surplusStatusOf,
  symbolOfCoin,
} from '../life.js';
import { scaleUp } from '../prices.js';
import type { PaymentRecord } from '../record.js';
import { isLegal } from '../transitions.js';

/** One button of the checkout page. */
export interface PageAction {
  /** Stable, for tests: `data-action`. */
  name: string;
  group: 'Pay another way' | 'On the way' | 'End it' | 'Afterwards';
  label(record: PaymentRecord): string;
  change(record: PaymentRecord, now: number): PaymentChange;
  /** Whether it is offered now. */
  fits(record: PaymentRecord, now: number): boolean;
}

/** All buttons, in the order in which they are shown. The first that is possible and leads on is the large one. */
const ACTIONS: readonly PageAction[] = [
  { name: 'pay', group: 'Pay another way', label: (r) => `Pay ${coins(r, payableOf(r))}`, change: to('success'), fits: isPayable },
  {
    name: 'topup',
    group: 'Pay another way',
    label: (r) => `Top up ${coins(r, remainderOf(r))}`,
    change: to('success'),
    fits: is('paid_less'),
  },
  {
    name: 'confirm',
    group: 'On the way',
    label: () => 'Confirm all blocks',
    change: (r) => ({ status: isFullyPaid(r) ? 'success' : 'paid_less' }),
    fits: is('confirming'),
  },
  { name: 'approve', group: 'On the way', label: () => 'Approve', change: to('success'), fits: is('pending', 'auditing') },
  { name: 'send', group: 'Pay another way', label: () => 'Pay in full, wait for blocks', change: to('confirming'), fits: isPayable },
  {
    name: 'underpay',
    group: 'Pay another way',
    label: (r) => `Underpay: ${coins(r, halfOf(r))}`,
    change: to('paid_less'),
    fits: isPayable,
  },
  { name: 'topup-send', group: 'Pay another way', label: () => 'Top up, wait for blocks', change: to('confirming'), fits: is('paid_less') },
  {
    name: 'overpay',
    group: 'Pay another way',
    label: (r) => (r.status === 'unpaid' ? `Overpay: ${coins(r, moreThan(r))}` : 'Top up too much'),
    change: (r) => ({ status: 'success', paymentAmount: moreThan(r) }),
    fits: (r, now) => isPayable(r, now) || r.status === 'paid_less',
  },
  { name: 'late', group: 'Pay another way', label: () => 'Sent in time, seen only now', change: to('confirming'), fits: isExpired },
  {
    name: 'block',
    group: 'On the way',
    label: (r) => `Confirm one block of ${requiredBlocksOf(r)}`,
    change: (r, now) => ({ confirmations: blocksOf(r, now) + 1 }),
    fits: (r, now) => r.status === 'confirming' && blocksOf(r, now) < requiredBlocksOf(r),
  },
  {
    name: 'process',
    group: 'On the way',
    label: () => 'Paid, still processing',
    change: to('pending'),
    fits: (r, now) => isLegal(r.status, 'pending') && !isExpired(r, now),
  },
  {
    name: 'review',
    group: 'On the way',
    label: () => 'Put under review',
    change: to('auditing'),
    fits: (r, now) => isLegal(r.status, 'auditing') && !isExpired(r, now),
  },
  {
    name: 'expire',
    group: 'End it',
    label: () => 'Let expire',
    change: () => ({ expire: true }),
    fits: (r, now) => awaitsMoney(r) && !isPastDeadline(r, now),
  },
  {
    name: 'cancel',
    group: 'End it',
    label: () => 'Cancel',
    change: () => ({ status: 'failed', failureCode: FAILURE_CODE.cancelled }),
    fits: isPayable,
  },
  {
    name: 'settle',
    group: 'Afterwards',
    label: () => 'Settle now',
    change: () => ({ settleStatus: 'success' }),
    fits: (r, now) => settleStatusOf(r, now) === 'pending',
  },
  {
    name: 'refund',
    group: 'Afterwards',
    label: () => 'Send the surplus back',
    change: () => ({ surplusStatus: 'success' }),
    fits: (r, now) => r.status === 'success' && ['pending', 'sending'].includes(surplusStatusOf(r, now)),
  },
];

const MAIN_ACTIONS: readonly string[] = ['pay', 'topup', 'confirm', 'approve'];

export function findAction(name: string): PageAction | undefined {
  return ACTIONS.find((action) => action.name === name);
}

/** What may be done now: the large button, and the rest. */
export function actionsFor(record: PaymentRecord, now: number): { main: PageAction | undefined; others: PageAction[] } {
  const fitting = ACTIONS.filter((action) => action.fits(record, now));
  const main = fitting.find(({ name }) => MAIN_ACTIONS.includes(name));
  return { main, others: fitting.filter((action) => action !== main) };
}

/** An amount of the payer's coin, as it is read. */
export function coins(record: PaymentRecord, amount: string): string {
  return formatMoney(amount, record.assetId, 'en', symbolOfCoin(record.assetId));
}

/** The order's price, as it is read. */
export function priceOf({ terms }: PaymentRecord): string {
  return formatMoney(terms.quoteAmount, terms.quoteAssetId, 'en', symbolOfCoin(terms.quoteAssetId));
}

export function remainderOf(record: PaymentRecord): string {
  return subtractDecimals(payableOf(record), receivedOf(record));
}

/** A tenth too much. */
function moreThan(record: PaymentRecord): string {
  return scaleUp(payableOf(record), '1.1', '1');
}

function halfOf(record: PaymentRecord): string {
  return scaleUp(payableOf(record), '1', '2');
}

function to(status: PaymentStatus): () => PaymentChange {
  return () => ({ status });
}

function is(...statuses: readonly PaymentStatus[]): (record: PaymentRecord) => boolean {
  return ({ status }) => statuses.includes(status);
}

function isPayable(record: PaymentRecord, now: number): boolean {
  return record.status === 'unpaid' && !isPastDeadline(record, now);
}
