import { expect, waitUntil } from '@open-wc/testing';
import type { MixPayButton } from '../../src/index.js';

interface StrictWindow extends Window {
  violations: string[];
  paid: boolean;
}

/** The policy of the guide stands in the page itself; whoever breaks it is noted there. */
async function openStrictPage(): Promise<{ frame: HTMLIFrameElement; page: StrictWindow; button: MixPayButton }> {
  const frame = document.createElement('iframe');
  frame.src = new URL('./fixture/strict.html', import.meta.url).href;
  const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
  document.body.append(frame);
  await loaded;
  const page = frame.contentWindow as unknown as StrictWindow;
  const button = page.document.querySelector('mixpay-button') as MixPayButton;
  await waitUntil(() => button.shadowRoot?.querySelector('button') != null, 'expected the element to be there', { timeout: 10_000 });
  return { frame, page, button };
}

describe('a page with the strict policy of the guide', () => {
  it('takes a whole QR payment, and nothing breaks the policy', async () => {
    const { frame, page, button } = await openStrictPage();
    button.click();
    const seen = (): Element | null | undefined => button.shadowRoot?.querySelector('[part=qr-code]');
    await waitUntil(() => seen() != null, 'expected the QR code', { timeout: 10_000 });
    page.paid = true;
    page.dispatchEvent(new Event('focus'));
    await waitUntil(() => button.state === 'success', 'expected the payment to be seen', { timeout: 10_000 });
    await button.updateComplete;
    expect(button.shadowRoot?.querySelector('[part=title]')?.textContent).to.equal('Paid');
    expect(page.violations).to.deep.equal([]);
    frame.remove();
  }).timeout(40_000);

  it('has a policy in force: what it forbids is noted', async () => {
    const { frame, page } = await openStrictPage();
    const image = page.document.createElement('img');
    image.src = 'https://elsewhere.example/picture.png';
    await waitUntil(() => page.violations.length > 0, 'expected a violation', { timeout: 10_000 });
    expect(page.violations[0]).to.match(/^img-src/);
    frame.remove();
  }).timeout(40_000);
});
