import type { PageFault } from '../../fault.js';
import { FORM_SENT, ITEM, LINK } from './given.js';
import { en } from '../../../helpers/words.js';

/** The payment part slow, lost or broken. */
export const paymentPart: readonly PageFault[] = [
  {
    name: 'not there at rest: nothing is fetched before a sign of intent',
    when: [['part', 'never'], 'mount'],
    then: { state: 'idle', label: 'Pay $10.00', creates: 0 },
  },
  {
    name: 'slow: a press before it came is honoured when it comes',
    when: [['part', 'never'], ['answers', 'created'], 'mount', 'press', ['advance', 4000], 'partArrives'],
    then: { creates: 1, opened: ['qr'], link: LINK, forms: [] },
  },
  {
    name: 'slow: two presses before it came are one payment',
    when: [['part', 'never'], ['answers', 'created'], 'mount', ['presses', 2], ['advance', 4000], 'partArrives'],
    then: { creates: 1, opened: ['qr'], forms: [] },
  },
  {
    name: 'slow: the window of a press before it came is sent to the checkout',
    when: [['part', 'never'], ['answers', 'created'], ['mount', { mode: 'popup' }], 'press', ['advance', 4000], 'partArrives'],
    then: { creates: 1, windows: [LINK], opened: ['popup'] },
  },
  {
    name: 'slow: an order changed before it came opens nothing of either',
    when: [['part', 'never'], ['mount', { mode: 'tab' }], 'press', ['set', { 'quote-amount': '12' }], 'partArrives'],
    then: { creates: 0, windows: ['closed'], outcomes: ['canceled'], forms: [] },
  },
  {
    name: 'slow: a button taken out before it came opens nothing',
    when: [['part', 'never'], ['mount', { mode: 'tab' }], 'press', 'unmount', 'partArrives'],
    then: { creates: 0, windows: ['closed'], outcomes: ['closed'], forms: [] },
  },
  {
    name: 'lost once: it is tried again',
    when: [['part', 'lost once'], ['answers', 'created'], 'mount', 'press'],
    then: { creates: 1, opened: ['qr'], forms: [] },
  },
  {
    name: 'lost: the form is posted in this tab',
    when: [['part', 'lost'], 'mount', 'press'],
    then: {
      forms: [{ inWindow: false, fields: { orderId: 'T-1001', quoteAmount: '10', quoteAssetId: 'usd' } }],
      creates: 0,
      events: ['request'],
    },
  },
  {
    name: 'lost: the form is posted in the reserved window',
    when: [['part', 'lost'], ['mount', { mode: 'tab' }], 'press', ['advance', 500]],
    then: { forms: [{ inWindow: true, fields: { orderId: 'T-1001', quoteAmount: '10', quoteAssetId: 'usd' } }], outcomes: ['closed'] },
  },
  {
    name: 'lost, and the window reserved cannot be drawn in: the form is posted in this tab, and the window closed',
    when: [['part', 'lost'], ['windows', 'undrawable'], ['mount', { mode: 'tab' }], 'press', ['advance', 500]],
    then: { forms: [{ inWindow: false, fields: { orderId: 'T-1001', quoteAmount: '10', quoteAssetId: 'usd' } }], windows: ['closed'] },
  },
  {
    name: 'lost: nothing is posted twice while the page is being left',
    when: [['part', 'lost'], 'mount', ['presses', 3], ['advance', 2000], 'press'],
    then: { forms: [FORM_SENT], label: 'Pay $10.00' },
  },
  {
    name: 'lost, and Back brings the page back: the button works again, and posts the same payment',
    when: [['part', 'lost'], ['mount', ITEM], 'press', ['advance', 3000], ['looks', 'pageshow'], 'press'],
    then: { traces: 1, outcomes: ['closed', 'waiting'], events: ['request', 'request'] },
  },
  {
    name: 'lost, and the page’s policy forbids the form: a sentence says so, and the button works again',
    when: [['part', 'lost'], 'mount', 'press', ['forbids', 'form-action']],
    then: { says: en.notLoaded, errors: ['unreachable'], message: 'form-action', outcomes: ['unreachable'] },
  },
  {
    name: 'lost, and another policy is violated meanwhile: nothing is said of it',
    when: [['part', 'lost'], 'mount', 'press', ['forbids', 'img-src']],
    then: { errors: [], saysNot: en.notLoaded },
  },
  {
    name: 'lost after a named payment was begun: the form is of that order',
    when: [['answers', 'created'], 'mount', 'press', ['part', 'lost'], 'reloads', 'press'],
    then: { forms: [FORM_SENT], creates: 1 },
  },
  { name: 'half-loaded: the form is posted', when: [['part', 'half'], 'mount', 'press'], then: { forms: [FORM_SENT], creates: 0 } },
  {
    name: 'lost, then there: the next press is a payment like any other, and the sentence is gone',
    when: [['part', 'lost'], 'addsHeaders', 'mount', 'press', ['part', 'comes'], ['answers', 'created'], 'press'],
    then: { creates: 1, opened: ['qr'], saysNot: en.notLoaded },
  },
  {
    name: 'of another deployment: the form is posted',
    when: [['part', 'foreign'], 'mount', 'press'],
    then: { creates: 0, says: 'Pay', events: ['request'] },
  },
  {
    name: 'hanging for five seconds: the form is posted, and once',
    when: [['part', 'never'], 'mount', ['presses', 3], ['advance', 5000], 'press'],
    then: { creates: 0, events: ['request'] },
  },
  {
    name: 'coming after the form was posted: it sends nothing for that press',
    when: [['part', 'never'], 'mount', 'press', ['advance', 5000], 'partArrives', ['advance', 20_000]],
    then: { creates: 0, opened: [], state: 'idle' },
  },
  {
    name: 'lost, without ids: the nonce is written down, and becomes the key when the part comes',
    when: [
      ['part', 'never'],
      ['answers', 'created'],
      ['mount', ITEM],
      'press',
      ['advance', 5000],
      'partArrives',
      ['advance', 10_000],
      'press',
    ],
    then: { traces: 1, creates: 1, opened: ['qr'] },
  },
  {
    name: 'lost, without ids, and posted twice: one payment',
    when: [['part', 'lost'], ['mount', ITEM], 'press', ['advance', 10_000], 'press', ['advance', 10_000]],
    then: { traces: 1 },
  },
  {
    name: 'lost after a payment was begun without ids: the form is of that payment',
    when: [['answers', 'created'], ['mount', ITEM], 'press', ['part', 'lost'], 'reloads', 'press'],
    then: { traces: 1, creates: 1 },
  },
  {
    name: 'lost: a shop that cancels the request sends no form',
    when: [['part', 'lost'], ['cancels', 'mixpay-request'], ['mount', { mode: 'tab' }], 'press'],
    then: { forms: [], windows: ['closed'], outcomes: ['canceled'] },
  },
  {
    name: 'lost: what the shop made of the order is posted',
    when: [['part', 'lost'], ['amends', { orderId: 'made-by-shop' }], ['mount', ITEM], 'press'],
    then: {
      forms: [{ inWindow: false, fields: { item: 't-shirt-xl', orderId: 'made-by-shop', quoteAmount: '10', quoteAssetId: 'usd' } }],
    },
  },
  {
    name: 'lost: what the shop took out of the order is not posted',
    when: [['part', 'lost'], ['amends', { quoteAmount: undefined, quoteAssetId: undefined }], 'mount', 'press'],
    then: { forms: [{ inWindow: false, fields: { orderId: 'T-1001' } }] },
  },
  {
    name: 'lost: headers of the shop’s cannot go with a form, so a sentence says so',
    when: [['part', 'lost'], 'addsHeaders', ['mount', { mode: 'tab' }], 'press'],
    then: { forms: [], windows: ['closed'], says: en.notLoaded, errors: ['unreachable'], outcomes: ['unreachable'] },
  },
  {
    name: 'lost: a shop’s script that fails is reported',
    when: [['part', 'lost'], 'rejects', 'mount', 'press'],
    then: { forms: [], says: en.notLoaded, errors: ['refused'], message: 'session over' },
  },
  {
    name: 'lost: an endpoint that is a script gets no form',
    when: [['part', 'lost'], ['mount', { endpoint: 'javascript:alert(1)' }], 'press'],
    then: { forms: [], says: en.notLoaded, errors: ['unreachable'] },
  },
  {
    name: 'lost at the hover, there at the press: a payment like any other',
    when: [['part', 'lost'], 'mount', 'hovers', ['part', 'comes'], ['answers', 'created'], 'press'],
    then: { creates: 1, opened: ['qr'], forms: [] },
  },
];
