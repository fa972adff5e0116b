import type { PageFault, Step } from '../../fault.js';
import { EVIL, LINK, OPENED } from './given.js';
import type { Holds } from '../scene.js';
import { en } from '../../../helpers/words.js';

const CODES: readonly [what: string, answer: unknown][] = [
  ['a code with a path', { code: 'a/../b' }],
  ['a code that is a URL', { code: 'https://evil.example/' }],
  ['a code with a query', { code: 'a?b' }],
  ['a code with a fragment', { code: 'a#b' }],
  ['an encoded slash', { code: 'a%2Fb' }],
  ['a code with a line break', { code: 'a\nb' }],
  ['a code of 65 letters', { code: 'a'.repeat(65) }],
  ['an empty code', { code: '' }],
  ['a code that is a list', { code: ['a'] }],
  ['a number beyond all numbers as price', { code: 'a', quoteAmount: '1e400' }],
  ['an envelope without data', { code: 0, success: true, data: null }],
  ['a list', [1, 2, 3]],
  ['null', null],
  ['a URL to open', { url: 'https://evil.example/', checkoutUrl: 'https://evil.example/' }],
];

const refusedCodes = CODES.map(([what, answer]) => ({
  name: `an endpoint answering ${what} opens nothing, and the payer can try again`,
  when: [['answers', { json: answer }], 'mount', 'press'],
  then: { state: 'error', errors: ['bad_answer'], opened: [], status: en.bad_answer, shows: ['retry'], hides: ['link', 'qr'] },
})) satisfies { name: string; when: Step[]; then: Holds }[];

/** Answers of an endpoint that must not be believed. */
export const hostileAnswers: readonly PageFault[] = [
  ...refusedCodes,
  {
    name: 'a status URL on another origin is never asked, and the payment never "paid"',
    when: [['answers', { created: { statusUrl: 'https://evil.example/status' } }], 'mount', 'press', ['advance', 60_000]],
    then: { reads: 0, state: 'open', says: en.untracked },
  },
  {
    name: 'a status URL that is a script is never asked',
    when: [['answers', { created: { statusUrl: 'javascript:alert(1)' } }], 'mount', 'press', ['advance', 60_000]],
    then: { reads: 0, state: 'open' },
  },
  {
    name: 'an unknown status is never "paid"',
    when: [
      ['tells', { status: 'Success' }, { status: 'paid' }, { json: { success: true } }, { json: { status: ['success'] } }],
      ...OPENED,
      ['advance', 60_000],
    ],
    then: { state: 'open', label: 'Continue payment', saysNot: en.success },
  },
  {
    name: 'markup in a refusal is shown as text',
    when: [['answers', { refused: 422, body: { code: 'sold_out', title: EVIL } }], 'mount', 'press'],
    then: { says: EVIL, errors: ['refused'] },
  },
  {
    name: 'markup in a status is shown as text',
    when: [['tells', { status: 'confirming', txid: EVIL, quoteSymbol: '<b>' }], ...OPENED, ['advance', 3000]],
    then: { says: EVIL, state: 'confirming' },
  },
  {
    name: 'a block explorer that is a script is no link',
    when: [['tells', { status: 'confirming', txid: 'abc', blockExplorerUrl: 'javascript:alert(1)' }], ...OPENED, ['advance', 3000]],
    then: { shows: ['reference'], hides: ['explorer'] },
  },
  {
    name: 'amounts outside all reason are not computed with',
    when: [
      ['tells', { status: 'paid_less', payableAmount: '-1', paymentAmount: '1e309', payableSymbol: 'BTC' }],
      ...OPENED,
      ['advance', 3000],
    ],
    then: { state: 'paid_less', status: en.payRest },
  },
  {
    name: 'confirmations beyond what is required stay readable',
    when: [['tells', { status: 'confirming', confirmations: 7, requiredConfirms: 3 }], ...OPENED, ['advance', 3000]],
    then: { says: 'Confirmations: 7' },
  },
  {
    name: 'a deadline in the year 9999 is no timer that fires at once',
    when: [['tells', 'unpaid'], ['answers', { created: { expiresAt: '9999-12-31T00:00:00Z' } }], 'mount', 'press', ['advance', 5000]],
    then: { state: 'unpaid' },
  },
  {
    name: 'a deadline that is nonsense is none',
    when: [['answers', { created: { expiresAt: 'tomorrow' } }], 'mount', 'press'],
    then: { state: 'open', hides: ['countdown'], link: LINK },
  },
];
