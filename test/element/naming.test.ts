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

  it('becomes the accessible name of the inner button', async () => {
    const button = await mountButton({ ...ORDER, 'aria-label': 'Pay for the beans' });
    expect(buttonIn(button).getAttribute('aria-label')).to.equal('Pay for the beans');
    button.setAttribute('aria-label', 'Pay for two');
    await button.updateComplete;
    expect(buttonIn(button).getAttribute('aria-label')).to.equal('Pay for two');
  });
  it('stays in the page as it was written there, so that hydration finds nothing changed', async () => {
    const button = await mountButton({ 'aria-label': 'Pay for the beans', 'aria-describedby': 'shipping' });
    expect(button.getAttribute('aria-label')).to.equal('Pay for the beans');
    expect(button.getAttribute('aria-describedby')).to.equal('shipping');
    expect(button.getAttributeNames().filter((name) => name.startsWith('data-'))).to.deep.equal([]);
  });
  it('survives morphing: attributes of the new HTML are set, and others are removed', async () => {
    const button = await mountButton({ ...ORDER, 'aria-label': 'Pay for the beans' });
    const wanted = new Map(Object.entries({ ...ORDER, 'aria-label': 'Pay for the beans' }));
    for (const [name, value] of wanted) if (button.getAttribute(name) !== value) button.setAttribute(name, value);
    for (const name of button.getAttributeNames()) if (!wanted.has(name)) button.removeAttribute(name);
    await button.updateComplete;
    expect(buttonIn(button).getAttribute('aria-label')).to.equal('Pay for the beans');
  });
  for (const [way, take] of Object.entries<(button: Element) => unknown>({
    removeAttribute: (button) => button.removeAttribute('aria-label'),
    'removeAttribute of the prototype': (button) => Element.prototype.removeAttribute.call(button, 'aria-label'),
    toggleAttribute: (button) => button.toggleAttribute('aria-label', false),
    removeNamedItem: (button) => button.attributes.removeNamedItem('aria-label'),
    'the property': (button) => (button.ariaLabel = null),
  })) {
    it(`goes when its attribute goes: ${way}`, async () => {
      const button = await mountButton({ ...ORDER, 'aria-label': 'Pay for the beans' });
      take(button);
      await button.updateComplete;
      expect(buttonIn(button).hasAttribute('aria-label')).to.equal(false);
    });
  }
  it('is copied with the element', async () => {
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
    button.removeAttribute('aria-describedby');
    await button.updateComplete;
    expect(descriptionOf(buttonIn(button))).to.equal('');
    note.remove();
  });
  it('describes it by what comes into the page later, once the button has the focus', async () => {
    const button = await mountButton({ ...ORDER, 'aria-describedby': 'shipping' });
    press(button);
    await dialogOpens(button);
    button.close();
    await button.updateComplete;
    buttonIn(button).blur();
    const note = document.createElement('p');
    note.id = 'shipping';
    note.textContent = 'Shipped tomorrow';
    document.body.append(note);
    button.focus();
    await button.updateComplete;
    expect(descriptionOf(buttonIn(button))).to.equal('Shipped tomorrow');
    note.remove();
  });
  it('describes it by elements that the page names without ids, once the button has the focus', async () => {
    const button = await mountButton(ORDER);
    if (!('ariaDescribedByElements' in button)) return;
    for (const words of ['Shipped tomorrow', 'Shipped today']) {
      const note = Object.assign(document.createElement('p'), { textContent: words });
      button.before(note);
      button.ariaDescribedByElements = [note];
      // Firefox calls no `attributeChangedCallback` for it.
      buttonIn(button).blur();
      button.focus();
      await button.updateComplete;
      expect(descriptionOf(buttonIn(button))).to.equal(words);
    }
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
    it(`${dialog ? 'has' : 'does not have'} aria-haspopup: ${mode}`, async () => {
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
