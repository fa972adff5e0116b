import type { BrowserFault } from '../../fault.js';
import { FORM, named } from './given.js';

/** Scripts of the button that are slow, lost or switched off, and the form instead of them. */
export const scriptsLost: readonly BrowserFault[] = [
  {
    name: 'a dialog’s chunk that is not there: the button itself shows the link',
    when: [['visits', { ...named('T-chunk'), script: 'without dialog' }], 'press'],
    then: { opened: ['link because dialog_unavailable'], link: true, creates: 1 },
  },
  ...(['lost', 'html', 'cut off', 'throwing', 'foreign'] as const).map((fault): BrowserFault => ({
    name: `a payment part that is ${fault}: the endpoint’s form leads to the checkout`,
    when: [['visits', { ...named(`T-part-${fault.replace(' ', '-')}`), script: `part ${fault}` }], 'press'],
    then: { atCheckout: true, creates: 1, windows: 1 },
  })),
  {
    name: 'a payment part that hangs: after five seconds the form leads to the checkout, and once',
    when: [['visits', { ...named('T-part-hang'), script: 'part hanging' }], 'press', 'press', ['waits', { atCheckout: true }]],
    then: { atCheckout: true, creates: 1 },
  },
  {
    name: 'a payment part that is slow: a press before it came is honoured when it comes',
    when: [
      ['visits', { ...named('T-part-slow'), script: 'part slow' }],
      ['press', 2],
    ],
    then: { creates: 1, qr: true, opened: ['qr'], atCheckout: false },
  },
  {
    name: 'a payment part that is lost: the form goes to the window of the click',
    when: [['visits', { ...named('T-part-tab', { mode: 'tab' }), script: 'part lost' }], 'press'],
    then: { windows: 2, checkouts: 1, creates: 1, atCheckout: false },
  },
  {
    name: 'a payment part that is lost, in a frame: the form goes to a window, and the frame stays',
    when: [['visitsInAFrame', { ...named('T-part-frame', { mode: 'redirect' }), script: 'part lost' }], 'press'],
    then: { windows: 2, checkouts: 1, creates: 1, state: 'idle' },
  },
  {
    name: 'a payment part that is lost, in a frame that may open no window: a sentence, and the frame stays',
    when: [
      ['visitsInAFrame', { ...named('T-part-frame-2'), script: 'part lost' }, 'sandbox="allow-scripts allow-forms allow-same-origin"'],
      'press',
    ],
    then: { floor: true, windows: 1, creates: 0, events: ['request', 'error'] },
  },
  {
    name: 'a payment part that is lost, under no-referrer: the form leads to the checkout',
    when: [['visits', { ...named('T-part-ref'), script: 'part lost', headers: { 'Referrer-Policy': 'no-referrer' } }], 'press'],
    then: { atCheckout: true, creates: 1 },
  },
  {
    name: 'a payment part that is lost, in a frame, under no-referrer: the form leads a window to the checkout',
    when: [
      ['visitsInAFrame', { ...named('T-part-ref-frame'), script: 'part lost', headers: { 'Referrer-Policy': 'no-referrer' } }],
      'press',
    ],
    then: { windows: 2, checkouts: 1, creates: 1 },
  },
  {
    name: 'a payment part that is lost, the endpoint on another origin: the form leads to the checkout',
    when: [['visitsElsewhere', { ...named('T-part-origin'), script: 'part lost' }], 'press'],
    then: { atCheckout: true, creates: 1 },
  },
  {
    name: 'a payment part that is lost, and a payment begun: the form leads to the same payment',
    when: [['visits', named('T-part-begun')], 'press', ['waits', { qr: true }], ['loses', 'lost'], 'press'],
    then: { atCheckout: true, sameCode: true },
  },
  {
    name: 'a payment part that is lost, and a payment begun without ids: the form leads to the same payment',
    when: [['visits', { attributes: { item: 'mug' } }], 'press', ['waits', { qr: true }], ['loses', 'lost'], 'press'],
    then: { atCheckout: true, sameCode: true },
  },
  {
    name: 'a form that form-action forbids: a sentence says so, and nothing was posted',
    when: [
      ['visits', { ...named('T-part-csp'), script: 'part lost', headers: { 'Content-Security-Policy': "form-action 'none'" } }],
      'press',
    ],
    then: { floor: true, events: ['request', 'error'], creates: 0, atCheckout: false },
  },
  {
    name: 'a checkout that form-action forbids: a sentence says so',
    only: ['chromium'],
    when: [
      [
        'visits',
        { ...named('T-part-csp-2'), script: 'part lost', headers: { 'Content-Security-Policy': "form-action 'self'" } },
        'localhost',
      ],
      'press',
    ],
    then: { floor: true, events: ['request', 'error'], creates: 1, atCheckout: false },
  },
  {
    name: 'Back from the checkout of a form with bfcache: the button works again, and it is the same payment',
    only: ['chromium'],
    when: [['visits', { ...named('T-part-back'), script: 'part lost' }], 'press', 'leaves', 'goesBack', 'press'],
    then: { atCheckout: true, creates: 2, sameCode: true },
  },
  {
    name: 'Back from the checkout of a form without ids: it is the same payment',
    when: [
      ['visits', { attributes: { item: 'cap' }, script: 'part lost', headers: { 'Cache-Control': 'no-store' } }],
      'press',
      'leaves',
      'goesBack',
      'press',
    ],
    then: { atCheckout: true, creates: 2, sameCode: true },
  },
  {
    name: 'the payment part there again after a form without ids: it asks for the same payment',
    when: [
      ['visits', { attributes: { item: 'hat' }, script: 'part lost', headers: { 'Cache-Control': 'no-store' } }],
      'press',
      'leaves',
      ['loses', 'found'],
      'goesBack',
      'reloads',
      'press',
    ],
    then: { qr: true, creates: 2, sameCode: true },
  },
  {
    name: 'a script that comes after the fallback form was sent disturbs nothing, and finds the same payment after Back',
    only: ['chromium'],
    when: [
      ['slow', 3000],
      ['visits', { ...named('T-form-1'), body: FORM, script: 'late', headers: { 'Cache-Control': 'no-store' } }],
      'submits',
      'leaves',
      ['slow', 0],
      'goesBack',
      'reloads',
      'press',
    ],
    then: { qr: true, creates: 2, sameCode: true },
  },
  {
    name: 'without JavaScript the fallback form leads to the checkout',
    only: ['chromium'],
    when: [['visitsWithout', 'scripts', { body: FORM }], 'submits'],
    then: { atCheckout: true, creates: 1 },
  },
  {
    name: 'a script that never comes: box and fallback stand',
    when: [['visits', { script: 'none', body: '<a slot="fallback" href="/checkout">Pay</a>' }]],
    then: { fallback: true, height: 44 },
  },
  {
    name: 'with the script the fallback is gone, and nothing has moved',
    when: [['visits', { body: '<a slot="fallback" href="/checkout">Pay</a>' }]],
    then: { fallback: false, height: 44, state: 'idle' },
  },
];
