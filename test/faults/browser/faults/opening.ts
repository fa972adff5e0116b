import type { BrowserFault } from '../../fault.js';
import { COOP, named } from './given.js';

/** Real presses, windows, phones and codes on the screen. */
export const opening: readonly BrowserFault[] = [
  {
    name: 'a popup of a click passes the real popup blocker, though the code comes later',
    when: [['slow', 700], ['visits', { attributes: { mode: 'popup' } }], 'press'],
    then: { opened: ['popup'], windows: 2, creates: 1, dialog: true },
  },
  {
    name: 'a tab of a click passes the real popup blocker, though the code comes later',
    when: [['slow', 700], ['visits', { attributes: { mode: 'tab' } }], 'press'],
    then: { opened: ['tab'], windows: 2, creates: 1 },
  },
  {
    name: 'a popup without a click is blocked by the real blocker, and ends in QR and link',
    when: [['visits', { attributes: { mode: 'popup' } }], 'scriptPresses'],
    then: { opened: ['qr because popup_blocked'], windows: 1, creates: 1, qr: true, link: true },
  },
  {
    name: 'under Cross-Origin-Opener-Policy a popup is paid and the page shows it',
    when: [['visits', { attributes: { mode: 'popup' }, headers: COOP }], 'press', 'pays'],
    then: { state: 'success', opened: ['popup'], label: 'Paid' },
  },
  {
    name: 'a double click of a real mouse is one payment',
    when: [
      ['visits', named('T-mouse')],
      ['press', 2],
    ],
    then: { creates: 1, events: ['request', 'open'], dialog: true },
  },
  {
    name: 'Enter held down on a real keyboard is one payment, and closes nothing',
    when: [['visits', named('T-keys')], 'holdsEnter'],
    then: { creates: 1, events: ['request', 'open'], dialog: true },
  },
  { name: 'the QR code on the screen can be scanned', when: [['visits', named('T-scan')], 'press', 'scans'], then: { scanned: true } },
  {
    name: 'the QR code on a dark screen can be scanned',
    when: [['visits', named('T-scan-dark', { theme: 'dark' })], 'press', 'scans'],
    then: { scanned: true },
  },
  {
    name: 'an endpoint on another origin is paid like any other',
    when: [['visitsElsewhere', named('T-origin')], 'press', ['waits', { qr: true }], 'pays'],
    then: { state: 'success', creates: 1 },
  },
  {
    name: 'an old phone on slow 3G: one press ends at something payable, and creates once',
    only: ['chromium'],
    when: [['visitsOnAnOldPhone', named('T-old-phone')], 'press'],
    then: { payable: true, creates: 1 },
  },
  {
    name: 'the language switched in mid-payment: the dialog goes on in it',
    when: [['visits', named('T-locale')], 'press', ['waits', { state: 'unpaid' }], ['sets', 'locale', 'de']],
    then: { status: 'Warten auf Ihre Zahlung', label: 'Zahlung fortsetzen', qr: true, creates: 1 },
  },
  {
    name: 'a thousand mounts and unmounts in all states leave no button, no listener and no node',
    only: ['chromium'],
    when: ['visits', 'mountsAThousand'],
    then: { residue: { buttons: 0, listeners: 0, nodes: 0 } },
  },
];
