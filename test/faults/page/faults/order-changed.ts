import type { PageFault } from '../../fault.js';
import { ITEM, OPENED, SECOND } from './given.js';
import { en } from '../../../helpers/words.js';

/** An order that changes or is paid while its button is in use. */
export const orderChanged: readonly PageFault[] = [
  {
    name: 'another order in mid-flight drops the old answer, and is another payment',
    when: [['answers', 'later', { created: { code: 'second' } }], 'mount', 'press', ['set', { 'order-id': 'T-2002' }], 'arrives', 'press'],
    then: { keys: 2, aborted: 1, opened: ['qr'], link: SECOND },
  },
  {
    name: 'another price in mid-flight drops the old answer, and is another payment',
    when: [
      ['answers', 'later', { created: { code: 'second' } }],
      ['mount', ITEM],
      'press',
      ['set', { 'quote-amount': '12' }],
      'arrives',
      'press',
    ],
    then: { keys: 2, aborted: 1, opened: ['qr'], link: SECOND },
  },
  {
    name: 'another price of the same order in mid-flight drops the old answer, and is another key',
    when: [
      ['answers', 'later', { created: { code: 'second', quoteAmount: '12', quoteAssetId: 'usd' } }],
      'mount',
      'press',
      ['set', { 'quote-amount': '12' }],
      'arrives',
      'press',
    ],
    then: { keys: 2, aborted: 1, opened: ['qr'], link: SECOND },
  },
  {
    name: 'another price of an order whose code is at hand does not open the old code',
    when: [
      ['cancels', 'mixpay-open'],
      ['answers', 'created', { created: { code: 'second' } }],
      'mount',
      'press',
      ['set', { 'quote-amount': '12' }],
      'press',
    ],
    then: { creates: 2, keys: 2, link: SECOND },
  },
  {
    name: 'an order changed in mid-flight ends the wait of pay() for the old one',
    when: [['answers', 'later'], ['mount', { mode: 'tab' }], 'press', ['set', { 'order-id': 'T-2002' }]],
    then: { outcomes: ['canceled'], windows: ['closed'], errors: [] },
  },
  {
    name: 'a price changed while the code is requested: says so, and asks to try again',
    when: [
      ['answers', 'later', { created: { code: 'second', quoteAmount: '12', quoteAssetId: 'usd' } }],
      'mount',
      'press',
      ['set', { 'quote-amount': '12' }],
      'arrives',
    ],
    then: { state: 'error', status: en.aborted, errors: ['aborted'], dialog: true, shows: ['retry'], hides: ['qr', 'link'], opened: [] },
  },
  {
    name: 'a price changed while the code is requested, tried again: the new price',
    when: [
      ['answers', 'later', { created: { code: 'second', quoteAmount: '12', quoteAssetId: 'usd' } }],
      'mount',
      'press',
      ['set', { 'quote-amount': '12' }],
      'arrives',
      ['choose', 'retry'],
    ],
    then: { keys: 2, link: SECOND, amount: '$12.00', opened: ['qr'] },
  },
  {
    name: 'a price changed while the code is requested, without ids: says so',
    when: [['answers', 'later'], ['mount', ITEM], 'press', ['set', { 'quote-amount': '12' }], 'arrives'],
    then: { state: 'error', status: en.aborted, errors: ['aborted'], dialog: true, shows: ['retry'] },
  },
  {
    name: 'a price changed while the code is requested for a window: the window is closed, and the dialog says so',
    when: [['answers', 'later'], ['mount', { mode: 'tab' }], 'press', ['set', { 'quote-amount': '12' }], 'arrives'],
    then: { windows: ['closed'], status: en.aborted, dialog: true, outcomes: ['aborted'] },
  },
  {
    name: 'a price changed between the code and its dialog: the old code is not opened',
    when: [['chunk', 'never'], ['answers', 'created'], 'mount', 'press', ['set', { 'quote-amount': '12' }], ['advance', 5000]],
    then: { opened: [], says: en.aborted, link: undefined },
  },
  {
    name: 'a changed remark in mid-flight changes nothing',
    when: [['answers', 'later'], 'mount', 'press', ['set', { remark: 'gift' }], 'arrives'],
    then: { creates: 1, aborted: 0, opened: ['qr'] },
  },
  {
    name: 'a changed locale in mid-flight changes nothing',
    when: [['answers', 'later'], 'mount', 'press', ['set', { locale: 'de' }], 'arrives'],
    then: { creates: 1, aborted: 0, opened: ['qr'] },
  },
  {
    name: 'a changed return address in mid-flight changes nothing',
    when: [['answers', 'later'], 'mount', 'press', ['set', { 'return-to': '/thanks', 'failed-return-to': '/oh' }], 'arrives'],
    then: { creates: 1, aborted: 0, opened: ['qr'] },
  },
  {
    name: 'a changed remark after a lost answer is the same payment',
    when: [['answers', 'lost', 'created'], ['mount', ITEM], 'press', ['set', { remark: 'gift' }], ['choose', 'retry']],
    then: { creates: 2, keys: 1 },
  },
  {
    name: 'an item changed after opening: the code once opened is followed to its end',
    when: [['answers', 'created'], ['mount', ITEM], 'press', ['set', { item: 'mug' }], ['tells', 'success'], ['advance', 3000]],
    then: { creates: 1, state: 'success' },
  },
  {
    name: 'an order changed after opening is another purchase, and the first is found again',
    when: [['tells', 'unpaid'], ...OPENED, ['set', { 'order-id': 'T-2002' }], ['set', { 'order-id': 'T-1001' }]],
    then: { creates: 1, state: 'unpaid' },
  },
  {
    name: 'what the shop made of the order is posted again by a retry, unasked',
    when: [['amends', { orderId: 'made-by-shop' }], ['answers', 'lost', 'created'], ['mount', ITEM], 'press', ['choose', 'retry']],
    then: {
      keys: 1,
      events: ['request', 'error', 'open'],
      sent: { item: 't-shirt-xl', orderId: 'made-by-shop', quoteAmount: '10', quoteAssetId: 'usd' },
    },
  },
  {
    name: 'a paid order is not paid again by pressing',
    when: [...OPENED, ['tells', 'success'], ['advance', 3000], ['choose', 'done'], 'press'],
    then: { creates: 1, label: 'Paid', dialog: true, hides: ['link', 'qr'] },
  },
  {
    name: 'a payment seen by the network is not opened again by pressing',
    when: [...OPENED, ['tells', { status: 'confirming', txid: 'abc' }], ['advance', 3000], ['choose', 'close'], 'press'],
    then: { opened: ['qr'], dialog: true, hides: ['link', 'qr'] },
  },
];
