import { PAYMENT_STATUSES, type PaymentStatus } from './mixpay.js';

/**
 * A payment's life in the page.
 * `ready`: a code is at hand and nothing has been opened. `open`: opened, nothing heard yet. `overdue`: our countdown ended, the server is still asked.
 */
export type CheckoutState = 'idle' | 'requesting' | 'ready' | 'open' | PaymentStatus | 'overdue' | 'error';

/** What can happen to it: things the payer or the page does, and the seven statuses as the endpoint tells them. */
export type CheckoutInput = 'request' | 'answer' | 'paidBefore' | 'refuse' | 'cancel' | 'open' | 'resume' | 'deadline' | PaymentStatus;

type Row = Partial<Record<CheckoutInput, CheckoutState>>;

/**
 * A payment under way. The endpoint may report any status: states can be skipped, and some alternate. The payment can also turn
 * out to be superseded or forgotten (`refuse`), or be requested again at another price. Opening its link again, or the end of
 * the countdown, changes most states into themselves.
 */
function underWay(itself: CheckoutState): Row {
  return {
    ...(Object.fromEntries(PAYMENT_STATUSES.map((status) => [status, status])) as Row),
    request: 'requesting',
    refuse: 'error',
    open: itself,
    deadline: itself,
  };
}

/** The whole machine. What a row does not name cannot happen in that state. `success` ends it; `failed` knows only a new attempt. */
export const TRANSITIONS: Readonly<Record<CheckoutState, Row>> = {
  idle: { request: 'requesting', answer: 'ready', resume: 'open', refuse: 'error' },
  requesting: { answer: 'ready', paidBefore: 'pending', refuse: 'error', cancel: 'idle' },
  ready: { request: 'requesting', open: 'open', resume: 'open', refuse: 'error' },
  open: { ...underWay('open'), deadline: 'overdue' },
  unpaid: { ...underWay('unpaid'), deadline: 'overdue' },
  confirming: underWay('confirming'),
  paid_less: underWay('paid_less'),
  pending: underWay('pending'),
  auditing: underWay('auditing'),
  overdue: { ...underWay('overdue'), unpaid: 'overdue' },
  error: { request: 'requesting', answer: 'ready', resume: 'open', refuse: 'error', cancel: 'idle' },
  failed: { request: 'requesting' },
  success: {},
};

/**
 * The state that follows. Where this cannot happen it stays the same, which is a mistake of this package.
 * @param warn tells the developer of it
 */
export function nextState(state: CheckoutState, input: CheckoutInput, warn: (message: string) => void): CheckoutState {
  const next = TRANSITIONS[state][input];
  if (next === undefined) warn(`unexpected "${input}" in the state "${state}"; please report this.`);
  return next ?? state;
}

/** Whether a payment has been opened and has not ended: the states in which the endpoint is asked. */
export function isUnderWay(state: CheckoutState): boolean {
  return 'confirming' in TRANSITIONS[state];
}

/** Whether a payment has ended: only these two do. */
export function isEnded(state: CheckoutState): state is 'success' | 'failed' {
  return state === 'success' || state === 'failed';
}
