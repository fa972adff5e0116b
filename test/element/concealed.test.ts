import { expect } from '@open-wc/testing';
import type { MixPayButton } from '../../src/element/button/button.js';
import type { MixPayCloseEvent } from '../../src/element/payment/events.js';
import { created } from '../helpers/fake-endpoint.js';
import { dialogOpens, inside, label, listen, mountButton, openShop, press, shows } from './helpers/mount-button.js';

/** Something the shop puts around the button, and how it hides that: until `show`, where it can be shown again. */
interface Wrapping {
  wrapping: HTMLElement;
  hide(): void;
  show(): void;
}

function wrapped(tag: string, hide: (wrapping: HTMLElement, hidden: boolean) => void): () => Wrapping {
  return () => {
    const wrapping = document.createElement(tag);
    hide(wrapping, false);
    return { wrapping, hide: () => hide(wrapping, true), show: () => hide(wrapping, false) };
  };
}

const WAYS: Readonly<Record<string, () => Wrapping>> = {
  'its container is hidden': wrapped('div', (div, hidden) => (div.hidden = hidden)),
  'its container is display:none': wrapped('div', (div, hidden) => (div.style.display = hidden ? 'none' : '')),
  'the <details> around it are closed': wrapped('details', (details, hidden) => details.toggleAttribute('open', !hidden)),
  'the dialog of the page around it is closed': () => {
    const wrapping = document.createElement('dialog');
    return { wrapping, hide: () => wrapping.close(), show: () => wrapping.showModal() };
  },
  ...(CSS.supports('content-visibility', 'hidden')
    ? {
        'its container skips its contents': wrapped('div', (div, hidden) =>
          div.style.setProperty('content-visibility', hidden ? 'hidden' : 'visible'),
        ),
      }
    : {}),
};

/** Whether a click on something else of the page lands there. */
function pageIsAlive(elsewhere: HTMLElement): boolean {
  const { x, y } = elsewhere.getBoundingClientRect();
  return document.elementFromPoint(x + 1, y + 1) === elsewhere;
}

describe('a dialog whose surroundings are hidden leaves the page alive', () => {
  for (const [way, wrap] of Object.entries(WAYS)) {
    describe(way, () => {
      let elsewhere: HTMLElement;
      let around: Wrapping;
      let button: MixPayButton;
      beforeEach(async () => {
        openShop().endpoint.willAnswer(created(), created());
        button = await mountButton();
        elsewhere = document.createElement('p');
        elsewhere.textContent = 'Something else of the page';
        around = wrap();
        button.parentElement?.append(elsewhere, around.wrapping);
        around.wrapping.append(button);
        around.show();
      });

      it('while it is open: it closes, says so, and the payment goes on', async () => {
        const heard = listen();
        const outcome = button.pay();
        await dialogOpens(button);
        await shows(button, () => button.state === 'open', 'the payment to be open');
        expect(pageIsAlive(elsewhere)).to.equal(false);
        around.hide();
        await shows(button, () => inside(button, 'dialog:modal') === null, 'the dialog to leave the top layer');
        expect(pageIsAlive(elsewhere)).to.equal(true);
        expect((await outcome).outcome).to.equal('closed');
        expect((heard.events.at(-1) as MixPayCloseEvent).reason).to.equal('hidden');
        expect([button.state, label(button)]).to.deep.equal(['open', 'Continue payment']);
        heard.stop();
      });
      it('shown again: nothing opens by itself, and a press finds the payment', async () => {
        press(button);
        await dialogOpens(button);
        await shows(button, () => button.state === 'open', 'the payment to be open');
        around.hide();
        await shows(button, () => inside(button, 'dialog:modal') === null, 'the dialog to leave the top layer');
        around.show();
        await button.updateComplete;
        expect(inside(button, 'dialog[open]') === null).to.equal(true);
        const { checkoutUrl } = button;
        press(button);
        await dialogOpens(button);
        expect(button.checkoutUrl).to.equal(checkoutUrl);
      });
      it('before it opens: it does not open', async () => {
        around.hide();
        const { outcome } = await button.pay();
        expect(outcome).to.equal('closed');
        expect(inside(button, 'dialog:modal') === null).to.equal(true);
        expect(pageIsAlive(elsewhere)).to.equal(true);
      });
    });
  }

  it('an inert container does not make the dialog inert', async () => {
    openShop().endpoint.willAnswer(created());
    const button = await mountButton();
    press(button);
    const dialog = await dialogOpens(button);
    (button.parentElement as HTMLElement).inert = true;
    await button.updateComplete;
    const close = inside(button, '[part="close"]') as HTMLElement;
    const { x, y } = close.getBoundingClientRect();
    expect(button.shadowRoot?.elementFromPoint(x + 5, y + 5)?.closest('dialog') === dialog).to.equal(true);
    close.focus();
    expect(button.shadowRoot?.activeElement === close).to.equal(true);
  });
});
