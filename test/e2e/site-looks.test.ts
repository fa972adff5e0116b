import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { expect } from 'chai';
import type { Browser, Page } from 'puppeteer-core';
import { buildSite } from '../../demo/site/build.js';
import { sitePages } from '../../demo/site/pages.js';
import { openBrowser } from '../helpers/open-browser.js';
import { WAITING } from './payer.js';
import { StaticHost } from './static-host.js';

const PAGES = ['', ...sitePages().flatMap(({ path }) => (path.endsWith('.html') ? [path] : []))];

let browser: Browser;
let folder: string;
let host: StaticHost;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mixpay-looks-'));
  [browser] = await Promise.all([openBrowser(), buildSite(folder)]);
  host = await StaticHost.start(folder, '/sub/');
});
after(async () => {
  await browser.close();
  await host.stop();
  await rm(folder, { recursive: true });
});

async function open(path: string, width: number, height = 740): Promise<Page> {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  await page.setViewport({ width, height });
  await page.goto(host.url + path);
  // The shop's page is loaded again once its worker is there.
  if (path === '') await page.waitForSelector('#order-book tr');
  await page.waitForNetworkIdle({ idleTime: 300 });
  return page;
}

/** What sticks out of the page at its side. */
function wideParts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    return [...document.querySelectorAll('body *')]
      .filter((part) => part.getBoundingClientRect().right > clientWidth + 1)
      .map(({ tagName, textContent }) => `${tagName} ${textContent.slice(0, 20)}`);
  });
}

describe('the site on narrow pages and with large text', WAITING, () => {
  for (const path of PAGES) {
    it(`“${path}” never scrolls sideways at 320 px, nor at 360 px with text twice as large`, async () => {
      const page = await open(path, 320);
      expect(await wideParts(page), 'at 320 px').to.deep.equal([]);
      const sizeOf = () => page.$eval('body', (part) => Number.parseFloat(getComputedStyle(part).fontSize));
      await page.setViewport({ width: 360, height: 740 });
      const before = await sizeOf();
      await page.evaluate(() => (document.documentElement.style.fontSize = '200%'));
      expect(await sizeOf(), 'follows the reader’s text size').to.equal(2 * before);
      expect(await wideParts(page), 'with large text').to.deep.equal([]);
      await page.browserContext().close();
    });
  }

  it('shows a guide at once on a phone, its chapters one press away, and each row of a table whole', async () => {
    const page = await open('guides/element.html', 360);
    const top = await page.$eval('.prose h1', (title) => title.getBoundingClientRect().top);
    expect(top).to.be.below(370);
    const tables = await page.$$eval('.prose .wide', (all) => all.map(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth));
    expect(tables.filter((hidden) => hidden > 0)).to.deep.equal([]);
    await page.locator('::-p-text(On this page)').click();
    await page.locator('.above ::-p-text(Attributes)').click();
    await page.waitForFunction(() => location.hash === '#attributes');
    await page.browserContext().close();
  });
});

describe('the builder’s looks', WAITING, () => {
  for (const width of [360, 1280])
    it(`puts no button over code, and lines up the fields of a row, at ${width} px`, async () => {
      const page = await open('builder.html', width);
      const covered = await page.$$eval('.copied', (all) =>
        all.filter((each) => {
          const [code, button] = [each.querySelector('pre'), each.querySelector('.copy')].map((part) => part?.getBoundingClientRect());
          if (code === undefined || button === undefined) return true;
          return button.left < code.right && button.top < code.bottom;
        }),
      );
      expect(covered).to.have.length(0);
      const ragged = await page.$$eval('.options :is(select, input:not([type=checkbox], [type=color]))', (fields) => {
        const boxes = fields.map((field) => field.getBoundingClientRect());
        return boxes.filter(({ top, bottom }) => boxes.some((other) => other.top < bottom && other.bottom > top && other.top !== top))
          .length;
      });
      expect(ragged).to.equal(0);
      await page.browserContext().close();
    });
});

describe('the scenarios’ looks', WAITING, () => {
  it('keeps “Next step” in sight on a phone while the payer’s browser is looked at', async () => {
    const page = await open('scenarios.html', 360);
    await page.waitForSelector('#next:not([disabled])');
    await page.$eval('#frame', (frame) => frame.scrollIntoView({ block: 'end' }));
    const box = await page.$eval('#next', (button) => {
      const { top, left, bottom } = button.getBoundingClientRect();
      return { top, bottom, isOnTop: document.elementFromPoint(left + 20, top + 20) === button };
    });
    expect(box.top).to.be.at.least(0);
    expect(box.bottom).to.be.at.most(740);
    expect(box.isOnTop).to.equal(true);
    await page.browserContext().close();
  });

  it('shows which scenario is chosen in the row of a phone', async () => {
    const page = await open('scenarios.html#slow', 360);
    await page.waitForSelector('#list [aria-current]');
    const { left, right } = await page.$eval('#list [aria-current]', (link) => {
      const box = link.getBoundingClientRect();
      return { left: box.left, right: box.right };
    });
    expect(left).to.be.at.least(0);
    expect(right).to.be.at.most(360);
    await page.browserContext().close();
  });
});
