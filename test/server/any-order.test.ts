import { describe, it } from 'node:test';
import { expect } from 'chai';
import fc from 'fast-check';
import { BusyShop, DEEDS, PURCHASE, type Deed } from '../helpers/busy-shop.js';
import { runs } from '../helpers/seed.js';

const WEIGHT: Partial<Record<Deed, number>> = { create: 6, callBack: 4, ask: 4, pay: 6, wait: 8, sweep: 2, price: 2 };
const act = (what: Deed) => ({ weight: WEIGHT[what] ?? 1, arbitrary: fc.record({ what: fc.constant(what), which: fc.nat(41) }) });

const everything = (deeds: readonly Deed[]) => fc.array(fc.oneof(...deeds.map(act)), { minLength: 15, maxLength: 50 });

describe('whatever happens, in whatever order', () => {
  const histories: { when?: string; deeds: readonly Deed[]; cases: readonly [full: number, usual: number]; begin?: [Deed, number][] }[] = [
    { deeds: DEEDS, cases: [600, 100] },
    {
      when: 'while hooks are slow or fail',
      deeds: [...PURCHASE, 'hook', 'ask'],
      cases: [300, 50],
      begin: [
        ['create', 0],
        ['hook', 1],
        ['pay', 3],
      ],
    },
    {
      when: 'while MixPay makes what it refuses',
      deeds: [...PURCHASE, 'refuseMade', 'price'],
      cases: [300, 50],
      begin: [
        ['refuseMade', 0],
        ['create', 0],
        ['wait', 4],
        ['create', 0],
      ],
    },
    { when: 'while its price changes', deeds: [...PURCHASE, 'price', 'ask'], cases: [300, 30] },
    { when: 'in a flood of strangers’ orders', deeds: [...DEEDS, 'flood', 'flood'], cases: [60, 12] },
    { when: 'while clocks are set forward and back', deeds: [...DEEDS, 'setClock', 'setClock'], cases: [400, 60] },
  ];
  for (const { when = 'as it comes', deeds, cases, begin = [] } of histories)
    it(`an order is fulfilled at most once, every success is told, nothing stays owed: ${when}`, async () => {
      await fc.assert(
        fc.asyncProperty(everything(deeds), async (steps) => {
          const busy = new BusyShop();
          for (const [what, which] of begin) await busy.happen(what, which);
          for (const { what, which } of steps) await busy.happen(what, which);
          await busy.calmDown();
          expect([...busy.faults]).to.deep.equal([]);
        }),
        { numRuns: runs(...cases), seed: 20261121 },
      );
    });
});
