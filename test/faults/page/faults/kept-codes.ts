import type { PageFault, Step } from '../../fault.js';
import { IN_TEN_SECONDS, LINK, OPENED, PAID_LESS, SECOND } from './given.js';
import type { Holds, Scene } from '../scene.js';
import { en } from '../../../helpers/words.js';

/** What the payer has to read before the checkout may open again, in modes that leave the page or open a window. */
const readFirst = (['redirect', 'tab'] as const).flatMap((mode) => {
  const gone = mode === 'redirect' ? { left: 1 } : { windows: [LINK] };
  const opened = (...told: Parameters<Scene['tells']>): Step[] => [
    ['answers', IN_TEN_SECONDS],
    ['tells', ...told],
    ['mount', { mode }],
    'press',
    ['advance', 20_000],
    ['choose', 'close'],
    'press',
  ];
  return [
    {
      name: `${mode}: short at the deadline, a press says "send no more" first`,
      when: opened(PAID_LESS),
      then: { ...gone, dialog: true, says: 'Please do not send any more', hides: ['link', 'qr'] },
    },
    {
      name: `${mode}: past the deadline, a press says not to pay any more first`,
      when: opened('unpaid'),
      then: { ...gone, dialog: true, status: en.overdue, hides: ['link', 'qr'] },
    },
    {
      name: `${mode}: confirming, a press shows that first`,
      when: opened('confirming'),
      then: { ...gone, dialog: true, status: en.confirming, hides: ['link', 'qr'] },
    },
    {
      name: `${mode}: no longer followed, a press says so first`,
      when: opened({ refused: 404 }),
      then: { ...gone, dialog: true, says: en.not_followed, shows: ['link', 'reference'] },
    },
    {
      name: `${mode}: forgotten by the shop, a press says not to pay twice first`,
      when: opened({ refused: 410, body: { code: 'forgotten' } }),
      then: { ...gone, dialog: true, status: en.forgotten, creates: 1, shows: ['retry'] },
    },
  ];
}) satisfies { name: string; when: Step[]; then: Holds }[];

/** What the payer has to read, and what has to be asked, before a code is shown or opened again. */
export const keptCodes: readonly PageFault[] = [
  ...readFirst,
  {
    name: 'a code kept from before a reload is asked about before it is shown',
    when: [...OPENED, ['tells', 'later'], 'reloads', 'press'],
    then: { creates: 1, opened: ['qr'], dialog: true, hides: ['qr', 'link'] },
  },
  {
    name: 'a code kept from before a reload, alive: it is shown',
    when: [...OPENED, ['tells', 'later'], 'reloads', 'press', ['arrives', { status: 'unpaid' }]],
    then: { creates: 1, opened: ['qr', 'qr'], link: LINK, shows: ['qr-code'] },
  },
  {
    name: 'a code kept from before a reload, dead: it is never a QR code',
    when: [...OPENED, ['tells', 'later'], 'reloads', 'press', ['arrives', { status: 'failed', failureCode: '40000' }]],
    then: { state: 'failed', opened: ['qr'], shows: ['retry'], hides: ['qr', 'link'], events: ['request', 'open', 'failed'] },
  },
  {
    name: 'a code kept from before a reload, superseded: told, and asked for anew by one press',
    when: [
      ['answers', 'created', { created: { code: 'second' } }],
      'mount',
      'press',
      ['tells', 'later'],
      'reloads',
      'press',
      ['arrives', { refused: 410, body: { code: 'superseded' } }],
      ['choose', 'retry'],
    ],
    then: { creates: 2, keys: 1, errors: ['superseded'], link: SECOND },
  },
  {
    name: 'a code kept from before a reload, paid: it says paid',
    when: [...OPENED, ['tells', 'later'], 'reloads', 'press', ['arrives', { status: 'success' }]],
    then: { state: 'success', opened: ['qr'], status: en.success },
  },
  {
    name: 'a code kept from before a reload, past its deadline: it is never a QR code',
    when: [
      ['answers', IN_TEN_SECONDS],
      'mount',
      'press',
      ['tells', 'later'],
      'reloads',
      ['sleeps', 60_000],
      'press',
      ['arrives', { status: 'unpaid' }],
    ],
    then: { state: 'overdue', opened: ['qr'], hides: ['qr', 'link'] },
  },
  {
    name: 'a code kept from before a reload on a phone, dead: the tap does not leave',
    when: [
      ['answers', 'created'],
      ['mount', { mode: 'redirect' }],
      'press',
      ['tells', 'later'],
      'reloads',
      'press',
      ['arrives', { status: 'failed' }],
    ],
    then: { left: 1, state: 'failed', dialog: true, shows: ['retry'] },
  },
  {
    name: 'a code kept from before a reload, dead: the window of the click is closed',
    when: [
      ['answers', 'created'],
      ['mount', { mode: 'tab' }],
      'press',
      ['tells', 'later'],
      'reloads',
      'press',
      ['arrives', { status: 'failed' }],
    ],
    then: { windows: [LINK, 'closed'], state: 'failed', dialog: true },
  },
  {
    name: 'a code kept from before a reload, and its status is not answered: after five seconds that is said',
    when: [...OPENED, ['tells', 'never'], 'reloads', 'press', ['advance', 5000]],
    then: { status: en.unseen, opened: ['qr'], shows: ['show-qr', 'link'], hides: ['qr-code'] },
  },
  {
    name: 'a code kept from before a reload, and the endpoint is down: that is said at once',
    when: [...OPENED, ['tells', 'lost'], 'reloads', 'press'],
    then: { status: en.unseen, opened: ['qr'], hides: ['qr-code'] },
  },
  {
    name: 'a code kept but never opened is asked about, too',
    when: [
      ['cancels', 'mixpay-open'],
      ['answers', 'created'],
      'mount',
      'press',
      ['tells', { status: 'failed', failureCode: '40000' }],
      'reloads',
      'press',
    ],
    then: { state: 'failed', opened: ['qr'], shows: ['retry'], hides: ['qr', 'link'] },
  },
  {
    name: 'a code of a moment ago is not asked about again',
    when: [['tells', 'unpaid'], ...OPENED, ['advance', 3000], ['choose', 'close'], 'press'],
    then: { reads: 1, shows: ['qr-code'] },
  },
  {
    name: 'a button taken out while its code is asked about leaves nothing waiting',
    when: [...OPENED, ['tells', 'never'], 'reloads', 'press', 'unmount'],
    then: { opened: ['qr'] },
  },
];
