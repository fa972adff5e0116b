import { expect } from '@open-wc/testing';
import type { MixPayButton } from '../../src/element/button/button.js';
import { created, told } from '../helpers/fake-endpoint.js';
import { label, mountButton, openShop, press, shows } from './helpers/mount-button.js';

it('a shadow root declared by a server is drawn once, with a remembered payment’s label', async () => {
  const shop = openShop();
  shop.endpoint.willAnswer(created()).willTell(told('unpaid'));
  const first = await mountButton();
  press(first);
  await shows(first, () => first.state === 'open', 'the payment to be open');
  const attributes = [...first.attributes];
  first.remove();
  await Promise.resolve();
  openShop(shop);
  const button = document.createElement('mixpay-button') as MixPayButton;
  for (const { name, value } of attributes) button.setAttribute(name, value);
  button.attachShadow({ mode: 'open' }).innerHTML = '<button part="button"><span part="label">Pay $9.00</span></button>';
  document.body.append(button);
  await shows(button, () => label(button) === 'Continue payment', 'the payment to be found');
  expect(button.shadowRoot?.querySelectorAll('button')).to.have.length(1);
  button.remove();
});
