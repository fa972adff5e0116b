import type { PageFault } from '../../fault.js';
import { DEARER_STILL, ITEM, LINK, OPENED, ORDERED, SECOND, TWELVE } from './given.js';
import { en } from '../../../helpers/words.js';

/** A price that the page changes under an open payment. */
export const priceOnPage: readonly PageFault[] = [
  {
    name: 'a price changed on the page while its dialog is open: says so at once, and asks',
    when: [...OPENED, ['set', { 'quote-amount': '12' }]],
    then: {
      dialog: true,
      state: 'open',
      amount: '$12.00',
      status: en.priceChanged.replace('{amount}', '$12.00'),
      says: en.priceWas.replace('{amount}', '$10.00'),
      shows: ['accept'],
      hides: ['qr', 'link'],
      creates: 1,
      opened: ['qr'],
      errors: [],
    },
  },
  {
    name: 'a price changed on the page, agreed to: another payment at that price',
    when: [['answers', 'created', TWELVE], 'mount', 'press', ['set', { 'quote-amount': '12' }], ['choose', 'accept']],
    then: { creates: 2, keys: 2, opened: ['qr', 'qr'], link: SECOND, amount: '$12.00', hides: ['accept'] },
  },
  {
    name: 'a price changed on the page without ids: says so at once, and another payment once agreed to',
    when: [['answers', 'created', TWELVE], ['mount', ITEM], 'press', ['set', { 'quote-amount': '12' }], ['choose', 'accept']],
    then: { creates: 2, keys: 2, opened: ['qr', 'qr'], link: SECOND },
  },
  {
    name: 'a price changed on the page, agreed to, but not the shop’s: asks again',
    when: [['answers', 'created', DEARER_STILL], 'mount', 'press', ['set', { 'quote-amount': '12' }], ['choose', 'accept']],
    then: { creates: 2, opened: ['qr'], amount: '$15.00', shows: ['accept'], hides: ['qr', 'link'] },
  },
  ...([ORDERED, ITEM] as const).map((order): PageFault => ({
    name: `a price changed on the page and back ${order === ITEM ? 'without ids ' : ''}asks nothing, and the code is there again`,
    when: [['answers', 'created'], ['mount', order], 'press', ['set', { 'quote-amount': '12' }], ['set', { 'quote-amount': '10' }]],
    then: { dialog: true, amount: '$10.00', status: en.unpaid, link: LINK, hides: ['accept'], creates: 1 },
  })),
  {
    name: 'a price changed on the page and spelled another way asks nothing',
    when: [...OPENED, ['set', { 'quote-amount': '10.00' }]],
    then: { dialog: true, link: LINK, hides: ['accept'] },
  },
  {
    name: 'a price changed on the page that is no price asks nothing',
    when: [...OPENED, ['set', { 'quote-amount': 'ten' }]],
    then: { dialog: true, link: LINK, hides: ['accept'] },
  },
  {
    name: 'a price changed on the page, and the question left with Escape: the next press asks',
    when: [...OPENED, ['set', { 'quote-amount': '12' }], 'escapes', 'press'],
    then: { dialog: true, creates: 1, shows: ['accept'], hides: ['qr', 'link'] },
  },
  {
    name: 'a price changed on the page, still unpaid: asks on',
    when: [['tells', 'unpaid'], ...OPENED, ['set', { 'quote-amount': '12' }], ['advance', 30_000]],
    then: { state: 'unpaid', shows: ['accept'], hides: ['qr', 'link'] },
  },
  {
    name: 'a price changed on the page, but the payer has paid: their payment goes on',
    when: [['tells', { status: 'confirming', txid: 'abc' }], ...OPENED, ['set', { 'quote-amount': '12' }], ['advance', 3000]],
    then: { state: 'confirming', status: en.confirming, amount: '$10.00', hides: ['accept'] },
  },
  {
    name: 'a price changed on the page after money was seen: nothing is asked',
    when: [['tells', { status: 'confirming', txid: 'abc' }], ...OPENED, ['advance', 3000], ['set', { 'quote-amount': '12' }]],
    then: { status: en.confirming, amount: '$10.00', hides: ['accept'] },
  },
  {
    name: 'a price changed on the page while nobody can see whether it is paid: nothing is asked',
    when: [['tells', 'lost'], ...OPENED, ['advance', 23_000], ['set', { 'quote-amount': '12' }]],
    then: { status: en.unseen, hides: ['accept'] },
  },
  {
    name: 'a price and the item changed on the page: the code once opened is followed to its end',
    when: [['tells', 'unpaid'], ['answers', 'created'], ['mount', ITEM], 'press', ['set', { item: 'mug', 'quote-amount': '12' }]],
    then: { link: LINK, amount: '$10.00', hides: ['accept'] },
  },
];
