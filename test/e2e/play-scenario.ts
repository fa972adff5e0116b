import { expect } from 'chai';
import type { Browser } from 'puppeteer-core';
import { SCENARIOS } from '../../demo/page/scenario-list.js';

/** Plays a scenario of the site by “Play all”, and looks at where it ends: steps, and the shop's record. */
export async function playScenario(browser: Browser, site: string, id: string): Promise<void> {
  const steps = SCENARIOS.find((scenario) => scenario.id === id)?.steps.length ?? 0;
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  await page.setViewport({ width: 1280, height: 900 });
  await page.goto(`${site}scenarios.html#${id}`);
  await page.locator('#all').click();
  await page.waitForFunction(
    (count) =>
      document.querySelectorAll('#steps [data-state=done]').length === count || document.querySelector('#steps [data-state=failed]'),
    { timeout: 60_000 },
    steps,
  );
  expect(await page.$eval('#told', ({ textContent }) => textContent)).to.equal('That is how it ends. Nothing more is to be done.');
  const isPaid = id !== 'failed-with-money';
  await page.waitForSelector(`#record[data-status=${isPaid ? 'success' : 'failed'}][data-fulfilments="${isPaid ? 1 : 0}"]`);
  await context.close();
}
