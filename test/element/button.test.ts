import { expect } from '@open-wc/testing';
import { created, told } from '../helpers/fake-endpoint.js';
import {
  choose,
  dialogOpens,
  inside,
  label,
  mountButton,
  openShop,
  ORDER,
  part,
  press,
  shows,
  words,
  type Shop,
} from './helpers/mount-button.js';

describe('<mixpay-button> for everybody', () => {
  let shop: Shop;
  beforeEach(() => (shop = openShop()));

  it('is accessible at rest', async () => {
    await expect(await mountButton()).to.be.accessible();
  });
  it('is accessible with its dialog open', async () => {
    shop.endpoint.willAnswer(created({ expiresAt: '2026-11-21T12:30:00Z' })).willTell(told('unpaid'));
    const button = await mountButton();
    press(button);
    await dialogOpens(button);
    await shows(button, () => part(button, 'qr-code') !== null, 'the QR code');
    await expect(button).to.be.accessible();
  });
  it('is accessible when paid and when failed', async () => {
    for (const answer of [told('success', { txid: 'abc', surplusAmount: '1' }), told('failed', { failureCode: '40000' })]) {
      shop = openShop();
      shop.endpoint.willAnswer(created()).willTell(answer);
      const button = await mountButton();
      press(button);
      await dialogOpens(button);
      await shows(button, () => button.state === 'open', 'it to be open');
      await shop.clock.advance(3000);
      await button.updateComplete;
      await expect(button).to.be.accessible();
    }
  });
  it('says what happens in one place that screen readers follow', async () => {
    shop.endpoint.willAnswer(created()).willTell(told('unpaid'), told('confirming', { confirmations: 1, requiredConfirms: 3 }));
    const button = await mountButton();
    press(button);
    await dialogOpens(button);
    const status = part(button, 'status');
    expect(status?.getAttribute('role')).to.equal('status');
    await shows(button, () => button.state === 'open', 'it to be open');
    await shop.clock.advance(5000);
    await button.updateComplete;
    expect(part(button, 'status') === status).to.equal(true);
    expect(words(button, 'status')).to.equal('Waiting for the network to confirm it.');
    expect(words(button, 'progress')).to.equal('Confirmations: 1 of 3');
  });
  it('gives the focus to the dialog, and back when it closes', async () => {
    shop.endpoint.willAnswer(created());
    const button = await mountButton();
    button.focus();
    press(button);
    const dialog = await dialogOpens(button);
    expect(dialog.contains(button.shadowRoot?.activeElement ?? null)).to.equal(true);
    await shows(button, () => part(button, 'close') !== null, 'a way to close');
    await choose(shop, button, 'close');
    await button.updateComplete;
    expect(button.shadowRoot?.activeElement === inside(button, 'button')).to.equal(true);
  });
});

describe('its label', () => {
  beforeEach(() => void openShop());
  const labels: [attributes: Record<string, string>, expected: string][] = [
    [{}, 'Pay with MixPay'],
    [{ 'quote-amount': '10', 'quote-asset-id': 'usd' }, 'Pay $10.00'],
    [{ 'quote-amount': '0.0002', 'quote-asset-id': 'c6d0c728-2624-429b-8e0d-d9d19b6592fa', verb: 'buy' }, 'Buy for 0.0002 BTC'],
    [{ 'quote-amount': '5', 'quote-asset-id': 'eur', verb: 'donate' }, 'Donate €5.00'],
    [{ verb: 'subscribe' }, 'Subscribe with MixPay'],
    [{ verb: 'steal' }, 'Pay with MixPay'],
    [{ 'quote-amount': 'ten', 'quote-asset-id': 'usd' }, 'Pay with MixPay'],
  ];
  for (const [attributes, expected] of labels) {
    it(`${JSON.stringify(attributes)} says "${expected}"`, async () => {
      const button = await mountButton({ endpoint: '/api', locale: 'en', ...attributes });
      // Coins have their names from a file of their own.
      if (expected.endsWith('BTC')) await shows(button, () => label(button) !== 'Buy with MixPay', 'the name of the coin');
      expect(label(button)).to.equal(expected);
    });
  }
  it('may be the shop’s own', async () => {
    const button = await mountButton(ORDER, 'Buy the <b>t-shirt</b>');
    const slot = inside(button, 'slot:not([name])') as HTMLSlotElement;
    expect(
      slot
        .assignedNodes()
        .map((node) => node.textContent)
        .join(''),
    ).to.equal('Buy the t-shirt');
  });
  it('the button is the first in the shadow root and fills its host', async () => {
    const button = await mountButton();
    button.style.width = '400px';
    expect(getComputedStyle(button).display).to.equal('inline-block');
    expect(inside(button, 'button')?.offsetWidth).to.equal(400);
  });
  it('a fallback link is never shown once the element works', async () => {
    const button = await mountButton(ORDER, '<a slot="fallback" href="/checkout">Pay</a>');
    expect(button.querySelector('a')?.getClientRects().length).to.equal(0);
    expect(label(button)).to.equal('Pay $10.00');
  });
  it('numbers set by a framework as properties are amounts too', async () => {
    const button = await mountButton({ endpoint: '/api', locale: 'en' });
    Object.assign(button, { quoteAmount: 12.5, quoteAssetId: 'usd' });
    await button.updateComplete;
    expect(label(button)).to.equal('Pay $12.50');
  });
});
