import type { PageFault, Step } from '../../fault.js';
import { DEARER, EVIL, OPENED } from './given.js';
import type { Holds } from '../scene.js';

const STORED: readonly [what: string, change: Record<string, unknown> | string][] = [
  ['that is no JSON', '{"key":'],
  ['that is a number', '7'],
  ['that is an array', '[]'],
  ['whose key is no UUID', { key: 'x' }],
  ['whose code is a path', { code: '../../evil' }],
  ['whose code is a script', { code: 'javascript:alert(1)' }],
  ['whose code is endless', { code: 'a'.repeat(100_000) }],
  ['whose status URL is another origin’s', { statusUrl: 'https://evil.example/status' }],
  ['whose status URL is a script', { statusUrl: 'javascript:alert(1)' }],
  ['whose order breaks its rules', { order: { orderId: EVIL } }],
  ['whose order is a list', { order: ['x'] }],
  ['whose terms are an object', { terms: {} }],
  ['from the day before yesterday', { createdAt: 0 }],
  ['from next week', { createdAt: 4_102_444_800_000 }],
  ['without a time', { createdAt: null }],
];

const distrusted = STORED.map(([what, change]) => ({
  name: `a stored record ${what} is forgotten, and nothing of it is asked or opened`,
  when: [...OPENED, ['tampers', change], 'reloads'],
  then: { state: 'idle', reads: 0, label: 'Pay $10.00', link: undefined },
})) satisfies { name: string; when: Step[]; then: Holds }[];

/** Stored records and attributes that must not be believed. */
export const hostilePage: readonly PageFault[] = [
  ...distrusted,
  {
    name: 'a stored "success" is asked again before anything is shown',
    when: [...OPENED, ['tampers', { payment: { status: 'success' } }], ['tells', 'unpaid'], 'reloads'],
    then: { state: 'unpaid', label: 'Continue payment', events: ['request', 'open'] },
  },
  {
    name: 'a stored price nobody named shows nothing false',
    when: [...OPENED, ['tampers', { quote: { quoteAmount: EVIL, quoteAssetId: EVIL } }], ['tells', 'unpaid'], 'reloads', 'press'],
    then: { creates: 1, opened: ['qr'], saysNot: EVIL },
  },
  {
    name: 'a stored agreement to another price than the code’s opens nothing',
    when: [['answers', DEARER], 'mount', 'press', ['tampers', { accepted: { quoteAmount: '1', quoteAssetId: 'usd' } }], 'reloads', 'press'],
    then: { opened: [], shows: ['accept'] },
  },
  {
    name: 'stored codes that failed may be nonsense',
    when: [...OPENED, ['tampers', { failedCodes: [1, null, EVIL] }], ['tells', 'unpaid'], 'reloads'],
    then: { state: 'unpaid' },
  },
  {
    name: 'a checkout base that is a script opens nothing',
    when: [['mount', { 'checkout-base': 'javascript:alert(1)//' }], 'press'],
    then: { errors: ['invalid_field'], creates: 0 },
  },
  {
    name: 'a checkout base on plain http elsewhere opens nothing',
    when: [['mount', { 'checkout-base': 'http://evil.example/code/' }], 'press'],
    then: { errors: ['invalid_field'], creates: 0 },
  },
  {
    name: 'a checkout base with somebody’s password opens nothing',
    when: [['mount', { 'checkout-base': 'https://a:b@mixpay.me/code/' }], 'press'],
    then: { errors: ['invalid_field'], creates: 0 },
  },
  {
    name: 'an endpoint that is a script is not called',
    when: [['mount', { endpoint: 'javascript:alert(1)' }], 'press'],
    then: { errors: ['invalid_field'], creates: 0 },
  },
  {
    name: 'markup in an attribute is a mistake told, not markup',
    when: [['mount', { 'order-id': EVIL }], 'press'],
    then: { errors: ['invalid_field'], creates: 0, hides: ['order'] },
  },
  {
    name: 'a locale that is nonsense counts as English',
    when: [['answers', 'created'], ['mount', { locale: 'x_!!' }], 'press'],
    then: { opened: ['qr'], label: 'Continue payment' },
  },
  {
    name: 'a payee in the markup is refused with a warning',
    when: [['answers', 'created'], ['mount', { 'payee-id': 'x' }], 'press'],
    then: { console: 'payee-id: expected on your server' },
  },
];
