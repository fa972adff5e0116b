import fc from 'fast-check';
import { describe, it } from 'node:test';
import { runs } from '../helpers/seed.js';
import { TwoTabs, tabsSteps } from '../helpers/two-tabs.js';

describe('random walks through two tabs with one order', () => {
  for (const [what, strict] of [
    ['our handler', true],
    ['an endpoint that makes a code for each key', false],
  ] as const)
    it(`no price nobody agreed to, no two prices at once, one end, nothing lost by a reload: ${what}`, async () => {
      await fc.assert(
        fc.asyncProperty(tabsSteps, async (steps) => {
          const tabs = new TwoTabs(strict);
          for (const step of steps) await tabs.take(step);
          await tabs.finish();
        }),
        { numRuns: runs(3_000, 500) },
      );
    });
});
