import type { BrowserFault } from '../../fault.js';
import { COOP, CSP, named } from './given.js';

/** Security policies, frames, and what a browser refuses a page. */
export const policies: readonly BrowserFault[] = [
  {
    name: 'a strict Content-Security-Policy is not violated, dialog and QR included',
    when: [['visits', { ...named('T-csp-1'), headers: CSP }], 'press', ['waits', { qr: true }], 'pays'],
    then: { state: 'success', violations: 0 },
  },
  {
    name: 'a strict Content-Security-Policy is not violated by a reserved popup',
    when: [['visits', { ...named('T-csp-2', { mode: 'popup' }), headers: CSP }], 'press'],
    then: { opened: ['popup'], windows: 2, violations: 0 },
  },
  {
    name: 'cross-origin isolated under COOP and COEP, with a strict policy: a QR payment is paid, and nothing is violated',
    when: [
      ['visits', { ...named('T-coep'), headers: { ...CSP, ...COOP, 'Cross-Origin-Embedder-Policy': 'require-corp' } }],
      'press',
      ['waits', { qr: true }],
      'pays',
    ],
    then: { state: 'success', creates: 1, violations: 0 },
  },
  {
    name: 'under a Permissions-Policy without clipboard: a QR payment is paid, and nothing is violated',
    when: [
      ['visits', { ...named('T-permissions'), headers: { ...CSP, 'Permissions-Policy': 'clipboard-write=(), clipboard-read=()' } }],
      'press',
      ['waits', { qr: true }],
      'pays',
    ],
    then: { state: 'success', creates: 1, violations: 0 },
  },
  {
    name: 'in a sandboxed frame with scripts and its own origin alone: a QR payment is paid, and nothing is violated',
    when: [
      ['visitsInAFrame', { ...named('T-sandboxed', { mode: 'qr' }), headers: CSP }, 'sandbox="allow-scripts allow-same-origin"'],
      'press',
      ['waits', { qr: true }],
      'pays',
    ],
    then: { state: 'success', creates: 1, violations: 0 },
  },
  {
    name: 'a page in a frame of another origin opens a tab, and never navigates the frame',
    when: [['visitsInAFrame', named('T-frame', { mode: 'redirect' })], 'press'],
    then: { opened: ['tab because framed'], windows: 2 },
  },
  {
    name: 'without crypto.randomUUID a payment is one payment',
    when: [
      ['visitsWithout', 'randomUUID'],
      ['press', 2],
    ],
    then: { creates: 1, qr: true },
  },
  {
    name: 'storage that throws at the touch: works, with less memory',
    when: [['visitsWithout', 'storage', named('T-denied')], 'press', ['waits', { qr: true }], 'pays'],
    then: { state: 'success', label: 'Paid' },
  },
  {
    name: 'on a plain-http page, without clipboard or randomUUID, a payment opens',
    only: ['chromium'],
    when: [['visits', { attributes: { endpoint: '/fake' } }, 'shop.test'], 'press'],
    then: { opened: ['qr'], qr: true, creates: 1 },
  },
  {
    name: 'a frame of the page’s own origin is refused outright for the QR code',
    only: ['chromium'],
    when: [['visits', { attributes: { endpoint: '/fake', mode: 'embed' } }, 'shop.test'], 'press'],
    then: { opened: ['qr because same_origin_frame'], qr: true },
  },
];
