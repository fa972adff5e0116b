import type { BrowserFault } from '../../fault.js';
import { named } from './given.js';
import { en } from '../../../helpers/words.js';

/** What old libraries did to every page: names that `for … in` finds, and arrays that turn into strings of JSON. */
const PROTOTYPE = `Array.prototype.each = function (act) { this.forEach(act); };
Array.prototype.toJSON = function () { return '[' + this.map((one) => JSON.stringify(one)).join(', ') + ']'; };`;

/** Scripts of the page that changed what the button uses. */
export const otherScripts: readonly BrowserFault[] = [
  {
    name: 'a page that put functions into Array.prototype, JSON of its own among them, is paid',
    when: [
      ['visits', { ...named('T-prototype'), before: PROTOTYPE }],
      'scriptPresses',
      ['waits', { qr: true }],
      'pays',
      ['waits', { state: 'success' }],
      'reloads',
    ],
    then: { state: 'success', label: 'Paid', creates: 1 },
  },
  {
    name: 'a page that wrapped fetch is paid',
    when: [
      [
        'visits',
        {
          ...named('T-fetch-1'),
          before:
            'const plain = fetch; fetch = async (...given) => { const answer = await plain(...given); answer.clone().text(); return answer; }',
        },
      ],
      'press',
      ['waits', { qr: true }],
      'pays',
    ],
    then: { state: 'success', creates: 1 },
  },
  {
    name: 'a fetch of the page’s that throws is reported, and can be tried again',
    when: [['visits', { ...named('T-fetch-2'), before: 'fetch = () => { throw new Error("no") }' }], 'press'],
    then: { state: 'error', status: en.unreachable, events: ['request', 'error'] },
  },
  {
    name: 'a fetch of the page’s that returns nothing is reported',
    when: [['visits', { ...named('T-fetch-3'), before: 'fetch = async () => undefined' }], 'press'],
    then: { state: 'error', events: ['request', 'error'] },
  },
];
