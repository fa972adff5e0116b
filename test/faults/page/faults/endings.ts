import type { PageFault, Step } from '../../fault.js';
import { IN_TEN_SECONDS, LINK, OPENED, PAID_BEFORE, PAID_LESS, SECOND } from './given.js';
import type { Holds } from '../scene.js';
import { en } from '../../../helpers/words.js';

const late = (['confirming', 'paid_less', 'pending', 'auditing'] as const).map((status) => ({
  name: `the deadline passing while ${status} ends nothing: the server is asked on`,
  when: [['answers', IN_TEN_SECONDS], 'mount', 'press', ['tells', status, status, status, status, 'success'], ['advance', 60_000]],
  then: { state: 'success', errors: [] },
})) satisfies { name: string; when: Step[]; then: Holds }[];

const failures = (['40000', '40027', '40032'] as const).map((code) => ({
  name: `failed ${code} says why, and offers to try again`,
  when: [...OPENED, ['tells', { status: 'failed', failureCode: code }], ['advance', 3000]],
  then: { state: 'failed', status: en[`failure${code}`], shows: ['retry'], hides: ['link', 'qr'] },
})) satisfies { name: string; when: Step[]; then: Holds }[];

const failuresWithMoney = (['40020', '40024', '40025', '10095'] as const).map((code) => ({
  name: `failed ${code}, which only happens to money that arrived, says why and whom to ask, and offers no second payment`,
  when: [...OPENED, ['tells', { status: 'failed', failureCode: code }], ['advance', 3000]],
  then: {
    state: 'failed',
    status: en.failedWithMoney,
    says: en[`failure${code}`],
    shows: ['reference'],
    hides: ['retry', 'link', 'qr'],
  },
})) satisfies { name: string; when: Step[]; then: Holds }[];

/** Deadlines, failures, and payments that cannot be followed any more. */
export const endings: readonly PageFault[] = [
  ...late,
  {
    name: 'the deadline passing unpaid asks on, and asks the payer not to pay',
    when: [['tells', 'unpaid'], ['answers', IN_TEN_SECONDS], 'mount', 'press', ['advance', 20_000]],
    then: { state: 'overdue', status: en.overdue, hides: ['qr', 'link', 'countdown'] },
  },
  {
    name: 'a payment found after the deadline is still paid',
    when: [
      ['tells', 'unpaid', 'unpaid', 'unpaid', 'unpaid', 'unpaid', 'confirming', 'success'],
      ['answers', IN_TEN_SECONDS],
      'mount',
      'press',
      ['advance', 120_000],
    ],
    then: { state: 'success' },
  },
  {
    name: 'short at the deadline: the payer is not asked to send more',
    when: [['tells', PAID_LESS], ['answers', IN_TEN_SECONDS], 'mount', 'press', ['advance', 20_000]],
    then: { state: 'paid_less', says: 'Please do not send any more', hides: ['qr', 'link'] },
  },
  {
    name: 'short before the deadline: the remainder is asked for on the same link',
    when: [['tells', PAID_LESS], ...OPENED, ['advance', 3000]],
    then: { says: 'Still to pay: 0.00005 BTC', link: LINK, shows: ['qr-code'] },
  },
  ...failures,
  ...failuresWithMoney,
  {
    name: 'after failed, "try again" makes the next attempt',
    when: [
      ['tells', 'failed'],
      ['answers', 'created', { created: { code: 'second' } }],
      'mount',
      'press',
      ['advance', 3000],
      ['choose', 'retry'],
    ],
    then: { creates: 2, keys: 1, link: SECOND, events: ['request', 'open', 'failed', 'open'] },
  },
  {
    name: 'after failed, the code that failed is not opened again',
    when: [['tells', 'failed'], ['answers', 'created', 'created'], 'mount', 'press', ['advance', 3000], ['choose', 'retry']],
    then: { opened: ['qr'], errors: ['code_failed'], link: undefined },
  },
  {
    name: 'failed with money received says whom to ask, and offers no other try',
    when: [['tells', { status: 'failed', failureCode: '40024', paymentAmount: '0.1', paymentSymbol: 'BTC' }], ...OPENED, ['advance', 3000]],
    then: { status: en.failedWithMoney, shows: ['reference'], hides: ['retry', 'link'] },
  },
  {
    name: 'failed with a transaction seen says whom to ask, too',
    when: [['tells', { status: 'failed', txid: 'abc' }], ...OPENED, ['advance', 3000]],
    then: { status: en.failedWithMoney, hides: ['retry', 'link'] },
  },
  {
    name: 'a code that was superseded is dropped, and the next try gets another',
    when: [
      ['tells', { refused: 410, body: { code: 'superseded' } }],
      ['answers', 'created', { created: { code: 'second' } }],
      'mount',
      'press',
      ['advance', 3000],
      ['choose', 'retry'],
    ],
    then: { errors: ['superseded'], keys: 1, link: SECOND },
  },
  {
    name: 'a payment whose record the server lost is asked for anew, under the same key',
    when: [
      ['tells', { refused: 410, body: { code: 'forgotten' } }],
      ['answers', 'created', { created: { code: 'second' } }],
      'mount',
      'press',
      ['advance', 3000],
      ['choose', 'retry'],
    ],
    then: { errors: ['forgotten'], keys: 1, link: SECOND },
  },
  {
    name: 'a payment whose record the server lost says that nobody should pay twice',
    when: [['tells', { refused: 410, body: { code: 'forgotten' } }], ...OPENED, ['advance', 3000]],
    then: { status: en.forgotten, shows: ['retry'], hides: ['link', 'qr'] },
  },
  {
    name: 'a payment that can no longer be followed says so, with reference and link',
    when: [['tells', { refused: 404 }], ...OPENED, ['advance', 3000]],
    then: { errors: ['not_followed'], says: en.not_followed, link: LINK, shows: ['reference'], reads: 1 },
  },
  {
    name: 'an order paid already is asked and shown as paid',
    when: [['answers', PAID_BEFORE], ['tells', 'success'], 'mount', 'press'],
    then: { state: 'success', opened: [], label: 'Paid', errors: [] },
  },
  {
    name: 'an order paid already, by an endpoint that says no more, is told and not tried again',
    when: [['answers', { refused: 409, body: { code: 'already_paid' } }], 'mount', 'press'],
    then: { status: en.already_paid, opened: [], hides: ['retry', 'link'] },
  },
  {
    name: 'paid too much is told',
    when: [
      ['tells', { status: 'success', surplusAmount: '0.5', surplusStatus: 'pending', paymentSymbol: 'ETH' }],
      ...OPENED,
      ['advance', 3000],
    ],
    then: { says: 'You paid 0.5 ETH too much' },
  },
];
