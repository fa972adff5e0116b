import type { PageFault } from '../../fault.js';
import { ITEM, LINK } from './given.js';
import { en } from '../../../helpers/words.js';

/** Creates that are slow, fail, or are told to wait. */
export const slowCreate: readonly PageFault[] = [
  {
    name: 'offline before the click: nothing is sent, and the payer is told',
    when: ['goesOffline', 'mount', 'press'],
    then: { creates: 0, errors: ['offline'], status: en.offline, shows: ['retry'] },
  },
  {
    name: 'offline before the click, then online: trying again works',
    when: ['goesOffline', 'mount', 'press', 'goesOnline', ['answers', 'created'], ['choose', 'retry']],
    then: { creates: 1, opened: ['qr'] },
  },
  {
    name: 'offline during creation: said as such, and the retry is the same payment',
    when: [
      ['answers', 'never', 'created'],
      ['mount', ITEM],
      'press',
      'goesOffline',
      ['advance', 30_000],
      'goesOnline',
      ['choose', 'retry'],
    ],
    then: { keys: 1, state: 'open' },
  },
  {
    name: 'on 2G an answer after nine seconds still opens in its window',
    when: [['answers', 'later'], ['mount', { mode: 'tab' }], 'press', ['advance', 9000], 'arrives'],
    then: { windows: [LINK], creates: 1 },
  },
  {
    name: 'on 2G an answer after 25 seconds opens in the dialog',
    when: [['answers', 'later'], 'mount', 'press', ['advance', 25_000], 'arrives'],
    then: { opened: ['qr'], creates: 1, errors: [] },
  },
  {
    name: 'an answer that comes after the timeout opens nothing',
    when: [['answers', 'later'], 'mount', 'press', ['advance', 30_000], 'arrives'],
    then: { opened: [], errors: ['timeout'], aborted: 1 },
  },
  {
    name: '429 with Retry-After in seconds counts down',
    when: [['answers', { refused: 429, headers: { 'Retry-After': '20' } }], 'mount', 'press'],
    then: { errors: ['rate_limited'], says: 'Try again in 20 s', creates: 1 },
  },
  {
    name: '429 with Retry-After as a date counts down',
    when: [['answers', { refused: 429, headers: { 'Retry-After': 'Sat, 21 Nov 2026 12:00:20 GMT' } }], 'mount', 'press', ['advance', 5000]],
    then: { says: 'Try again in 15 s' },
  },
  {
    name: '503 with Retry-After in seconds counts down',
    when: [['answers', { refused: 503, headers: { 'Retry-After': '7' } }], 'mount', 'press'],
    then: { errors: ['server_error'], says: 'Try again in 7 s' },
  },
  {
    name: '503 with Retry-After as a date counts down',
    when: [['answers', { refused: 503, headers: { 'Retry-After': 'Sat, 21 Nov 2026 12:01:00 GMT' } }], 'mount', 'press'],
    then: { says: 'Try again in 60 s' },
  },
  {
    name: 'Retry-After in a year is not believed longer than an hour',
    when: [['answers', { refused: 503, headers: { 'Retry-After': '31536000' } }], 'mount', 'press'],
    then: { says: 'Try again in 3,600 s' },
  },
  {
    name: 'Retry-After in the past, or nonsense, is no wait',
    when: [
      [
        'answers',
        { refused: 503, headers: { 'Retry-After': 'Thu, 01 Jan 1970 00:00:00 GMT' } },
        { refused: 503, headers: { 'Retry-After': 'soon' } },
        'created',
      ],
      'mount',
      'press',
      ['choose', 'retry'],
      ['choose', 'retry'],
    ],
    then: { creates: 3, keys: 1, state: 'open' },
  },
  {
    name: 'a press before Retry-After has passed posts nothing',
    when: [['answers', { refused: 429, headers: { 'Retry-After': '20' } }], 'mount', 'press', 'escapes', 'press', ['choose', 'retry']],
    then: { creates: 1, dialog: true },
  },
  {
    name: 'a press after Retry-After has passed posts the same payment',
    when: [
      ['answers', { refused: 429, headers: { 'Retry-After': '20' } }, 'created'],
      ['mount', ITEM],
      'press',
      ['advance', 20_000],
      ['choose', 'retry'],
    ],
    then: { creates: 2, keys: 1, state: 'open' },
  },
  {
    name: '500, then fine',
    when: [['answers', { refused: 500 }, 'created'], 'mount', 'press', ['choose', 'retry']],
    then: { keys: 1, errors: ['server_error'], opened: ['qr'] },
  },
  {
    name: 'a failed create is never repeated by the element itself',
    when: [
      ['answers', { refused: 503, headers: { 'Retry-After': '1' } }],
      'mount',
      'press',
      ['advance', 90_000],
      ['looks', 'focus'],
      'goesOnline',
    ],
    then: { creates: 1 },
  },
  {
    name: 'a redirected create is an error',
    when: [['answers', 'redirect'], 'mount', 'press'],
    then: { errors: ['redirected'], status: en.redirected, opened: [] },
  },
  {
    name: 'an HTML page for an answer is an error that can be tried again',
    when: [['answers', 'html', 'created'], 'mount', 'press', ['choose', 'retry']],
    then: { errors: ['bad_answer'], state: 'open' },
  },
  {
    name: 'an empty answer is an error that can be tried again',
    when: [['answers', 'empty', 'created'], 'mount', 'press', ['choose', 'retry']],
    then: { errors: ['bad_answer'], state: 'open' },
  },
  {
    name: 'a CORS refusal says what it probably is',
    when: [['answers', 'lost'], ['mount', { endpoint: 'https://pay.shop.example/api' }], 'press'],
    then: { errors: ['unreachable'], message: 'Access-Control-Allow-Origin', status: en.unreachable },
  },
  {
    name: 'an own endpoint that is down is not blamed on CORS',
    when: [['answers', 'lost'], 'mount', 'press'],
    then: { errors: ['unreachable'], message: 'connect-src' },
  },
  {
    name: 'MixPay too busy (1429) is told as such',
    when: [['answers', { json: { code: 1429, success: false, message: 'too many' } }], 'mount', 'press'],
    then: { errors: ['rate_limited'], status: `${en.rate_limited} ${en.nothingCharged}` },
  },
  {
    name: 'MixPay in maintenance (10008) is told as such',
    when: [['answers', { json: { code: 10_008, success: false, message: 'maintenance' } }], 'mount', 'press'],
    then: { errors: ['mixpay_error'], status: `${en.mixpay_error} ${en.nothingCharged}`, shows: ['retry'] },
  },
];
