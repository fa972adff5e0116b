import type { BrowserFault } from '../../fault.js';
import { named } from './given.js';
import { en } from '../../../helpers/words.js';

/** Fills both storages, as a shop's own cache may have done. */
const FULL = `for (const area of [localStorage, sessionStorage])
  for (let size = 4e6, count = 0; size >= 1; count += 1)
    try { area.setItem('cache' + count + '-' + size, 'x'.repeat(size)); } catch { size = Math.floor(size / 2); }`;

/** Back, reloads, closed tabs and second tabs. */
export const comingBack: readonly BrowserFault[] = [
  {
    name: 'Back from the checkout with bfcache finds the payment, and nothing spins',
    only: ['chromium'],
    when: [['visits', named('T-back-1', { mode: 'redirect' })], 'press', 'leaves', 'goesBack'],
    then: { persisted: true, state: 'unpaid', label: 'Continue payment', creates: 1 },
  },
  {
    name: 'Back from a paid checkout with bfcache says paid',
    only: ['chromium'],
    when: [['visits', named('T-back-2', { mode: 'redirect' })], 'press', 'leaves', 'pays', 'goesBack'],
    then: { persisted: true, state: 'success', label: 'Paid', creates: 1 },
  },
  {
    name: 'Back from the checkout without bfcache finds the payment',
    when: [
      ['visits', { ...named('T-back-3', { mode: 'redirect' }), headers: { 'Cache-Control': 'no-store' } }],
      'press',
      'leaves',
      'goesBack',
    ],
    then: { state: 'unpaid', label: 'Continue payment', creates: 1 },
  },
  {
    name: 'Back from a paid checkout without bfcache says paid',
    when: [
      ['visits', { ...named('T-back-4', { mode: 'redirect' }), headers: { 'Cache-Control': 'no-store' } }],
      'press',
      'leaves',
      'pays',
      'goesBack',
    ],
    then: { state: 'success', label: 'Paid', creates: 1 },
  },
  {
    name: 'a reload finds the payment, and opens nothing',
    when: [['visits', named('T-reload')], 'press', ['waits', { qr: true }], 'reloads'],
    then: { state: 'unpaid', label: 'Continue payment', creates: 1, dialog: false, opened: [] },
  },
  {
    name: 'a reload in mid-creation: the next click is the same payment',
    when: [['slow', 1500], ['visits', named('T-reload-2')], 'press', ['waits', { state: 'requesting' }], 'reloads', ['slow', 0], 'press'],
    then: { qr: true, opened: ['qr'] },
  },
  {
    name: 'a tab closed and reopened finds a named order',
    when: [['visits', named('T-reopen')], 'press', ['waits', { qr: true }], 'reopens'],
    then: { state: 'unpaid', label: 'Continue payment', creates: 1 },
  },
  {
    name: 'two real tabs: one begins, and the other continues',
    when: [['visits', named('T-tabs-1')], 'opensAnotherTab', 'press', ['waits', { qr: true }], 'looksAtTheOtherTab'],
    then: { elsewhere: 'unpaid', creates: 1 },
  },
  {
    name: 'two real tabs: one pays, and both say paid',
    when: [
      ['visits', named('T-tabs-2')],
      'opensAnotherTab',
      'press',
      ['waits', { qr: true }],
      'pays',
      ['waits', { state: 'success' }],
      'looksAtTheOtherTab',
    ],
    then: { elsewhere: 'success', creates: 1 },
  },
  {
    name: 'a tab killed in mid-creation and opened again: the next click is the same payment',
    when: [['slow', 1500], ['visits', named('T-killed')], 'press', ['waits', { state: 'requesting' }], 'reopens', ['slow', 0], 'press'],
    then: { qr: true, creates: 2 },
  },
  {
    name: 'a third-party frame, its storage its own, finds its payment after a reload',
    when: [['visitsInAFrame', named('T-partition', { mode: 'qr' })], 'press', ['waits', { qr: true }], 'reloads'],
    then: { state: 'unpaid', label: 'Continue payment', creates: 1 },
  },
  {
    name: 'a third-party frame without ids finds its payment after a reload',
    when: [['visitsInAFrame', { attributes: { item: 'poster', mode: 'qr' } }], 'press', ['waits', { qr: true }], 'reloads'],
    then: { state: 'unpaid', label: 'Continue payment', creates: 1 },
  },
  {
    name: 'storage full to the last byte, and the page loaded again: another payment for an item is preceded by a question',
    when: [['visits', { attributes: { item: 'vase' }, before: FULL }], 'press', ['waits', { qr: true }], 'reloads', 'press'],
    then: { status: en.unremembered, creates: 1 },
  },
];
