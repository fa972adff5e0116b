import type { PageFault } from '../../fault.js';
import { OPENED } from './given.js';
import { en } from '../../../helpers/words.js';

/** Status reads that are slow, fail, or are given up. */
export const slowStatus: readonly PageFault[] = [
  {
    name: 'offline during tracking: silent, and asked at once when online',
    when: [['tells', 'unpaid'], ...OPENED, ['advance', 3000], 'goesOffline', ['advance', 90_000], ['tells', 'success'], 'goesOnline'],
    then: { state: 'success', errors: [] },
  },
  {
    name: 'status reads that fail are asked again, silently',
    when: [
      ['tells', 'lost', { refused: 500 }, { refused: 429 }, 'html', 'empty', { json: { status: 'paid' } }, 'success'],
      ...OPENED,
      ['advance', 120_000],
    ],
    then: { state: 'success', errors: [], reads: 7 },
  },
  {
    name: 'a status read told to wait waits, even when woken',
    when: [
      ['tells', { refused: 429, headers: { 'Retry-After': '60' } }, 'success'],
      ...OPENED,
      ['advance', 3000],
      ['looks', 'focus'],
      ['advance', 40_000],
      ['looks', 'pageshow'],
      ['advance', 5000],
    ],
    then: { reads: 1, state: 'open' },
  },
  {
    name: 'a session that expires before the status is read (401): said after a silence, and followed again after signing in',
    when: [['tells', { refused: 401 }], ...OPENED, ['advance', 23_000], ['tells', 'success'], ['advance', 16_000]],
    then: { state: 'success', errors: [] },
  },
  {
    name: 'a session that expires before the status is read (403): nothing is said to have failed',
    when: [['tells', { refused: 403, body: { code: 'forbidden' } }], ...OPENED, ['advance', 23_000]],
    then: { state: 'open', status: en.unseen, errors: [] },
  },
  {
    name: 'a session over at the next click (401) is told, and tried again',
    when: [['answers', { refused: 401 }, 'created'], 'mount', 'press', ['choose', 'retry']],
    then: { errors: ['refused'], opened: ['qr'], keys: 1 },
  },
  {
    name: 'a status that never answers is given up after 15 seconds, and asked again',
    when: [['tells', 'never', 'success'], ...OPENED, ['advance', 30_000]],
    then: { reads: 2, state: 'success', errors: [] },
  },
  {
    name: 'a hidden tab asks nothing',
    when: [['tells', 'unpaid'], ...OPENED, 'hides', ['advance', 120_000]],
    then: { reads: 0, state: 'open' },
  },
  {
    name: 'a tab that is looked at again asks at once',
    when: [['tells', 'unpaid'], ...OPENED, 'hides', ['advance', 60_000], 'looks'],
    then: { reads: 1 },
  },
  { name: 'focus asks at once', when: [['tells', 'unpaid'], ...OPENED, ['looks', 'focus']], then: { reads: 1 } },
  { name: 'being online again asks at once', when: [['tells', 'unpaid'], ...OPENED, 'goesOnline'], then: { reads: 1 } },
  {
    name: 'an element taken out in mid-flight gives its request up',
    when: [['answers', 'never'], ['mount', { mode: 'tab' }], 'press', 'unmount'],
    then: { aborted: 1, windows: ['closed'], outcomes: ['closed'], errors: [] },
  },
  {
    name: 'an element taken out while following asks no more',
    when: [['tells', 'unpaid'], ...OPENED, 'unmount', ['advance', 90_000], ['looks', 'focus']],
    then: { reads: 0 },
  },
  { name: 'an element taken out with its dialog open ends the waiting', when: [...OPENED, 'unmount'], then: { outcomes: ['closed'] } },
  {
    name: 'an element taken out with its dialog open comes back with it closed',
    when: [['tells', 'unpaid'], ...OPENED, 'leavesAndReturns'],
    then: { dialog: false, label: 'Continue payment' },
  },
];
