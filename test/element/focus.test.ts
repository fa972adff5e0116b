import { expect, nextFrame } from '@open-wc/testing';
import type { MixPayButton } from '../../src/element/button/button.js';
import { byHand, created, problem, told } from '../helpers/fake-endpoint.js';
import { contrast, readColour, type Colour } from './helpers/colours.js';
import { choose, dialogOpens, inside, mountButton, openShop, part, quietly, shows } from './helpers/mount-button.js';
import { ENGLISH, open, SITUATIONS } from './helpers/situations.js';

const QUOTE = { quoteAmount: '12', quoteAssetId: 'usd' };

/** The part that has the focus, in the button or its dialog. */
function focused(button: MixPayButton): string | null | undefined {
  return button.shadowRoot?.activeElement?.getAttribute('part');
}

describe('the focus', () => {
  for (const [what, on, status] of [
    ['the link, when the payment is seen', 'link', told('confirming')],
    ['"Copy link", when it is paid', 'copy', told('success')],
    ['"Copy link", when it failed', 'copy', told('failed')],
    ['the QR card’s link, when it falls under review', 'link', told('auditing')],
  ] as const) {
    it(`goes to the title from ${what}`, async () => {
      const shop = openShop();
      shop.endpoint.willAnswer(created()).willTell(told('unpaid'), status);
      const button = await mountButton(ENGLISH);
      button.click();
      await dialogOpens(button);
      await shows(button, () => part(button, on) !== null, on);
      part(button, on)?.focus();
      await shop.clock.advance(9000);
      await button.updateComplete;
      expect(button.state).to.not.equal('unpaid');
      expect(focused(button)).to.equal('title');
      expect(part(button, 'title')?.tabIndex).to.equal(-1);
    });
  }
  it('goes to the title from "Try again"', async () => {
    const { shop, button } = await open('not started');
    shop.endpoint.willAnswer(byHand<Response>().promise);
    part(button, 'retry')?.focus();
    await choose(shop, button, 'retry');
    expect(part(button, 'retry') === null).to.equal(true);
    expect(focused(button)).to.equal('title');
  });
  it('goes to the title from "Continue with $12.00"', async () => {
    const { shop, button } = await open('asked about the price');
    shop.endpoint.willAnswer(created(QUOTE));
    await quietly(async () => {
      part(button, 'accept')?.focus();
      await choose(shop, button, 'accept');
      await shows(button, () => part(button, 'accept') === null, 'the question to go');
    });
    expect(focused(button)).to.equal('title');
  });
  it('goes to the title from "Show QR code"', async () => {
    const { shop, button } = await open('in a frame');
    part(button, 'show-qr')?.focus();
    await choose(shop, button, 'show-qr');
    expect(part(button, 'qr-code') === null).to.equal(false);
    expect(focused(button)).to.equal('title');
  });
  it('stays on "Close", whatever comes', async () => {
    const { shop, button } = await open('unpaid');
    part(button, 'close')?.focus();
    shop.endpoint.willTell(told('success'));
    await shop.clock.advance(20_000);
    await button.updateComplete;
    expect(focused(button)).to.equal('close');
  });
  it('is not taken from where nothing had it', async () => {
    const { shop, button } = await open('unpaid');
    (button.shadowRoot?.activeElement as HTMLElement).blur();
    await shop.clock.advance(5000);
    await button.updateComplete;
    expect(focused(button)).to.equal(undefined);
  });
  it('is not taken from the page, when the payment of a closed dialog goes on', async () => {
    const { shop, button } = await open('unpaid');
    await choose(shop, button, 'close');
    expect(focused(button)).to.equal('button');
    const field = document.createElement('input');
    document.body.append(field);
    field.focus();
    shop.endpoint.willTell(told('success'));
    await shop.clock.advance(60_000);
    await button.updateComplete;
    expect(document.activeElement === field).to.equal(true);
    field.remove();
  });
  it('is not taken from the page around a frame, where the payer may be writing', async () => {
    const shop = openShop();
    shop.endpoint.willAnswer(created()).willTell(told('unpaid'));
    const field = document.createElement('input');
    const frame = document.createElement('iframe');
    document.body.append(field, frame);
    const button = await mountButton(ENGLISH);
    frame.contentDocument?.body.append(button);
    button.click();
    await dialogOpens(button);
    await shows(button, () => part(button, 'link') !== null, 'the link');
    part(button, 'link')?.focus();
    field.focus();
    shop.endpoint.willTell(told('success'));
    await shop.clock.advance(20_000);
    await button.updateComplete;
    expect(button.state).to.equal('success');
    expect(document.activeElement === field).to.equal(true);
    frame.remove();
    field.remove();
  });
  it('goes to the button from what is below it, where there is no dialog', async () => {
    const shop = openShop({}, { importDialog: () => Promise.reject(new TypeError('Failed to fetch')) });
    shop.endpoint.willAnswer(created(QUOTE));
    await quietly(async () => {
      const button = await mountButton(ENGLISH);
      button.click();
      await shows(button, () => part(button, 'decline') !== null, 'the question');
      part(button, 'decline')?.focus();
      await choose(shop, button, 'decline');
      expect(focused(button)).to.equal('button');
    });
  });
  it('is in the dialog for an error, too', async () => {
    const shop = openShop();
    shop.endpoint.willAnswer(problem(503));
    await quietly(async () => {
      const button = await mountButton(ENGLISH);
      button.click();
      await dialogOpens(button);
      await shows(button, () => button.state === 'error', 'the refusal');
      expect(focused(button)).to.equal('title');
    });
  });
});

describe('the ring around what has the focus', () => {
  /** The colours of an outline and of each band of a shadow. */
  function ringOf(element: HTMLElement): Colour[] {
    const { outlineColor, outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
    expect([outlineStyle, outlineWidth]).to.deep.equal(['solid', '3px']);
    return [outlineColor, ...(boxShadow.match(/rgba?\([^)]*\)/g) ?? [])].map(readColour);
  }
  const GROUNDS = Array.from({ length: 256 }, (_, grey): Colour => [grey, grey, grey, 1]);
  const worstOf = (ring: Colour[]): number => Math.min(...GROUNDS.map((ground) => Math.max(...ring.map((band) => contrast(band, ground)))));

  const COLOURS = ['', '#8da2ff', '#777', '#fff', '#000'];

  for (const situation of Object.keys(SITUATIONS)) {
    it(`has 3:1 on any background, whatever colour the shop gives it, when the payment is ${situation}`, async () => {
      const { button, dialog } = await open(situation);
      for (const colour of COLOURS) {
        button.style.setProperty('--mixpay-focus', colour);
        for (const control of dialog.querySelectorAll<HTMLElement>('button:enabled, a')) {
          control.focus();
          expect(worstOf(ringOf(control)), `${colour} ${control.getAttribute('part')}`).to.be.at.least(3);
        }
      }
      button.close();
      await button.updateComplete;
      await nextFrame();
      const inner = inside(button, 'button') as HTMLElement;
      inner.focus();
      expect(worstOf(ringOf(inner)), 'the button').to.be.at.least(3);
    });
  }
});
