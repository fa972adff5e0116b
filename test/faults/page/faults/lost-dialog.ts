import type { PageFault } from '../../fault.js';
import { DEARER, IN_TEN_SECONDS, LINK, PAID_LESS, SECOND } from './given.js';
import { en } from '../../../helpers/words.js';

/** An open whose dialog does not come. */
export const openingWithoutDialog: readonly PageFault[] = [
  {
    name: 'the dialog’s chunk does not come: the button itself shows the link',
    when: [['chunk', false], ['answers', 'created'], 'mount', 'press'],
    then: { opened: ['link because dialog_unavailable'], link: LINK, shows: ['floor'], dialog: false, state: 'open' },
  },
  {
    name: 'the chunk comes at the second click: the dialog takes over from the link',
    when: [['chunk', false], ['answers', 'created'], 'mount', 'press', ['chunk', true], 'press'],
    then: { creates: 1, dialog: true, hides: ['floor'], shows: ['qr-code'] },
  },
  {
    name: 'neither chunk nor answer: the button itself says what went wrong',
    when: [['chunk', false], ['answers', 'lost'], 'mount', 'press'],
    then: { says: en.unreachable, shows: ['floor'], hides: ['link'], errors: ['unreachable'] },
  },
  {
    name: 'neither chunk nor window: the link is on the button',
    when: [['chunk', false], ['windows', 'blocked'], ['answers', 'created'], ['mount', { mode: 'popup' }], 'press'],
    then: { opened: ['link because dialog_unavailable'], link: LINK },
  },
  {
    name: 'no chunk but a window: it goes, and the link stays on the button',
    when: [['chunk', false], ['answers', 'created'], ['mount', { mode: 'tab' }], 'press'],
    then: { windows: [LINK], opened: ['tab'], link: LINK, shows: ['floor'] },
  },
  {
    name: 'neither chunk nor the price shown: the link is not offered at a price nobody agreed to',
    when: [['chunk', false], ['answers', DEARER], 'mount', 'press'],
    then: { opened: [], link: undefined, shows: ['floor'] },
  },
  {
    name: 'no chunk, and the payment ends: the button says paid, and the link is gone',
    when: [['chunk', false], ['answers', 'created'], ['tells', 'success'], 'mount', 'press', ['advance', 3000]],
    then: { state: 'success', label: 'Paid', link: undefined },
  },
];

/** What becomes of a payment whose dialog hangs or does not come. */
export const lostDialog: readonly PageFault[] = [
  {
    name: 'the dialog’s chunk hanging: after five seconds the button itself shows the link, and the dialog comes later',
    when: [['chunk', 'never'], ['answers', 'created'], 'mount', 'press', ['advance', 5000]],
    then: { opened: ['link because dialog_unavailable'], link: LINK, shows: ['floor'] },
  },
  {
    name: 'the dialog’s chunk hanging for 45 seconds: the link stays, pressed again or not, and nothing moves when it comes',
    when: [['chunk', 'never'], ['answers', 'created'], 'mount', 'press', ['advance', 5000], 'press', ['advance', 40_000], 'chunkArrives'],
    then: { creates: 1, link: LINK, shows: ['floor'], dialog: false },
  },
  {
    name: 'the dialog’s chunk hanging: a second press does not wait again',
    when: [['chunk', 'never'], ['answers', 'created'], 'mount', 'press', ['advance', 5000], 'press'],
    then: { creates: 1, opened: ['link because dialog_unavailable', 'link because dialog_unavailable'] },
  },
  {
    name: 'the dialog’s chunk late: the press after it came opens the dialog',
    when: [['chunk', 'never'], ['answers', 'created'], 'mount', 'press', ['advance', 5000], 'chunkArrives', 'press'],
    then: { creates: 1, dialog: true, shows: ['qr-code'], hides: ['floor'] },
  },
  {
    name: 'the dialog’s chunk hanging, and no answer: the button itself says what went wrong, and tries again',
    when: [['chunk', 'never'], ['answers', 'lost', 'created'], 'mount', 'press', ['advance', 5000], ['choose', 'retry']],
    then: { creates: 2, keys: 1, link: LINK, shows: ['floor'] },
  },
  {
    name: 'the dialog’s chunk hanging, and the button taken out: nothing is left waiting',
    when: [['chunk', 'never'], ['answers', 'created'], 'mount', 'press', 'unmount'],
    then: { outcomes: ['closed'], opened: [] },
  },
  {
    name: 'no dialog, and the time ends: starting again is on the button',
    when: [
      ['chunk', false],
      ['answers', 'created', { created: { code: 'second' } }],
      ['tells', { status: 'failed', failureCode: '40000' }],
      'mount',
      'press',
      ['advance', 3000],
      ['choose', 'retry'],
    ],
    then: { creates: 2, keys: 1, link: SECOND },
  },
  {
    name: 'no dialog, and the code is superseded: starting again is on the button',
    when: [
      ['chunk', false],
      ['answers', 'created', { created: { code: 'second' } }],
      ['tells', { refused: 410, body: { code: 'superseded' } }],
      'mount',
      'press',
      ['advance', 3000],
      ['choose', 'retry'],
    ],
    then: { creates: 2, link: SECOND },
  },
  {
    name: 'no dialog, past the deadline: nothing invites the payer to pay',
    when: [['chunk', false], ['answers', IN_TEN_SECONDS], ['tells', 'unpaid'], 'mount', 'press', ['advance', 20_000]],
    then: { state: 'overdue', says: en.overdue, link: undefined },
  },
  {
    name: 'no dialog, short at the deadline: the payer is not asked to send more',
    when: [['chunk', false], ['answers', IN_TEN_SECONDS], ['tells', PAID_LESS], 'mount', 'press', ['advance', 20_000]],
    then: { says: 'Please do not send any more', link: undefined },
  },
  {
    name: 'no dialog, failed with money received: whom to ask, and the reference',
    when: [
      ['chunk', false],
      ['answers', { created: { traceId: 'trace-7' } }],
      ['tells', { status: 'failed', txid: 'abc' }],
      'mount',
      'press',
      ['advance', 3000],
    ],
    then: { says: 'trace-7', shows: ['reference'], hides: ['retry', 'link'] },
  },
  {
    name: 'no dialog, no longer followed: says so, with reference and link',
    when: [
      ['chunk', false],
      ['answers', { created: { traceId: 'trace-7' } }],
      ['tells', { refused: 404 }],
      'mount',
      'press',
      ['advance', 3000],
    ],
    then: { says: en.not_followed, link: LINK, shows: ['reference'] },
  },
  {
    name: 'no dialog, and no way to follow: says where the result is to be seen',
    when: [['chunk', false], ['answers', { created: { statusUrl: undefined } }], 'mount', 'press'],
    then: { says: en.untracked, link: LINK },
  },
  {
    name: 'no dialog, and the payment fails: trying again is on the button',
    when: [
      ['chunk', false],
      ['answers', 'created', { created: { code: 'second' } }],
      ['tells', 'failed'],
      'mount',
      'press',
      ['advance', 3000],
      ['choose', 'retry'],
    ],
    then: { creates: 2, link: SECOND },
  },
  {
    name: 'no dialog, and another price: it can be agreed to on the button',
    when: [['chunk', false], ['answers', DEARER], 'mount', 'press', ['choose', 'accept']],
    then: { creates: 1, link: LINK, opened: ['link because dialog_unavailable'] },
  },
  {
    name: 'no dialog, and another price: it can be declined on the button',
    when: [['chunk', false], ['answers', DEARER], 'mount', 'press', ['choose', 'decline']],
    then: { opened: [], hides: ['floor'], outcomes: ['closed'], label: 'Pay $10.00' },
  },
];
