import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { expect } from 'chai';
import type { Browser } from 'puppeteer-core';
import { build } from 'vite';
import { openBrowser } from '../helpers/open-browser.js';
import { installPackage, tool, type Merchant } from './install-package.js';
import { startShop, type Shop } from './start-shop.js';
import { appears } from '../helpers/appears.js';

describe('the packed tarball', () => {
  let merchant: Merchant;
  before(async () => {
    merchant = await installPackage();
  });
  after(() => merchant.remove());

  describe('imported by Node', () => {
    for (const entry of ['mixpay-button', 'mixpay-button/server', 'mixpay-button/sandbox']) {
      it(`${entry} loads without a DOM and registers no element`, async () => {
        const script = `const names = Object.keys(await import('${entry}')); console.log(names.length, globalThis.customElements?.get('mixpay-button'))`;
        expect(await merchant.node('--input-type=module', '-e', script)).to.match(/^[1-9]\d* undefined\n$/);
      });
    }

    for (const entry of ['server', 'sandbox']) {
      it(`mixpay-button/${entry} needs no Lit`, async () => {
        const script = `await import('mixpay-button/${entry}'); console.log('litElementVersions' in globalThis, 'customElements' in globalThis)`;
        expect(await merchant.node('--input-type=module', '-e', script)).to.equal('false false\n');
      });
    }
  });

  describe('in TypeScript', () => {
    for (const part of ['page', 'preact', 'solid', 'server']) {
      it(`right use in ${part} compiles and wrong use is refused`, async () => {
        await merchant.node(tool('typescript/bin/tsc'), '-p', `types/${part}`);
      });
    }
  });

  describe('in a browser', () => {
    let shop: Shop;
    let browser: Browser;
    before(async () => {
      shop = await startShop(merchant.folder);
      browser = await openBrowser();
    });
    after(async () => {
      await browser.close();
      shop.stop();
    });

    /** Clicks the page's button, lets the payer pay, and waits for the button to say so. */
    async function payOn(path: string): Promise<void> {
      const before = await shop.fulfilled();
      const page = await browser.newPage();
      await page.goto(`${shop.origin}${path}`);
      await (await appears(page, 'mixpay-button >>> button')).click();
      const link = await appears(page, 'mixpay-button >>> a[href*="/sandbox/code/"]');
      const code = await link.evaluate((anchor) => (anchor as HTMLAnchorElement).href.split('/').pop() ?? '');
      await shop.control(code, { status: 'success' });
      await page.waitForFunction(() => document.querySelector('mixpay-button')?.matches(':state(paid)'));
      expect((await shop.fulfilled()).length - before.length).to.equal(1);
      await page.close();
    }

    it('a bare page with nothing but the script tag and the element takes a payment', () => payOn('/script-tag.html'));

    it('a page with the one-file build and its integrity hash takes a payment', async () => {
      const page = join(merchant.folder, 'one-file.html');
      const hashes = JSON.parse(
        readFileSync(join(merchant.folder, 'node_modules/mixpay-button/dist/cdn/integrity.json'), 'utf8'),
      ) as Record<string, string>;
      writeFileSync(page, readFileSync(page, 'utf8').replace('INTEGRITY', hashes['mixpay-button.all.js'] ?? ''));
      await payOn('/one-file.html');
    });

    it('the one-file build reads the same in a page of any encoding', () => {
      const script = readFileSync(join(merchant.folder, 'node_modules/mixpay-button/dist/cdn/mixpay-button.all.js'), 'latin1');
      expect(script).to.match(/^[\0-\x7f]+$/);
    });

    it('a page with the one-file build in a classic script tag takes a payment, in its language, and finds no name left behind but Lit’s', async () => {
      const page = await browser.newPage();
      await page.goto(`${shop.origin}/classic.html`);
      await page.waitForFunction(() => document.querySelector('mixpay-button')?.shadowRoot?.textContent.includes('Payer'));
      const left = await page.evaluate(() => (window as { left?: string[] }).left);
      expect(left?.filter((name) => !/^(lit|reactiveElement)/.test(name))).to.deep.equal([]);
      await page.close();
      await payOn('/classic.html');
    });

    it('a small Vite app that imports mixpay-button/define takes a payment', async () => {
      await build({ root: join(merchant.folder, 'vite-app'), configFile: false, logLevel: 'error', base: '/vite-app/dist/' });
      await payOn('/vite-app/dist/index.html');
    });
  });
});
