import { after, before, describe, it } from 'node:test';
import type { Browser } from 'puppeteer-core';
import type { BrowserStep } from '../fault.js';
import { BROWSER_FAULTS } from '../faults.js';
import { FaultShop } from './shop.js';
import { openRealBrowser, Visitor, type DrivenEngine, type Seen } from './visitor.js';
import { findBrowser } from '../../helpers/browsers.js';
import { runs } from '../../helpers/seed.js';

/** Each plays all faults; the second one where all checks run. */
const ENGINES = ['chromium', 'firefox'] as const;

describe('with a real browser around the page', { concurrency: 2 }, () => {
  for (const engine of ENGINES.slice(0, runs(2, 1))) {
    if (findBrowser(engine) === undefined) continue;
    describe(`a real ${engine}`, { concurrency: 1 }, () => {
      let browser: Browser | undefined;
      let shop: FaultShop | undefined;
      before(async () => {
        shop = await FaultShop.open();
        browser = await openRealBrowser(engine);
      });
      after(async () => {
        await browser?.close();
        shop?.close();
      });
      for (const { name, when, then, only } of BROWSER_FAULTS)
        if (only === undefined || only.includes(engine satisfies DrivenEngine)) it(name, () => play(shop, browser, when, then));
    });
  }
});

async function play(
  shop: FaultShop | undefined,
  browser: Browser | undefined,
  steps: readonly BrowserStep[],
  then: Partial<Seen>,
): Promise<void> {
  if (shop === undefined || browser === undefined) throw new Error('expected the browser to have started');
  const visitor = await Visitor.arrive(shop, browser);
  try {
    for (const step of steps) {
      const [verb, ...values] = typeof step === 'string' ? [step] : step;
      await (visitor[verb] as (...given: unknown[]) => void | Promise<void>).apply(visitor, values);
    }
    await visitor.waits(then);
  } finally {
    await visitor.departs();
  }
}
