import { expect, nextFrame } from '@open-wc/testing';
import { emulateMedia } from '@web/test-runner-commands';
import { created } from '../helpers/fake-endpoint.js';
import { contrast, readColour } from './helpers/colours.js';
import { inside, mountButton, openShop, part, press, shows } from './helpers/mount-button.js';
import { ENGLISH, open, SITUATIONS } from './helpers/situations.js';

/** The one engine whose driver plays other media. */
const PLAYS_MEDIA = navigator.userAgent.includes('Chrome');

type Media = Parameters<typeof emulateMedia>[0] & { forcedColors?: 'active' | 'none'; contrast?: 'more' | 'no-preference' };

const USUAL: Media = { media: 'screen', forcedColors: 'none', contrast: 'no-preference', reducedMotion: 'no-preference' };

function shown(element: Element | null): boolean {
  return element?.checkVisibility({ visibilityProperty: true }) === true;
}

if (PLAYS_MEDIA) {
  describe('in forced colours', () => {
    before(() => emulateMedia({ forcedColors: 'active' } as Media));
    after(() => emulateMedia(USUAL));

    it('progress is seen: the bar is the system’s own, and the words beside it say the same', async () => {
      const { button } = await open('confirming');
      const bar = inside(button, 'progress') as HTMLProgressElement;
      expect(bar.position).to.be.closeTo(1 / 3, 0.01);
      // With looks of its own its colours would be forced into one.
      expect(getComputedStyle(bar).appearance).to.not.equal('none');
      expect(getComputedStyle(bar).accentColor).to.equal('auto');
      expect(bar.getBoundingClientRect().height).to.be.at.least(6);
    });
    it('the QR code stays black on white, and what is pressed has an edge', async () => {
      const { button } = await open('unpaid');
      const card = inside(button, '.qr-card') as HTMLElement;
      expect(contrast(readColour(getComputedStyle(card).backgroundColor), [0, 0, 0, 1])).to.equal(21);
      for (const name of ['link', 'copy', 'outcome']) {
        const { borderTopStyle, borderTopWidth } = getComputedStyle(part(button, name) as HTMLElement);
        expect([borderTopStyle, borderTopWidth], name).to.deep.equal(['solid', '1px']);
      }
    });
    it('the focus is seen by its outline alone', async () => {
      const { button } = await open('unpaid');
      const copy = part(button, 'copy') as HTMLElement;
      copy.focus();
      const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(copy);
      expect([outlineStyle, outlineWidth]).to.deep.equal(['solid', '3px']);
      const ground = readColour(getComputedStyle(inside(button, 'dialog') as HTMLElement).backgroundColor);
      expect(contrast(readColour(outlineColor), ground)).to.be.at.least(3);
    });
  });

  describe('where more contrast is preferred', () => {
    before(() => emulateMedia({ contrast: 'more' } as Media));
    after(() => emulateMedia(USUAL));

    for (const theme of ['light', 'dark']) {
      it(`small words and edges have as much of it as the rest, in a ${theme} dialog`, async () => {
        const { button, dialog } = await open('unpaid', { theme });
        const ground = readColour(getComputedStyle(dialog).backgroundColor);
        for (const name of ['order', 'qr-caption']) {
          const ratio = contrast(readColour(getComputedStyle(part(button, name) as HTMLElement).color), ground);
          expect(ratio, name).to.be.at.least(7);
        }
        const edge = readColour(getComputedStyle(part(button, 'copy') as HTMLElement).borderTopColor);
        expect(contrast(edge, ground)).to.be.at.least(7);
      });
    }
    it('a button whose payment is under way has an edge', async () => {
      const { button } = await open('unpaid');
      const { borderTopColor, backgroundColor } = getComputedStyle(inside(button, 'button') as HTMLElement);
      expect(contrast(readColour(borderTopColor), readColour(backgroundColor))).to.be.at.least(7);
    });
  });

  describe('where less motion is preferred', () => {
    before(() => emulateMedia({ reducedMotion: 'reduce' }));
    after(() => emulateMedia(USUAL));

    it('the dialog is there at once', async () => {
      const { dialog } = await open('unpaid');
      expect(getComputedStyle(dialog).animationName).to.equal('none');
    });
  });

  describe('on paper', () => {
    afterEach(() => emulateMedia(USUAL));

    for (const situation of Object.keys(SITUATIONS)) {
      it(`is ${situation.startsWith('paid') ? 'the receipt, once,' : 'the page without the dialog'} when the payment is ${situation}`, async () => {
        const { button, dialog } = await open(situation);
        await emulateMedia({ media: 'print' });
        await nextFrame();
        await nextFrame();
        expect(shown(dialog)).to.equal(situation.startsWith('paid'));
        // What is fixed stands on every sheet.
        if (shown(dialog)) expect(getComputedStyle(dialog).position).to.equal('absolute');
        for (const name of ['close', 'done', 'copy-reference']) expect(shown(part(button, name)), name).to.equal(false);
        await emulateMedia(USUAL);
        await nextFrame();
        await nextFrame();
        expect(dialog.open, 'and the dialog is still open').to.equal(true);
        button.remove();
      });
    }
  });
}

describe('below a button whose dialog does not come', () => {
  it('there is room for a finger on all that is pressed', async () => {
    openShop({}, { importDialog: () => Promise.reject(new TypeError('Failed to fetch')) }).endpoint.willAnswer(created());
    const button = await mountButton(ENGLISH);
    press(button);
    await shows(button, () => part(button, 'link') !== null, 'the link');
    for (const target of button.shadowRoot?.querySelectorAll<HTMLElement>('.floor :is(a, button)') ?? []) {
      expect(target.getBoundingClientRect().height, target.getAttribute('part') ?? '').to.be.at.least(44);
    }
  });
});
