import type { PageFault } from '../../fault.js';
import { DEARER, DEARER_STILL, ITEM, LINK, NOW_DEARER } from './given.js';
import { en } from '../../../helpers/words.js';

/** Another price than the one shown. */
export const price: readonly PageFault[] = [
  {
    name: 'another price opens nothing until it is agreed to',
    when: [['answers', DEARER], 'mount', 'press'],
    then: { opened: [], link: undefined, amount: '$12.00', shows: ['accept'], hides: ['qr'], errors: ['price_changed'] },
  },
  {
    name: 'a price agreed to opens the code that came with it',
    when: [['answers', DEARER], 'mount', 'press', ['choose', 'accept']],
    then: { creates: 1, opened: ['qr'], link: LINK },
  },
  {
    name: 'a price of 409 agreed to is posted under the same key',
    when: [['answers', NOW_DEARER, DEARER], 'mount', 'press', ['choose', 'accept']],
    then: { creates: 2, keys: 1, opened: ['qr'], sent: { orderId: 'T-1001', quoteAmount: '12', quoteAssetId: 'usd' } },
  },
  {
    name: 'a price agreed to that changes again asks again',
    when: [['answers', NOW_DEARER, DEARER_STILL], 'mount', 'press', ['choose', 'accept']],
    then: { opened: [], amount: '$15.00', shows: ['accept'] },
  },
  {
    name: 'a price agreed to, changed again and agreed to again opens',
    when: [
      ['answers', NOW_DEARER, DEARER_STILL, { created: { quoteAmount: '15', quoteAssetId: 'usd' } }],
      'mount',
      'press',
      ['choose', 'accept'],
      ['choose', 'accept'],
    ],
    then: { keys: 1, opened: ['qr'], amount: '$15.00' },
  },
  {
    name: 'an answer dearer than what was agreed to opens nothing',
    when: [['answers', NOW_DEARER, { created: { quoteAmount: '13', quoteAssetId: 'usd' } }], 'mount', 'press', ['choose', 'accept']],
    then: { opened: [], amount: '$13.00', shows: ['accept'] },
  },
  {
    name: 'a price changed back after it was agreed to asks again',
    when: [['answers', NOW_DEARER, { created: { quoteAmount: '10', quoteAssetId: 'usd' } }], 'mount', 'press', ['choose', 'accept']],
    then: { opened: [], amount: '$10.00', shows: ['accept'] },
  },
  {
    name: 'a price question left with Escape and pressed again asks again',
    when: [['answers', DEARER], 'mount', 'press', 'escapes', 'press'],
    then: { creates: 1, opened: [], shows: ['accept'], hides: ['qr'] },
  },
  {
    name: 'a price question survives a reload',
    when: [['answers', DEARER], 'mount', 'press', 'reloads', 'press'],
    then: { creates: 1, opened: [], shows: ['accept'] },
  },
  {
    name: 'the same price in another spelling is the same price',
    when: [['answers', { created: { quoteAmount: '10.00000000', quoteAssetId: 'USD' } }], 'mount', 'press'],
    then: { opened: ['qr'], errors: [] },
  },
  {
    name: 'the same number of another coin is another price',
    when: [['answers', { created: { quoteAmount: '10', quoteAssetId: 'eur' } }], 'mount', 'press'],
    then: { opened: [], amount: '€10.00', shows: ['accept'] },
  },
  {
    name: 'a cheaper price is another price, too',
    when: [['answers', { created: { quoteAmount: '9.99', quoteAssetId: 'usd' } }], 'mount', 'press'],
    then: { opened: [], amount: '$9.99', shows: ['accept'] },
  },
  {
    name: 'a difference in the twentieth digit is another price',
    when: [['answers', { created: { quoteAmount: '10.00000000000000000001', quoteAssetId: 'usd' } }], 'mount', 'press'],
    then: { opened: [], shows: ['accept'] },
  },
  {
    name: 'a button that shows no price accepts any, and the dialog shows it',
    when: [['answers', DEARER], ['mount', { ...ITEM, 'quote-amount': '', 'quote-asset-id': '' }], 'press'],
    then: { opened: ['qr'], amount: '$12.00' },
  },
  {
    name: 'a price the shop’s script put in is the one that is held to',
    when: [
      ['amends', { quoteAmount: '11' }],
      ['answers', DEARER],
      ['mount', { ...ITEM, 'quote-amount': '', 'quote-asset-id': 'usd' }],
      'press',
    ],
    then: { opened: [], shows: ['accept'] },
  },
  {
    name: '409 price_changed without a price says so, and offers nothing to agree to',
    when: [['answers', { refused: 409, body: { code: 'price_changed' } }], 'mount', 'press'],
    then: { opened: [], outcomes: ['price_changed'], status: en.price_changed, hides: ['accept', 'qr'] },
  },
];
