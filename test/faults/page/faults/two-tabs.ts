import type { PageFault, Step } from '../../fault.js';
import { en } from '../../../helpers/words.js';
import { LINK, SECOND, TWELVE } from './given.js';

/** A tab with its code at ten on the screen, and another tab that shows twelve and gets a code of its own. */
const DEARER_IN_ANOTHER_TAB: readonly Step[] = [
  ['answers', 'created', TWELVE],
  ['tells', 'unpaid'],
  'mount',
  'press',
  'inAnotherTab',
  ['mount', { 'quote-amount': '12' }, 'two'],
  ['press', 'two'],
  'storageChanges',
];

/** Another tab shows the same order at another price. */
export const twoTabs: readonly PageFault[] = [
  {
    name: 'another tab opened the order at another price while the dialog of this one shows its code: the payer is asked',
    when: DEARER_IN_ANOTHER_TAB,
    then: {
      dialog: true,
      amount: '$12.00',
      status: en.priceChanged.replace('{amount}', '$12.00'),
      says: en.priceWas.replace('{amount}', '$10.00'),
      shows: ['accept', 'decline'],
      hides: ['qr', 'link'],
      errors: ['price_changed'],
    },
  },
  {
    name: 'another tab opened the order at another price, agreed to in this one: its code, and no third',
    when: [...DEARER_IN_ANOTHER_TAB, ['choose', 'accept']],
    then: { link: SECOND, amount: '$12.00', hides: ['accept'], creates: 2, opened: ['qr', 'qr', 'qr'] },
  },
  {
    name: 'another tab opened the order at another price, declined in this one: the next press asks, and opens nothing',
    when: [...DEARER_IN_ANOTHER_TAB, ['choose', 'decline'], 'press'],
    then: { shows: ['accept'], hides: ['qr', 'link'], creates: 2, opened: ['qr', 'qr'] },
  },
  {
    name: 'another tab opened the order at another price, declined there as here: that one goes on',
    when: [...DEARER_IN_ANOTHER_TAB, ['choose', 'decline'], ['choose', 'close', 'two'], ['press', 'two']],
    then: { dialog: false, creates: 2, opened: ['qr', 'qr', 'qr'] },
  },
  {
    name: 'another tab was paid at another price while this one asks: this one says so, too',
    when: [...DEARER_IN_ANOTHER_TAB, ['tells', 'success'], ['advance', 20_000], 'storageChanges', ['advance', 3000]],
    then: { states: ['success', 'success'], hides: ['accept', 'qr', 'link'], creates: 2 },
  },
  {
    name: 'a page that slept while another tab opened the order at another price asks as soon as it wakes',
    when: [...DEARER_IN_ANOTHER_TAB.filter((step) => step !== 'storageChanges'), ['looks', 'pageshow']],
    then: { shows: ['accept'], hides: ['qr', 'link'], amount: '$12.00' },
  },
  {
    name: 'another tab opened the order at another price between the answer and the dialog of this one: nothing opens unasked',
    when: [
      ['chunk', 'never'],
      ['answers', 'created', TWELVE],
      ['tells', 'unpaid'],
      'mount',
      'press',
      ['chunk', true],
      'inAnotherTab',
      ['mount', { 'quote-amount': '12' }, 'two'],
      ['press', 'two'],
      'storageChanges',
      'chunkArrives',
    ],
    then: { shows: ['accept'], hides: ['qr', 'link'], opened: ['qr'] },
  },
  {
    name: 'another tab opened the order at another price, and the page changes something else: it asks on',
    when: [...DEARER_IN_ANOTHER_TAB, ['set', { remark: 'gift' }]],
    then: { amount: '$12.00', shows: ['accept'], hides: ['qr', 'link'] },
  },
  {
    name: 'another tab opened the order at another price, and the page shows it by now: its code is there without a question',
    when: [...DEARER_IN_ANOTHER_TAB, ['set', { 'quote-amount': '12' }], 'press'],
    then: { amount: '$12.00', link: SECOND, hides: ['accept'], creates: 2 },
  },
  {
    name: 'two buttons of a page for one order at two prices: the code of one is not opened by the other unasked',
    when: [['answers', 'created'], ['tells', 'unpaid'], 'mount', ['mount', { 'quote-amount': '12' }, 'two'], 'press', ['press', 'two']],
    then: { states: ['open', 'error'], link: LINK, creates: 1, opened: ['qr'], errors: [] },
  },
  {
    name: 'a page that loses its checkout address in mid-payment leaves no window waiting',
    when: [
      ['answers', 'created'],
      ['tells', 'unpaid'],
      ['mount', { mode: 'tab' }],
      'press',
      ['advance', 3000],
      ['choose', 'close'],
      ['set', { 'checkout-base': 'nowhere' }],
      'press',
    ],
    then: { windows: [LINK, 'closed'], dialog: true },
  },
];
