import { describe, it } from 'node:test';
import { expect } from 'chai';
import fc from 'fast-check';
import { BusyShop, DEEDS, RARE, type Deed } from '../helpers/busy-shop.js';
import { runs } from '../helpers/seed.js';

const WEIGHT: Partial<Record<Deed, number>> = { create: 6, callBack: 4, ask: 4, pay: 6, wait: 8, sweep: 2, price: 2 };
const act = (what: Deed) => ({ weight: WEIGHT[what] ?? 1, arbitrary: fc.record({ what: fc.constant(what), which: fc.nat(41) }) });

const everything = (deeds: readonly Deed[]) => fc.array(fc.oneof(...deeds.map(act)), { minLength: 15, maxLength: 50 });

describe('whatever happens, in whatever order', () => {
  const histories: [string, readonly Deed[], number, number][] = [
    ['', [...DEEDS, 'refuse', 'refuseMade'], 600, 120],
    [', a flood of strangers’ orders among it', [...DEEDS, 'flood', 'flood'], 60, 15],
    [', while clocks are set forward and back', [...DEEDS, ...RARE.filter((deed) => deed !== 'flood'), 'setClock'], 400, 80],
  ];
  for (const [name, deeds, full, usual] of histories)
    it(`an order is fulfilled at most once, every success is told, nothing stays owed${name}`, async () => {
      await fc.assert(
        fc.asyncProperty(everything(deeds), async (steps) => {
          const busy = new BusyShop();
          for (const { what, which } of steps) await busy.happen(what, which);
          await busy.calmDown();
          expect([...busy.faults]).to.deep.equal([]);
        }),
        { numRuns: runs(full, usual), seed: 20261121 },
      );
    });
});
