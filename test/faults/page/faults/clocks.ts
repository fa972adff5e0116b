import type { PageFault } from '../../fault.js';
import { ITEM, LINK, OPENED } from './given.js';
import { en } from '../../../helpers/words.js';

/** Clocks that are wrong or were set, and devices that slept. */
export const clocks: readonly PageFault[] = [
  {
    name: 'an hour fast, the device’s clock takes no time from the payer',
    when: [
      ['setsClock', 3_600_000],
      ['tells', 'unpaid'],
      ['answers', { created: { expiresAt: '2026-11-21T12:10:00Z' } }],
      'mount',
      'press',
      ['advance', 3000],
    ],
    then: { state: 'unpaid', says: 'Time left to pay: 9:57', link: LINK },
  },
  {
    name: 'set an hour on while the dialog is open, the clock ends nothing before the server says so',
    when: [
      ['tells', 'unpaid', 'never'],
      ['answers', { created: { expiresAt: '2026-11-21T12:10:00Z' } }],
      'mount',
      'press',
      ['advance', 3000],
      ['setsClock', 3_600_000],
      ['looks', 'focus'],
    ],
    then: { state: 'unpaid', saysNot: en.overdue },
  },
  {
    name: 'set an hour back with the dialog open: Close works',
    when: [...OPENED, ['advance', 1000], ['setsClock', -3_600_000], ['choose', 'close']],
    then: { dialog: false },
  },
  {
    name: 'set an hour back with the dialog open: Copy works',
    when: [...OPENED, ['advance', 1000], ['setsClock', -3_600_000], ['choose', 'copy']],
    then: { says: en.copied },
  },
  {
    name: 'set an hour back while waiting to try again: no wait is longer than what was ordered',
    when: [['answers', { refused: 429, headers: { 'Retry-After': '20' } }], 'mount', 'press', ['setsClock', -3_600_000], ['advance', 2000]],
    then: { says: 'Try again in 18 s' },
  },
  {
    name: 'set an hour back: the time left is the server’s again at the next second',
    when: [
      ['tells', 'unpaid'],
      ['answers', { created: { expiresAt: '2026-11-21T12:10:00Z' } }],
      'mount',
      'press',
      ['advance', 3000],
      ['setsClock', -3_600_000],
      ['advance', 2000],
    ],
    then: { says: 'Time left to pay: 9:55', link: LINK },
  },
  {
    name: 'a laptop that slept past the deadline with the dialog open shows no code when woken',
    when: [
      ['tells', 'unpaid'],
      ['answers', { created: { expiresAt: '2026-11-21T12:10:00Z' } }],
      'mount',
      'press',
      ['advance', 3000],
      ['sleeps', 3_600_000],
      ['advance', 1000],
    ],
    then: { state: 'overdue', status: en.overdue, hides: ['qr', 'link', 'countdown'] },
  },
  {
    name: 'a laptop that slept past the deadline of a payment nobody can follow shows no code when woken',
    when: [
      ['answers', { created: { statusUrl: undefined, expiresAt: '2026-11-21T12:10:00Z' } }],
      'mount',
      'press',
      ['advance', 3000],
      ['sleeps', 3_600_000],
      ['advance', 1000],
    ],
    then: { state: 'overdue', hides: ['qr', 'link'] },
  },
  {
    name: 'a phone that slept for hours, and no event tells of it: the tap asks first, and does not leave for a dead code',
    when: [
      ['tells', 'unpaid'],
      ['answers', 'created'],
      ['mount', { mode: 'redirect' }],
      'press',
      ['advance', 3000],
      ['tells', { status: 'failed' }],
      ['sleeps', 10_800_000],
      'press',
    ],
    then: { left: 1, state: 'failed', dialog: true, shows: ['retry'] },
  },
  {
    name: 'put right by two days after a press: the payment without ids is found again',
    when: [
      ['setsClock', -172_800_000],
      ['answers', { created: { now: '2026-11-21T12:00:00Z' } }],
      ['tells', 'unpaid'],
      ['mount', ITEM],
      'press',
      ['setsClock', 172_800_000],
      'reloads',
      'press',
    ],
    then: { creates: 1, keys: 1 },
  },
  {
    name: 'a laptop that slept past the deadline, dialog closed: a press shows no code',
    when: [
      ['answers', { created: { statusUrl: undefined, expiresAt: '2026-11-21T12:10:00Z' } }],
      'mount',
      'press',
      ['choose', 'close'],
      ['sleeps', 3_600_000],
      ['looks', 'focus'],
      'press',
    ],
    then: { state: 'overdue', dialog: true, hides: ['qr', 'link'] },
  },
];
