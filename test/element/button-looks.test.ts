import { expect } from '@open-wc/testing';
import type { MixPayButton } from '../../src/element/button/button.js';
import { loadLanguage } from '../../src/element/button/language.js';
import { buttonWords } from '../../src/element/locales/button/en.js';
import { LANGUAGES } from '../../src/element/locales/index.js';
import { FakeClock } from '../helpers/fake-clock.js';
import { byHand, created, told } from '../helpers/fake-endpoint.js';
import { runs } from '../helpers/runs.js';
import { textContrast } from './helpers/colours.js';
import { inside, mountButton, openShop, ORDER, part, press, quietly, shows, words, type Shop } from './helpers/mount-button.js';

const ENGLISH = { ...ORDER, locale: 'en' };
const VARIANTS = ['brand', 'black', 'white', 'outline'];
const SIZES = ['small', 'medium', 'large'];
const VERBS = Object.keys(buttonWords).filter((key) => `${key}Amount` in buttonWords);

/** Shops' own colours, as they are found: one of a pair, or both. */
const PROPERTIES = [
  '',
  '--mixpay-color: #fff',
  '--mixpay-color: #b3261e',
  '--mixpay-background: #ffd400',
  '--mixpay-background: #000; --mixpay-color: #fff',
  '--mixpay-accent: #fff; --mixpay-on-accent: #000; --mixpay-border-color: red',
];
const PAGES = ['background: #fff', 'background: #000; color: #eee', 'background: linear-gradient(#fff, #000); color: #888'];

/** A button whose payment has come this far. */
async function mountIn(state: string, attributes: Record<string, string> = ENGLISH): Promise<MixPayButton> {
  const shop = openShop();
  shop.endpoint.willAnswer(state === 'busy' ? byHand<Response>().promise : created());
  shop.endpoint.willTell(told(state === 'paid' ? 'success' : state === 'failed' ? 'failed' : 'unpaid'));
  const button = await mountButton(attributes);
  if (state === 'idle') return button;
  return comeTo(state, shop, button);
}

async function comeTo(state: string, shop: Shop, button: MixPayButton): Promise<MixPayButton> {
  press(button);
  await shows(button, () => button.state === (state === 'busy' ? 'requesting' : 'open'), 'the payment to begin');
  await shop.clock.advance(3000);
  await shows(button, () => inside(button, `.button.${state}`) !== null, `a button that is ${state}`);
  return button;
}

describe('the words on a button', () => {
  for (const state of ['busy', 'open', 'paid', 'failed']) {
    it(`are readable when it is ${state}, whatever the shop’s colours and page are`, async () => {
      const button = await mountIn(state);
      const page = button.parentElement as HTMLElement;
      const unreadable: string[] = [];
      for (const variant of VARIANTS) {
        for (const disabled of [false, true]) {
          Object.assign(button, { variant, disabled });
          await button.updateComplete;
          for (const properties of PROPERTIES) {
            for (const look of PAGES) {
              button.style.cssText = properties;
              page.style.cssText = look;
              const inner = inside(button, '.button') as HTMLElement;
              const ratio = textContrast(inner);
              if (ratio < 4.5) unreadable.push(`${variant} {${properties}} on {${look}}: ${ratio.toFixed(2)}`);
              if (getComputedStyle(inner).opacity !== '1') unreadable.push(`${variant} is see-through`);
            }
          }
        }
      }
      expect(unreadable).to.deep.equal([]);
    });
  }

  it('are black or white on an accent, whichever is readable', async () => {
    const button = await mountIn('idle');
    for (const accent of ['#0a7d55', '#ffd400', '#2b4bf2', '#f00', '#777', '#767676', '#00a3ff', '#fff', '#000', 'rebeccapurple']) {
      button.style.setProperty('--mixpay-accent', accent);
      expect(textContrast(inside(button, '.button') as HTMLElement), accent).to.be.at.least(4.5);
    }
  });
});

describe('a button in a narrow place', () => {
  /** What of its words is not wholly inside the button, or the button outside its place. */
  function cutIn(button: MixPayButton, width: number): string | undefined {
    const host = button.getBoundingClientRect();
    const inner = (inside(button, '.button') as HTMLElement).getBoundingClientRect();
    const range = document.createRange();
    range.selectNodeContents(part(button, 'label') as HTMLElement);
    const text = range.getBoundingClientRect();
    const parts = [host.width <= width, inner.width <= width, text.left >= inner.left, text.right <= inner.right + 0.5];
    const whole = [...parts, text.top >= inner.top, text.bottom <= inner.bottom].every(Boolean);
    return whole ? undefined : `${words(button, 'label')}: ${text.width} in ${inner.width} in ${width}`;
  }

  /** A usual run looks at all of them in one engine, and at some in the others: long words, other letters, right to left. */
  const LOCALES = ['en', ...LANGUAGES].filter(
    (locale) => navigator.userAgent.includes('Chrome') || runs(true, ['en', 'ar', 'de', 'hu', 'ja', 'ru', 'ta', 'th'].includes(locale)),
  );

  it('cuts nothing from 120 px up, in any language, size and verb', async function () {
    this.timeout(60_000);
    openShop();
    const button = await mountButton({ ...ORDER, 'quote-amount': '1249' });
    (button.parentElement as HTMLElement).style.width = '120px';
    const cut: (string | undefined)[] = [];
    for (const locale of LOCALES) {
      await loadLanguage(locale, new FakeClock());
      for (const size of SIZES) {
        for (const verb of VERBS) {
          for (const quoteAmount of ['1249', '']) {
            Object.assign(button, { locale, size, verb, quoteAmount });
            await button.updateComplete;
            cut.push(cutIn(button, 120));
          }
        }
      }
    }
    expect(cut.filter((what) => what !== undefined)).to.deep.equal([]);
    expect(cut.length).to.equal(LOCALES.length * SIZES.length * VERBS.length * 2);
  });

  it('cuts nothing of a price in coins, of a long word of the shop’s, or when paid', async () => {
    for (const [attributes, content] of [
      [{ ...ENGLISH, 'quote-amount': '0.00012345', 'quote-asset-id': '', 'quote-symbol': 'BTC', size: 'large' }, ''],
      [{ ...ENGLISH, size: 'large' }, 'Donaudampfschifffahrtsgesellschaft'],
    ] as const) {
      const button = await mountIn('idle', attributes);
      if (content !== '') button.textContent = content;
      await button.updateComplete;
      (button.parentElement as HTMLElement).style.width = '120px';
      expect(cutIn(button, 120)).to.equal(undefined);
    }
  });

  it('shrinks its padding before its icon goes, and shows the icon whole or not at all', async () => {
    const button = await mountIn('idle', { ...ENGLISH, 'quote-amount': '1249' });
    const place = button.parentElement as HTMLElement;
    const seen = new Set<string>();
    for (let width = 180; width >= 80; width--) {
      place.style.width = `${width}px`;
      const [icon, picture] = [part(button, 'icon'), inside(button, 'svg')].map((piece) => piece?.getBoundingClientRect() ?? new DOMRect());
      const whole = picture !== undefined && icon !== undefined && picture.bottom <= icon.bottom + 0.5 && picture.right <= icon.right + 0.5;
      const gone = picture !== undefined && icon !== undefined && picture.top >= icon.bottom - 0.5;
      seen.add(whole ? 'whole' : gone ? 'gone' : `half at ${width}`);
    }
    expect([...seen]).to.deep.equal(['whole', 'gone']);
  });

  it('follows the size of the page’s text', async () => {
    const button = await mountIn('idle');
    const inner = inside(button, '.button') as HTMLElement;
    const before = parseFloat(getComputedStyle(inner).fontSize);
    document.documentElement.style.fontSize = '200%';
    expect(parseFloat(getComputedStyle(inner).fontSize)).to.equal(before * 2);
    document.documentElement.style.fontSize = '';
  });

  it('takes no harm from text styles of the page', async () => {
    const button = await mountIn('idle');
    const place = button.parentElement as HTMLElement;
    const { width, height } = button.getBoundingClientRect();
    place.style.cssText =
      'text-indent: 200px; -webkit-text-fill-color: transparent; writing-mode: vertical-rl; line-height: 2; letter-spacing: 1em';
    const inner = inside(button, '.button') as HTMLElement;
    const now = button.getBoundingClientRect();
    expect([Math.round(now.width), Math.round(now.height)]).to.deep.equal([Math.round(width), Math.round(height)]);
    const { writingMode, color } = getComputedStyle(inner);
    expect(writingMode).to.equal('horizontal-tb');
    expect(getComputedStyle(inner).getPropertyValue('-webkit-text-fill-color')).to.equal(color);
  });
});

describe('the width of a button', () => {
  for (const size of ['small', 'medium', 'large']) {
    it(`stays the same through its states where its words decide it, and its height: ${size}`, () => keepsItsSize(size));
  }
  async function keepsItsSize(size: string): Promise<void> {
    for (const state of ['busy', 'open', 'paid', 'failed']) {
      const shop = openShop();
      shop.endpoint.willAnswer(state === 'busy' ? byHand<Response>().promise : created());
      shop.endpoint.willTell(told(state === 'paid' ? 'success' : state === 'failed' ? 'failed' : 'unpaid'));
      const button = await mountButton({ ...ENGLISH, size });
      const { width, height } = button.getBoundingClientRect();
      await comeTo(state, shop, button);
      const now = button.getBoundingClientRect();
      expect(now.width, state).to.be.closeTo(width, 1);
      expect(now.height, state).to.equal(height);
      button.reset();
      await shows(button, () => inside(button, `.button.${state}`) === null, 'the button as it was');
      expect(button.getBoundingClientRect().width).to.equal(width);
    }
  }
  it('stays the same where it is paid after words as wide as its own', async () => {
    const shop = openShop();
    shop.endpoint.willAnswer(created()).willTell(told('success'));
    const button = await mountButton({ ...ENGLISH, 'quote-amount': '1249' });
    (button.parentElement as HTMLElement).style.width = '120px';
    press(button);
    await shows(button, () => inside(button, '.button.open') !== null, 'the payment to be open');
    const { width } = button.getBoundingClientRect();
    await shop.clock.advance(3000);
    await shows(button, () => inside(button, '.button.paid') !== null, 'it to be paid');
    expect(button.getBoundingClientRect().width).to.equal(width);
  });
  it('is its container’s where that sets it', async () => {
    const shop = openShop();
    shop.endpoint.willAnswer(created()).willTell(told('success'));
    const button = await mountButton(ENGLISH);
    button.style.width = '100%';
    const place = button.parentElement as HTMLElement;
    await comeTo('paid', shop, button);
    place.style.width = '300px';
    expect(button.getBoundingClientRect().width).to.equal(300);
    expect((inside(button, '.button') as HTMLElement).offsetWidth).to.equal(300);
  });
});

describe('the small line on a button', () => {
  it('says "with crypto" where it is asked for, and only below the button’s own label', async () => {
    const shop = openShop();
    shop.endpoint.willAnswer(created()).willTell(told('success'));
    const button = await mountButton({ ...ENGLISH, tagline: '' });
    expect(words(button, 'tagline')).to.equal(buttonWords.withCrypto);
    const { height } = button.getBoundingClientRect();
    await quietly(async () => void (await comeTo('paid', shop, button)));
    expect(words(button, 'tagline')).to.equal('');
    expect(button.getBoundingClientRect().height).to.equal(height);
    expect(words(await mountButton(ENGLISH), 'tagline')).to.equal('');
  });
});
