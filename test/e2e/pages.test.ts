import { after, before, describe, it } from 'node:test';
import { expect } from 'chai';
import type { Browser } from 'puppeteer-core';
import { openBrowser } from '../helpers/open-browser.js';
import { runs } from '../helpers/runs.js';
import { WAITING } from './payer.js';
import { playScenario } from './play-scenario.js';
import { StartedDemo } from './start-demo.js';

let browser: Browser;
let demo: StartedDemo;
before(async () => {
  browser = await openBrowser();
  demo = await StartedDemo.start();
});
after(async () => {
  await browser.close();
  await demo.stop();
});

describe('the site with a server, as `npm start` runs it', WAITING, () => {
  // All others are the same in both; here the line is a real one. Two of them wait long.
  for (const id of ['endpoint-down', 'offline', ...runs(['underpaid', 'too-many-requests'], [])]) {
    it(`plays “${id}” to its end`, () => playScenario(browser, `${demo.origin}/`, id));
  }

  it('has builder and guides, under a policy and one navigation', async () => {
    const page = await browser.newPage();
    for (const [path, words] of [
      ['builder.html', 'Build your button'],
      ['guides/', 'Guides'],
      ['guides/any-language.html', 'An endpoint in any language'],
    ] as const) {
      const response = await page.goto(`${demo.origin}/${path}`);
      expect(response?.headers()['content-security-policy'], path).to.contain("default-src 'none'");
      expect(await page.$eval('h1', ({ textContent }) => textContent)).to.equal(words);
      const links = await page.$$eval('nav[aria-label=Site] a', (all) => all.map((link) => new URL(link.href).pathname));
      expect(links).to.deep.equal(['/', '/builder.html', '/scenarios.html', '/guides/index.html']);
    }
    await page.close();
  });
});
