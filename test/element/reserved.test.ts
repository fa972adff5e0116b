import { expect } from '@open-wc/testing';
import { loadCoins } from '../../src/element/button/label.js';
import { buttonWords } from '../../src/element/locales/button/en.js';
import { mountButton, openShop } from './helpers/mount-button.js';

const BITCOIN = 'c6d0c728-2624-429b-8e0d-d9d19b6592fa';
const VERBS = Object.keys(buttonWords).filter((key) => `${key}Amount` in buttonWords);
const PRICES: Record<string, string>[] = [
  { 'quote-amount': '10', 'quote-asset-id': 'usd' },
  { 'quote-amount': '12.50', 'quote-asset-id': 'USD' },
  { 'quote-amount': '5', 'quote-asset-id': 'eur' },
  { 'quote-amount': '7.25', 'quote-asset-id': 'gbp' },
  { 'quote-amount': '0.0002', 'quote-asset-id': BITCOIN },
  { 'quote-amount': '3', 'quote-symbol': 'XYZ' },
  {},
];
const PLACES = ['', 'font: 20px/1.8 serif; letter-spacing: 2px; word-spacing: 5px; text-transform: uppercase; text-indent: 3em'];

/** A document in which nobody has defined the element. */
async function openPage(): Promise<HTMLIFrameElement> {
  const frame = document.createElement('iframe');
  frame.width = '900';
  frame.height = '300';
  frame.srcdoc = `<!doctype html><link rel="stylesheet" href="${new URL('../../src/element/pre.css', import.meta.url).href}"><body>`;
  const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
  document.body.append(frame);
  await loaded;
  return frame;
}

describe('the room that pre.css reserves', () => {
  it('is what the button takes, with any verb, price and size, in any text around it', async () => {
    openShop();
    await loadCoins({ quoteAssetId: BITCOIN });
    const frame = await openPage();
    const page = frame.contentDocument as Document;
    const wrong: string[] = [];
    for (const style of PLACES) {
      page.body.style.cssText = style;
      for (const verb of VERBS) {
        for (const price of PRICES) {
          for (const size of ['small', 'medium', 'large']) {
            const attributes = { endpoint: '/api', locale: 'en', verb, size, ...price };
            const reserved = page.createElement('mixpay-button');
            for (const [name, value] of Object.entries(attributes)) reserved.setAttribute(name, value);
            page.body.replaceChildren('Beans and ', reserved, ' more.');
            const button = await mountButton(attributes);
            const [before, now] = [reserved.getBoundingClientRect(), button.getBoundingClientRect()];
            if (Math.abs(before.width - now.width) > 0.1 || before.height !== now.height)
              wrong.push(`${button.shadowRoot?.textContent.trim()} ${size}: ${before.width}, takes ${now.width}`);
            button.remove();
          }
        }
      }
    }
    expect(wrong).to.deep.equal([]);
    frame.remove();
  }).timeout(30_000);
});
