import type { PageFault } from '../../fault.js';
import { LINK, OPENED } from './given.js';
import { en } from '../../../helpers/words.js';

/** A payment whose status cannot be read for a while. */
export const silence: readonly PageFault[] = [
  {
    name: 'no status for twenty seconds: says that nothing can be seen and not to pay twice, and the code steps back',
    when: [['tells', 'lost'], ...OPENED, ['advance', 23_000]],
    then: { state: 'open', status: en.unseen, shows: ['show-qr', 'link'], hides: ['qr-code'], errors: [] },
  },
  {
    name: 'no status for twenty seconds: the code is one press away',
    when: [['tells', { refused: 500 }], ...OPENED, ['advance', 23_000], ['choose', 'show-qr']],
    then: { status: en.unseen, shows: ['qr-code'], hides: ['show-qr'] },
  },
  {
    name: 'no status for ten seconds: nothing is said yet',
    when: [['tells', 'lost'], ...OPENED, ['advance', 10_000]],
    then: { status: en.unpaid, shows: ['qr-code'] },
  },
  {
    name: 'a status after a silence: the code is there again',
    when: [['tells', 'lost', 'lost', 'lost', 'lost', 'lost', 'lost', 'unpaid'], ...OPENED, ['advance', 60_000]],
    then: { status: en.unpaid, shows: ['qr-code'], hides: ['show-qr'] },
  },
  {
    name: 'paid during a silence is paid',
    when: [
      ['tells', 'unpaid'],
      ...OPENED,
      ['advance', 3000],
      'goesOffline',
      ['tells', 'lost'],
      ['advance', 60_000],
      'goesOnline',
      ['tells', 'success'],
      ['advance', 16_000],
    ],
    then: { state: 'success', status: en.success },
  },
  {
    name: 'a silence while the network confirms says nothing new',
    when: [['tells', { status: 'confirming', txid: 'abc' }, 'lost'], ...OPENED, ['advance', 60_000]],
    then: { status: en.confirming },
  },
  {
    name: 'a page that nobody looked at was not silent',
    when: [['tells', 'lost'], ...OPENED, ['advance', 5000], 'hides', ['advance', 60_000], ['tells', 'later'], 'looks'],
    then: { status: en.unpaid, shows: ['qr-code'] },
  },
  {
    name: 'no status for twenty seconds, and no dialog: the button itself says it',
    when: [['chunk', false], ['tells', 'lost'], ['answers', 'created'], 'mount', 'press', ['advance', 23_000]],
    then: { says: en.unseen, link: LINK },
  },
  {
    name: 'no status for twenty seconds on a phone: a press says it, and does not leave',
    when: [['tells', 'lost'], ['answers', 'created'], ['mount', { mode: 'redirect' }], 'press', ['advance', 23_000], 'press'],
    then: { left: 1, status: en.unseen, link: LINK },
  },
];
