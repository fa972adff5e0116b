import type { PageFault, Step } from '../../fault.js';
import { ITEM, LINK, OPENED, SECOND } from './given.js';
import type { Holds } from '../scene.js';

const found = (['unpaid', 'confirming', 'paid_less', 'pending', 'auditing'] as const).map((status) => ({
  name: `a reload while ${status} finds the payment, opens nothing and says "Continue payment"`,
  when: [...OPENED, ['tells', status], ['advance', 3000], 'reloads'],
  then: { state: status, label: 'Continue payment', creates: 1, opened: ['qr'], dialog: false },
})) satisfies { name: string; when: Step[]; then: Holds }[];

/** Reloads, Back, sleep, other tabs and resets in mid-payment. */
export const comingBack: readonly PageFault[] = [
  ...found,
  {
    name: 'a reload while the answer is awaited: the next click is the same payment',
    when: [['answers', 'never', 'created'], 'mount', 'press', 'reloads', 'press'],
    then: { creates: 2, keys: 1, state: 'open' },
  },
  {
    name: 'a reload after paying asks the server, and says paid once',
    when: [['tells', 'success'], ...OPENED, ['advance', 3000], 'reloads'],
    then: { state: 'success', events: ['request', 'open', 'success', 'success'] },
  },
  {
    name: 'a reload after failing asks the server, and offers to try again',
    when: [['tells', 'failed'], ...OPENED, ['advance', 3000], 'reloads', 'press'],
    then: { state: 'failed', creates: 1, shows: ['retry'] },
  },
  {
    name: 'a tab closed and reopened finds a named order',
    when: [['tells', 'confirming'], ...OPENED, 'reopens'],
    then: { state: 'confirming', creates: 1, label: 'Continue payment' },
  },
  {
    name: 'a tab closed and reopened begins anew where the page gives no name',
    when: [['answers', 'created'], ['mount', ITEM], 'press', 'reopens'],
    then: { state: 'idle', label: 'Pay $10.00' },
  },
  {
    name: 'returning from the checkout in the same tab finds it paid, and leaves no more',
    when: [['answers', 'created'], ['tells', 'success'], ['mount', { mode: 'redirect' }], 'press', 'reloads'],
    then: { state: 'success', left: 1, label: 'Paid', dialog: false },
  },
  {
    name: 'Back to a page that was kept asks at once',
    when: [...OPENED, ['tells', 'success'], ['looks', 'pageshow']],
    then: { state: 'success', reads: 1 },
  },
  {
    name: 'Back to a page kept in mid-redirect does not leave the button spinning',
    when: [['answers', 'created'], ['tells', 'unpaid'], ['mount', { mode: 'redirect' }], 'press', ['looks', 'pageshow']],
    then: { state: 'unpaid', label: 'Continue payment' },
  },
  {
    name: 'a phone that slept through the payment asks at once when woken',
    when: [...OPENED, 'hides', ['tells', 'success'], ['advance', 120_000], 'looks'],
    then: { state: 'success', reads: 1 },
  },
  {
    name: 'a dialog closed while confirming goes on to paid',
    when: [['tells', 'confirming', 'success'], ...OPENED, ['advance', 2500], ['choose', 'close'], ['advance', 5000]],
    then: { state: 'success', label: 'Paid', dialog: false, outcomes: ['closed'] },
  },
  {
    name: 'a dialog left by Escape goes on, too',
    when: [['tells', 'success'], ...OPENED, 'escapes', ['advance', 3000]],
    then: { state: 'success', outcomes: ['closed'], events: ['request', 'open', 'close', 'success'] },
  },
  {
    name: 'a second tab that opened the order makes this one continue it',
    when: ['mount', 'inAnotherTab', ['mount', {}, 'two'], ['tells', 'unpaid'], ['answers', 'created'], ['press', 'two'], 'storageChanges'],
    then: { states: ['unpaid', 'unpaid'], creates: 1, label: 'Continue payment' },
  },
  {
    name: 'a second tab that paid makes this one ask at once',
    when: [['tells', 'success'], ...OPENED, 'storageChanges'],
    then: { state: 'success', reads: 1 },
  },
  {
    name: 'a paid button stays paid until reset',
    when: [['tells', 'success'], ...OPENED, ['advance', 100_000], ['set', { remark: 'x' }]],
    then: { state: 'success', label: 'Paid' },
  },
  {
    name: 'reset after paying makes another payment without ids',
    when: [
      ['tells', 'success'],
      ['answers', 'created', { created: { code: 'second' } }],
      ['mount', ITEM],
      'press',
      ['advance', 3000],
      'reset',
      'press',
    ],
    then: { creates: 2, keys: 2, link: SECOND },
  },
  {
    name: 'reset in mid-flight drops the answer',
    when: [['answers', 'later'], ['mount', { mode: 'tab' }], 'press', 'reset', 'arrives'],
    then: { state: 'idle', aborted: 1, windows: ['closed'], opened: [], outcomes: ['canceled'] },
  },
  {
    name: 'a mistake in another attribute does not hide a payment after a reload',
    when: [['tells', 'unpaid'], ...OPENED, ['set', { remark: 'x'.repeat(51) }], 'reloadsAsItIs'],
    then: { state: 'unpaid', label: 'Continue payment', errors: [] },
  },
  {
    name: 'a payment found beside a mistake in another attribute is continued by pressing',
    when: [['tells', 'unpaid'], ...OPENED, ['set', { remark: 'x'.repeat(51) }], 'reloadsAsItIs', 'press'],
    then: { link: LINK, creates: 1, errors: [] },
  },
  {
    name: 'with a checkout base that may not be opened a payment is found, followed and not opened',
    when: [['tells', 'unpaid'], ...OPENED, ['set', { 'checkout-base': 'http://evil.example/code/' }], 'reloadsAsItIs', 'press'],
    then: { state: 'unpaid', link: undefined, creates: 1, opened: ['qr'] },
  },
  {
    name: 'a record of yesterday is forgotten',
    when: [...OPENED, ['tampers', { createdAt: 1_795_176_000_000 }], 'reloads'],
    then: { state: 'idle' },
  },
];
