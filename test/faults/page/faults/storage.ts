import type { PageFault } from '../../fault.js';
import { ITEM, OPENED, SECOND } from './given.js';
import { en } from '../../../helpers/words.js';

/** Storage emptied, refused, full and missing. */
export const storage: readonly PageFault[] = [
  {
    name: 'storage emptied by the payer in mid-payment: this page still follows it',
    when: [...OPENED, ['storageChanges', true], ['tells', 'success'], ['advance', 3000]],
    then: { state: 'success', creates: 1 },
  },
  {
    name: 'storage refused: works, with less memory',
    when: [['storage', 'refused'], ...OPENED, ['tells', 'success'], ['advance', 3000]],
    then: { state: 'success', creates: 1 },
  },
  {
    name: 'storage refused: two buttons for one order still share one payment',
    when: [
      ['storage', 'refused'],
      ['tells', 'unpaid'],
      'mount',
      ['mount', {}, 'two'],
      ['answers', 'created'],
      'press',
      ['choose', 'close'],
      ['press', 'two'],
    ],
    then: { creates: 1 },
  },
  {
    name: 'storage refused: a retry after a lost answer is the same payment',
    when: [['storage', 'refused'], ['answers', 'lost', 'created'], ['mount', ITEM], 'press', ['choose', 'retry']],
    then: { keys: 1, state: 'open' },
  },
  {
    name: 'storage full: works, with less memory',
    when: [['storage', 'full'], ...OPENED, ['tells', 'success'], ['advance', 3000]],
    then: { state: 'success', creates: 1 },
  },
  {
    name: 'no storage at all: works, with less memory',
    when: [['storage', 'missing'], ...OPENED, ['tells', 'success'], ['advance', 3000]],
    then: { state: 'success', creates: 1 },
  },
  {
    name: 'storage full, and the page loaded again: another payment for an item is preceded by a question',
    when: [
      ['storage', 'full'],
      ['answers', 'created', { created: { code: 'second' } }],
      ['mount', ITEM],
      'press',
      ['arrivedBy', 'reload'],
      'reloads',
      'press',
    ],
    then: { creates: 1, status: en.unremembered, shows: ['retry'] },
  },
  {
    name: 'storage full, and the question answered with yes: another payment',
    when: [
      ['storage', 'full'],
      ['answers', 'created', { created: { code: 'second' } }],
      ['mount', ITEM],
      'press',
      ['arrivedBy', 'reload'],
      'reloads',
      'press',
      ['choose', 'retry'],
    ],
    then: { creates: 2, keys: 2, link: SECOND },
  },
  {
    name: 'storage full, and the page left by Back: another payment for an item is preceded by a question',
    when: [['storage', 'full'], ['answers', 'created'], ['mount', ITEM], 'press', ['arrivedBy', 'back_forward'], 'reloads', 'press'],
    then: { creates: 1, status: en.unremembered },
  },
  {
    name: 'storage full, at the first visit: no question',
    when: [['storage', 'full'], ['answers', 'created'], ['mount', ITEM], 'press'],
    then: { creates: 1, opened: ['qr'] },
  },
  {
    name: 'storage full, but the order has a name: no question',
    when: [['storage', 'full'], ['arrivedBy', 'reload'], ...OPENED],
    then: { creates: 1, opened: ['qr'] },
  },
  {
    name: 'a page loaded again whose storage works: no question',
    when: [['arrivedBy', 'reload'], ['answers', 'created'], ['mount', ITEM], 'press'],
    then: { creates: 1, opened: ['qr'] },
  },
];
