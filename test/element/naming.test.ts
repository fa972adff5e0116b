import { expect } from '@open-wc/testing';
import { byHand, created, told } from '../helpers/fake-endpoint.js';
import { dialogOpens, inside, mountButton, openShop, ORDER, press, shows } from './helpers/mount-button.js';

/** The button proper, as a screen reader finds it. */
function buttonIn(button: Element): HTMLButtonElement {
  return button.shadowRoot?.querySelector('button') as HTMLButtonElement;
}

/** What describes it, by whichever way this engine knows. */
function descriptionOf(button: HTMLButtonElement): string {
  const elements = button.ariaDescribedByElements?.map(({ textContent }) => textContent).join(' ');
  return elements ?? button.getAttribute('aria-description') ?? '';
}

describe('what a page says of a button to screen readers', () => {
  beforeEach(() => void openShop());

  it('is said of the button that is pressed, and not of the element as well', async () => {
    const button = await mountButton({ ...ORDER, 'aria-label': 'Pay for the beans' });
    expect(buttonIn(button).getAttribute('aria-label')).to.equal('Pay for the beans');
    expect(button.hasAttribute('aria-label')).to.equal(false);
    button.setAttribute('aria-label', 'Pay for two');
    await button.updateComplete;
    expect(buttonIn(button).getAttribute('aria-label')).to.equal('Pay for two');
  });
  it('is taken back with its attribute', async () => {
    const button = await mountButton({ ...ORDER, 'aria-label': 'Pay for the beans' });
    button.removeAttribute('aria-label');
    await button.updateComplete;
    expect(buttonIn(button).hasAttribute('aria-label')).to.equal(false);
  });
  it('goes along with a copy of the element', async () => {
    const button = await mountButton({ ...ORDER, 'aria-label': 'Pay for the beans' });
    const copy = button.cloneNode(true) as typeof button;
    button.after(copy);
    await copy.updateComplete;
    expect(buttonIn(copy).getAttribute('aria-label')).to.equal('Pay for the beans');
  });
  it('gives way to the words that say how the payment stands', async () => {
    const shop = openShop();
    shop.endpoint.willAnswer(created()).willTell(told('success'));
    const button = await mountButton({ ...ORDER, locale: 'en', 'aria-label': 'Pay for the beans' });
    press(button);
    await dialogOpens(button);
    await shows(button, () => button.state === 'open', 'the payment to be open');
    await shop.clock.advance(3000);
    await button.updateComplete;
    expect(buttonIn(button).hasAttribute('aria-label')).to.equal(false);
    expect(buttonIn(button).textContent).to.contain('Paid');
  });
  it('describes it by elements of the page', async () => {
    const note = document.createElement('p');
    note.id = 'shipping';
    note.textContent = 'Shipped tomorrow';
    document.body.append(note);
    const button = await mountButton({ ...ORDER, 'aria-describedby': 'nothing shipping' });
    expect(descriptionOf(buttonIn(button))).to.equal('Shipped tomorrow');
    expect(button.hasAttribute('aria-describedby')).to.equal(false);
    note.remove();
  });
});

describe('a button', () => {
  it('has the language of its words; the shop’s own have that of the page', async () => {
    openShop();
    const german = await mountButton({ ...ORDER, locale: 'de' });
    await shows(german, () => german.shadowRoot?.textContent?.includes('bezahlen') === true, 'German words');
    expect(buttonIn(german).lang).to.equal('de');
    expect(buttonIn(await mountButton({ ...ORDER, locale: 'de' }, 'Pay here')).lang).to.equal('');
    expect(inside(german, '.said')?.lang ?? 'de').to.equal('de');
  });

  for (const [mode, dialog] of [
    ['qr', true],
    ['embed', true],
    ['tab', true],
    ['popup', true],
    ['redirect', false],
  ] as const) {
    it(`tells of a dialog ${dialog ? 'where one comes' : 'nowhere else'}: ${mode}`, async () => {
      openShop();
      const button = await mountButton({ ...ORDER, mode });
      // A frame, in which tests may run, is never led away from: then a window opens, and a dialog here.
      const expected = dialog || window.top !== window ? 'dialog' : null;
      expect(buttonIn(button).getAttribute('aria-haspopup')).to.equal(expected);
    });
  }
  it('is busy while a code is being asked for', async () => {
    const shop = openShop();
    shop.endpoint.willAnswer(byHand<Response>().promise);
    const button = await mountButton();
    press(button);
    await dialogOpens(button);
    expect(buttonIn(button).getAttribute('aria-busy')).to.equal('true');
  });
});
