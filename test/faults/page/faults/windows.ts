import type { PageFault } from '../../fault.js';
import { DEARER, LINK, PAID_BEFORE } from './given.js';
import { en } from '../../../helpers/words.js';

/** Windows reserved inside the click, opened, blocked and closed. */
export const windows: readonly PageFault[] = [
  {
    name: 'tab: a window is reserved inside the click and sent to the checkout',
    when: [['answers', 'created'], ['mount', { mode: 'tab' }], 'press'],
    then: { windows: [LINK], opened: ['tab'], trusted: 0, creates: 1, shows: ['show-qr', 'link'] },
  },
  {
    name: 'popup: a window is reserved inside the click and sent to the checkout',
    when: [['answers', 'created'], ['mount', { mode: 'popup' }], 'press'],
    then: { windows: [LINK], opened: ['popup'], trusted: 0, creates: 1, shows: ['show-qr', 'link'] },
  },
  {
    name: 'a blocked popup ends in QR and link, and creates once',
    when: [['windows', 'blocked'], ['answers', 'created'], ['mount', { mode: 'popup' }], 'press'],
    then: { opened: ['qr because popup_blocked'], creates: 1, link: LINK, shows: ['qr-code'], errors: [] },
  },
  {
    name: 'a blocked tab ends in QR and link, and creates once',
    when: [['windows', 'blocked'], ['answers', 'created'], ['mount', { mode: 'tab' }], 'press'],
    then: { opened: ['qr because popup_blocked'], creates: 1, link: LINK, shows: ['qr-code'], errors: [] },
  },
  {
    name: 'a window.open that throws is a blocked popup',
    when: [['windows', 'throwing'], ['answers', 'created'], ['mount', { mode: 'popup' }], 'press'],
    then: { opened: ['qr because popup_blocked'], creates: 1, link: LINK, shows: ['qr-code'] },
  },
  {
    name: 'a window that cannot be drawn in is still sent to the checkout',
    when: [['windows', 'undrawable'], ['answers', 'created'], ['mount', { mode: 'tab' }], 'press'],
    then: { windows: [LINK], opened: ['tab'] },
  },
  {
    name: 'a window that cannot be sent anywhere is a blocked one',
    when: [['windows', 'immovable'], ['answers', 'created'], ['mount', { mode: 'tab' }], 'press'],
    then: { windows: ['closed'], opened: ['tab'], state: 'open', dialog: true, shows: ['qr-code', 'link'], errors: [], creates: 1 },
  },
  {
    name: 'ten seconds without a code close the window and show the dialog',
    when: [['answers', 'later'], ['mount', { mode: 'tab' }], 'press', ['advance', 10_000]],
    then: { windows: ['closed'], dialog: true, opened: [] },
  },
  {
    name: 'a code after ten seconds opens as QR, created once',
    when: [['answers', 'later'], ['mount', { mode: 'popup' }], 'press', ['advance', 10_000], 'arrives'],
    then: { windows: ['closed'], opened: ['qr because slow'], creates: 1, link: LINK, shows: ['qr-code'] },
  },
  {
    name: 'a failed create closes the reserved window and tells why',
    when: [['answers', { refused: 500 }], ['mount', { mode: 'tab' }], 'press'],
    then: { windows: ['closed'], opened: [], status: en.server_error, shows: ['retry'] },
  },
  {
    name: 'another price closes the reserved window and asks',
    when: [['answers', DEARER], ['mount', { mode: 'popup' }], 'press'],
    then: { windows: ['closed'], opened: [], amount: '$12.00', shows: ['accept'] },
  },
  {
    name: 'a shop that cancels the request closes the reserved window, and nothing is sent',
    when: [['cancels', 'mixpay-request'], ['mount', { mode: 'tab' }], 'press'],
    then: { windows: ['closed'], creates: 0, outcomes: ['canceled'], dialog: false },
  },
  {
    name: 'a shop that cancels the opening closes the reserved window',
    when: [['cancels', 'mixpay-open'], ['answers', 'created'], ['mount', { mode: 'popup' }], 'press'],
    then: { windows: ['closed'], outcomes: ['canceled'], dialog: false },
  },
  {
    name: 'a shop whose script fails closes the reserved window, and the error is reported',
    when: ['rejects', ['mount', { mode: 'tab' }], 'press'],
    then: { windows: ['closed'], creates: 0, errors: ['refused'], message: 'session over' },
  },
  {
    name: 'an order paid already closes the reserved window and shows paid',
    when: [['answers', PAID_BEFORE], ['tells', 'success'], ['mount', { mode: 'popup' }], 'press'],
    then: { windows: ['closed'], state: 'success', opened: [], label: 'Paid' },
  },
  {
    name: 'a wrong attribute closes the reserved window',
    when: [['mount', { mode: 'tab', remark: 'x'.repeat(51) }], 'press'],
    then: { windows: ['closed'], errors: ['invalid_field'], creates: 0 },
  },
  {
    name: 'a window that says it is closed (COOP) is not believed: the payment is followed to its end',
    when: [
      ['windows', 'closed'],
      ['answers', 'created'],
      ['tells', 'unpaid', 'success'],
      ['mount', { mode: 'popup' }],
      'press',
      ['advance', 8000],
    ],
    then: { state: 'success', windows: [LINK] },
  },
  {
    name: 'the accepted price opens in a window of the accepting click',
    when: [['answers', DEARER], ['mount', { mode: 'tab' }], 'press', ['choose', 'accept']],
    then: { windows: ['closed', LINK], opened: ['tab'], creates: 1 },
  },
];
