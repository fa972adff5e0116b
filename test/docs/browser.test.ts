import { after, afterEach, before, describe, it } from 'node:test';
import { expect } from 'chai';
import type { Page } from 'puppeteer-core';
import { compile as compileSvelte } from 'svelte/compiler';
import { compileScript, parse as parseVue } from 'vue/compiler-sfc';
import { openAmount, refuse, type OrderFunction } from '../../src/server/index.js';
import { bundle, CDN, pay, SnippetShop } from './open-page.js';
import { readSnippet } from './read-docs.js';
import { appears } from '../helpers/appears.js';

const donation = openAmount({ min: '1', max: '500' });
const order: OrderFunction = (asked) => {
  if (asked.item === 'donation') return donation(asked);
  if (asked.item === 't-shirt-xl') return { quoteAmount: '25', quoteAssetId: 'usd' };
  if (asked.orderId === undefined) throw refuse(404, 'order_unknown');
  return { orderId: asked.orderId, quoteAmount: '10', quoteAssetId: 'usd' };
};
const SCRIPT = `<script type="module" src="${CDN}mixpay-button.js"></script>`;

/** The words on the button. */
const labelOf = async (page: Page): Promise<string> =>
  (await appears(page, 'mixpay-button >>> button')).evaluate((button) => button.innerText.trim());

describe('the pages of the documents, in a browser', () => {
  const shop = new SnippetShop(order);
  let page: Page;
  before(() => shop.start());
  after(() => shop.stop());
  afterEach(() => page.close());

  it('the two-line embed shows a price and takes a payment', async () => {
    page = await shop.open(readSnippet('html', 'embed'));
    expect(await labelOf(page)).to.equal('Pay $10.00');
    await pay(page, shop);
    expect(await labelOf(page)).to.equal('Paid');
  });

  it('the one-file build with its hash takes a payment', async () => {
    page = await shop.open(
      readSnippet('html', 'one-file').replace('sha384-…', shop.integrityOf('mixpay-button.all.js')).replace('1042', '1050'),
    );
    await pay(page, shop);
  });

  it('the one-file build with another hash is not run', async () => {
    page = await shop.open(readSnippet('html', 'one-file').replace('sha384-…', shop.integrityOf('mixpay-button.js')));
    expect(await page.evaluate(() => customElements.get('mixpay-button') === undefined)).to.equal(true);
  });

  it('an item on a static page is bought at the server’s price', async () => {
    page = await shop.open(SCRIPT + readSnippet('html', 'item'));
    expect(await labelOf(page)).to.equal('Buy with MixPay');
    await pay(page, shop);
    expect(await page.evaluate(() => document.querySelector('mixpay-button')?.payment?.quoteAmount)).to.equal('25');
  });

  it('a donation is of the amount that was typed', async () => {
    page = await shop.open(SCRIPT + readSnippet('html', 'donation'));
    await page.locator('#amount').fill('35.5');
    await page.waitForFunction(() => document.querySelector('mixpay-button')?.quoteAmount === '35.5');
    await pay(page, shop);
    expect(await page.evaluate(() => document.querySelector('mixpay-button')?.payment?.quoteAmount)).to.equal('35.5');
  });

  it('the fallback form leads to the payment page without script', async () => {
    page = await shop.open(SCRIPT + readSnippet('html', 'fallback').replaceAll('1042', '1060'), {
      headers: { 'content-security-policy': "script-src 'none'" },
    });
    await Promise.all([page.waitForNavigation(), page.locator('form button').click()]);
    expect(page.url()).to.match(/^https:\/\/mixpay\.me\/code\/[\w-]+$/);
  });

  it('the fallback form is gone once the element is there', async () => {
    page = await shop.open(SCRIPT + readSnippet('html', 'fallback'));
    await page.waitForFunction(() => document.querySelector('mixpay-button')?.shadowRoot != null);
    expect(await page.evaluate(() => document.querySelector('form')?.checkVisibility())).to.equal(false);
  });

  describe('under the Content-Security-Policy', () => {
    const watch = `<script nonce="watch">globalThis.violations = [];
      document.addEventListener('securitypolicyviolation', (event) => event.blockedURI.endsWith('favicon.ico') || violations.push(event.violatedDirective + ' ' + event.blockedURI));</script>`;
    const policy = readSnippet('text', 'csp').trim().replace('script-src', "script-src 'nonce-watch'");
    const violations = () => page.evaluate(() => (globalThis as unknown as { violations: string[] }).violations);

    it('the page’s own script runs, and nothing violates it', async () => {
      const files = await bundle('own', `import 'mixpay-button/define';`, true);
      const body = `${watch}<script type="module" src="/own.js"></script>${readSnippet('html', 'item')}`;
      page = await shop.open(body, { files, headers: { 'content-security-policy': policy } });
      await pay(page, shop);
      expect(await violations()).to.deep.equal([]);
    });

    it('the same tab goes to the payment page', async () => {
      const files = await bundle('own', `import 'mixpay-button/define';`, true);
      const body = `<script type="module" src="/own.js"></script>${readSnippet('html', 'item').replace('verb=', 'mode="redirect" verb=')}`;
      page = await shop.open(body, { files, headers: { 'content-security-policy': policy } });
      await Promise.all([page.waitForNavigation(), page.locator('mixpay-button >>> button').click()]);
      expect(page.url()).to.match(/^https:\/\/mixpay\.me\/code\/[\w-]+$/);
    });

    it('the form without script leads to the payment page, and would not without what it says for forms', async () => {
      const showForm = (rule: string, order: string) =>
        shop.open(readSnippet('html', 'fallback').replaceAll('1042', order), { headers: { 'content-security-policy': rule } });
      page = await showForm(policy, '1061');
      await Promise.all([page.waitForNavigation(), page.locator('form button').click()]);
      expect(page.url()).to.match(/^https:\/\/mixpay\.me\/code\/[\w-]+$/);
      await page.close();
      page = await showForm(policy.replace(' https://mixpay.me', ''), '1062');
      const refused = new Promise<string>((resolve) => {
        page.on('console', (message) => {
          if (message.text().includes('form-action')) resolve(message.text());
        });
      });
      await page.locator('form button').click();
      expect(await refused).to.contain('violates');
      expect(new URL(page.url()).origin).to.equal(shop.origin);
    });

    it('with what it says for a CDN and for frames, MixPay’s page is embedded', async () => {
      const wider = `${policy.replace('script-src', `script-src ${new URL(CDN).origin}`)}; frame-src https://mixpay.me`;
      const body = `${watch}${SCRIPT}${readSnippet('html', 'item').replace('verb=', 'mode="embed" verb=')}`;
      page = await shop.open(body, { headers: { 'content-security-policy': wider } });
      await (await appears(page, 'mixpay-button >>> button')).click();
      await appears(page, 'mixpay-button >>> iframe[src^="https://mixpay.me/code/"]');
      await appears(page, 'mixpay-button >>> [part="show-qr"]');
      expect(await violations()).to.deep.equal([]);
    });

    it('without what it says for frames, the violation is noted: the policy is in force', async () => {
      const wider = policy.replace('script-src', `script-src ${new URL(CDN).origin}`);
      const body = `${watch}${SCRIPT}${readSnippet('html', 'item').replace('verb=', 'mode="embed" verb=')}`;
      page = await shop.open(body, { headers: { 'content-security-policy': wider } });
      await (await appears(page, 'mixpay-button >>> button')).click();
      await page.waitForFunction(() => (globalThis as unknown as { violations: string[] }).violations.length > 0);
      expect(await violations()).to.deep.equal(['frame-src https://mixpay.me']);
    });
  });

  it('the theme changes the button', async () => {
    page = await shop.open(`<style>${readSnippet('css', 'theme')}</style>${SCRIPT}${readSnippet('html', 'item')}`);
    const button = await appears(page, 'mixpay-button >>> button');
    const look = await button.evaluate((each) => [getComputedStyle(each).backgroundColor, getComputedStyle(each).borderRadius]);
    expect(look).to.deep.equal(['rgb(10, 125, 85)', '999px']);
  });
});

describe('the components of the guide to frameworks, in a browser', () => {
  const shop = new SnippetShop(order);
  let page: Page;
  before(() => shop.start());
  after(() => shop.stop());
  afterEach(() => page.close());

  /** Mounts a component with the properties it has in the guide, and pays. */
  async function payIn(name: string, code: string): Promise<void> {
    page = await shop.open(`<main></main><script type="module" src="/${name}.js"></script>`, { files: await bundle(name, code) });
    await pay(page, shop);
    await page.waitForFunction(() => document.title === 'told');
  }
  const onPaid = `() => { document.title = 'told'; }`;

  it('React', async () => {
    const { transform } = await import('esbuild');
    const component = (await transform(readSnippet('tsx', 'demo/apps/react-19/src/Checkout.tsx'), { loader: 'tsx', jsx: 'automatic' }))
      .code;
    await payIn(
      'react',
      `${component} import { createElement } from 'react'; import { createRoot } from 'react-dom/client';
      createRoot(document.querySelector('main')).render(createElement(Checkout, { orderId: 'order-2001', total: '10', onPaid: ${onPaid} }));`,
    );
  });

  it('Vue', async () => {
    const { descriptor } = parseVue(readSnippet('vue', 'demo/apps/vue/src/Checkout.vue'));
    const { content } = compileScript(descriptor, { id: 'checkout', inlineTemplate: true });
    await payIn(
      'vue',
      `${content.replace('export default', 'const Checkout =')}
      import { createApp } from 'vue';
      createApp(Checkout, { orderId: 'order-2002', total: '10', onPaid: ${onPaid} }).mount('main');`,
    );
  });

  it('Svelte', async () => {
    const { js } = compileSvelte(readSnippet('svelte', 'demo/apps/sveltekit/src/lib/Checkout.svelte'), { filename: 'Checkout.svelte' });
    await payIn(
      'svelte',
      `${js.code.replace('export default function', 'function')}
      import { mount } from 'svelte';
      mount(Checkout, { target: document.querySelector('main'), props: { orderId: 'order-2003', total: '10', onpaid: ${onPaid} } });`,
    );
  });
});
