import { expect, fixture, html, nextFrame } from '@open-wc/testing';
import type { MixPayButton } from '../../src/index.js';
import '../../src/define.js';

const seen = (button: MixPayButton): string => {
  const label = button.renderRoot.querySelector('[part=label]');
  const slot = label?.querySelector('slot');
  const slotted = slot?.assignedNodes({ flatten: true }).map((node) => node.textContent) ?? [];
  const own = label?.lastElementChild?.textContent ?? '';
  return [...slotted, own].join('').trim();
};

async function mount(content: string): Promise<MixPayButton> {
  const holder = await fixture(html`<div></div>`);
  holder.innerHTML = `<mixpay-button endpoint="/api/mixpay" quote-amount="10" quote-asset-id="usd">${content}</mixpay-button>`;
  const button = holder.querySelector('mixpay-button');
  if (button === null) throw new Error('no button');
  await nextFrame();
  return button;
}

describe('the words on a button with children', () => {
  it('are its own where line breaks around a fallback are the only other text', async () => {
    expect(seen(await mount('\n  <a slot="fallback" href="/pay">Pay</a>\n'))).to.equal('Pay $10.00');
  });

  it('are the shop’s where it gives some, even after the button was drawn', async () => {
    const button = await mount('\n  <a slot="fallback" href="/pay">Pay</a>\n');
    button.firstChild?.replaceWith('Get the ticket');
    await nextFrame();
    expect(seen(button)).to.equal('Get the ticket');
    button.lastChild?.remove();
    (button.firstChild as Text).data = ' ';
    await nextFrame();
    expect(seen(button)).to.equal('Pay $10.00');
  });
});
