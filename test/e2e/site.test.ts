import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { expect } from 'chai';
import type { Browser, Page } from 'puppeteer-core';
import { buildSite } from '../../demo/site/build.js';
import type { MixPayButton } from '../../src/index.js';
import { SCENARIOS } from '../../demo/page/scenario-list.js';
import { openBrowser } from '../helpers/open-browser.js';
import { runs } from '../helpers/runs.js';
import { shiftOf, violationsOn } from './measure.js';
import { Payer, WAITING } from './payer.js';
import { playScenario } from './play-scenario.js';
import { StaticHost } from './static-host.js';
import { appears } from '../helpers/appears.js';

const PATH = '/some/sub/path/';

let browser: Browser;
let folder: string;
let host: StaticHost;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mixpay-site-'));
  [browser] = await Promise.all([openBrowser(), buildSite(folder)]);
  host = await StaticHost.start(folder, PATH);
});
after(async () => {
  await browser.close();
  await host.stop();
  await rm(folder, { recursive: true });
});

/** Nobody else has this browser's payments, so the phone is another window of it. */
const arrive = () => Payer.arrive(browser, host.url, 'desktop', 'same browser');

describe('the demo as static files, below a path', () => {
  it('is paid for in the browser, and asks nothing of the host but files', async () => {
    const payer = await arrive();
    await payer.press('coffee');
    const link = await payer.scan('coffee');
    expect(link).to.match(new RegExp(`^${host.url}sandbox/code/[A-Za-z0-9_-]+$`));
    await payer.onThePhone(link, 'pay');
    await payer.reads('coffee', 'Paid');
    expect(await payer.finds('[data-status=success]')).to.include({ fulfilments: '1', order: await payer.orderOn('coffee') });
    expect(await payer.heard('mixpay-error', 'coffee')).to.equal(0);
    const files = /^GET \/some\/sub\/path\/($|[\w-]+\.(html|js|svg)$|assets\/)/;
    expect(host.asked.filter((line) => !files.test(line))).to.deep.equal([]);
    await payer.leave();
  });

  it('finds orders and payment after a reload and after the worker was stopped', async () => {
    const payer = await arrive();
    const order = await payer.orderOn('cup');
    await payer.press('cup');
    const link = await payer.scan('cup');
    await payer.stopWorker();
    await payer.reload();
    expect(await payer.orderOn('cup')).to.equal(order);
    await payer.reads('cup', 'Continue payment');
    await payer.onThePhone(link, 'pay');
    await payer.reads('cup', 'Paid');
    expect((await payer.finds(`[data-order=${order}][data-status=success]`)).fulfilments).to.equal('1');
    await payer.leave();
  });

  it('takes the form where the element is never defined, as without script', async () => {
    const payer = await arrive();
    const { page } = payer;
    await page.evaluateOnNewDocument(() => {
      customElements.define = () => undefined;
    });
    await payer.reload();
    const pay = await page.waitForSelector('[data-product=coffee] form button');
    await Promise.all([page.waitForNavigation(), pay?.click()]);
    expect(page.url()).to.contain(`${host.url}sandbox/code/`);
    await payer.atTheCheckout('pay');
    await payer.comeBack();
    expect((await payer.finds('[data-status=success]')).fulfilments).to.equal('1');
    await payer.leave();
  });

  it('refuses the form of another site, as the server does', async () => {
    const payer = await arrive();
    const order = await payer.orderOn('coffee');
    const other = await StaticHost.start(folder, '/');
    const page = await payer.window();
    // Another port is another origin; what is not there is a page without a policy.
    await page.goto(`${other.url}elsewhere`);
    await Promise.all([
      page.waitForNavigation(),
      page.evaluate(
        (action, orderId) => {
          const form = document.createElement('form');
          form.method = 'post';
          form.action = action;
          const input = document.createElement('input');
          input.name = 'orderId';
          input.value = orderId;
          form.append(input);
          document.body.append(form);
          form.submit();
        },
        `${host.url}api/mixpay`,
        order,
      ),
    ]);
    expect(page.url()).to.equal(`${host.url}api/mixpay`);
    expect(await page.$eval('body', ({ textContent }) => textContent)).to.contain('Payments may not be started from this site.');
    await payer.finds(`[data-order=${order}][data-status=new]`);
    await other.stop();
    await payer.leave();
  });

  it('is a new visitor’s after the visitor was forgotten', async () => {
    const payer = await arrive();
    const order = await payer.orderOn('print');
    await Promise.all([payer.page.waitForNavigation(), payer.page.locator('#leave').click()]);
    await payer.page.waitForSelector('#order-book tr');
    expect(await payer.orderOn('print')).to.not.equal(order);
    await payer.leave();
  });
});

describe('the scenarios, without a server', WAITING, () => {
  for (const { id } of SCENARIOS) {
    it(`plays “${id}” to its end through the real button`, () => playScenario(browser, host.url, id));
  }
});

describe('the builder, without a server', WAITING, () => {
  const open = async (query = '') => {
    const context = await browser.createBrowserContext();
    const page = await context.newPage();
    await page.setViewport({ width: 1280, height: 900 });
    await page.goto(`${host.url}builder.html${query}`);
    // Its frames are there, and what is chosen is in them.
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    for (const id of ['#states', '#phone'])
      await page.waitForFunction(
        (frame) => document.querySelector<HTMLIFrameElement>(frame)?.contentDocument?.querySelector('mixpay-button') != null,
        {},
        id,
      );
    return { context, page };
  };
  const textOf = (page: Page, selector: string) => page.$eval(selector, ({ textContent }) => textContent);

  it('puts what is chosen on the button, into the snippet and into the address', async () => {
    const { context, page } = await open();
    await page.select('select[name=variant]', 'black');
    await page.select('select[name=mode]', 'embed');
    await page.waitForFunction(() => document.querySelector('#snippet')?.textContent.includes('mode="embed"'));
    expect(await page.$eval('#ground mixpay-button', (button) => button.getAttribute('variant'))).to.equal('black');
    expect(await textOf(page, '#snippet'))
      .to.contain('variant="black"')
      .and.contain('mode="embed"');
    expect(await textOf(page, '#policy')).to.contain('frame-src https://mixpay.me');
    expect(new URL(page.url()).search).to.equal('?variant=black&mode=embed');
    await context.close();
  });

  it('shows a colleague what the address says, and warns of words nobody can read', async () => {
    const { context, page } = await open('?accent=%23ffd166&locale=de&radius=javascript:1');
    expect(await page.$eval('#ground mixpay-button', (button) => button.getAttribute('style'))).to.equal('--mixpay-accent: #ffd166;');
    expect(await textOf(page, '#contrast')).to.contain('hard to read');
    await page.waitForFunction(() =>
      document.querySelector('#ground mixpay-button')?.shadowRoot?.querySelector('[part=label]')?.textContent.includes('bezahlen'),
    );
    await context.close();
  });

  for (const [framework, words] of [
    ['React', 'quoteAmount="12.50"'],
    ['Vue', ':order-id="orderId"'],
    ['Svelte', 'onmixpay-success={onpaid}'],
    ['Angular', '[orderId]="orderId()"'],
  ] as const) {
    it(`writes ${framework}`, async () => {
      const { context, page } = await open();
      await page.locator(`#frameworks ::-p-text(${framework})`).click();
      expect(await textOf(page, '#snippet')).to.contain(words);
      await context.close();
    });
  }

  it('shows an endpoint in other languages, and the button in its states, with nothing in the way', async () => {
    const { context, page } = await open();
    await page.locator('#servers ::-p-text(PHP)').click();
    await page.waitForFunction(() => document.querySelector('#endpoint')?.textContent.startsWith('<?php'));
    const frame = await (await page.waitForSelector('#states'))?.contentFrame();
    await frame?.waitForFunction(() => {
      const states = [...document.querySelectorAll<MixPayButton>('mixpay-button')].map(({ state }) => state);
      return states.join() === 'idle,requesting,unpaid,success,failed,idle';
    });
    await context.close();
  });

  it('is paid through the built button', async () => {
    const { context, page } = await open('?quote-amount=7.25');
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    await page.locator('#ground mixpay-button').click();
    const link = await appears(page, '#ground mixpay-button >>> [part=link]');
    const phone = await context.newPage();
    await phone.goto((await link.evaluate((anchor) => anchor.getAttribute('href'))) ?? '');
    const pay = await phone.waitForSelector('[data-action=pay]');
    await Promise.all([phone.waitForNavigation(), pay?.click()]);
    await page.bringToFront();
    await page.waitForFunction(() => document.querySelector<MixPayButton>('#ground mixpay-button')?.state === 'success');
    await context.close();
  });
});

describe('every page of the site', WAITING, () => {
  const PAGES = ['', 'builder.html', 'scenarios.html', 'guides/index.html', 'guides/any-language.html'];

  for (const path of PAGES) {
    for (const device of ['desktop', 'phone'] as const) {
      // In a usual run a light desktop and a dark phone.
      for (const scheme of runs(['light', 'dark'] as const, [device === 'desktop' ? 'light' : 'dark'] as const)) {
        it(`“${path}” is accessible, calm and light on a ${scheme} ${device}`, async () => {
          const context = await browser.createBrowserContext();
          const page = await context.newPage();
          const faults: string[] = [];
          page.on('console', (message) => {
            if (message.type() === 'error') faults.push(message.text());
          });
          page.on('pageerror', (error) => faults.push(String(error)));
          let bytes = 0;
          page.on('response', (response) => {
            bytes += Number(response.headers()['content-length'] ?? 0);
          });
          await page.setViewport(device === 'phone' ? { width: 390, height: 844 } : { width: 1280, height: 900 });
          await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
          await page.goto(host.url + path);
          // The shop opens in the visitor's browser first, and then loads its page again.
          if (path === '') await page.waitForSelector('.things:not([inert])');
          await page.waitForNetworkIdle({ idleTime: 1000 });
          expect(await violationsOn(page)).to.deep.equal([]);
          expect(faults).to.deep.equal([]);
          expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).to.equal(true);
          expect(await shiftOf(page)).to.be.below(0.1);
          expect(bytes, 'bytes, not compressed, frames and worker-made pages included').to.be.below(400_000);
          await context.close();
        });
      }
    }
  }
});
