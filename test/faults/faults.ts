import { en } from '../helpers/words.js';
import type { DrivenEngine, Seen, Visitor } from './browser/visitor.js';
import type { Holds, Scene } from './page/scene.js';

/**
 * Every fault the button is known to survive, one line each. A line says what happens, in the verbs of `page/scene.ts`, and what
 * must hold then. After each, no timer may be left, nothing thrown past the element, and nothing foreign opened.
 * `PAGE_FAULTS` are played inside all three engines by `page/`, `BROWSER_FAULTS` with a real browser around the page by `browser/`.
 */
export interface PageFault {
  name: string;
  when: readonly Step[];
  then: Holds;
}

export interface BrowserFault {
  name: string;
  /**
   * The engines in which it can be driven, where not in both. WebDriver BiDi loses sight of a page that Firefox brings back from
   * memory, cannot turn scripts off there, and counts no nodes; only Chromium maps a host name to this machine by a switch.
   */
  only?: readonly DrivenEngine[];
  when: readonly BrowserStep[];
  /** Waited for: real browsers take their time. */
  then: Partial<Seen>;
}

type VerbOf<Actor> = {
  [Name in keyof Actor]: Actor[Name] extends (...values: never[]) => void | Promise<void> ? Name : never;
}[keyof Actor];

/** A verb of an actor by its name, or with its values. */
type StepOf<Actor> = {
  [Name in VerbOf<Actor>]: Actor[Name] extends (...values: infer Values) => unknown
    ? [Name, ...Values] | ([] extends Values ? Name : never)
    : never;
}[VerbOf<Actor>];

export type Step = StepOf<Scene>;
export type BrowserStep = StepOf<Visitor>;

const LINK = 'https://mixpay.me/code/525502dd-e552-4505-b114-32fe32ff23c2';
const SECOND = 'https://mixpay.me/code/second';
/** A payment that has been opened, and of which nothing has been heard. */
const OPENED: readonly Step[] = [['answers', 'created'], 'mount', 'press'];
/** The form of last resort. */
const FORM_SENT = { inWindow: false, fields: { orderId: 'T-1001', quoteAmount: '10', quoteAssetId: 'usd' } };
const ITEM = { 'order-id': '', item: 't-shirt-xl' };
const ORDERED = {};
const DEARER = { created: { quoteAmount: '12.00', quoteAssetId: 'usd' } };
const TWELVE = { created: { code: 'second', quoteAmount: '12', quoteAssetId: 'usd' } };
const NOW_DEARER = { refused: 409, body: { code: 'price_changed', quoteAmount: '12', quoteAssetId: 'usd' } };
const DEARER_STILL = { refused: 409, body: { code: 'price_changed', quoteAmount: '15', quoteAssetId: 'usd' } };
const PAID_BEFORE = { refused: 409, body: { code: 'already_paid', statusUrl: '/api/mixpay/status/t' } };
const IN_TEN_SECONDS = { created: { expiresAt: '2026-11-21T12:00:10Z' } };
const PAID_LESS = { status: 'paid_less', payableAmount: '0.0002', payableSymbol: 'BTC', paymentAmount: '0.00015', paymentSymbol: 'BTC' };
const EVIL = '<img src=x onerror="globalThis.hacked = 1">';

const IOS = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)';
const ANDROID =
  'Mozilla/5.0 (Linux; Android 15; Pixel 9; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/139.0.0.0 Mobile Safari/537.36';
const IN_APP: Readonly<Record<string, string>> = {
  'Facebook on an iPhone': `${IOS} Mobile/22F76 [FBAN/FBIOS;FBAV/522.0.0.41.106;FBBV/752;FBDV/iPhone17,1]`,
  'Facebook on Android': `${ANDROID} [FB_IAB/FB4A;FBAV/521.0.0.37.98;]`,
  'Instagram on an iPhone': `${IOS} Mobile/22F76 Instagram 389.0.0.20.66 (iPhone17,1; iOS 18_5; en_US)`,
  'LINE on an iPhone': `${IOS} Mobile/22F76 Safari/604.1 Line/15.10.0`,
  'WeChat on Android': `${ANDROID} MicroMessenger/8.0.61(0x28003D3E) WeChat/arm64`,
  'TikTok on an iPhone': `${IOS} Mobile/22F76 musical_ly_40.6.0 BytedanceWebview/d8a21c6`,
  'X on an iPhone': `${IOS} Mobile/22F76 Twitter for iPhone/11.9`,
  'Snapchat on Android': `${ANDROID} Snapchat/13.50.0.46 (Pixel 9; Android 15)`,
  'Pinterest on an iPhone': `${IOS} Mobile/22F76 [Pinterest/iOS] Pinterest/13.26`,
  'LinkedIn on an iPhone': `${IOS} Mobile/22F76 LinkedInApp/9.31`,
  'an Android WebView': ANDROID,
  'an iOS web view': `${IOS} Mobile/22F76`,
};

const inApp = Object.entries(IN_APP).map(([app, userAgent]) => ({
  name: `in ${app} the checkout opens in the same tab, whatever the pointer`,
  when: [['browses', { userAgent }], ['answers', 'created'], ['mount', { mode: 'auto' }], 'press'],
  then: { opened: ['redirect'], left: 1, windows: [], dialog: false },
})) satisfies { name: string; when: Step[]; then: Holds }[];

const found = (['unpaid', 'confirming', 'paid_less', 'pending', 'auditing'] as const).map((status) => ({
  name: `a reload while ${status} finds the payment, opens nothing and says "Continue payment"`,
  when: [...OPENED, ['tells', status], ['advance', 3000], 'reloads'],
  then: { state: status, label: 'Continue payment', creates: 1, opened: ['qr'], dialog: false },
})) satisfies { name: string; when: Step[]; then: Holds }[];

const late = (['confirming', 'paid_less', 'pending', 'auditing'] as const).map((status) => ({
  name: `the deadline passing while ${status} ends nothing: the server is asked on`,
  when: [['answers', IN_TEN_SECONDS], 'mount', 'press', ['tells', status, status, status, status, 'success'], ['advance', 60_000]],
  then: { state: 'success', errors: [] },
})) satisfies { name: string; when: Step[]; then: Holds }[];

const failures = (['40000', '40027', '40032'] as const).map((code) => ({
  name: `failed ${code} says why, and offers to try again`,
  when: [...OPENED, ['tells', { status: 'failed', failureCode: code }], ['advance', 3000]],
  then: { state: 'failed', status: en[`failure${code}`], shows: ['retry'], hides: ['link', 'qr'] },
})) satisfies { name: string; when: Step[]; then: Holds }[];

const failuresWithMoney = (['40020', '40024', '40025', '10095'] as const).map((code) => ({
  name: `failed ${code}, which only happens to money that arrived, says why and whom to ask, and offers no second payment`,
  when: [...OPENED, ['tells', { status: 'failed', failureCode: code }], ['advance', 3000]],
  then: {
    state: 'failed',
    status: en.failedWithMoney,
    says: en[`failure${code}`],
    shows: ['reference'],
    hides: ['retry', 'link', 'qr'],
  },
})) satisfies { name: string; when: Step[]; then: Holds }[];

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

// prettier-ignore
export const PAGE_FAULTS: Readonly<Record<string, readonly PageFault[]>> = {
  'an open always ends somewhere payable': [
    { name: 'tab: a window is reserved inside the click and sent to the checkout', when: [['answers', 'created'], ['mount', { mode: 'tab' }], 'press'], then: { windows: [LINK], opened: ['tab'], trusted: 0, creates: 1, shows: ['show-qr', 'link'] } },
    { name: 'popup: a window is reserved inside the click and sent to the checkout', when: [['answers', 'created'], ['mount', { mode: 'popup' }], 'press'], then: { windows: [LINK], opened: ['popup'], trusted: 0, creates: 1, shows: ['show-qr', 'link'] } },
    { name: 'a blocked popup ends in QR and link, and creates once', when: [['windows', 'blocked'], ['answers', 'created'], ['mount', { mode: 'popup' }], 'press'], then: { opened: ['qr because popup_blocked'], creates: 1, link: LINK, shows: ['qr-code'], errors: [] } },
    { name: 'a blocked tab ends in QR and link, and creates once', when: [['windows', 'blocked'], ['answers', 'created'], ['mount', { mode: 'tab' }], 'press'], then: { opened: ['qr because popup_blocked'], creates: 1, link: LINK, shows: ['qr-code'], errors: [] } },
    { name: 'a window.open that throws is a blocked popup', when: [['windows', 'throwing'], ['answers', 'created'], ['mount', { mode: 'popup' }], 'press'], then: { opened: ['qr because popup_blocked'], creates: 1, link: LINK, shows: ['qr-code'] } },
    { name: 'a window that cannot be drawn in is still sent to the checkout', when: [['windows', 'undrawable'], ['answers', 'created'], ['mount', { mode: 'tab' }], 'press'], then: { windows: [LINK], opened: ['tab'] } },
    { name: 'ten seconds without a code close the window and show the dialog', when: [['answers', 'later'], ['mount', { mode: 'tab' }], 'press', ['advance', 10_000]], then: { windows: ['closed'], dialog: true, opened: [] } },
    { name: 'a code after ten seconds opens as QR, created once', when: [['answers', 'later'], ['mount', { mode: 'popup' }], 'press', ['advance', 10_000], 'arrives'], then: { windows: ['closed'], opened: ['qr because slow'], creates: 1, link: LINK, shows: ['qr-code'] } },
    { name: 'a failed create closes the reserved window and tells why', when: [['answers', { refused: 500 }], ['mount', { mode: 'tab' }], 'press'], then: { windows: ['closed'], opened: [], status: en.server_error, shows: ['retry'] } },
    { name: 'another price closes the reserved window and asks', when: [['answers', DEARER], ['mount', { mode: 'popup' }], 'press'], then: { windows: ['closed'], opened: [], amount: '$12.00', shows: ['accept'] } },
    { name: 'a shop that cancels the request closes the reserved window, and nothing is sent', when: [['cancels', 'mixpay-request'], ['mount', { mode: 'tab' }], 'press'], then: { windows: ['closed'], creates: 0, outcomes: ['canceled'], dialog: false } },
    { name: 'a shop that cancels the opening closes the reserved window', when: [['cancels', 'mixpay-open'], ['answers', 'created'], ['mount', { mode: 'popup' }], 'press'], then: { windows: ['closed'], outcomes: ['canceled'], dialog: false } },
    { name: 'a shop whose script fails closes the reserved window and tells it', when: ['rejects', ['mount', { mode: 'tab' }], 'press'], then: { windows: ['closed'], creates: 0, errors: ['refused'], message: 'session over' } },
    { name: 'an order paid already closes the reserved window and shows paid', when: [['answers', PAID_BEFORE], ['tells', 'success'], ['mount', { mode: 'popup' }], 'press'], then: { windows: ['closed'], state: 'success', opened: [], label: 'Paid' } },
    { name: 'a wrong attribute closes the reserved window', when: [['mount', { mode: 'tab', remark: 'x'.repeat(51) }], 'press'], then: { windows: ['closed'], errors: ['invalid_field'], creates: 0 } },
    { name: 'a window that says it is closed (COOP) is not believed: the payment is followed to its end', when: [['windows', 'closed'], ['answers', 'created'], ['tells', 'unpaid', 'success'], ['mount', { mode: 'popup' }], 'press', ['advance', 8000]], then: { state: 'success', windows: [LINK] } },
    { name: 'the accepted price opens in a window of the accepting click', when: [['answers', DEARER], ['mount', { mode: 'tab' }], 'press', ['choose', 'accept']], then: { windows: ['closed', LINK], opened: ['tab'], creates: 1 } },
    { name: 'the dialog’s chunk does not come: the button itself shows the link', when: [['chunk', false], ['answers', 'created'], 'mount', 'press'], then: { opened: ['link because dialog_unavailable'], link: LINK, shows: ['floor'], dialog: false, state: 'open' } },
    { name: 'the chunk comes at the second click: the dialog takes over from the link', when: [['chunk', false], ['answers', 'created'], 'mount', 'press', ['chunk', true], 'press'], then: { creates: 1, dialog: true, hides: ['floor'], shows: ['qr-code'] } },
    { name: 'neither chunk nor answer: the button itself says what went wrong', when: [['chunk', false], ['answers', 'lost'], 'mount', 'press'], then: { says: en.unreachable, shows: ['floor'], hides: ['link'], errors: ['unreachable'] } },
    { name: 'neither chunk nor window: the link is on the button', when: [['chunk', false], ['windows', 'blocked'], ['answers', 'created'], ['mount', { mode: 'popup' }], 'press'], then: { opened: ['link because dialog_unavailable'], link: LINK } },
    { name: 'no chunk but a window: it goes, and the link stays on the button', when: [['chunk', false], ['answers', 'created'], ['mount', { mode: 'tab' }], 'press'], then: { windows: [LINK], opened: ['tab'], link: LINK, shows: ['floor'] } },
    { name: 'neither chunk nor the price shown: the link is not offered at a price nobody agreed to', when: [['chunk', false], ['answers', DEARER], 'mount', 'press'], then: { opened: [], link: undefined, shows: ['floor'] } },
    { name: 'no chunk, and the payment ends: the button says paid, and the link is gone', when: [['chunk', false], ['answers', 'created'], ['tells', 'success'], 'mount', 'press', ['advance', 3000]], then: { state: 'success', label: 'Paid', link: undefined } },
    { name: 'a dead clipboard leaves the text itself to select', when: [['clipboard', 'dead'], ...OPENED, ['choose', 'copy']], then: { says: en.copyFailed, shows: ['link-text'] } },
    { name: 'no clipboard at all (plain http) leaves the text itself to select', when: [['clipboard', 'missing'], ...OPENED, ['choose', 'copy']], then: { says: en.copyFailed, shows: ['link-text'] } },
    { name: 'embed: a frame, with QR and link one press away from the start', when: [['answers', 'created'], ['mount', { mode: 'embed' }], 'press'], then: { opened: ['embed'], link: LINK, shows: ['frame', 'show-qr', 'link'] } },
    { name: 'embed: a frame that failed is left for the QR by one press', when: [['answers', 'created'], ['mount', { mode: 'embed' }], 'press', ['choose', 'show-qr']], then: { shows: ['qr-code', 'link'], hides: ['frame'], creates: 1 } },
    { name: 'embed: a message of the frame makes the server be asked at once, and is not believed', when: [['answers', 'created'], ['tells', 'unpaid'], ['mount', { mode: 'embed' }], 'press', ['hears', 'frame', 'checkout']], then: { reads: 1, state: 'unpaid' } },
    { name: 'embed: a message of another origin changes nothing', when: [['answers', 'created'], ['tells', 'unpaid'], ['mount', { mode: 'embed' }], 'press', ['hears', 'frame', 'evil']], then: { reads: 0, state: 'open' } },
    { name: 'embed: a message of another window changes nothing', when: [['answers', 'created'], ['tells', 'unpaid'], ['mount', { mode: 'embed' }], 'press', ['hears', 'elsewhere', 'checkout']], then: { reads: 0, state: 'open' } },
    { name: 'embed: a message of another kind changes nothing', when: [['answers', 'created'], ['tells', 'unpaid'], ['mount', { mode: 'embed' }], 'press', ['hears', 'frame', 'checkout', null], ['hears', 'frame', 'checkout', 'MIXPAY_PAYMENT'], ['hears', 'frame', 'checkout', { type: 'x' }]], then: { reads: 0, state: 'open' } },
    { name: 'a message without a dialog changes nothing', when: ['mount', ['hears', 'elsewhere', 'checkout']], then: { reads: 0, state: 'idle' } },
    { name: 'auto at a desk shows the QR code', when: [['browses', { coarse: false, narrow: false }], ['answers', 'created'], ['mount', { mode: 'auto' }], 'press'], then: { opened: ['qr'], left: 0 } },
    { name: 'auto on a phone stays in the tab', when: [['browses', { coarse: true, narrow: true }], ['answers', 'created'], ['mount', { mode: 'auto' }], 'press'], then: { opened: ['redirect'], left: 1 } },
    { name: 'auto on a tablet shows the QR code', when: [['browses', { coarse: true, narrow: false }], ['answers', 'created'], ['mount', { mode: 'auto' }], 'press'], then: { opened: ['qr'], left: 0 } },
    { name: 'auto in a small window at a desk shows the QR code', when: [['browses', { coarse: false, narrow: true }], ['answers', 'created'], ['mount', { mode: 'auto' }], 'press'], then: { opened: ['qr'], left: 0 } },
    { name: 'a mode nobody knows is auto', when: [['answers', 'created'], ['mount', { mode: 'hologram' }], 'press'], then: { opened: ['qr'], link: LINK, shows: ['qr-code'] } },
    ...inApp,
  ],
  'the payment part': [
    { name: 'not there at rest: nothing is fetched before a sign of intent', when: [['part', 'never'], 'mount'], then: { state: 'idle', label: 'Pay $10.00', creates: 0 } },
    { name: 'slow: a press before it came is honoured when it comes', when: [['part', 'never'], ['answers', 'created'], 'mount', 'press', ['advance', 4000], 'partArrives'], then: { creates: 1, opened: ['qr'], link: LINK, forms: [] } },
    { name: 'slow: two presses before it came are one payment', when: [['part', 'never'], ['answers', 'created'], 'mount', ['presses', 2], ['advance', 4000], 'partArrives'], then: { creates: 1, opened: ['qr'], forms: [] } },
    { name: 'slow: the window of a press before it came is sent to the checkout', when: [['part', 'never'], ['answers', 'created'], ['mount', { mode: 'popup' }], 'press', ['advance', 4000], 'partArrives'], then: { creates: 1, windows: [LINK], opened: ['popup'] } },
    { name: 'slow: an order changed before it came opens nothing of either', when: [['part', 'never'], ['mount', { mode: 'tab' }], 'press', ['set', { 'quote-amount': '12' }], 'partArrives'], then: { creates: 0, windows: ['closed'], outcomes: ['canceled'], forms: [] } },
    { name: 'slow: a button taken out before it came opens nothing', when: [['part', 'never'], ['mount', { mode: 'tab' }], 'press', 'unmount', 'partArrives'], then: { creates: 0, windows: ['closed'], outcomes: ['closed'], forms: [] } },
    { name: 'lost once: it is tried again', when: [['part', 'lost once'], ['answers', 'created'], 'mount', 'press'], then: { creates: 1, opened: ['qr'], forms: [] } },
    { name: 'lost: the form is posted in this tab', when: [['part', 'lost'], 'mount', 'press'], then: { forms: [{ inWindow: false, fields: { orderId: 'T-1001', quoteAmount: '10', quoteAssetId: 'usd' } }], creates: 0, events: ['request'] } },
    { name: 'lost: the form is posted in the reserved window', when: [['part', 'lost'], ['mount', { mode: 'tab' }], 'press', ['advance', 500]], then: { forms: [{ inWindow: true, fields: { orderId: 'T-1001', quoteAmount: '10', quoteAssetId: 'usd' } }], outcomes: ['closed'] } },
    { name: 'lost, and the window reserved cannot be drawn in: the form is posted in this tab, and the window closed', when: [['part', 'lost'], ['windows', 'undrawable'], ['mount', { mode: 'tab' }], 'press', ['advance', 500]], then: { forms: [{ inWindow: false, fields: { orderId: 'T-1001', quoteAmount: '10', quoteAssetId: 'usd' } }], windows: ['closed'] } },
    { name: 'lost: nothing is posted twice while the page is being left', when: [['part', 'lost'], 'mount', ['presses', 3], ['advance', 2000], 'press'], then: { forms: [FORM_SENT], label: 'Pay $10.00' } },
    { name: 'lost, and Back brings the page back: the button works again, and posts the same payment', when: [['part', 'lost'], ['mount', ITEM], 'press', ['advance', 3000], ['looks', 'pageshow'], 'press'], then: { traces: 1, outcomes: ['closed', 'waiting'], events: ['request', 'request'] } },
    { name: 'lost, and the page’s policy forbids the form: a sentence says so, and the button works again', when: [['part', 'lost'], 'mount', 'press', ['forbids', 'form-action']], then: { says: en.notLoaded, errors: ['unreachable'], message: 'form-action', outcomes: ['unreachable'] } },
    { name: 'lost, and another policy is violated meanwhile: nothing is said of it', when: [['part', 'lost'], 'mount', 'press', ['forbids', 'img-src']], then: { errors: [], saysNot: en.notLoaded } },
    { name: 'lost after a named payment was begun: the form is of that order', when: [['answers', 'created'], 'mount', 'press', ['part', 'lost'], 'reloads', 'press'], then: { forms: [FORM_SENT], creates: 1 } },
    { name: 'half-loaded: the form is posted', when: [['part', 'half'], 'mount', 'press'], then: { forms: [FORM_SENT], creates: 0 } },
    { name: 'lost, then there: the next press is a payment like any other, and the sentence is gone', when: [['part', 'lost'], 'addsHeaders', 'mount', 'press', ['part', 'comes'], ['answers', 'created'], 'press'], then: { creates: 1, opened: ['qr'], saysNot: en.notLoaded } },
    { name: 'of another deployment: the form is posted', when: [['part', 'foreign'], 'mount', 'press'], then: { creates: 0, says: 'Pay', events: ['request'] } },
    { name: 'hanging for five seconds: the form is posted, and once', when: [['part', 'never'], 'mount', ['presses', 3], ['advance', 5000], 'press'], then: { creates: 0, events: ['request'] } },
    { name: 'coming after the form was posted: it sends nothing for that press', when: [['part', 'never'], 'mount', 'press', ['advance', 5000], 'partArrives', ['advance', 20_000]], then: { creates: 0, opened: [], state: 'idle' } },
    { name: 'lost, without ids: the nonce is written down, and becomes the key when the part comes', when: [['part', 'never'], ['answers', 'created'], ['mount', ITEM], 'press', ['advance', 5000], 'partArrives', ['advance', 10_000], 'press'], then: { traces: 1, creates: 1, opened: ['qr'] } },
    { name: 'lost, without ids, and posted twice: one payment', when: [['part', 'lost'], ['mount', ITEM], 'press', ['advance', 10_000], 'press', ['advance', 10_000]], then: { traces: 1 } },
    { name: 'lost after a payment was begun without ids: the form is of that payment', when: [['answers', 'created'], ['mount', ITEM], 'press', ['part', 'lost'], 'reloads', 'press'], then: { traces: 1, creates: 1 } },
    { name: 'lost: a shop that cancels the request sends no form', when: [['part', 'lost'], ['cancels', 'mixpay-request'], ['mount', { mode: 'tab' }], 'press'], then: { forms: [], windows: ['closed'], outcomes: ['canceled'] } },
    { name: 'lost: what the shop made of the order is posted', when: [['part', 'lost'], ['amends', { orderId: 'made-by-shop' }], ['mount', ITEM], 'press'], then: { forms: [{ inWindow: false, fields: { item: 't-shirt-xl', orderId: 'made-by-shop', quoteAmount: '10', quoteAssetId: 'usd' } }] } },
    { name: 'lost: headers of the shop’s cannot go with a form, so a sentence says so', when: [['part', 'lost'], 'addsHeaders', ['mount', { mode: 'tab' }], 'press'], then: { forms: [], windows: ['closed'], says: en.notLoaded, errors: ['unreachable'], outcomes: ['unreachable'] } },
    { name: 'lost: a shop whose script fails is told', when: [['part', 'lost'], 'rejects', 'mount', 'press'], then: { forms: [], says: en.notLoaded, errors: ['refused'], message: 'session over' } },
    { name: 'lost: an endpoint that is a script gets no form', when: [['part', 'lost'], ['mount', { endpoint: 'javascript:alert(1)' }], 'press'], then: { forms: [], says: en.notLoaded, errors: ['unreachable'] } },
    { name: 'lost at the hover, there at the press: a payment like any other', when: [['part', 'lost'], 'mount', 'hovers', ['part', 'comes'], ['answers', 'created'], 'press'], then: { creates: 1, opened: ['qr'], forms: [] } },
    { name: 'the dialog’s chunk hanging: after five seconds the button itself shows the link, and the dialog comes later', when: [['chunk', 'never'], ['answers', 'created'], 'mount', 'press', ['advance', 5000]], then: { opened: ['link because dialog_unavailable'], link: LINK, shows: ['floor'] } },
    { name: 'the dialog’s chunk hanging for 45 seconds: the link stays, pressed again or not, and nothing moves when it comes', when: [['chunk', 'never'], ['answers', 'created'], 'mount', 'press', ['advance', 5000], 'press', ['advance', 40_000], 'chunkArrives'], then: { creates: 1, link: LINK, shows: ['floor'], dialog: false } },
    { name: 'the dialog’s chunk hanging: a second press does not wait again', when: [['chunk', 'never'], ['answers', 'created'], 'mount', 'press', ['advance', 5000], 'press'], then: { creates: 1, opened: ['link because dialog_unavailable', 'link because dialog_unavailable'] } },
    { name: 'the dialog’s chunk late: the press after it came opens the dialog', when: [['chunk', 'never'], ['answers', 'created'], 'mount', 'press', ['advance', 5000], 'chunkArrives', 'press'], then: { creates: 1, dialog: true, shows: ['qr-code'], hides: ['floor'] } },
    { name: 'the dialog’s chunk hanging, and no answer: the button itself says what went wrong, and tries again', when: [['chunk', 'never'], ['answers', 'lost', 'created'], 'mount', 'press', ['advance', 5000], ['choose', 'retry']], then: { creates: 2, keys: 1, link: LINK, shows: ['floor'] } },
    { name: 'the dialog’s chunk hanging, and the button taken out: nothing is left waiting', when: [['chunk', 'never'], ['answers', 'created'], 'mount', 'press', 'unmount'], then: { outcomes: ['closed'], opened: [] } },
    { name: 'no dialog, and the time ends: starting again is on the button', when: [['chunk', false], ['answers', 'created', { created: { code: 'second' } }], ['tells', { status: 'failed', failureCode: '40000' }], 'mount', 'press', ['advance', 3000], ['choose', 'retry']], then: { creates: 2, keys: 1, link: SECOND } },
    { name: 'no dialog, and the code is superseded: starting again is on the button', when: [['chunk', false], ['answers', 'created', { created: { code: 'second' } }], ['tells', { refused: 410, body: { code: 'superseded' } }], 'mount', 'press', ['advance', 3000], ['choose', 'retry']], then: { creates: 2, link: SECOND } },
    { name: 'no dialog, past the deadline: nothing invites the payer to pay', when: [['chunk', false], ['answers', IN_TEN_SECONDS], ['tells', 'unpaid'], 'mount', 'press', ['advance', 20_000]], then: { state: 'overdue', says: en.overdue, link: undefined } },
    { name: 'no dialog, short at the deadline: the payer is not asked to send more', when: [['chunk', false], ['answers', IN_TEN_SECONDS], ['tells', PAID_LESS], 'mount', 'press', ['advance', 20_000]], then: { says: 'Please do not send any more', link: undefined } },
    { name: 'no dialog, failed with money received: whom to ask, and the reference', when: [['chunk', false], ['answers', { created: { traceId: 'trace-7' } }], ['tells', { status: 'failed', txid: 'abc' }], 'mount', 'press', ['advance', 3000]], then: { says: 'trace-7', shows: ['reference'], hides: ['retry', 'link'] } },
    { name: 'no dialog, no longer followed: says so, with reference and link', when: [['chunk', false], ['answers', { created: { traceId: 'trace-7' } }], ['tells', { refused: 404 }], 'mount', 'press', ['advance', 3000]], then: { says: en.not_followed, link: LINK, shows: ['reference'] } },
    { name: 'no dialog, and no way to follow: says where the result is to be seen', when: [['chunk', false], ['answers', { created: { statusUrl: undefined } }], 'mount', 'press'], then: { says: en.untracked, link: LINK } },
    { name: 'no dialog, and the payment fails: trying again is on the button', when: [['chunk', false], ['answers', 'created', { created: { code: 'second' } }], ['tells', 'failed'], 'mount', 'press', ['advance', 3000], ['choose', 'retry']], then: { creates: 2, link: SECOND } },
    { name: 'no dialog, and another price: it can be agreed to on the button', when: [['chunk', false], ['answers', DEARER], 'mount', 'press', ['choose', 'accept']], then: { creates: 1, link: LINK, opened: ['link because dialog_unavailable'] } },
    { name: 'no dialog, and another price: it can be declined on the button', when: [['chunk', false], ['answers', DEARER], 'mount', 'press', ['choose', 'decline']], then: { opened: [], hides: ['floor'], outcomes: ['closed'], label: 'Pay $10.00' } },
  ],
  'one intent, one payment': [
    { name: 'a double click is one payment', when: [['answers', 'created'], 'mount', ['presses', 2]], then: { creates: 1, opened: ['qr'], events: ['request', 'open'] } },
    { name: 'twenty clicks are one payment and one window', when: [['answers', 'created'], ['mount', { mode: 'tab' }], ['presses', 20]], then: { creates: 1, windows: [LINK] } },
    { name: 'the second click of a double click presses nothing in the dialog', when: [...OPENED, ['clicks', 'close'], ['clicks', 'link']], then: { dialog: true, creates: 1 } },
    { name: 'Enter held down presses nothing in the dialog', when: [...OPENED, ['holdsEnter', 'close']], then: { dialog: true, creates: 1 } },
    { name: 'Enter held down on "try again" posts nothing', when: [['answers', 'lost'], 'mount', 'press', ['holdsEnter', 'retry']], then: { creates: 1, state: 'error' } },
    { name: 'pressing again while the answer is awaited joins the first', when: [['answers', 'later'], 'mount', 'press', ['advance', 5000], 'press', 'arrives', ['tells', 'success'], ['advance', 3000]], then: { creates: 1, outcomes: ['success', 'success'] } },
    { name: 'a retry after a lost answer is the same payment', when: [['answers', 'lost', 'created'], ['mount', ITEM], 'press', ['choose', 'retry']], then: { creates: 2, keys: 1, opened: ['qr'], events: ['request', 'error', 'open'] } },
    { name: 'a retry after a timeout is the same payment', when: [['answers', 'never', 'created'], ['mount', ITEM], 'press', ['advance', 30_000], ['choose', 'retry']], then: { creates: 2, keys: 1, errors: ['timeout'], state: 'open' } },
    { name: 'a lost answer, a reload and another click are the same payment', when: [['answers', 'lost', 'created'], 'mount', 'press', 'reloads', 'press'], then: { creates: 2, keys: 1, state: 'open' } },
    { name: 'a lost answer, a reload and another click without ids are the same payment', when: [['answers', 'lost', 'created'], ['mount', ITEM], 'press', 'reloads', 'press'], then: { creates: 2, keys: 1, state: 'open' } },
    { name: 'a StrictMode double mount is one payment', when: [['answers', 'created'], 'mount', 'remounts', 'press'], then: { creates: 1, events: ['request', 'open'] } },
    { name: 'a StrictMode double mount of two elements without ids keeps their places', when: [['answers', 'lost', 'created'], ['mount', ITEM], 'press', 'remounts', 'press'], then: { creates: 2, keys: 1 } },
    { name: 'an element taken out and put back finds its payment', when: [['tells', 'unpaid'], ...OPENED, 'leavesAndReturns'], then: { creates: 1, state: 'unpaid', label: 'Continue payment' } },
    { name: 'an element replaced in mid-flight asks again under the same key', when: [['answers', 'never', 'created'], 'mount', 'press', 'remounts', 'press'], then: { creates: 2, keys: 1, aborted: 1, state: 'open' } },
    { name: 'an element moved with its dialog closed goes on', when: [...OPENED, ['choose', 'close'], 'moves', ['tells', 'success'], ['advance', 3000]], then: { creates: 1, state: 'success' } },
    { name: 'an element moved with its dialog open keeps it open, and modal', when: [...OPENED, 'moves'], then: { dialog: true, modal: true, creates: 1, shows: ['qr-code'], events: ['request', 'open'] } },
    { name: 'an element moved in mid-flight keeps its answer', when: [['answers', 'later'], 'mount', 'press', 'moves', 'arrives'], then: { creates: 1, aborted: 0, opened: ['qr'] } },
    { name: 'an attribute set again to the same value changes nothing in mid-flight', when: [['answers', 'later'], 'mount', 'press', ['set', { 'quote-amount': '10' }], 'arrives'], then: { creates: 1, aborted: 0, opened: ['qr'] } },
    { name: 'the same price in another spelling changes nothing in mid-flight', when: [['answers', 'later'], 'mount', 'press', ['set', { 'quote-amount': '10.00', 'quote-asset-id': 'usd' }], 'arrives'], then: { creates: 1, aborted: 0, opened: ['qr'] } },
    { name: 'two buttons for one order are one payment', when: [['answers', 'created'], 'mount', ['mount', {}, 'two'], 'press', ['choose', 'close'], ['press', 'two']], then: { creates: 1, states: ['open', 'open'] } },
    { name: 'two buttons for one order pressed at once share one key', when: [['answers', 'later', 'later'], 'mount', ['mount', {}, 'two'], 'press', ['press', 'two'], 'arrives', 'arrives'], then: { keys: 1 } },
    { name: 'two tabs for one order are one payment', when: [['tells', 'unpaid'], ...OPENED, 'inAnotherTab', ['mount', {}, 'two'], ['press', 'two']], then: { creates: 1, states: ['open', 'unpaid'] } },
    { name: 'two tabs for one order pressed at once share one key', when: [['answers', 'never', 'created'], 'mount', 'press', 'inAnotherTab', ['mount', {}, 'two'], ['press', 'two']], then: { creates: 2, keys: 1 } },
    { name: 'two equal buttons without ids are two payments', when: [['answers', 'created', { created: { code: 'second' } }], ['mount', ITEM], ['mount', ITEM, 'two'], 'press', ['choose', 'close'], ['press', 'two']], then: { creates: 2, keys: 2 } },
    { name: 'two people at one computer, two tabs without ids, are two payments', when: [['answers', 'created', { created: { code: 'second' } }], ['mount', ITEM], 'press', ['choose', 'close'], 'inAnotherTab', ['mount', ITEM, 'two'], ['press', 'two']], then: { creates: 2, keys: 2 } },
    { name: 'another order in mid-flight drops the old answer, and is another payment', when: [['answers', 'later', { created: { code: 'second' } }], 'mount', 'press', ['set', { 'order-id': 'T-2002' }], 'arrives', 'press'], then: { keys: 2, aborted: 1, opened: ['qr'], link: SECOND } },
    { name: 'another price in mid-flight drops the old answer, and is another payment', when: [['answers', 'later', { created: { code: 'second' } }], ['mount', ITEM], 'press', ['set', { 'quote-amount': '12' }], 'arrives', 'press'], then: { keys: 2, aborted: 1, opened: ['qr'], link: SECOND } },
    { name: 'another price of the same order in mid-flight drops the old answer, and is another key', when: [['answers', 'later', { created: { code: 'second', quoteAmount: '12', quoteAssetId: 'usd' } }], 'mount', 'press', ['set', { 'quote-amount': '12' }], 'arrives', 'press'], then: { keys: 2, aborted: 1, opened: ['qr'], link: SECOND } },
    { name: 'another price of an order whose code is at hand does not open the old code', when: [['cancels', 'mixpay-open'], ['answers', 'created', { created: { code: 'second' } }], 'mount', 'press', ['set', { 'quote-amount': '12' }], 'press'], then: { creates: 2, keys: 2, link: SECOND } },
    { name: 'an order changed in mid-flight ends the waiting of whoever paid the old one', when: [['answers', 'later'], ['mount', { mode: 'tab' }], 'press', ['set', { 'order-id': 'T-2002' }]], then: { outcomes: ['canceled'], windows: ['closed'], errors: [] } },
    { name: 'a price changed while the code is requested: says so, and asks to try again', when: [['answers', 'later', { created: { code: 'second', quoteAmount: '12', quoteAssetId: 'usd' } }], 'mount', 'press', ['set', { 'quote-amount': '12' }], 'arrives'], then: { state: 'error', status: en.aborted, errors: ['aborted'], dialog: true, shows: ['retry'], hides: ['qr', 'link'], opened: [] } },
    { name: 'a price changed while the code is requested, tried again: the new price', when: [['answers', 'later', { created: { code: 'second', quoteAmount: '12', quoteAssetId: 'usd' } }], 'mount', 'press', ['set', { 'quote-amount': '12' }], 'arrives', ['choose', 'retry']], then: { keys: 2, link: SECOND, amount: '$12.00', opened: ['qr'] } },
    { name: 'a price changed while the code is requested, without ids: says so', when: [['answers', 'later'], ['mount', ITEM], 'press', ['set', { 'quote-amount': '12' }], 'arrives'], then: { state: 'error', status: en.aborted, errors: ['aborted'], dialog: true, shows: ['retry'] } },
    { name: 'a price changed while the code is requested for a window: the window is closed, and the dialog says so', when: [['answers', 'later'], ['mount', { mode: 'tab' }], 'press', ['set', { 'quote-amount': '12' }], 'arrives'], then: { windows: ['closed'], status: en.aborted, dialog: true, outcomes: ['aborted'] } },
    { name: 'a price changed between the code and its dialog: the old code is not opened', when: [['chunk', 'never'], ['answers', 'created'], 'mount', 'press', ['set', { 'quote-amount': '12' }], ['advance', 5000]], then: { opened: [], says: en.aborted, link: undefined } },
    { name: 'a changed remark in mid-flight changes nothing', when: [['answers', 'later'], 'mount', 'press', ['set', { remark: 'gift' }], 'arrives'], then: { creates: 1, aborted: 0, opened: ['qr'] } },
    { name: 'a changed locale in mid-flight changes nothing', when: [['answers', 'later'], 'mount', 'press', ['set', { locale: 'de' }], 'arrives'], then: { creates: 1, aborted: 0, opened: ['qr'] } },
    { name: 'a changed return address in mid-flight changes nothing', when: [['answers', 'later'], 'mount', 'press', ['set', { 'return-to': '/thanks', 'failed-return-to': '/oh' }], 'arrives'], then: { creates: 1, aborted: 0, opened: ['qr'] } },
    { name: 'a changed remark after a lost answer is the same payment', when: [['answers', 'lost', 'created'], ['mount', ITEM], 'press', ['set', { remark: 'gift' }], ['choose', 'retry']], then: { creates: 2, keys: 1 } },
    { name: 'an item changed after opening: the code once opened is followed to its end', when: [['answers', 'created'], ['mount', ITEM], 'press', ['set', { item: 'mug' }], ['tells', 'success'], ['advance', 3000]], then: { creates: 1, state: 'success' } },
    { name: 'an order changed after opening is another purchase, and the first is found again', when: [['tells', 'unpaid'], ...OPENED, ['set', { 'order-id': 'T-2002' }], ['set', { 'order-id': 'T-1001' }]], then: { creates: 1, state: 'unpaid' } },
    { name: 'what the shop made of the order is posted again by a retry, unasked', when: [['amends', { orderId: 'made-by-shop' }], ['answers', 'lost', 'created'], ['mount', ITEM], 'press', ['choose', 'retry']], then: { keys: 1, events: ['request', 'error', 'open'], sent: { item: 't-shirt-xl', orderId: 'made-by-shop', quoteAmount: '10', quoteAssetId: 'usd' } } },
    { name: 'a paid order is not paid again by pressing', when: [...OPENED, ['tells', 'success'], ['advance', 3000], ['choose', 'done'], 'press'], then: { creates: 1, label: 'Paid', dialog: true, hides: ['link', 'qr'] } },
    { name: 'a payment seen by the network is not opened again by pressing', when: [...OPENED, ['tells', { status: 'confirming', txid: 'abc' }], ['advance', 3000], ['choose', 'close'], 'press'], then: { opened: ['qr'], dialog: true, hides: ['link', 'qr'] } },
  ],
  'nothing the payer did is lost': [
    ...found,
    { name: 'a reload while the answer is awaited: the next click is the same payment', when: [['answers', 'never', 'created'], 'mount', 'press', 'reloads', 'press'], then: { creates: 2, keys: 1, state: 'open' } },
    { name: 'a reload after paying asks the server, and says paid once', when: [['tells', 'success'], ...OPENED, ['advance', 3000], 'reloads'], then: { state: 'success', events: ['request', 'open', 'success', 'success'] } },
    { name: 'a reload after failing asks the server, and offers to try again', when: [['tells', 'failed'], ...OPENED, ['advance', 3000], 'reloads', 'press'], then: { state: 'failed', creates: 1, shows: ['retry'] } },
    { name: 'a tab closed and reopened finds a named order', when: [['tells', 'confirming'], ...OPENED, 'reopens'], then: { state: 'confirming', creates: 1, label: 'Continue payment' } },
    { name: 'a tab closed and reopened begins anew where the page gives no name', when: [['answers', 'created'], ['mount', ITEM], 'press', 'reopens'], then: { state: 'idle', label: 'Pay $10.00' } },
    { name: 'returning from the checkout in the same tab finds it paid, and leaves no more', when: [['answers', 'created'], ['tells', 'success'], ['mount', { mode: 'redirect' }], 'press', 'reloads'], then: { state: 'success', left: 1, label: 'Paid', dialog: false } },
    { name: 'Back to a page that was kept asks at once', when: [...OPENED, ['tells', 'success'], ['looks', 'pageshow']], then: { state: 'success', reads: 1 } },
    { name: 'Back to a page kept in mid-redirect does not leave the button spinning', when: [['answers', 'created'], ['tells', 'unpaid'], ['mount', { mode: 'redirect' }], 'press', ['looks', 'pageshow']], then: { state: 'unpaid', label: 'Continue payment' } },
    { name: 'a phone that slept through the payment asks at once when woken', when: [...OPENED, 'hides', ['tells', 'success'], ['advance', 120_000], 'looks'], then: { state: 'success', reads: 1 } },
    { name: 'a dialog closed while confirming goes on to paid', when: [['tells', 'confirming', 'success'], ...OPENED, ['advance', 2500], ['choose', 'close'], ['advance', 5000]], then: { state: 'success', label: 'Paid', dialog: false, outcomes: ['closed'] } },
    { name: 'a dialog left by Escape goes on, too', when: [['tells', 'success'], ...OPENED, 'escapes', ['advance', 3000]], then: { state: 'success', outcomes: ['closed'], events: ['request', 'open', 'close', 'success'] } },
    { name: 'a second tab that opened the order makes this one continue it', when: ['mount', 'inAnotherTab', ['mount', {}, 'two'], ['tells', 'unpaid'], ['answers', 'created'], ['press', 'two'], 'storageChanges'], then: { states: ['unpaid', 'unpaid'], creates: 1, label: 'Continue payment' } },
    { name: 'a second tab that paid makes this one ask at once', when: [['tells', 'success'], ...OPENED, 'storageChanges'], then: { state: 'success', reads: 1 } },
    { name: 'storage emptied by the payer in mid-payment: this page still follows it', when: [...OPENED, ['storageChanges', true], ['tells', 'success'], ['advance', 3000]], then: { state: 'success', creates: 1 } },
    { name: 'storage refused: works, with less memory', when: [['storage', 'refused'], ...OPENED, ['tells', 'success'], ['advance', 3000]], then: { state: 'success', creates: 1 } },
    { name: 'storage refused: two buttons for one order still share one payment', when: [['storage', 'refused'], ['tells', 'unpaid'], 'mount', ['mount', {}, 'two'], ['answers', 'created'], 'press', ['choose', 'close'], ['press', 'two']], then: { creates: 1 } },
    { name: 'storage refused: a retry after a lost answer is the same payment', when: [['storage', 'refused'], ['answers', 'lost', 'created'], ['mount', ITEM], 'press', ['choose', 'retry']], then: { keys: 1, state: 'open' } },
    { name: 'storage full: works, with less memory', when: [['storage', 'full'], ...OPENED, ['tells', 'success'], ['advance', 3000]], then: { state: 'success', creates: 1 } },
    { name: 'no storage at all: works, with less memory', when: [['storage', 'missing'], ...OPENED, ['tells', 'success'], ['advance', 3000]], then: { state: 'success', creates: 1 } },
    { name: 'a paid button stays paid until reset', when: [['tells', 'success'], ...OPENED, ['advance', 100_000], ['set', { remark: 'x' }]], then: { state: 'success', label: 'Paid' } },
    { name: 'reset after paying makes another payment without ids', when: [['tells', 'success'], ['answers', 'created', { created: { code: 'second' } }], ['mount', ITEM], 'press', ['advance', 3000], 'reset', 'press'], then: { creates: 2, keys: 2, link: SECOND } },
    { name: 'reset in mid-flight drops the answer', when: [['answers', 'later'], ['mount', { mode: 'tab' }], 'press', 'reset', 'arrives'], then: { state: 'idle', aborted: 1, windows: ['closed'], opened: [], outcomes: ['canceled'] } },
    { name: 'a mistake in another attribute does not hide a payment after a reload', when: [['tells', 'unpaid'], ...OPENED, ['set', { remark: 'x'.repeat(51) }], 'reloadsAsItIs'], then: { state: 'unpaid', label: 'Continue payment', errors: [] } },
    { name: 'a payment found beside a mistake in another attribute is continued by pressing', when: [['tells', 'unpaid'], ...OPENED, ['set', { remark: 'x'.repeat(51) }], 'reloadsAsItIs', 'press'], then: { link: LINK, creates: 1, errors: [] } },
    { name: 'with a checkout base that may not be opened a payment is found, followed and not opened', when: [['tells', 'unpaid'], ...OPENED, ['set', { 'checkout-base': 'http://evil.example/code/' }], 'reloadsAsItIs', 'press'], then: { state: 'unpaid', link: undefined, creates: 1, opened: ['qr'] } },
    { name: 'an hour fast, the device’s clock takes no time from the payer', when: [['setsClock', 3_600_000], ['tells', 'unpaid'], ['answers', { created: { expiresAt: '2026-11-21T12:10:00Z' } }], 'mount', 'press', ['advance', 3000]], then: { state: 'unpaid', says: 'Time left to pay: 9:57', link: LINK } },
    { name: 'set an hour on while the dialog is open, the clock ends nothing before the server says so', when: [['tells', 'unpaid', 'never'], ['answers', { created: { expiresAt: '2026-11-21T12:10:00Z' } }], 'mount', 'press', ['advance', 3000], ['setsClock', 3_600_000], ['looks', 'focus']], then: { state: 'unpaid', saysNot: en.overdue } },
    { name: 'set an hour back with the dialog open: Close works', when: [...OPENED, ['advance', 1000], ['setsClock', -3_600_000], ['choose', 'close']], then: { dialog: false } },
    { name: 'set an hour back with the dialog open: Copy works', when: [...OPENED, ['advance', 1000], ['setsClock', -3_600_000], ['choose', 'copy']], then: { says: en.copied } },
    { name: 'set an hour back while waiting to try again: no wait is longer than what was ordered', when: [['answers', { refused: 429, headers: { 'Retry-After': '20' } }], 'mount', 'press', ['setsClock', -3_600_000], ['advance', 2000]], then: { says: 'Try again in 18 s' } },
    { name: 'set an hour back: the time left is the server’s again at the next second', when: [['tells', 'unpaid'], ['answers', { created: { expiresAt: '2026-11-21T12:10:00Z' } }], 'mount', 'press', ['advance', 3000], ['setsClock', -3_600_000], ['advance', 2000]], then: { says: 'Time left to pay: 9:55', link: LINK } },
    { name: 'a laptop that slept past the deadline with the dialog open shows no code when woken', when: [['tells', 'unpaid'], ['answers', { created: { expiresAt: '2026-11-21T12:10:00Z' } }], 'mount', 'press', ['advance', 3000], ['sleeps', 3_600_000], ['advance', 1000]], then: { state: 'overdue', status: en.overdue, hides: ['qr', 'link', 'countdown'] } },
    { name: 'a laptop that slept past the deadline of a payment nobody can follow shows no code when woken', when: [['answers', { created: { statusUrl: undefined, expiresAt: '2026-11-21T12:10:00Z' } }], 'mount', 'press', ['advance', 3000], ['sleeps', 3_600_000], ['advance', 1000]], then: { state: 'overdue', hides: ['qr', 'link'] } },
    { name: 'a laptop that slept past the deadline, dialog closed: a press shows no code', when: [['answers', { created: { statusUrl: undefined, expiresAt: '2026-11-21T12:10:00Z' } }], 'mount', 'press', ['choose', 'close'], ['sleeps', 3_600_000], ['looks', 'focus'], 'press'], then: { state: 'overdue', dialog: true, hides: ['qr', 'link'] } },
    { name: 'a translator of pages that wraps every text: label and status go on', when: [['tells', 'unpaid', 'success'], ...OPENED, 'translates', ['advance', 8000]], then: { state: 'success', label: 'Paid', status: en.success } },
    { name: 'a translator of pages that wraps every text: the countdown goes on', when: [['tells', 'unpaid'], ['answers', { created: { expiresAt: '2026-11-21T12:10:00Z' } }], 'mount', 'press', 'translates', ['advance', 5000]], then: { says: 'Time left to pay: 9:55', saysNot: 'Time left to pay: 10:00' } },
    { name: 'a translator of pages that wraps every text: Copied, and try again in, go on', when: [['answers', 'created'], 'mount', 'press', 'translates', ['choose', 'copy']], then: { says: en.copied, saysNot: en.copyLink } },
    { name: 'a translator of pages that wraps every text: the wait counts down', when: [['answers', { refused: 429, headers: { 'Retry-After': '20' } }], 'mount', 'press', 'translates', ['advance', 5000]], then: { says: 'Try again in 15 s', saysNot: 'Try again in 20 s' } },
    { name: 'a translator of pages that wraps every text: what stands below the button goes on', when: [['chunk', false], ['tells', 'unpaid', 'success'], ['answers', 'created'], 'mount', 'press', 'translates', ['advance', 8000]], then: { says: en.success, saysNot: en.unpaid } },
    { name: 'a translator of pages that wraps every text: a remainder is told', when: [['tells', 'unpaid', PAID_LESS], ...OPENED, ['advance', 2500], 'translates', ['advance', 8000]], then: { says: 'Pay the remaining 0.00005 BTC', saysNot: en.openMixPay } },
    { name: 'no status for twenty seconds: says that nothing can be seen and not to pay twice, and the code steps back', when: [['tells', 'lost'], ...OPENED, ['advance', 23_000]], then: { state: 'open', status: en.unseen, shows: ['show-qr', 'link'], hides: ['qr-code'], errors: [] } },
    { name: 'no status for twenty seconds: the code is one press away', when: [['tells', { refused: 500 }], ...OPENED, ['advance', 23_000], ['choose', 'show-qr']], then: { status: en.unseen, shows: ['qr-code'], hides: ['show-qr'] } },
    { name: 'no status for ten seconds: nothing is said yet', when: [['tells', 'lost'], ...OPENED, ['advance', 10_000]], then: { status: en.unpaid, shows: ['qr-code'] } },
    { name: 'a status after a silence: the code is there again', when: [['tells', 'lost', 'lost', 'lost', 'lost', 'lost', 'lost', 'unpaid'], ...OPENED, ['advance', 60_000]], then: { status: en.unpaid, shows: ['qr-code'], hides: ['show-qr'] } },
    { name: 'paid during a silence is paid', when: [['tells', 'unpaid'], ...OPENED, ['advance', 3000], 'goesOffline', ['tells', 'lost'], ['advance', 60_000], 'goesOnline', ['tells', 'success'], ['advance', 16_000]], then: { state: 'success', status: en.success } },
    { name: 'a silence while the network confirms says nothing new', when: [['tells', { status: 'confirming', txid: 'abc' }, 'lost'], ...OPENED, ['advance', 60_000]], then: { status: en.confirming } },
    { name: 'a page that nobody looked at was not silent', when: [['tells', 'lost'], ...OPENED, ['advance', 5000], 'hides', ['advance', 60_000], ['tells', 'later'], 'looks'], then: { status: en.unpaid, shows: ['qr-code'] } },
    { name: 'no status for twenty seconds, and no dialog: the button itself says it', when: [['chunk', false], ['tells', 'lost'], ['answers', 'created'], 'mount', 'press', ['advance', 23_000]], then: { says: en.unseen, link: LINK } },
    { name: 'no status for twenty seconds on a phone: a press says it, and does not leave', when: [['tells', 'lost'], ['answers', 'created'], ['mount', { mode: 'redirect' }], 'press', ['advance', 23_000], 'press'], then: { left: 1, status: en.unseen, link: LINK } },
    ...readFirst,
    { name: 'a code kept from before a reload is asked about before it is shown', when: [...OPENED, ['tells', 'later'], 'reloads', 'press'], then: { creates: 1, opened: ['qr'], dialog: true, hides: ['qr', 'link'] } },
    { name: 'a code kept from before a reload, alive: it is shown', when: [...OPENED, ['tells', 'later'], 'reloads', 'press', ['arrives', { status: 'unpaid' }]], then: { creates: 1, opened: ['qr', 'qr'], link: LINK, shows: ['qr-code'] } },
    { name: 'a code kept from before a reload, dead: it is never a QR code', when: [...OPENED, ['tells', 'later'], 'reloads', 'press', ['arrives', { status: 'failed', failureCode: '40000' }]], then: { state: 'failed', opened: ['qr'], shows: ['retry'], hides: ['qr', 'link'], events: ['request', 'open', 'failed'] } },
    { name: 'a code kept from before a reload, superseded: told, and asked for anew by one press', when: [['answers', 'created', { created: { code: 'second' } }], 'mount', 'press', ['tells', 'later'], 'reloads', 'press', ['arrives', { refused: 410, body: { code: 'superseded' } }], ['choose', 'retry']], then: { creates: 2, keys: 1, errors: ['superseded'], link: SECOND } },
    { name: 'a code kept from before a reload, paid: it says paid', when: [...OPENED, ['tells', 'later'], 'reloads', 'press', ['arrives', { status: 'success' }]], then: { state: 'success', opened: ['qr'], status: en.success } },
    { name: 'a code kept from before a reload, past its deadline: it is never a QR code', when: [['answers', IN_TEN_SECONDS], 'mount', 'press', ['tells', 'later'], 'reloads', ['sleeps', 60_000], 'press', ['arrives', { status: 'unpaid' }]], then: { state: 'overdue', opened: ['qr'], hides: ['qr', 'link'] } },
    { name: 'a code kept from before a reload on a phone, dead: the tap does not leave', when: [['answers', 'created'], ['mount', { mode: 'redirect' }], 'press', ['tells', 'later'], 'reloads', 'press', ['arrives', { status: 'failed' }]], then: { left: 1, state: 'failed', dialog: true, shows: ['retry'] } },
    { name: 'a code kept from before a reload, dead: the window of the click is closed', when: [['answers', 'created'], ['mount', { mode: 'tab' }], 'press', ['tells', 'later'], 'reloads', 'press', ['arrives', { status: 'failed' }]], then: { windows: [LINK, 'closed'], state: 'failed', dialog: true } },
    { name: 'a code kept from before a reload, and nobody says how it stands: after five seconds that is told', when: [...OPENED, ['tells', 'never'], 'reloads', 'press', ['advance', 5000]], then: { status: en.unseen, opened: ['qr'], shows: ['show-qr', 'link'], hides: ['qr-code'] } },
    { name: 'a code kept from before a reload, and the endpoint is down: that is told at once', when: [...OPENED, ['tells', 'lost'], 'reloads', 'press'], then: { status: en.unseen, opened: ['qr'], hides: ['qr-code'] } },
    { name: 'a code kept but never opened is asked about, too', when: [['cancels', 'mixpay-open'], ['answers', 'created'], 'mount', 'press', ['tells', { status: 'failed', failureCode: '40000' }], 'reloads', 'press'], then: { state: 'failed', opened: ['qr'], shows: ['retry'], hides: ['qr', 'link'] } },
    { name: 'a code of a moment ago is not asked about again', when: [['tells', 'unpaid'], ...OPENED, ['advance', 3000], ['choose', 'close'], 'press'], then: { reads: 1, shows: ['qr-code'] } },
    { name: 'a button taken out while its code is asked about leaves nothing waiting', when: [...OPENED, ['tells', 'never'], 'reloads', 'press', 'unmount'], then: { opened: ['qr'] } },
    { name: 'storage full, and the page loaded again: another payment for an item is preceded by a question', when: [['storage', 'full'], ['answers', 'created', { created: { code: 'second' } }], ['mount', ITEM], 'press', ['arrivedBy', 'reload'], 'reloads', 'press'], then: { creates: 1, status: en.unremembered, shows: ['retry'] } },
    { name: 'storage full, and the question answered with yes: another payment', when: [['storage', 'full'], ['answers', 'created', { created: { code: 'second' } }], ['mount', ITEM], 'press', ['arrivedBy', 'reload'], 'reloads', 'press', ['choose', 'retry']], then: { creates: 2, keys: 2, link: SECOND } },
    { name: 'storage full, and the page left by Back: another payment for an item is preceded by a question', when: [['storage', 'full'], ['answers', 'created'], ['mount', ITEM], 'press', ['arrivedBy', 'back_forward'], 'reloads', 'press'], then: { creates: 1, status: en.unremembered } },
    { name: 'storage full, at the first visit: no question', when: [['storage', 'full'], ['answers', 'created'], ['mount', ITEM], 'press'], then: { creates: 1, opened: ['qr'] } },
    { name: 'storage full, but the order has a name: no question', when: [['storage', 'full'], ['arrivedBy', 'reload'], ...OPENED], then: { creates: 1, opened: ['qr'] } },
    { name: 'a page loaded again whose storage works: no question', when: [['arrivedBy', 'reload'], ['answers', 'created'], ['mount', ITEM], 'press'], then: { creates: 1, opened: ['qr'] } },
    { name: 'a record of yesterday is forgotten', when: [...OPENED, ['tampers', { createdAt: 1_795_176_000_000 }], 'reloads'], then: { state: 'idle' } },
  ],
  'price honesty': [
    { name: 'another price opens nothing until it is agreed to', when: [['answers', DEARER], 'mount', 'press'], then: { opened: [], link: undefined, amount: '$12.00', shows: ['accept'], hides: ['qr'], errors: ['price_changed'] } },
    { name: 'a price agreed to opens the code that came with it', when: [['answers', DEARER], 'mount', 'press', ['choose', 'accept']], then: { creates: 1, opened: ['qr'], link: LINK } },
    { name: 'a price of 409 agreed to is posted under the same key', when: [['answers', NOW_DEARER, DEARER], 'mount', 'press', ['choose', 'accept']], then: { creates: 2, keys: 1, opened: ['qr'], sent: { orderId: 'T-1001', quoteAmount: '12', quoteAssetId: 'usd' } } },
    { name: 'a price agreed to that changes again asks again', when: [['answers', NOW_DEARER, DEARER_STILL], 'mount', 'press', ['choose', 'accept']], then: { opened: [], amount: '$15.00', shows: ['accept'] } },
    { name: 'a price agreed to, changed again and agreed to again opens', when: [['answers', NOW_DEARER, DEARER_STILL, { created: { quoteAmount: '15', quoteAssetId: 'usd' } }], 'mount', 'press', ['choose', 'accept'], ['choose', 'accept']], then: { keys: 1, opened: ['qr'], amount: '$15.00' } },
    { name: 'an answer dearer than what was agreed to opens nothing', when: [['answers', NOW_DEARER, { created: { quoteAmount: '13', quoteAssetId: 'usd' } }], 'mount', 'press', ['choose', 'accept']], then: { opened: [], amount: '$13.00', shows: ['accept'] } },
    { name: 'a price changed back after it was agreed to asks again', when: [['answers', NOW_DEARER, { created: { quoteAmount: '10', quoteAssetId: 'usd' } }], 'mount', 'press', ['choose', 'accept']], then: { opened: [], amount: '$10.00', shows: ['accept'] } },
    { name: 'a price question left with Escape and pressed again asks again', when: [['answers', DEARER], 'mount', 'press', 'escapes', 'press'], then: { creates: 1, opened: [], shows: ['accept'], hides: ['qr'] } },
    { name: 'a price question survives a reload', when: [['answers', DEARER], 'mount', 'press', 'reloads', 'press'], then: { creates: 1, opened: [], shows: ['accept'] } },
    { name: 'the same price in another spelling is the same price', when: [['answers', { created: { quoteAmount: '10.00000000', quoteAssetId: 'USD' } }], 'mount', 'press'], then: { opened: ['qr'], errors: [] } },
    { name: 'the same number of another coin is another price', when: [['answers', { created: { quoteAmount: '10', quoteAssetId: 'eur' } }], 'mount', 'press'], then: { opened: [], amount: '€10.00', shows: ['accept'] } },
    { name: 'a cheaper price is another price, too', when: [['answers', { created: { quoteAmount: '9.99', quoteAssetId: 'usd' } }], 'mount', 'press'], then: { opened: [], amount: '$9.99', shows: ['accept'] } },
    { name: 'a difference in the twentieth digit is another price', when: [['answers', { created: { quoteAmount: '10.00000000000000000001', quoteAssetId: 'usd' } }], 'mount', 'press'], then: { opened: [], shows: ['accept'] } },
    { name: 'a button that shows no price accepts any, and the dialog shows it', when: [['answers', DEARER], ['mount', { ...ITEM, 'quote-amount': '', 'quote-asset-id': '' }], 'press'], then: { opened: ['qr'], amount: '$12.00' } },
    { name: 'a price the shop’s script put in is the one that is held to', when: [['amends', { quoteAmount: '11' }], ['answers', DEARER], ['mount', { ...ITEM, 'quote-amount': '', 'quote-asset-id': 'usd' }], 'press'], then: { opened: [], shows: ['accept'] } },
    { name: 'a price changed on the page while its dialog is open: says so at once, and asks', when: [...OPENED, ['set', { 'quote-amount': '12' }]], then: { dialog: true, state: 'open', amount: '$12.00', status: en.priceChanged.replace('{amount}', '$12.00'), says: en.priceWas.replace('{amount}', '$10.00'), shows: ['accept'], hides: ['qr', 'link'], creates: 1, opened: ['qr'], errors: [] } },
    { name: 'a price changed on the page, agreed to: another payment at that price', when: [['answers', 'created', TWELVE], 'mount', 'press', ['set', { 'quote-amount': '12' }], ['choose', 'accept']], then: { creates: 2, keys: 2, opened: ['qr', 'qr'], link: SECOND, amount: '$12.00', hides: ['accept'] } },
    { name: 'a price changed on the page without ids: says so at once, and another payment once agreed to', when: [['answers', 'created', TWELVE], ['mount', ITEM], 'press', ['set', { 'quote-amount': '12' }], ['choose', 'accept']], then: { creates: 2, keys: 2, opened: ['qr', 'qr'], link: SECOND } },
    { name: 'a price changed on the page, agreed to, but not the shop’s: asks again', when: [['answers', 'created', DEARER_STILL], 'mount', 'press', ['set', { 'quote-amount': '12' }], ['choose', 'accept']], then: { creates: 2, opened: ['qr'], amount: '$15.00', shows: ['accept'], hides: ['qr', 'link'] } },
    ...([ORDERED, ITEM] as const).map((order): PageFault => ({
      name: `a price changed on the page and back ${order === ITEM ? 'without ids ' : ''}asks nothing, and the code is there again`,
      when: [['answers', 'created'], ['mount', order], 'press', ['set', { 'quote-amount': '12' }], ['set', { 'quote-amount': '10' }]],
      then: { dialog: true, amount: '$10.00', status: en.unpaid, link: LINK, hides: ['accept'], creates: 1 },
    })),
    { name: 'a price changed on the page and spelled another way asks nothing', when: [...OPENED, ['set', { 'quote-amount': '10.00' }]], then: { dialog: true, link: LINK, hides: ['accept'] } },
    { name: 'a price changed on the page that is no price asks nothing', when: [...OPENED, ['set', { 'quote-amount': 'ten' }]], then: { dialog: true, link: LINK, hides: ['accept'] } },
    { name: 'a price changed on the page, and the question left with Escape: the next press asks', when: [...OPENED, ['set', { 'quote-amount': '12' }], 'escapes', 'press'], then: { dialog: true, creates: 1, shows: ['accept'], hides: ['qr', 'link'] } },
    { name: 'a price changed on the page, still unpaid: asks on', when: [['tells', 'unpaid'], ...OPENED, ['set', { 'quote-amount': '12' }], ['advance', 30_000]], then: { state: 'unpaid', shows: ['accept'], hides: ['qr', 'link'] } },
    { name: 'a price changed on the page, but the payer has paid: their payment goes on', when: [['tells', { status: 'confirming', txid: 'abc' }], ...OPENED, ['set', { 'quote-amount': '12' }], ['advance', 3000]], then: { state: 'confirming', status: en.confirming, amount: '$10.00', hides: ['accept'] } },
    { name: 'a price changed on the page after money was seen: nothing is asked', when: [['tells', { status: 'confirming', txid: 'abc' }], ...OPENED, ['advance', 3000], ['set', { 'quote-amount': '12' }]], then: { status: en.confirming, amount: '$10.00', hides: ['accept'] } },
    { name: 'a price changed on the page while nobody can see whether it is paid: nothing is asked', when: [['tells', 'lost'], ...OPENED, ['advance', 23_000], ['set', { 'quote-amount': '12' }]], then: { status: en.unseen, hides: ['accept'] } },
    { name: 'a price and the item changed on the page: the code once opened is followed to its end', when: [['tells', 'unpaid'], ['answers', 'created'], ['mount', ITEM], 'press', ['set', { item: 'mug', 'quote-amount': '12' }]], then: { link: LINK, amount: '$10.00', hides: ['accept'] } },
    { name: '409 price_changed without a price says so, and offers nothing to agree to', when: [['answers', { refused: 409, body: { code: 'price_changed' } }], 'mount', 'press'], then: { opened: [], outcomes: ['price_changed'], status: en.price_changed, hides: ['accept', 'qr'] } },
    ...late,
    { name: 'the deadline passing unpaid asks on, and asks the payer not to pay', when: [['tells', 'unpaid'], ['answers', IN_TEN_SECONDS], 'mount', 'press', ['advance', 20_000]], then: { state: 'overdue', status: en.overdue, hides: ['qr', 'link', 'countdown'] } },
    { name: 'a payment found after the deadline is still paid', when: [['tells', 'unpaid', 'unpaid', 'unpaid', 'unpaid', 'unpaid', 'confirming', 'success'], ['answers', IN_TEN_SECONDS], 'mount', 'press', ['advance', 120_000]], then: { state: 'success' } },
    { name: 'short at the deadline: the payer is not asked to send more', when: [['tells', PAID_LESS], ['answers', IN_TEN_SECONDS], 'mount', 'press', ['advance', 20_000]], then: { state: 'paid_less', says: 'Please do not send any more', hides: ['qr', 'link'] } },
    { name: 'short before the deadline: the remainder is asked for on the same link', when: [['tells', PAID_LESS], ...OPENED, ['advance', 3000]], then: { says: 'Still to pay: 0.00005 BTC', link: LINK, shows: ['qr-code'] } },
    ...failures,
    ...failuresWithMoney,
    { name: 'after failed, "try again" makes the next attempt', when: [['tells', 'failed'], ['answers', 'created', { created: { code: 'second' } }], 'mount', 'press', ['advance', 3000], ['choose', 'retry']], then: { creates: 2, keys: 1, link: SECOND, events: ['request', 'open', 'failed', 'open'] } },
    { name: 'after failed, the code that failed is not opened again', when: [['tells', 'failed'], ['answers', 'created', 'created'], 'mount', 'press', ['advance', 3000], ['choose', 'retry']], then: { opened: ['qr'], errors: ['code_failed'], link: undefined } },
    { name: 'failed with money received says whom to ask, and offers no other try', when: [['tells', { status: 'failed', failureCode: '40024', paymentAmount: '0.1', paymentSymbol: 'BTC' }], ...OPENED, ['advance', 3000]], then: { status: en.failedWithMoney, shows: ['reference'], hides: ['retry', 'link'] } },
    { name: 'failed with a transaction seen says whom to ask, too', when: [['tells', { status: 'failed', txid: 'abc' }], ...OPENED, ['advance', 3000]], then: { status: en.failedWithMoney, hides: ['retry', 'link'] } },
    { name: 'a code that was superseded is dropped, and the next try gets another', when: [['tells', { refused: 410, body: { code: 'superseded' } }], ['answers', 'created', { created: { code: 'second' } }], 'mount', 'press', ['advance', 3000], ['choose', 'retry']], then: { errors: ['superseded'], keys: 1, link: SECOND } },
    { name: 'a payment whose record the server lost is asked for anew, under the same key', when: [['tells', { refused: 410, body: { code: 'forgotten' } }], ['answers', 'created', { created: { code: 'second' } }], 'mount', 'press', ['advance', 3000], ['choose', 'retry']], then: { errors: ['forgotten'], keys: 1, link: SECOND } },
    { name: 'a payment whose record the server lost says that nobody should pay twice', when: [['tells', { refused: 410, body: { code: 'forgotten' } }], ...OPENED, ['advance', 3000]], then: { status: en.forgotten, shows: ['retry'], hides: ['link', 'qr'] } },
    { name: 'a payment that can no longer be followed says so, with reference and link', when: [['tells', { refused: 404 }], ...OPENED, ['advance', 3000]], then: { errors: ['not_followed'], says: en.not_followed, link: LINK, shows: ['reference'], reads: 1 } },
    { name: 'an order paid already is asked and shown as paid', when: [['answers', PAID_BEFORE], ['tells', 'success'], 'mount', 'press'], then: { state: 'success', opened: [], label: 'Paid', errors: [] } },
    { name: 'an order paid already, by an endpoint that says no more, is told and not tried again', when: [['answers', { refused: 409, body: { code: 'already_paid' } }], 'mount', 'press'], then: { status: en.already_paid, opened: [], hides: ['retry', 'link'] } },
    { name: 'paid too much is told', when: [['tells', { status: 'success', surplusAmount: '0.5', surplusStatus: 'pending', paymentSymbol: 'ETH' }], ...OPENED, ['advance', 3000]], then: { says: 'You paid 0.5 ETH too much' } },
  ],
  'offline and slow': [
    { name: 'offline before the click: nothing is sent, and the payer is told', when: ['goesOffline', 'mount', 'press'], then: { creates: 0, errors: ['offline'], status: en.offline, shows: ['retry'] } },
    { name: 'offline before the click, then online: trying again works', when: ['goesOffline', 'mount', 'press', 'goesOnline', ['answers', 'created'], ['choose', 'retry']], then: { creates: 1, opened: ['qr'] } },
    { name: 'offline during creation: said as such, and the retry is the same payment', when: [['answers', 'never', 'created'], ['mount', ITEM], 'press', 'goesOffline', ['advance', 30_000], 'goesOnline', ['choose', 'retry']], then: { keys: 1, state: 'open' } },
    { name: 'offline during tracking: silent, and asked at once when online', when: [['tells', 'unpaid'], ...OPENED, ['advance', 3000], 'goesOffline', ['advance', 90_000], ['tells', 'success'], 'goesOnline'], then: { state: 'success', errors: [] } },
    { name: 'on 2G an answer after nine seconds still opens in its window', when: [['answers', 'later'], ['mount', { mode: 'tab' }], 'press', ['advance', 9000], 'arrives'], then: { windows: [LINK], creates: 1 } },
    { name: 'on 2G an answer after 25 seconds opens in the dialog', when: [['answers', 'later'], 'mount', 'press', ['advance', 25_000], 'arrives'], then: { opened: ['qr'], creates: 1, errors: [] } },
    { name: 'an answer that comes after the timeout opens nothing', when: [['answers', 'later'], 'mount', 'press', ['advance', 30_000], 'arrives'], then: { opened: [], errors: ['timeout'], aborted: 1 } },
    { name: '429 with Retry-After in seconds counts down', when: [['answers', { refused: 429, headers: { 'Retry-After': '20' } }], 'mount', 'press'], then: { errors: ['rate_limited'], says: 'Try again in 20 s', creates: 1 } },
    { name: '429 with Retry-After as a date counts down', when: [['answers', { refused: 429, headers: { 'Retry-After': 'Sat, 21 Nov 2026 12:00:20 GMT' } }], 'mount', 'press', ['advance', 5000]], then: { says: 'Try again in 15 s' } },
    { name: '503 with Retry-After in seconds counts down', when: [['answers', { refused: 503, headers: { 'Retry-After': '7' } }], 'mount', 'press'], then: { errors: ['server_error'], says: 'Try again in 7 s' } },
    { name: '503 with Retry-After as a date counts down', when: [['answers', { refused: 503, headers: { 'Retry-After': 'Sat, 21 Nov 2026 12:01:00 GMT' } }], 'mount', 'press'], then: { says: 'Try again in 60 s' } },
    { name: 'Retry-After in a year is not believed longer than an hour', when: [['answers', { refused: 503, headers: { 'Retry-After': '31536000' } }], 'mount', 'press'], then: { says: 'Try again in 3,600 s' } },
    { name: 'Retry-After in the past, or nonsense, is no wait', when: [['answers', { refused: 503, headers: { 'Retry-After': 'Thu, 01 Jan 1970 00:00:00 GMT' } }, { refused: 503, headers: { 'Retry-After': 'soon' } }, 'created'], 'mount', 'press', ['choose', 'retry'], ['choose', 'retry']], then: { creates: 3, keys: 1, state: 'open' } },
    { name: 'a press before Retry-After has passed posts nothing', when: [['answers', { refused: 429, headers: { 'Retry-After': '20' } }], 'mount', 'press', 'escapes', 'press', ['choose', 'retry']], then: { creates: 1, dialog: true } },
    { name: 'a press after Retry-After has passed posts the same payment', when: [['answers', { refused: 429, headers: { 'Retry-After': '20' } }, 'created'], ['mount', ITEM], 'press', ['advance', 20_000], ['choose', 'retry']], then: { creates: 2, keys: 1, state: 'open' } },
    { name: '500, then fine', when: [['answers', { refused: 500 }, 'created'], 'mount', 'press', ['choose', 'retry']], then: { keys: 1, errors: ['server_error'], opened: ['qr'] } },
    { name: 'a failed create is never repeated by the element itself', when: [['answers', { refused: 503, headers: { 'Retry-After': '1' } }], 'mount', 'press', ['advance', 90_000], ['looks', 'focus'], 'goesOnline'], then: { creates: 1 } },
    { name: 'a redirected create is an error', when: [['answers', 'redirect'], 'mount', 'press'], then: { errors: ['redirected'], status: en.redirected, opened: [] } },
    { name: 'an HTML page for an answer is an error that can be tried again', when: [['answers', 'html', 'created'], 'mount', 'press', ['choose', 'retry']], then: { errors: ['bad_answer'], state: 'open' } },
    { name: 'an empty answer is an error that can be tried again', when: [['answers', 'empty', 'created'], 'mount', 'press', ['choose', 'retry']], then: { errors: ['bad_answer'], state: 'open' } },
    { name: 'a CORS refusal says what it probably is', when: [['answers', 'lost'], ['mount', { endpoint: 'https://pay.shop.example/api' }], 'press'], then: { errors: ['unreachable'], message: 'Access-Control-Allow-Origin', status: en.unreachable } },
    { name: 'an own endpoint that is down is not blamed on CORS', when: [['answers', 'lost'], 'mount', 'press'], then: { errors: ['unreachable'], message: 'connect-src' } },
    { name: 'MixPay too busy (1429) is told as such', when: [['answers', { json: { code: 1429, success: false, message: 'too many' } }], 'mount', 'press'], then: { errors: ['rate_limited'], status: `${en.rate_limited} ${en.nothingCharged}` } },
    { name: 'MixPay in maintenance (10008) is told as such', when: [['answers', { json: { code: 10_008, success: false, message: 'maintenance' } }], 'mount', 'press'], then: { errors: ['mixpay_error'], status: `${en.mixpay_error} ${en.nothingCharged}`, shows: ['retry'] } },
    { name: 'status reads that fail are asked again, silently', when: [['tells', 'lost', { refused: 500 }, { refused: 429 }, 'html', 'empty', { json: { status: 'paid' } }, 'success'], ...OPENED, ['advance', 120_000]], then: { state: 'success', errors: [], reads: 7 } },
    { name: 'a status read told to wait waits, even when woken', when: [['tells', { refused: 429, headers: { 'Retry-After': '60' } }, 'success'], ...OPENED, ['advance', 3000], ['looks', 'focus'], ['advance', 40_000], ['looks', 'pageshow'], ['advance', 5000]], then: { reads: 1, state: 'open' } },
    { name: 'a session that expires before the status is read (401): said after a silence, and followed again after signing in', when: [['tells', { refused: 401 }], ...OPENED, ['advance', 23_000], ['tells', 'success'], ['advance', 16_000]], then: { state: 'success', errors: [] } },
    { name: 'a session that expires before the status is read (403): nothing is said to have failed', when: [['tells', { refused: 403, body: { code: 'forbidden' } }], ...OPENED, ['advance', 23_000]], then: { state: 'open', status: en.unseen, errors: [] } },
    { name: 'a session over at the next click (401) is told, and tried again', when: [['answers', { refused: 401 }, 'created'], 'mount', 'press', ['choose', 'retry']], then: { errors: ['refused'], opened: ['qr'], keys: 1 } },
    { name: 'a status that never answers is given up after 15 seconds, and asked again', when: [['tells', 'never', 'success'], ...OPENED, ['advance', 30_000]], then: { reads: 2, state: 'success', errors: [] } },
    { name: 'a hidden tab asks nothing', when: [['tells', 'unpaid'], ...OPENED, 'hides', ['advance', 120_000]], then: { reads: 0, state: 'open' } },
    { name: 'a tab that is looked at again asks at once', when: [['tells', 'unpaid'], ...OPENED, 'hides', ['advance', 60_000], 'looks'], then: { reads: 1 } },
    { name: 'focus asks at once', when: [['tells', 'unpaid'], ...OPENED, ['looks', 'focus']], then: { reads: 1 } },
    { name: 'being online again asks at once', when: [['tells', 'unpaid'], ...OPENED, 'goesOnline'], then: { reads: 1 } },
    { name: 'an element taken out in mid-flight gives its request up', when: [['answers', 'never'], ['mount', { mode: 'tab' }], 'press', 'unmount'], then: { aborted: 1, windows: ['closed'], outcomes: ['closed'], errors: [] } },
    { name: 'an element taken out while following asks no more', when: [['tells', 'unpaid'], ...OPENED, 'unmount', ['advance', 90_000], ['looks', 'focus']], then: { reads: 0 } },
    { name: 'an element taken out with its dialog open ends the waiting', when: [...OPENED, 'unmount'], then: { outcomes: ['closed'] } },
    { name: 'an element taken out with its dialog open comes back with it closed', when: [['tells', 'unpaid'], ...OPENED, 'leavesAndReturns'], then: { dialog: false, label: 'Continue payment' } },
  ],
  'hostile answers and hostile pages': [
    ...refusedCodes,
    ...distrusted,
    { name: 'a stored "success" is asked again before anything is shown', when: [...OPENED, ['tampers', { payment: { status: 'success' } }], ['tells', 'unpaid'], 'reloads'], then: { state: 'unpaid', label: 'Continue payment', events: ['request', 'open'] } },
    { name: 'a stored price nobody named shows nothing false', when: [...OPENED, ['tampers', { quote: { quoteAmount: EVIL, quoteAssetId: EVIL } }], ['tells', 'unpaid'], 'reloads', 'press'], then: { creates: 1, opened: ['qr'], saysNot: EVIL } },
    { name: 'a stored agreement to another price than the code’s opens nothing', when: [['answers', DEARER], 'mount', 'press', ['tampers', { accepted: { quoteAmount: '1', quoteAssetId: 'usd' } }], 'reloads', 'press'], then: { opened: [], shows: ['accept'] } },
    { name: 'stored codes that failed may be nonsense', when: [...OPENED, ['tampers', { failedCodes: [1, null, EVIL] }], ['tells', 'unpaid'], 'reloads'], then: { state: 'unpaid' } },
    { name: 'a status URL on another origin is never asked, and the payment never "paid"', when: [['answers', { created: { statusUrl: 'https://evil.example/status' } }], 'mount', 'press', ['advance', 60_000]], then: { reads: 0, state: 'open', says: en.untracked } },
    { name: 'a status URL that is a script is never asked', when: [['answers', { created: { statusUrl: 'javascript:alert(1)' } }], 'mount', 'press', ['advance', 60_000]], then: { reads: 0, state: 'open' } },
    { name: 'a status nobody knows is never "paid"', when: [['tells', { status: 'Success' }, { status: 'paid' }, { json: { success: true } }, { json: { status: ['success'] } }], ...OPENED, ['advance', 60_000]], then: { state: 'open', label: 'Continue payment', saysNot: en.success } },
    { name: 'markup in a refusal is shown as text', when: [['answers', { refused: 422, body: { code: 'sold_out', title: EVIL } }], 'mount', 'press'], then: { says: EVIL, errors: ['refused'] } },
    { name: 'markup in a status is shown as text', when: [['tells', { status: 'confirming', txid: EVIL, quoteSymbol: '<b>' }], ...OPENED, ['advance', 3000]], then: { says: EVIL, state: 'confirming' } },
    { name: 'a block explorer that is a script is no link', when: [['tells', { status: 'confirming', txid: 'abc', blockExplorerUrl: 'javascript:alert(1)' }], ...OPENED, ['advance', 3000]], then: { shows: ['reference'], hides: ['explorer'] } },
    { name: 'amounts outside all reason are not computed with', when: [['tells', { status: 'paid_less', payableAmount: '-1', paymentAmount: '1e309', payableSymbol: 'BTC' }], ...OPENED, ['advance', 3000]], then: { state: 'paid_less', status: en.payRest } },
    { name: 'confirmations beyond what is required stay readable', when: [['tells', { status: 'confirming', confirmations: 7, requiredConfirms: 3 }], ...OPENED, ['advance', 3000]], then: { says: 'Confirmations: 7' } },
    { name: 'a deadline in the year 9999 is no timer that fires at once', when: [['tells', 'unpaid'], ['answers', { created: { expiresAt: '9999-12-31T00:00:00Z' } }], 'mount', 'press', ['advance', 5000]], then: { state: 'unpaid' } },
    { name: 'a deadline that is nonsense is none', when: [['answers', { created: { expiresAt: 'tomorrow' } }], 'mount', 'press'], then: { state: 'open', hides: ['countdown'], link: LINK } },
    { name: 'a checkout base that is a script opens nothing', when: [['mount', { 'checkout-base': 'javascript:alert(1)//' }], 'press'], then: { errors: ['invalid_field'], creates: 0 } },
    { name: 'a checkout base on plain http elsewhere opens nothing', when: [['mount', { 'checkout-base': 'http://evil.example/code/' }], 'press'], then: { errors: ['invalid_field'], creates: 0 } },
    { name: 'a checkout base with somebody’s password opens nothing', when: [['mount', { 'checkout-base': 'https://a:b@mixpay.me/code/' }], 'press'], then: { errors: ['invalid_field'], creates: 0 } },
    { name: 'an endpoint that is a script is not called', when: [['mount', { endpoint: 'javascript:alert(1)' }], 'press'], then: { errors: ['invalid_field'], creates: 0 } },
    { name: 'markup in an attribute is a mistake told, not markup', when: [['mount', { 'order-id': EVIL }], 'press'], then: { errors: ['invalid_field'], creates: 0, hides: ['order'] } },
    { name: 'a locale that is nonsense speaks English', when: [['answers', 'created'], ['mount', { locale: 'x_!!' }], 'press'], then: { opened: ['qr'], label: 'Continue payment' } },
    { name: 'a payee in the markup is refused with a warning', when: [['answers', 'created'], ['mount', { 'payee-id': 'x' }], 'press'], then: { console: 'payee-id: expected on your server' } },
  ],
};

const named = (orderId: string, more: Record<string, string> = {}): { attributes: Record<string, string> } => ({
  attributes: { 'order-id': orderId, ...more },
});
const CSP = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self' data:; style-src 'self'; require-trusted-types-for 'script'; trusted-types lit-html",
};
const COOP = { 'Cross-Origin-Opener-Policy': 'same-origin' };
/** What old libraries did to every page: names that `for … in` finds, and arrays that turn into strings of JSON. */
const PROTOTYPE = `Array.prototype.each = function (act) { this.forEach(act); };
Array.prototype.toJSON = function () { return '[' + this.map((one) => JSON.stringify(one)).join(', ') + ']'; };`;
/** Fills both storages, as a shop's own cache may have done. */
const FULL = `for (const area of [localStorage, sessionStorage])
  for (let size = 4e6, count = 0; size >= 1; count += 1)
    try { area.setItem('cache' + count + '-' + size, 'x'.repeat(size)); } catch { size = Math.floor(size / 2); }`;
const FORM =
  '<form slot="fallback" method="post" action="/api/mixpay"><input type="hidden" name="orderId" value="T-form-1"><button>Pay</button></form>';

// prettier-ignore
export const BROWSER_FAULTS: readonly BrowserFault[] = [
  { name: 'a popup of a click passes the real popup blocker, though the code comes later', when: [['slow', 700], ['visits', { attributes: { mode: 'popup' } }], 'press'], then: { opened: ['popup'], windows: 2, creates: 1, dialog: true } },
  { name: 'a tab of a click passes the real popup blocker, though the code comes later', when: [['slow', 700], ['visits', { attributes: { mode: 'tab' } }], 'press'], then: { opened: ['tab'], windows: 2, creates: 1 } },
  { name: 'a popup without a click is blocked by the real blocker, and ends in QR and link', when: [['visits', { attributes: { mode: 'popup' } }], 'scriptPresses'], then: { opened: ['qr because popup_blocked'], windows: 1, creates: 1, qr: true, link: true } },
  { name: 'under Cross-Origin-Opener-Policy a popup is paid and the page hears of it', when: [['visits', { attributes: { mode: 'popup' }, headers: COOP }], 'press', 'pays'], then: { state: 'success', opened: ['popup'], label: 'Paid' } },
  { name: 'a double click of a real mouse is one payment', when: [['visits', named('T-mouse')], ['press', 2]], then: { creates: 1, events: ['request', 'open'], dialog: true } },
  { name: 'Enter held down on a real keyboard is one payment, and closes nothing', when: [['visits', named('T-keys')], 'holdsEnter'], then: { creates: 1, events: ['request', 'open'], dialog: true } },
  { name: 'Back from the checkout with bfcache finds the payment, and nothing spins', only: ['chromium'], when: [['visits', named('T-back-1', { mode: 'redirect' })], 'press', 'leaves', 'goesBack'], then: { persisted: true, state: 'unpaid', label: 'Continue payment', creates: 1 } },
  { name: 'Back from a paid checkout with bfcache says paid', only: ['chromium'], when: [['visits', named('T-back-2', { mode: 'redirect' })], 'press', 'leaves', 'pays', 'goesBack'], then: { persisted: true, state: 'success', label: 'Paid', creates: 1 } },
  { name: 'Back from the checkout without bfcache finds the payment', when: [['visits', { ...named('T-back-3', { mode: 'redirect' }), headers: { 'Cache-Control': 'no-store' } }], 'press', 'leaves', 'goesBack'], then: { state: 'unpaid', label: 'Continue payment', creates: 1 } },
  { name: 'Back from a paid checkout without bfcache says paid', when: [['visits', { ...named('T-back-4', { mode: 'redirect' }), headers: { 'Cache-Control': 'no-store' } }], 'press', 'leaves', 'pays', 'goesBack'], then: { state: 'success', label: 'Paid', creates: 1 } },
  { name: 'a reload finds the payment, and opens nothing', when: [['visits', named('T-reload')], 'press', ['waits', { qr: true }], 'reloads'], then: { state: 'unpaid', label: 'Continue payment', creates: 1, dialog: false, opened: [] } },
  { name: 'a reload in mid-creation: the next click is the same payment', when: [['slow', 1500], ['visits', named('T-reload-2')], 'press', ['waits', { state: 'requesting' }], 'reloads', ['slow', 0], 'press'], then: { qr: true, opened: ['qr'] } },
  { name: 'the QR code on the screen can be scanned', when: [['visits', named('T-scan')], 'press', 'scans'], then: { scanned: true } },
  { name: 'the QR code on a dark screen can be scanned', when: [['visits', named('T-scan-dark', { theme: 'dark' })], 'press', 'scans'], then: { scanned: true } },
  { name: 'a tab closed and reopened finds a named order', when: [['visits', named('T-reopen')], 'press', ['waits', { qr: true }], 'reopens'], then: { state: 'unpaid', label: 'Continue payment', creates: 1 } },
  { name: 'two real tabs: one begins, and the other continues', when: [['visits', named('T-tabs-1')], 'opensAnotherTab', 'press', ['waits', { qr: true }], 'looksAtTheOtherTab'], then: { elsewhere: 'unpaid', creates: 1 } },
  { name: 'two real tabs: one pays, and both say paid', when: [['visits', named('T-tabs-2')], 'opensAnotherTab', 'press', ['waits', { qr: true }], 'pays', ['waits', { state: 'success' }], 'looksAtTheOtherTab'], then: { elsewhere: 'success', creates: 1 } },
  { name: 'a strict Content-Security-Policy is not violated, dialog and QR included', when: [['visits', { ...named('T-csp-1'), headers: CSP }], 'press', ['waits', { qr: true }], 'pays'], then: { state: 'success', violations: 0 } },
  { name: 'a strict Content-Security-Policy is not violated by a reserved popup', when: [['visits', { ...named('T-csp-2', { mode: 'popup' }), headers: CSP }], 'press'], then: { opened: ['popup'], windows: 2, violations: 0 } },
  { name: 'cross-origin isolated under COOP and COEP, with a strict policy: a QR payment is paid, and nothing is violated', when: [['visits', { ...named('T-coep'), headers: { ...CSP, ...COOP, 'Cross-Origin-Embedder-Policy': 'require-corp' } }], 'press', ['waits', { qr: true }], 'pays'], then: { state: 'success', creates: 1, violations: 0 } },
  { name: 'under a Permissions-Policy without clipboard: a QR payment is paid, and nothing is violated', when: [['visits', { ...named('T-permissions'), headers: { ...CSP, 'Permissions-Policy': 'clipboard-write=(), clipboard-read=()' } }], 'press', ['waits', { qr: true }], 'pays'], then: { state: 'success', creates: 1, violations: 0 } },
  { name: 'in a sandboxed frame with scripts and its own origin alone: a QR payment is paid, and nothing is violated', when: [['visitsInAFrame', { ...named('T-sandboxed', { mode: 'qr' }), headers: CSP }, 'sandbox="allow-scripts allow-same-origin"'], 'press', ['waits', { qr: true }], 'pays'], then: { state: 'success', creates: 1, violations: 0 } },
  { name: 'a page in a frame of another origin opens a tab, and never navigates the frame', when: [['visitsInAFrame', named('T-frame', { mode: 'redirect' })], 'press'], then: { opened: ['tab because framed'], windows: 2 } },
  { name: 'without crypto.randomUUID a payment is one payment', when: [['visitsWithout', 'randomUUID'], ['press', 2]], then: { creates: 1, qr: true } },
  { name: 'storage that throws at the touch: works, with less memory', when: [['visitsWithout', 'storage', named('T-denied')], 'press', ['waits', { qr: true }], 'pays'], then: { state: 'success', label: 'Paid' } },
  { name: 'on a plain-http page, without clipboard or randomUUID, a payment opens', only: ['chromium'], when: [['visits', { attributes: { endpoint: '/fake' } }, 'shop.test'], 'press'], then: { opened: ['qr'], qr: true, creates: 1 } },
  { name: 'a frame of the page’s own origin is refused outright for the QR code', only: ['chromium'], when: [['visits', { attributes: { endpoint: '/fake', mode: 'embed' } }, 'shop.test'], 'press'], then: { opened: ['qr because same_origin_frame'], qr: true } },
  { name: 'a dialog’s chunk that is not there: the button itself shows the link', when: [['visits', { ...named('T-chunk'), script: 'without dialog' }], 'press'], then: { opened: ['link because dialog_unavailable'], link: true, creates: 1 } },
  ...(['lost', 'html', 'cut off', 'throwing', 'foreign'] as const).map((fault): BrowserFault => ({
    name: `a payment part that is ${fault}: the endpoint’s form leads to the checkout`,
    when: [['visits', { ...named(`T-part-${fault.replace(' ', '-')}`), script: `part ${fault}` }], 'press'],
    then: { atCheckout: true, creates: 1, windows: 1 },
  })),
  { name: 'a payment part that hangs: after five seconds the form leads to the checkout, and once', when: [['visits', { ...named('T-part-hang'), script: 'part hanging' }], 'press', 'press', ['waits', { atCheckout: true }]], then: { atCheckout: true, creates: 1 } },
  { name: 'a payment part that is slow: a press before it came is honoured when it comes', when: [['visits', { ...named('T-part-slow'), script: 'part slow' }], ['press', 2]], then: { creates: 1, qr: true, opened: ['qr'], atCheckout: false } },
  { name: 'a payment part that is lost: the form goes to the window of the click', when: [['visits', { ...named('T-part-tab', { mode: 'tab' }), script: 'part lost' }], 'press'], then: { windows: 2, checkouts: 1, creates: 1, atCheckout: false } },
  { name: 'a payment part that is lost, in a frame: the form goes to a window, and the frame stays', when: [['visitsInAFrame', { ...named('T-part-frame', { mode: 'redirect' }), script: 'part lost' }], 'press'], then: { windows: 2, checkouts: 1, creates: 1, state: 'idle' } },
  { name: 'a payment part that is lost, in a frame that may open no window: a sentence, and the frame stays', when: [['visitsInAFrame', { ...named('T-part-frame-2'), script: 'part lost' }, 'sandbox="allow-scripts allow-forms allow-same-origin"'], 'press'], then: { floor: true, windows: 1, creates: 0, events: ['request', 'error'] } },
  { name: 'a payment part that is lost, under no-referrer: the form leads to the checkout', when: [['visits', { ...named('T-part-ref'), script: 'part lost', headers: { 'Referrer-Policy': 'no-referrer' } }], 'press'], then: { atCheckout: true, creates: 1 } },
  { name: 'a payment part that is lost, in a frame, under no-referrer: the form leads a window to the checkout', when: [['visitsInAFrame', { ...named('T-part-ref-frame'), script: 'part lost', headers: { 'Referrer-Policy': 'no-referrer' } }], 'press'], then: { windows: 2, checkouts: 1, creates: 1 } },
  { name: 'a payment part that is lost, the endpoint on another origin: the form leads to the checkout', when: [['visitsElsewhere', { ...named('T-part-origin'), script: 'part lost' }], 'press'], then: { atCheckout: true, creates: 1 } },
  { name: 'an endpoint on another origin is paid like any other', when: [['visitsElsewhere', named('T-origin')], 'press', ['waits', { qr: true }], 'pays'], then: { state: 'success', creates: 1 } },
  { name: 'a payment part that is lost, and a payment begun: the form leads to the same payment', when: [['visits', named('T-part-begun')], 'press', ['waits', { qr: true }], ['loses', 'lost'], 'press'], then: { atCheckout: true, sameCode: true } },
  { name: 'a payment part that is lost, and a payment begun without ids: the form leads to the same payment', when: [['visits', { attributes: { item: 'mug' } }], 'press', ['waits', { qr: true }], ['loses', 'lost'], 'press'], then: { atCheckout: true, sameCode: true } },
  { name: 'a form that form-action forbids: a sentence says so, and nothing was posted', when: [['visits', { ...named('T-part-csp'), script: 'part lost', headers: { 'Content-Security-Policy': "form-action 'none'" } }], 'press'], then: { floor: true, events: ['request', 'error'], creates: 0, atCheckout: false } },
  { name: 'a checkout that form-action forbids: a sentence says so', only: ['chromium'], when: [['visits', { ...named('T-part-csp-2'), script: 'part lost', headers: { 'Content-Security-Policy': "form-action 'self'" } }, 'localhost'], 'press'], then: { floor: true, events: ['request', 'error'], creates: 1, atCheckout: false } },
  { name: 'Back from the checkout of a form with bfcache: the button works again, and it is the same payment', only: ['chromium'], when: [['visits', { ...named('T-part-back'), script: 'part lost' }], 'press', 'leaves', 'goesBack', 'press'], then: { atCheckout: true, creates: 2, sameCode: true } },
  { name: 'Back from the checkout of a form without ids: it is the same payment', when: [['visits', { attributes: { item: 'cap' }, script: 'part lost', headers: { 'Cache-Control': 'no-store' } }], 'press', 'leaves', 'goesBack', 'press'], then: { atCheckout: true, creates: 2, sameCode: true } },
  { name: 'the payment part there again after a form without ids: it asks for the same payment', when: [['visits', { attributes: { item: 'hat' }, script: 'part lost', headers: { 'Cache-Control': 'no-store' } }], 'press', 'leaves', ['loses', 'found'], 'goesBack', 'reloads', 'press'], then: { qr: true, creates: 2, sameCode: true } },
  { name: 'an old phone on slow 3G: one press ends at something payable, and creates once', only: ['chromium'], when: [['visitsOnAnOldPhone', named('T-old-phone')], 'press'], then: { payable: true, creates: 1 } },
  { name: 'a tab killed in mid-creation and opened again: the next click is the same payment', when: [['slow', 1500], ['visits', named('T-killed')], 'press', ['waits', { state: 'requesting' }], 'reopens', ['slow', 0], 'press'], then: { qr: true, creates: 2 } },
  { name: 'a script that comes after the fallback form was sent disturbs nothing, and finds the same payment after Back', only: ['chromium'], when: [['slow', 3000], ['visits', { ...named('T-form-1'), body: FORM, script: 'late', headers: { 'Cache-Control': 'no-store' } }], 'submits', 'leaves', ['slow', 0], 'goesBack', 'reloads', 'press'], then: { qr: true, creates: 2, sameCode: true } },
  { name: 'a third-party frame, its storage its own, finds its payment after a reload', when: [['visitsInAFrame', named('T-partition', { mode: 'qr' })], 'press', ['waits', { qr: true }], 'reloads'], then: { state: 'unpaid', label: 'Continue payment', creates: 1 } },
  { name: 'a third-party frame without ids finds its payment after a reload', when: [['visitsInAFrame', { attributes: { item: 'poster', mode: 'qr' } }], 'press', ['waits', { qr: true }], 'reloads'], then: { state: 'unpaid', label: 'Continue payment', creates: 1 } },
  { name: 'a page that put functions into Array.prototype, JSON of its own among them, is paid', when: [['visits', { ...named('T-prototype'), before: PROTOTYPE }], 'scriptPresses', ['waits', { qr: true }], 'pays', ['waits', { state: 'success' }], 'reloads'], then: { state: 'success', label: 'Paid', creates: 1 } },
  { name: 'a page that wrapped fetch is paid', when: [['visits', { ...named('T-fetch-1'), before: 'const plain = fetch; fetch = async (...given) => { const answer = await plain(...given); answer.clone().text(); return answer; }' }], 'press', ['waits', { qr: true }], 'pays'], then: { state: 'success', creates: 1 } },
  { name: 'a fetch of the page’s that throws is told, and tried again', when: [['visits', { ...named('T-fetch-2'), before: 'fetch = () => { throw new Error("no") }' }], 'press'], then: { state: 'error', status: en.unreachable, events: ['request', 'error'] } },
  { name: 'a fetch of the page’s that returns nothing is told', when: [['visits', { ...named('T-fetch-3'), before: 'fetch = async () => undefined' }], 'press'], then: { state: 'error', events: ['request', 'error'] } },
  { name: 'the language switched in mid-payment: the dialog goes on in it', when: [['visits', named('T-locale')], 'press', ['waits', { state: 'unpaid' }], ['sets', 'locale', 'de']], then: { status: 'Warten auf Ihre Zahlung', label: 'Zahlung fortsetzen', qr: true, creates: 1 } },
  { name: 'storage full to the last byte, and the page loaded again: another payment for an item is preceded by a question', when: [['visits', { attributes: { item: 'vase' }, before: FULL }], 'press', ['waits', { qr: true }], 'reloads', 'press'], then: { status: en.unremembered, creates: 1 } },
  { name: 'without JavaScript the fallback form leads to the checkout', only: ['chromium'], when: [['visitsWithout', 'scripts', { body: FORM }], 'submits'], then: { atCheckout: true, creates: 1 } },
  { name: 'a script that never comes: box and fallback stand', when: [['visits', { script: 'none', body: '<a slot="fallback" href="/checkout">Pay</a>' }]], then: { fallback: true, height: 44 } },
  { name: 'with the script the fallback is gone, and nothing has moved', when: [['visits', { body: '<a slot="fallback" href="/checkout">Pay</a>' }]], then: { fallback: false, height: 44, state: 'idle' } },
  { name: 'a thousand mounts and unmounts in all states leave no listener and no node', only: ['chromium'], when: ['visits', 'mountsAThousand'], then: { residue: 0 } },
];
