import type { PageFault } from '../../fault.js';
import { ITEM, LINK, OPENED, SECOND } from './given.js';

/** Pressed twice, retried, mounted twice, moved, and in two places at once. */
export const onePayment: readonly PageFault[] = [
  {
    name: 'a double click is one payment',
    when: [['answers', 'created'], 'mount', ['presses', 2]],
    then: { creates: 1, opened: ['qr'], events: ['request', 'open'] },
  },
  {
    name: 'twenty clicks are one payment and one window',
    when: [
      ['answers', 'created'],
      ['mount', { mode: 'tab' }],
      ['presses', 20],
    ],
    then: { creates: 1, windows: [LINK] },
  },
  {
    name: 'the second click of a double click presses nothing in the dialog',
    when: [...OPENED, ['clicks', 'close'], ['clicks', 'link']],
    then: { dialog: true, creates: 1 },
  },
  {
    name: 'Enter held down presses nothing in the dialog',
    when: [...OPENED, ['holdsEnter', 'close']],
    then: { dialog: true, creates: 1 },
  },
  {
    name: 'Enter held down on "try again" posts nothing',
    when: [['answers', 'lost'], 'mount', 'press', ['holdsEnter', 'retry']],
    then: { creates: 1, state: 'error' },
  },
  {
    name: 'pressing again while the answer is awaited joins the first',
    when: [['answers', 'later'], 'mount', 'press', ['advance', 5000], 'press', 'arrives', ['tells', 'success'], ['advance', 3000]],
    then: { creates: 1, outcomes: ['success', 'success'] },
  },
  {
    name: 'a retry after a lost answer is the same payment',
    when: [['answers', 'lost', 'created'], ['mount', ITEM], 'press', ['choose', 'retry']],
    then: { creates: 2, keys: 1, opened: ['qr'], events: ['request', 'error', 'open'] },
  },
  {
    name: 'a retry after a timeout is the same payment',
    when: [['answers', 'never', 'created'], ['mount', ITEM], 'press', ['advance', 30_000], ['choose', 'retry']],
    then: { creates: 2, keys: 1, errors: ['timeout'], state: 'open' },
  },
  {
    name: 'a lost answer, a reload and another click are the same payment',
    when: [['answers', 'lost', 'created'], 'mount', 'press', 'reloads', 'press'],
    then: { creates: 2, keys: 1, state: 'open' },
  },
  {
    name: 'a lost answer, a reload and another click without ids are the same payment',
    when: [['answers', 'lost', 'created'], ['mount', ITEM], 'press', 'reloads', 'press'],
    then: { creates: 2, keys: 1, state: 'open' },
  },
  {
    name: 'a StrictMode double mount is one payment',
    when: [['answers', 'created'], 'mount', 'remounts', 'press'],
    then: { creates: 1, events: ['request', 'open'] },
  },
  {
    name: 'a StrictMode double mount of two elements without ids keeps their places',
    when: [['answers', 'lost', 'created'], ['mount', ITEM], 'press', 'remounts', 'press'],
    then: { creates: 2, keys: 1 },
  },
  {
    name: 'an element taken out and put back finds its payment',
    when: [['tells', 'unpaid'], ...OPENED, 'leavesAndReturns'],
    then: { creates: 1, state: 'unpaid', label: 'Continue payment' },
  },
  {
    name: 'an element replaced in mid-flight asks again under the same key',
    when: [['answers', 'never', 'created'], 'mount', 'press', 'remounts', 'press'],
    then: { creates: 2, keys: 1, aborted: 1, state: 'open' },
  },
  {
    name: 'an element replaced by its copy at once finds its payment',
    when: [['answers', 'created'], ['mount', ITEM], 'press', ['tells', 'unpaid'], 'copies', 'press'],
    then: { creates: 1, keys: 1, opened: ['qr', 'qr'] },
  },
  {
    name: 'an element replaced by its copy in mid-flight asks again under the same key',
    when: [['answers', 'later', 'created'], ['mount', ITEM], 'press', 'copies', 'press'],
    then: { creates: 2, keys: 1, state: 'open' },
  },
  {
    name: 'a copy that came while the element was still there carries its payment on once it has gone',
    when: [['answers', 'created'], ['tells', 'unpaid'], ['mount', ITEM], 'press', 'comesBeside', 'oldGoes'],
    then: { state: 'unpaid', label: 'Continue payment', creates: 1 },
  },
  {
    name: 'a copy that came while the element was still there and is pressed after it: the same code',
    when: [['answers', 'created'], ['tells', 'unpaid'], ['mount', ITEM], 'press', 'comesBeside', 'oldGoes', 'press'],
    then: { creates: 1, keys: 1, opened: ['qr', 'qr'], link: LINK },
  },
  {
    name: 'a copy of an element in mid-flight asks again under the same key once that has gone',
    when: [['answers', 'later', 'created'], ['mount', ITEM], 'press', 'comesBeside', 'oldGoes', 'press'],
    then: { creates: 2, keys: 1, state: 'open' },
  },
  {
    name: 'an element that returns beside the copy which carries its payment on has none of its own',
    when: [['answers', 'created'], ['tells', 'unpaid'], ['mount', ITEM], 'press', 'comesBeside', 'oldGoes', 'oldReturns'],
    then: { state: 'unpaid', creates: 1 },
  },
  {
    name: 'an equal button with a payment of its own keeps it when the other goes',
    when: [
      ['answers', 'created', { created: { code: 'second' } }],
      ['tells', 'unpaid'],
      ['mount', ITEM, 'two'],
      ['mount', ITEM],
      ['press', 'two'],
      ['choose', 'close', 'two'],
      'press',
      ['unmount', 'two'],
    ],
    then: { creates: 2, link: SECOND },
  },
  {
    name: 'a copy that leaves together with the element, and comes back with it, takes nothing of it',
    when: [['answers', 'created'], ['tells', 'unpaid'], ['mount', ITEM], 'press', 'comesBeside', 'bothLeaveAndReturn'],
    then: { state: 'idle', label: 'Pay $10.00', creates: 1 },
  },
  {
    name: 'an equal button that was there before takes nothing of one that is away for a while',
    when: [
      ['answers', 'created'],
      ['tells', 'unpaid'],
      ['mount', ITEM],
      ['mount', ITEM, 'two'],
      'press',
      ['choose', 'close'],
      'leavesAndReturns',
    ],
    then: { states: ['unpaid', 'idle'], creates: 1 },
  },
  {
    name: 'an element moved with its dialog closed goes on',
    when: [...OPENED, ['choose', 'close'], 'moves', ['tells', 'success'], ['advance', 3000]],
    then: { creates: 1, state: 'success' },
  },
  {
    name: 'an element moved with its dialog open keeps it open, and modal',
    when: [...OPENED, 'moves'],
    then: { dialog: true, modal: true, creates: 1, shows: ['qr-code'], events: ['request', 'open'] },
  },
  {
    name: 'an element moved in mid-flight keeps its answer',
    when: [['answers', 'later'], 'mount', 'press', 'moves', 'arrives'],
    then: { creates: 1, aborted: 0, opened: ['qr'] },
  },
  {
    name: 'an attribute set again to the same value changes nothing in mid-flight',
    when: [['answers', 'later'], 'mount', 'press', ['set', { 'quote-amount': '10' }], 'arrives'],
    then: { creates: 1, aborted: 0, opened: ['qr'] },
  },
  {
    name: 'the same price in another spelling changes nothing in mid-flight',
    when: [['answers', 'later'], 'mount', 'press', ['set', { 'quote-amount': '10.00', 'quote-asset-id': 'usd' }], 'arrives'],
    then: { creates: 1, aborted: 0, opened: ['qr'] },
  },
  {
    name: 'two buttons for one order are one payment',
    when: [['answers', 'created'], 'mount', ['mount', {}, 'two'], 'press', ['choose', 'close'], ['press', 'two']],
    then: { creates: 1, states: ['open', 'open'] },
  },
  {
    name: 'two buttons for one order pressed at once share one key',
    when: [['answers', 'later', 'later'], 'mount', ['mount', {}, 'two'], 'press', ['press', 'two'], 'arrives', 'arrives'],
    then: { keys: 1 },
  },
  {
    name: 'two tabs for one order are one payment',
    when: [['tells', 'unpaid'], ...OPENED, 'inAnotherTab', ['mount', {}, 'two'], ['press', 'two']],
    then: { creates: 1, states: ['open', 'unpaid'] },
  },
  {
    name: 'two tabs for one order pressed at once share one key',
    when: [['answers', 'never', 'created'], 'mount', 'press', 'inAnotherTab', ['mount', {}, 'two'], ['press', 'two']],
    then: { creates: 2, keys: 1 },
  },
  {
    name: 'two equal buttons without ids are two payments',
    when: [
      ['answers', 'created', { created: { code: 'second' } }],
      ['mount', ITEM],
      ['mount', ITEM, 'two'],
      'press',
      ['choose', 'close'],
      ['press', 'two'],
    ],
    then: { creates: 2, keys: 2 },
  },
  {
    name: 'two people at one computer, two tabs without ids, are two payments',
    when: [
      ['answers', 'created', { created: { code: 'second' } }],
      ['mount', ITEM],
      'press',
      ['choose', 'close'],
      'inAnotherTab',
      ['mount', ITEM, 'two'],
      ['press', 'two'],
    ],
    then: { creates: 2, keys: 2 },
  },
];
