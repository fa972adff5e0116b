import { expect } from '@open-wc/testing';
import type { MixPayButton } from '../../src/element/button/button.js';
import { created } from '../helpers/fake-endpoint.js';
import { choose, dialogOpens, inside, label, mountButton, openShop, ORDER, press, shows, type Shop } from './helpers/mount-button.js';

/** A document of a frame, on this origin. */
function openFrame(): HTMLIFrameElement {
  const frame = document.createElement('iframe');
  frame.width = '600';
  frame.height = '600';
  document.body.append(frame);
  return frame;
}

function documentOf(frame: HTMLIFrameElement): Document {
  if (frame.contentDocument === null) throw new Error('expected a document');
  return frame.contentDocument;
}

/** Whether the button, and the dialog where it is open, look as they should. */
function isStyled(button: MixPayButton): boolean {
  const view = button.ownerDocument.defaultView ?? window;
  const dialog = inside(button, 'dialog[open]');
  const shown = inside(button, 'button');
  return (
    shown !== null &&
    view.getComputedStyle(shown).display === 'inline-flex' &&
    (dialog === null || view.getComputedStyle(dialog).borderTopLeftRadius === '20px')
  );
}

describe('in another document', () => {
  let frame: HTMLIFrameElement;
  beforeEach(() => (frame = openFrame()));
  afterEach(() => frame.remove());

  async function pays(button: MixPayButton): Promise<void> {
    press(button);
    const dialog = await dialogOpens(button);
    await shows(button, () => button.state === 'open', 'the payment to be open');
    expect(dialog.matches(':modal')).to.equal(true);
    expect(isStyled(button)).to.equal(true);
  }

  it('adopted before it is rendered, it is styled and pays', async () => {
    openShop().endpoint.willAnswer(created());
    const button = document.createElement('mixpay-button') as MixPayButton;
    for (const [name, value] of Object.entries(ORDER)) button.setAttribute(name, value);
    documentOf(frame).body.append(button);
    await shows(button, () => isStyled(button), 'its styles');
    await pays(button);
  });
  it('adopted after it was rendered, it is styled and pays', async () => {
    openShop().endpoint.willAnswer(created());
    const button = await mountButton();
    documentOf(frame).adoptNode(button);
    documentOf(frame).body.append(button);
    await shows(button, () => isStyled(button), 'its styles');
    await pays(button);
  });
  it('adopted with its dialog open, it is open there, and comes back so', async () => {
    openShop().endpoint.willAnswer(created());
    const button = await mountButton();
    const home = button.parentElement;
    await pays(button);
    documentOf(frame).body.append(button);
    await button.updateComplete;
    expect(inside(button, 'dialog:modal') !== null && isStyled(button)).to.equal(true);
    home?.append(button);
    await button.updateComplete;
    expect(inside(button, 'dialog:modal') !== null && isStyled(button)).to.equal(true);
  });
  it('adopted with its dialog open, it keeps that page from scrolling and lets go of the first', async () => {
    openShop().endpoint.willAnswer(created());
    const button = await mountButton();
    await pays(button);
    const [first, second] = [document, documentOf(frame)].map((page) => page.documentElement.style);
    expect([first?.overflow, second?.overflow]).to.deep.equal(['hidden', '']);
    documentOf(frame).body.append(button);
    await button.updateComplete;
    expect([first?.overflow, second?.overflow]).to.deep.equal(['', 'hidden']);
    button.close();
    await button.updateComplete;
    expect([first?.overflow, second?.overflow]).to.deep.equal(['', '']);
  });
  it('reads the language around it, and a label of its own', async () => {
    openShop();
    documentOf(frame).documentElement.lang = 'de';
    const button = document.createElement('mixpay-button') as MixPayButton;
    for (const [name, value] of Object.entries(ORDER)) button.setAttribute(name, value);
    button.append(documentOf(frame).createTextNode('\n'));
    documentOf(frame).body.append(button);
    await shows(button, () => /bezahlen|zahlen/.test(label(button)), 'the German label');
  });
});

describe('inside something that a click sets off', () => {
  let shop: Shop;
  let surroundings: HTMLElement;
  let came: string[];
  beforeEach(() => {
    shop = openShop();
    shop.endpoint.willAnswer(created());
    came = [];
  });
  afterEach(() => surroundings.remove());

  /** Whether a press, and what is pressed in the dialog then, is the button's own affair. */
  async function pays(markup: string, content = ''): Promise<MixPayButton> {
    const template = document.createElement('template');
    template.innerHTML = markup;
    surroundings = template.content.firstElementChild as HTMLElement;
    const button = await mountButton(ORDER, content);
    document.body.append(surroundings);
    (surroundings.querySelector('.here') ?? surroundings).append(button);
    await button.updateComplete;
    for (const type of ['submit', 'toggle', 'change']) surroundings.addEventListener(type, () => came.push(type), true);
    return button;
  }

  for (const [name, markup] of [
    ['a link', '<a href="#gone">x </a>'],
    ['a link around more', '<a href="#gone">x <span class="here"></span></a>'],
    ['a label', '<label>x <input type="checkbox"> <span class="here"></span></label>'],
    ['a summary', '<details><summary>x <span class="here"></span></summary> y</details>'],
    ['a form', '<form action="#gone"><input name="q" value="x"><p class="here"></p></form>'],
  ] as const) {
    it(`${name}: a press only pays, and so does all that is pressed in the dialog`, async () => {
      const before = location.href;
      const button = await pays(markup);
      press(button);
      await dialogOpens(button);
      await shows(button, () => button.state === 'open', 'the payment to be open');
      await choose(shop, button, 'copy');
      await choose(shop, button, 'title');
      expect(inside(button, 'dialog[open]') !== null).to.equal(true);
      await choose(shop, button, 'close');
      expect(inside(button, 'dialog[open]') === null).to.equal(true);
      expect(location.href).to.equal(before);
      expect(came).to.deep.equal([]);
      expect(surroundings.querySelector('input')?.checked ?? false).to.equal(false);
      expect((surroundings as HTMLDetailsElement).open ?? false).to.equal(false);
    });
  }
  it('a link: a press on a label of the shop’s own only pays', async () => {
    const before = location.href;
    const button = await pays('<a href="#gone">x </a>', '<b>Buy</b>');
    button.querySelector('b')?.click();
    await dialogOpens(button);
    expect(location.href).to.equal(before);
  });
  it('a link: the links of the dialog are followed', async () => {
    const button = await pays('<a href="#gone">x </a>');
    press(button);
    await dialogOpens(button);
    await shows(button, () => inside(button, 'a') !== null, 'the link');
    await shop.clock.advance(400);
    const link = inside(button, 'a') as HTMLAnchorElement;
    let followed: boolean | undefined;
    const hear = (event: Event): void => {
      followed = !event.defaultPrevented;
      event.preventDefault();
    };
    document.addEventListener('click', hear, { once: true });
    link.click();
    expect(followed).to.equal(true);
  });
  it('a disabled fieldset: the button is disabled, and its first legend not', async () => {
    const button = await pays('<form><fieldset disabled><p class="here"></p></fieldset></form>');
    const pressed = inside(button, 'button') as HTMLButtonElement;
    expect(pressed.disabled).to.equal(true);
    expect((await button.pay()).outcome).to.equal('canceled');
    expect(button.disabled).to.equal(false);
    expect(button.hasAttribute('disabled')).to.equal(false);
    (surroundings.firstElementChild as HTMLFieldSetElement).disabled = false;
    await button.updateComplete;
    expect(pressed.disabled).to.equal(false);
    press(button);
    await dialogOpens(button);
  });
  it('a disabled fieldset left: the button works', async () => {
    const button = await pays('<form><fieldset disabled><p class="here"></p></fieldset></form>');
    document.body.append(button);
    await button.updateComplete;
    expect((inside(button, 'button') as HTMLButtonElement).disabled).to.equal(false);
    button.remove();
  });
  it('a form: it adds nothing to what is sent', async () => {
    await pays('<form><input name="q" value="x"><p class="here"></p></form>');
    expect([...new FormData(surroundings as HTMLFormElement).keys()]).to.deep.equal(['q']);
    expect((surroundings as HTMLFormElement).checkValidity()).to.equal(true);
  });
});
