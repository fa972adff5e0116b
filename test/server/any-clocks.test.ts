import { describe, it } from 'node:test';
import { expect } from 'chai';
import fc from 'fast-check';
import type { Permit, Purpose } from '../../src/server/budget.js';
import { Processes } from '../helpers/budgets.js';

const MINUTE = 60_000;
const LIMIT = 50;

describe('whatever processes and their clocks do', () => {
  const purpose = fc.constantFrom<Purpose>('create', 'create', 'create', 'callback', 'sweep', 'poll', 'open_create', 'open_poll');
  const step = fc.oneof(
    {
      weight: 8,
      arbitrary: fc.record({ what: fc.constant('ask' as const), n: fc.nat(3), times: fc.integer({ min: 1, max: 30 }), purpose }),
    },
    { weight: 3, arbitrary: fc.record({ what: fc.constant('askTogether' as const), times: fc.integer({ min: 1, max: 12 }), purpose }) },
    { weight: 3, arbitrary: fc.record({ what: fc.constant('hold' as const), n: fc.nat(3), purpose }) },
    { weight: 3, arbitrary: fc.record({ what: fc.constant('release' as const), back: fc.boolean() }) },
    {
      weight: 8,
      arbitrary: fc.record({ what: fc.constant('wait' as const), ms: fc.constantFrom(1, 900, 2999, 7000, 20_000, 59_000, 63_000) }),
    },
    { weight: 2, arbitrary: fc.record({ what: fc.constant('restart' as const), n: fc.nat(3) }) },
    { weight: 2, arbitrary: fc.record({ what: fc.constant('setBack' as const), n: fc.nat(3), ms: fc.nat(120_000) }) },
    { weight: 1, arbitrary: fc.record({ what: fc.constant('fail' as const), failing: fc.boolean() }) },
  );
  const aheads = fc.array(fc.integer({ min: -2 * MINUTE, max: 2 * MINUTE }), { minLength: 1, maxLength: 4 });

  for (const measures of [true, false])
    it(`no more than fifty leave in any minute, and a quiet minute later one leaves (${measures ? 'time is measured' : 'clocks alone'})`, async () => {
      await fc.assert(
        fc.asyncProperty(aheads, fc.array(step, { minLength: 5, maxLength: 60 }), async (ahead, steps) => {
          const shop = new Processes(ahead, { measures });
          const held: (Permit | undefined)[] = [];
          for (const each of steps) {
            if (each.what === 'ask') await shop.askOften(each.times, each.n, each.purpose);
            if (each.what === 'askTogether') await Promise.all(Array.from({ length: each.times }, (_, n) => shop.ask(n, each.purpose)));
            if (each.what === 'hold') held.push(await shop.take(each.n, each.purpose));
            if (each.what === 'release') {
              const permit = held.shift();
              if (each.back) permit?.giveBack();
              else await shop.leave(permit);
            }
            if (each.what === 'wait') await shop.clock.advance(each.ms);
            if (each.what === 'restart') shop.restart(each.n % ahead.length);
            if (each.what === 'fail') shop.store.failing = each.failing;
            const clock = each.what === 'setBack' ? shop.clocks[each.n % ahead.length] : undefined;
            // Not behind the others by more than two minutes: that much apart they may be.
            if (each.what === 'setBack' && clock !== undefined) clock.ahead = Math.max(-2 * MINUTE, clock.ahead - each.ms);
          }
          expect(shop.most).to.be.at.most(LIMIT);
          shop.store.failing = false;
          for (let n = 0; n < ahead.length; n++) await shop.ask(n);
          await shop.clock.advance(2 * MINUTE);
          for (let n = 0; n < ahead.length; n++) expect(await shop.ask(n)).to.equal(true);
          expect(shop.most).to.be.at.most(LIMIT);
        }),
        { numRuns: 500, seed: 20261121 },
      );
    });
});
