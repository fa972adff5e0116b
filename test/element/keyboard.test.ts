import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import type { MixPayButton } from '../../src/element/button/button.js';
import { created } from '../helpers/fake-endpoint.js';
import { runs } from '../helpers/runs.js';
import { inside, part, shows } from './helpers/mount-button.js';
import { open, SITUATIONS } from './helpers/situations.js';

/** One engine goes through all of it: the drivers of the others take seconds to press a key, or press none. */
const HAS_KEYS = navigator.userAgent.includes('Chrome');
const FRAME = 'in a frame';
const THEMES = ['light', 'dark'];
const LOCALES = runs(['en', 'ar', 'ja'], ['en', 'ar']);

/** What of a dialog can be pressed now. */
function controlsOf(dialog: HTMLElement): HTMLElement[] {
  return [...dialog.querySelectorAll<HTMLElement>('button:enabled, a[href]')];
}

function focused(button: MixPayButton): Element | null | undefined {
  return button.shadowRoot?.activeElement;
}

/** Hears of the next click, wherever it is, and keeps it from doing anything. */
async function clicked(action: () => Promise<void>): Promise<EventTarget[]> {
  const heard: EventTarget[] = [];
  const hear = (event: Event): void => {
    heard.push(...event.composedPath().slice(0, 1));
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  window.addEventListener('click', hear, { capture: true });
  await action();
  window.removeEventListener('click', hear, { capture: true });
  return heard;
}

describe('the keyboard', () => {
  let outside: HTMLElement;
  beforeEach(() => {
    outside = document.createElement('button');
    outside.textContent = 'of the page';
    document.body.prepend(outside);
  });
  afterEach(() => outside.remove());

  for (const situation of HAS_KEYS ? Object.keys(SITUATIONS) : []) {
    it(`reaches all of a dialog and nothing behind it, and closes it, when the payment is ${situation}`, async () => {
      for (const [index, locale] of LOCALES.entries()) {
        const { button, dialog, frameLoads } = await open(situation, { locale, theme: THEMES[index % 2] ?? 'light' });
        if (situation === FRAME) await frameLoads;
        const controls = controlsOf(dialog);
        expect(focused(button)?.id).to.equal('title');
        const reached = new Set<Element>();
        // Once around; between the last and the first the browser has its own places.
        for (let step = 0; step < controls.length + 3; step++) {
          await sendKeys({ press: 'Tab' });
          expect(document.activeElement === outside).to.equal(false);
          const now = focused(button);
          if (now != null) expect(dialog.contains(now)).to.equal(true);
          if (now != null) reached.add(now);
        }
        const missed = controls.filter((control) => !reached.has(control)).map((control) => control.getAttribute('part'));
        expect(missed, locale).to.deep.equal([]);
        await sendKeys({ press: 'Escape' });
        await button.updateComplete;
        expect(dialog.open).to.equal(false);
        expect(focused(button) === inside(button, 'button')).to.equal(true);
        button.remove();
      }
    }).timeout(30_000);

    it(`presses all of a dialog when the payment is ${situation}`, async () => {
      const { button, dialog, frameLoads } = await open(situation);
      if (situation === FRAME) await frameLoads;
      for (const control of controlsOf(dialog)) {
        for (const press of control.localName === 'a' ? ['Enter'] : ['Enter', ' ']) {
          control.focus();
          const heard = await clicked(() => sendKeys({ press }));
          expect(heard.length, `${control.getAttribute('part')} ${press}`).to.equal(1);
          expect(heard[0] === control, control.getAttribute('part') ?? '').to.equal(true);
        }
      }
      button.remove();
    }).timeout(30_000);
  }

  it('does what is pressed: "Close" closes, and the focus is on the button again', async () => {
    const { button, dialog } = await open('unpaid');
    const close = part(button, 'close') as HTMLElement;
    close.focus();
    if (HAS_KEYS) await sendKeys({ press: 'Enter' });
    else close.click();
    await button.updateComplete;
    expect(dialog.open).to.equal(false);
    expect(focused(button) === inside(button, 'button')).to.equal(true);
  });
  it('does what is pressed: "Try again" asks again', async () => {
    const { shop, button } = await open('not started');
    shop.endpoint.willAnswer(created());
    const retry = part(button, 'retry') as HTMLElement;
    retry.focus();
    if (HAS_KEYS) await sendKeys({ press: ' ' });
    else retry.click();
    await shows(button, () => button.state === 'open', 'the payment to be open');
    expect(shop.endpoint.creates).to.have.length(2);
  });
});
