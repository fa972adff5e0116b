import type { PageFault, Step } from '../../fault.js';
import { LINK, OPENED } from './given.js';
import type { Holds } from '../scene.js';
import { en } from '../../../helpers/words.js';

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

/** Where a payment opens: in a frame, a tab or the dialog, and in the browsers of other apps. */
export const modes: readonly PageFault[] = [
  {
    name: 'a dead clipboard leaves the text itself to select',
    when: [['clipboard', 'dead'], ...OPENED, ['choose', 'copy']],
    then: { says: en.copyFailed, shows: ['link-text'] },
  },
  {
    name: 'no clipboard at all (plain http) leaves the text itself to select',
    when: [['clipboard', 'missing'], ...OPENED, ['choose', 'copy']],
    then: { says: en.copyFailed, shows: ['link-text'] },
  },
  {
    name: 'embed: a frame, with QR and link one press away from the start',
    when: [['answers', 'created'], ['mount', { mode: 'embed' }], 'press'],
    then: { opened: ['embed'], link: LINK, shows: ['frame', 'show-qr', 'link'] },
  },
  {
    name: 'embed: a frame that failed is left for the QR by one press',
    when: [['answers', 'created'], ['mount', { mode: 'embed' }], 'press', ['choose', 'show-qr']],
    then: { shows: ['qr-code', 'link'], hides: ['frame'], creates: 1 },
  },
  {
    name: 'embed: a message of the frame makes the server be asked at once, and is not believed',
    when: [['answers', 'created'], ['tells', 'unpaid'], ['mount', { mode: 'embed' }], 'press', ['hears', 'frame', 'checkout']],
    then: { reads: 1, state: 'unpaid' },
  },
  {
    name: 'embed: a message of another origin changes nothing',
    when: [['answers', 'created'], ['tells', 'unpaid'], ['mount', { mode: 'embed' }], 'press', ['hears', 'frame', 'evil']],
    then: { reads: 0, state: 'open' },
  },
  {
    name: 'embed: a message of another window changes nothing',
    when: [['answers', 'created'], ['tells', 'unpaid'], ['mount', { mode: 'embed' }], 'press', ['hears', 'elsewhere', 'checkout']],
    then: { reads: 0, state: 'open' },
  },
  {
    name: 'embed: a message of another kind changes nothing',
    when: [
      ['answers', 'created'],
      ['tells', 'unpaid'],
      ['mount', { mode: 'embed' }],
      'press',
      ['hears', 'frame', 'checkout', null],
      ['hears', 'frame', 'checkout', 'MIXPAY_PAYMENT'],
      ['hears', 'frame', 'checkout', { type: 'x' }],
    ],
    then: { reads: 0, state: 'open' },
  },
  {
    name: 'a message without a dialog changes nothing',
    when: ['mount', ['hears', 'elsewhere', 'checkout']],
    then: { reads: 0, state: 'idle' },
  },
  {
    name: 'auto at a desk shows the QR code',
    when: [['browses', { coarse: false, narrow: false }], ['answers', 'created'], ['mount', { mode: 'auto' }], 'press'],
    then: { opened: ['qr'], left: 0 },
  },
  {
    name: 'auto on a phone stays in the tab',
    when: [['browses', { coarse: true, narrow: true }], ['answers', 'created'], ['mount', { mode: 'auto' }], 'press'],
    then: { opened: ['redirect'], left: 1 },
  },
  {
    name: 'auto on a tablet shows the QR code',
    when: [['browses', { coarse: true, narrow: false }], ['answers', 'created'], ['mount', { mode: 'auto' }], 'press'],
    then: { opened: ['qr'], left: 0 },
  },
  {
    name: 'auto in a small window at a desk shows the QR code',
    when: [['browses', { coarse: false, narrow: true }], ['answers', 'created'], ['mount', { mode: 'auto' }], 'press'],
    then: { opened: ['qr'], left: 0 },
  },
  {
    name: 'an unknown mode is auto',
    when: [['answers', 'created'], ['mount', { mode: 'hologram' }], 'press'],
    then: { opened: ['qr'], link: LINK, shows: ['qr-code'] },
  },
  ...inApp,
];
