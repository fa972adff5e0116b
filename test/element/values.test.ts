import { expect } from '@open-wc/testing';
import { MixPayError } from '../../src/core/errors.js';
import { MixPayButton } from '../../src/element/button/button.js';
import { created } from '../helpers/fake-endpoint.js';
import { inside, label, openShop, ORDER, press, quietly, shows } from './helpers/mount-button.js';

/** What a framework may set a property to before its data has come, or by mistake. */
const VALUES: readonly [what: string, value: unknown][] = [
  ['undefined', undefined],
  ['null', null],
  ['an empty string', ''],
  ['blanks', '  '],
  ['nonsense', '\u0000?%"<x>'],
  ['0', 0],
  ['a number', 42.5],
  ['NaN', NaN],
  ['true', true],
  ['false', false],
  ['a bigint', 10n],
  ['a symbol', Symbol('x')],
  ['an object', {}],
  ['an object without a string', Object.create(null)],
  ['a list', ['usd']],
  ['a function', () => 'usd'],
];

const RIGHT = { ...ORDER, locale: 'en' };
const PROPERTIES = [...MixPayButton.elementProperties.keys()].map(String);

/** Sets a property of the button to anything. */
function set(button: MixPayButton, name: string, value: unknown): void {
  Reflect.set(button, name, value);
}

function make(): { host: HTMLElement; button: MixPayButton } {
  const host = document.body;
  const button = document.createElement('mixpay-button') as MixPayButton;
  for (const [name, value] of Object.entries(RIGHT)) button.setAttribute(name, value);
  return { host, button };
}

/** When it is set, and the button then rendered. */
const TIMES: Readonly<Record<string, (name: string, value: unknown) => MixPayButton | Promise<MixPayButton>>> = {
  'before it is connected': (name, value) => {
    const { host, button } = make();
    set(button, name, value);
    host.append(button);
    return button;
  },
  'before it is rendered': (name, value) => {
    const { host, button } = make();
    host.append(button);
    set(button, name, value);
    return button;
  },
  'after it was rendered': async (name, value) => {
    const { host, button } = make();
    host.append(button);
    await button.updateComplete;
    set(button, name, value);
    return button;
  },
  'while it is out of the page': async (name, value) => {
    const { host, button } = make();
    host.append(button);
    await button.updateComplete;
    button.remove();
    await Promise.resolve();
    set(button, name, value);
    host.append(button);
    return button;
  },
};

describe('every property survives every value', () => {
  it('all the properties are tried', () => expect(PROPERTIES).to.include.members(['locale', 'orderId', 'expiresIn', 'disabled']));

  for (const name of PROPERTIES) {
    for (const [time, mount] of Object.entries(TIMES)) {
      it(`${name}, ${time}`, async () => {
        for (const [what, value] of VALUES) {
          openShop();
          const button = await mount(name, value);
          await button.updateComplete;
          // What may be a language is looked for first.
          await shows(button, () => label(button).startsWith('Pay '), `the label for ${what}`);
          button.remove();
        }
      });
    }
    it(`${name}, at a press: a payment, or an error that says so`, async () => {
      for (const [what, value] of VALUES) {
        const shop = openShop();
        shop.endpoint.willAnswer(created());
        await quietly(async () => {
          const { host, button } = make();
          set(button, name, value);
          host.append(button);
          const pressed = button.pay().catch((error: unknown) => error);
          await shop.clock.advance(0);
          button.close();
          const outcome = await pressed;
          if (outcome instanceof Error) expect(outcome, what).to.be.instanceOf(MixPayError);
          expect(inside(button, 'button')?.textContent.trim(), `the label for ${what}`).not.to.equal('');
          button.remove();
        });
      }
    });
    it(`${name}, set right after all of them, works`, async () => {
      const shop = openShop();
      shop.endpoint.willAnswer(created());
      const { host, button } = make();
      const right: unknown = Reflect.get(button, name);
      host.append(button);
      await quietly(async () => {
        for (const [, value] of VALUES) {
          set(button, name, value);
          await button.updateComplete;
        }
        set(button, name, right);
        await button.updateComplete;
        expect(label(button)).to.equal('Pay $10.00');
        press(button);
        await shows(button, () => button.state === 'open', 'the payment to be open');
      });
      button.remove();
    });
  }
});
