import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { expect } from 'chai';
import { build, type InlineConfig } from 'vite';
import type { Browser, Page } from 'puppeteer-core';
import { openBrowser } from '../helpers/open-browser.js';
import { installPackage, tool, type Merchant } from './install-package.js';
import { startShop, type Shop } from './start-shop.js';
import { appears } from '../helpers/appears.js';

/** A framework: its fixture's folder, and where its packages are. */
interface Framework {
  name: string;
  fixture: string;
  packages: Readonly<Record<string, string>>;
}

const FRAMEWORKS: readonly Framework[] = [
  { name: 'React 19', fixture: 'react-app', packages: { react: tool('react'), 'react-dom': tool('react-dom') } },
  {
    name: 'React 18',
    fixture: 'react-app',
    packages: { react: beside('react-18', 'react'), 'react-dom': beside('react-18', 'react-dom') },
  },
  { name: 'Vue', fixture: 'vue-app', packages: { vue: tool('vue') } },
  {
    name: 'Preact',
    fixture: 'preact-app',
    packages: { preact: tool('preact'), 'preact-render-to-string': tool('preact-render-to-string') },
  },
];

describe('the components for frameworks', () => {
  let merchant: Merchant;
  let shop: Shop;
  let browser: Browser;
  before(async () => {
    merchant = await installPackage();
    shop = await startShop(merchant.folder);
    browser = await openBrowser();
  });
  after(async () => {
    await browser.close();
    shop.stop();
    merchant.remove();
  });

  for (const { name, fixture, packages } of FRAMEWORKS) {
    describe(name, () => {
      const path = name.toLowerCase().replace(' ', '-');
      let folder: string;
      before(async () => {
        folder = join(merchant.folder, path);
        cpSync(join(merchant.folder, fixture), folder, { recursive: true });
        mkdirSync(join(folder, 'node_modules'));
        for (const [link, target] of Object.entries(packages)) symlinkSync(target, join(folder, 'node_modules', link), 'junction');
        await build(configOf(folder, { outDir: 'dist' }));
        await build(configOf(folder, { outDir: 'server', ssr: 'server.jsx' }));
        const [file = ''] = readdirSync(join(folder, 'server')).filter((found) => found.endsWith('js'));
        const { html } = (await import(join(folder, 'server', file))) as { html: string | Promise<string> };
        const page = readFileSync(join(folder, 'dist/index.html'), 'utf8');
        writeFileSync(join(folder, 'dist/hydrated.html'), page.replace('<div id="root"></div>', `<div id="root">${await html}</div>`));
      });

      it('is plain attributes when a server renders it', () => {
        const page = readFileSync(join(folder, 'dist/hydrated.html'), 'utf8');
        expect(page).to.match(
          /<mixpay-button [^>]*endpoint="\/api\/mixpay" checkout-base="\/sandbox\/code\/" item="tea" quote-amount="4.50"/,
        );
        expect(page).to.match(/<mixpay-button [^>]*disabled[^>]*>(?:<!--\[-->)?Sold out</);
        expect(page).not.to.match(/orderid|quoteamount|classname|onsuccess|="undefined/i);
      });

      for (const kind of ['index', 'hydrated']) {
        it(`takes a payment, and tells each event once (${kind === 'index' ? 'drawn by the page' : 'hydrated'})`, async () => {
          const sold = (await shop.fulfilled()).length;
          const page = await browser.newPage();
          await page.goto(`${shop.origin}/${path}/dist/${kind}.html`);
          await (await appears(page, '.pay >>> button')).click();
          const link = await appears(page, '.pay >>> a[href*="/sandbox/code/"]');
          const code = await link.evaluate((anchor) => (anchor as HTMLAnchorElement).href.split('/').pop() ?? '');
          await shop.control(code, { status: 'success' });
          await page.waitForFunction(() => document.querySelector('output')?.textContent.includes('mixpay-success'));
          const { told, facts } = await readFacts(page);
          expect(told.filter((type) => type !== 'mixpay-status')).to.deep.equal(['mixpay-request', 'mixpay-open', 'mixpay-success']);
          expect(facts).to.deep.equal({ verb: 'buy', disabled: [false, true], thing: 'tea', words: 'Sold out', problems: [] });
          expect((await shop.fulfilled()).length - sold).to.equal(1);
          await page.close();
        });
      }

      it('gives the element by its ref', async () => {
        const page = await browser.newPage();
        await page.goto(`${shop.origin}/${path}/dist/hydrated.html`);
        await page.evaluate(() => sessionStorage.clear());
        await page.reload();
        await page.waitForFunction(() => document.querySelector('mixpay-button')?.matches(':defined'));
        await page.locator('button::-p-text(by ref)').click();
        await appears(page, '.pay >>> a[href*="/sandbox/code/"]');
        await page.close();
      });
    });
  }

  it('Solid: is plain attributes when a server renders it', async () => {
    const script = `
      import { createComponent } from 'solid-js';
      import { renderToString } from 'solid-js/web';
      import { MixPayButton } from 'mixpay-button/solid';
      const props = { id: 'pay', orderId: 'order-1', expiresIn: 600, locale: undefined, disabled: false, onSuccess() {} };
      console.log(renderToString(() => createComponent(MixPayButton, props)));`;
    const html = await merchant.node('--input-type=module', '-e', script);
    const [, written = ''] = /^<mixpay-button data-hk=\S+ (.*)><\/mixpay-button>$/.exec(html.trim()) ?? [];
    expect(written.trim().split(/ +/)).to.have.members(['id="pay"', 'order-id="order-1"', 'expires-in="600"']);
  });
});

function beside(folder: string, name: string): string {
  return join(import.meta.dirname, folder, 'node_modules', name);
}

function configOf(root: string, output: InlineConfig['build']): InlineConfig {
  return {
    root,
    configFile: false,
    logLevel: 'error',
    base: './',
    define: { 'process.env.NODE_ENV': '"production"' },
    resolve: { dedupe: ['react', 'react-dom', 'vue', 'preact'] },
    ssr: { noExternal: true },
    build: { ...output, emptyOutDir: true },
  };
}

async function readFacts(page: Page): Promise<{ told: string[]; facts: object }> {
  return page.evaluate(() => {
    const buttons = [...document.querySelectorAll('mixpay-button')];
    const told = document.querySelector('output')?.textContent.split(' ') ?? [];
    const facts = {
      verb: buttons[0]?.verb,
      disabled: buttons.map(({ disabled }) => disabled),
      thing: buttons[0]?.dataset['thing'],
      words: buttons[1]?.textContent,
      problems: (window as { problems?: string[] }).problems,
    };
    return { told, facts };
  });
}
