import type { PaymentStatus } from './mixpay.js';

/**
 * A payment's life in the page.
 * `ready`: a code is at hand and nothing has been opened. `open`: opened, nothing heard yet. `overdue`: our countdown ended, the server is still asked.
 */
export type CheckoutState = 'idle' | 'requesting' | 'ready' | 'open' | PaymentStatus | 'overdue' | 'error';

/** What can happen to it: things the payer or the page does, and the seven statuses as the endpoint tells them. */
export type CheckoutInput =
  'request' | 'answer' | 'paidBefore' | 'refuse' | 'cancel' | 'open' | 'resume' | 'deadline' | 'reset' | PaymentStatus;

type Row = Partial<Record<CheckoutInput, CheckoutState>>;

/** What the endpoint may say once a payment is under way: states can be skipped, and some go back and forth. */
const heard: Row = {
  unpaid: 'unpaid',
  confirming: 'confirming',
  paid_less: 'paid_less',
  pending: 'pending',
  auditing: 'auditing',
  success: 'success',
  failed: 'failed',
};

/** A payment under way can also turn out to be superseded or no longer followed (`refuse`), and its link can be opened again. */
const underWay: Row = { ...heard, open: 'open', refuse: 'error', request: 'requesting', reset: 'idle' };

/**
 * The whole machine. What a row does not name cannot happen in that state and changes nothing:
 * `success` knows only `reset`, and `failed` only a new attempt.
 */
export const TRANSITIONS: Readonly<Record<CheckoutState, Row>> = {
  idle: { request: 'requesting', resume: 'open', answer: 'ready', refuse: 'error' },
  requesting: { answer: 'ready', paidBefore: 'pending', refuse: 'error', cancel: 'idle', reset: 'idle' },
  ready: { request: 'requesting', open: 'open', refuse: 'error', cancel: 'ready', resume: 'open', reset: 'idle' },
  open: { ...underWay, deadline: 'overdue' },
  unpaid: { ...underWay, open: 'unpaid', deadline: 'overdue' },
  confirming: { ...underWay, open: 'confirming' },
  paid_less: { ...underWay, open: 'paid_less' },
  pending: { ...underWay, open: 'pending' },
  auditing: { ...underWay, open: 'auditing' },
  overdue: { ...underWay, open: 'overdue', unpaid: 'overdue' },
  error: { request: 'requesting', answer: 'ready', resume: 'open', refuse: 'error', reset: 'idle' },
  failed: { request: 'requesting', reset: 'idle' },
  success: { reset: 'idle' },
};

/** The state that follows; the same state where this cannot happen now. */
export function nextState(state: CheckoutState, input: CheckoutInput): CheckoutState {
  return TRANSITIONS[state][input] ?? state;
}

/** Whether a payment has been opened and has not ended: the states in which the endpoint is asked. */
export function isUnderWay(state: CheckoutState): boolean {
  return 'confirming' in TRANSITIONS[state];
}

/** Whether a payment has ended: only these two do. */
export function isEnded(state: CheckoutState): state is 'success' | 'failed' {
  return state === 'success' || state === 'failed';
}
