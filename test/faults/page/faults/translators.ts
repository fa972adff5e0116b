import type { PageFault } from '../../fault.js';
import { OPENED, PAID_LESS } from './given.js';
import { en } from '../../../helpers/words.js';

/** Page translators that wrap every text in an element of their own. */
export const translators: readonly PageFault[] = [
  {
    name: 'a translator of pages that wraps every text: label and status go on',
    when: [['tells', 'unpaid', 'success'], ...OPENED, 'translates', ['advance', 8000]],
    then: { state: 'success', label: 'Paid', status: en.success },
  },
  {
    name: 'a translator of pages that wraps every text: the countdown goes on',
    when: [
      ['tells', 'unpaid'],
      ['answers', { created: { expiresAt: '2026-11-21T12:10:00Z' } }],
      'mount',
      'press',
      'translates',
      ['advance', 5000],
    ],
    then: { says: 'Time left to pay: 9:55', saysNot: 'Time left to pay: 10:00' },
  },
  {
    name: 'a translator of pages that wraps every text: Copied, and try again in, go on',
    when: [['answers', 'created'], 'mount', 'press', 'translates', ['choose', 'copy']],
    then: { says: en.copied, saysNot: en.copyLink },
  },
  {
    name: 'a translator of pages that wraps every text: the wait counts down',
    when: [['answers', { refused: 429, headers: { 'Retry-After': '20' } }], 'mount', 'press', 'translates', ['advance', 5000]],
    then: { says: 'Try again in 15 s', saysNot: 'Try again in 20 s' },
  },
  {
    name: 'a translator of pages that wraps every text: what stands below the button goes on',
    when: [['chunk', false], ['tells', 'unpaid', 'success'], ['answers', 'created'], 'mount', 'press', 'translates', ['advance', 8000]],
    then: { says: en.success, saysNot: en.unpaid },
  },
  {
    name: 'a translator of pages that wraps every text: a remainder is told',
    when: [['tells', 'unpaid', PAID_LESS], ...OPENED, ['advance', 2500], 'translates', ['advance', 8000]],
    then: { says: 'Pay the remaining 0.00005 BTC', saysNot: en.openMixPay },
  },
];
