import { expect, nextFrame } from '@open-wc/testing';
import { byHand, created, told } from '../helpers/fake-endpoint.js';
import { en } from '../helpers/words.js';
import { backgroundOf, contrast, readColour, textContrast } from './helpers/colours.js';
import { dialogOpens, inside, mountButton, openShop, part, press, quietly, shows, words } from './helpers/mount-button.js';
import { ENGLISH, HASH, open, SITUATIONS, TRACE } from './helpers/situations.js';

function texts(dialog: HTMLElement): HTMLElement[] {
  return [...dialog.querySelectorAll<HTMLElement>('p, h2, span, bdi, button, a, figcaption')].filter(
    (element) => [...element.childNodes].some((node) => node instanceof Text && node.data.trim() !== '') && element.checkVisibility(),
  );
}

describe('the words in a dialog', () => {
  for (const situation of Object.keys(SITUATIONS)) {
    it(`are readable in light and dark, on any accent, when the payment is ${situation}`, async () => {
      const unreadable: string[] = [];
      for (const theme of ['light', 'dark']) {
        const { button, dialog } = await open(situation, { theme });
        for (const accent of ['', '#0a7d55', '#ffd400', '#777']) {
          button.style.setProperty('--mixpay-accent', accent);
          for (const text of texts(dialog)) {
            const ratio = textContrast(text);
            if (ratio < 4.5) unreadable.push(`${theme} ${accent} "${text.textContent.trim()}": ${ratio.toFixed(2)}`);
          }
        }
        button.remove();
      }
      expect(unreadable).to.deep.equal([]);
    });
  }

  for (const situation of Object.keys(SITUATIONS)) {
    it(`begin at the same left edge, except on buttons and beside an icon, when the payment is ${situation}`, async () => {
      const { button, dialog } = await open(situation);
      const free = texts(dialog).filter(
        (text) => text.closest('button, .primary, .secondary, .outcome, .said, [part="countdown"], [part="order"] bdi') === null,
      );
      const starts = free.map((text) => Math.round(text.getBoundingClientRect().left));
      expect([...new Set(starts)]).to.have.length(1);
      const sign = part(button, 'outcome-icon')?.getBoundingClientRect().left ?? 0;
      expect(Math.round(sign)).to.equal(starts[0]);
    });
  }

  it('follow the size of the page’s text', async () => {
    const { dialog } = await open('open');
    const size = (): number => parseFloat(getComputedStyle(dialog.querySelector('h2') as Element).fontSize);
    const before = size();
    document.documentElement.style.fontSize = '150%';
    expect(size()).to.equal(before * 1.5);
    document.documentElement.style.fontSize = '';
  });
});

describe('a dialog says', () => {
  it('whom it pays: the attribute, else what the page calls its site, else its host', async () => {
    const given = await open('open', { 'shop-name': 'Beans & Co' });
    expect(words(given.button, 'payee')).to.match(/^To Beans & Co MixPay · BTC/);
    given.button.remove();
    const meta = document.createElement('meta');
    meta.setAttribute('property', 'og:site_name');
    meta.content = 'Small Hours';
    document.head.append(meta);
    const named = await open('open');
    expect(words(named.button, 'payee')).to.contain('To Small Hours');
    named.button.remove();
    meta.remove();
    expect(words((await open('open')).button, 'payee')).to.contain(`To ${location.hostname}`);
  });
  it('an order’s id without the word twice: no "Order order-1042"', async () => {
    const plain = await open('open');
    expect(words(plain.button, 'order')).to.equal('Order T-1001');
    plain.button.remove();
    expect(words((await open('open', { 'order-id': 'order-1042' })).button, 'order')).to.equal('order-1042');
  });
  it('first what is still to be paid of a payment that fell short', async () => {
    const { button } = await open('underpaid');
    expect(words(button, 'amount').replace('\u00a0', ' ')).to.equal('0.0001 BTC');
    expect(words(button, 'order')).to.equal('$10.00 · Order T-1001');
    expect(words(button, 'title')).to.contain('0.0001');
  });
  it('the id of a coin without a name in small letters', async () => {
    const { button } = await open('open', { 'quote-asset-id': '11111111-2222-4333-8444-555555555555' });
    const id = inside(button, '[part="amount"] .value') as HTMLElement;
    expect(id.textContent).to.equal('11111111-2222-4333-8444-555555555555');
    expect(parseFloat(getComputedStyle(id).fontSize)).to.be.below(15);
  });
  it('a hash shortened in the middle, with all of it as a tooltip', async () => {
    const { button } = await open('paid');
    const value = inside(button, '[part="reference"] .value') as HTMLElement;
    expect(value.textContent).to.equal('0x01234567…6789abcdef');
    expect(value.title).to.equal(HASH);
  });
  for (const situation of ['overdue', 'failed with money']) {
    it(`a reference when the payment is ${situation}`, async () => {
      expect(words((await open(situation)).button, 'reference')).to.contain(TRACE);
    });
  }
  it('the order where the payer is to ask the shop and there is nothing else', async () => {
    const { button } = await open('not started', { remark: 'x'.repeat(51) });
    expect(words(button, 'status')).to.equal(en.invalid_field);
    expect(words(button, 'reference')).to.contain('T-1001');
  });
  const ways = { overdue: en.close, 'underpaid, and too late': en.close, 'asked about the price': en.cancel };
  for (const [situation, way] of Object.entries(ways)) {
    it(`"${way}" as a button, in the tone "careful", when the payment is ${situation}`, async () => {
      const { button, dialog } = await open(situation);
      expect(part(button, 'outcome')?.classList.contains('careful')).to.equal(true);
      expect(words(button, 'decline')).to.equal(way);
      await nextFrame();
      button.close();
      await button.updateComplete;
      expect(dialog.open).to.equal(false);
    });
  }
});

describe('a dialog from right to left', () => {
  /** Where each character of a text is seen, its left edge first. */
  function seen(element: HTMLElement): string {
    const places: [left: number, character: string][] = [];
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const { data } = node as Text;
      for (let at = 0; at < data.length; at++) {
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        const { left, width } = range.getBoundingClientRect();
        if (width > 0 && /\S/.test(data.charAt(at))) places.push([left, data.charAt(at)]);
      }
    }
    return places
      .sort(([one], [other]) => one - other)
      .map(([, character]) => character)
      .join('');
  }

  it('shows a price, a coin and the names of coins in their own order', async () => {
    const { button } = await open('open', { locale: 'ar' });
    await shows(button, () => inside(button, 'dialog')?.dir === 'rtl', 'Arabic');
    expect(seen(part(button, 'amount') as HTMLElement)).to.match(/^US\$(10|١٠)/);
    expect(seen(inside(button, '[part="payee"] .muted') as HTMLElement)).to.match(/^MixPay·BTC.*…$/);
    button.remove();
    const coin = await open('open', { locale: 'ar', 'quote-asset-id': '', 'quote-symbol': 'BTC' });
    expect(seen(part(coin.button, 'amount') as HTMLElement)).to.match(/^(10|١٠)BTC$/);
  });
  it('begins each line of a reference where the others begin', async () => {
    const { button } = await open('overdue', { locale: 'ar' });
    const value = inside(button, '[part="reference"] .value') as HTMLElement;
    value.style.width = '150px';
    const lines = [...(value.firstElementChild as HTMLElement).getClientRects()];
    expect(lines.length).to.be.above(1);
    expect(new Set(lines.map(({ right }) => Math.round(right)))).to.have.property('size', 1);
    expect(value.textContent).to.equal(TRACE);
  });
});

describe('the place of a dialog', () => {
  it('stays: its top, its height and its close button, while the payment lives', async () => {
    const shop = openShop();
    const late = byHand<Response>();
    shop.endpoint.willAnswer(late.promise);
    shop.endpoint.willTell(told('unpaid'), told('confirming', { confirmations: 1, requiredConfirms: 3 }), told('success'));
    const button = await mountButton(ENGLISH);
    press(button);
    const dialog = await dialogOpens(button);
    const seen: { top: number; height: number; close: DOMRect | undefined }[] = [];
    const look = async (): Promise<void> => {
      await button.updateComplete;
      const { top, height } = dialog.getBoundingClientRect();
      seen.push({ top, height, close: part(button, 'close')?.getBoundingClientRect() });
    };
    await look();
    late.resolve(created({ expiresAt: '2026-11-21T12:30:00Z' }));
    await shows(button, () => button.state === 'open', 'the payment to be open');
    await look();
    for (let turn = 0; turn < 4; turn++) {
      await shop.clock.advance(5000);
      await look();
    }
    expect(button.state).to.equal('success');
    expect(new Set(seen.map(({ top }) => top)).size, JSON.stringify(seen)).to.equal(1);
    expect(new Set(seen.map(({ close }) => JSON.stringify(close))).size).to.equal(1);
    expect(new Set(seen.slice(1).map(({ height }) => height)).size, 'height').to.equal(1);
  });
  it('keeps the page behind it from scrolling until it closes or leaves', async () => {
    const { style } = document.documentElement;
    // The test before has taken its own dialog away by then.
    await nextFrame();
    style.overflow = 'clip';
    const { button } = await open('open');
    expect(style.overflow).to.equal('hidden');
    button.close();
    await button.updateComplete;
    expect(style.overflow).to.equal('clip');
    style.overflow = '';
    const removed = (await open('open')).button;
    removed.remove();
    await nextFrame();
    expect(style.overflow).to.equal('');
  });
  it('follows the page’s color-scheme where the theme is auto', async () => {
    for (const [scheme, surface] of [
      ['dark', '#161a21'],
      ['light', '#ffffff'],
    ] as const) {
      document.documentElement.style.colorScheme = scheme;
      const { button, dialog } = await open('open');
      expect(contrast(backgroundOf(dialog, [0, 0, 0, 1]), readColour(surface)), scheme).to.be.below(1.01);
      button.remove();
    }
    document.documentElement.style.colorScheme = '';
  });
  for (const situation of Object.keys(SITUATIONS)) {
    it(`has room for a finger on all that is pressed when the payment is ${situation}`, async () => {
      const { dialog } = await open(situation);
      for (const target of dialog.querySelectorAll<HTMLElement>('button, a')) {
        const { width, height } = target.getBoundingClientRect();
        expect(Math.min(width, height), target.getAttribute('part') ?? '').to.be.at.least(44);
      }
    });
  }
});

describe('colours of the shop’s that cannot be read', () => {
  it('are warned of, once the payment part is there', async () => {
    openShop().endpoint.willAnswer(created());
    const button = await mountButton(ENGLISH);
    button.style.cssText = '--mixpay-background: #fff; --mixpay-color: #ccc';
    const lines = await quietly(async () => {
      press(button);
      await dialogOpens(button);
    });
    expect(lines.join('\n')).to.match(/contrast of 4\.5:1, found rgb\(204, 204, 204\) on rgb\(255, 255, 255\): 1\.61:1/);
  });
});

describe('the QR code', () => {
  it('has whole device pixels a module', async () => {
    for (const width of ['', '300px', '243px']) {
      const { button, dialog } = await open('open');
      dialog.style.width = width;
      button.requestUpdate();
      await button.updateComplete;
      const code = inside(button, '[part="qr-code"]') as unknown as SVGSVGElement;
      const pixels = (code.getBoundingClientRect().width * devicePixelRatio) / code.viewBox.baseVal.width;
      expect(pixels % 1, String(pixels)).to.be.closeTo(0, 0.001);
      expect(code.getBoundingClientRect().width).to.be.at.least(180 * 0.8);
      button.remove();
    }
  });
});
