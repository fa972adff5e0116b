import { describe, it } from 'node:test';
import { expect } from 'chai';
import type { Purpose } from '../../src/server/budget.js';
import { Processes } from '../helpers/budgets.js';

describe('the lanes', () => {
  const open: Purpose[] = ['open_create', 'open_callback', 'open_sweep', 'open_poll'];

  it('leave room for a create above callbacks, for those above sweeps, and for those above polls', async () => {
    for (const [purpose, most] of [
      ['poll', 30],
      ['sweep', 20],
      ['callback', 42],
      ['create', 50],
    ] as const)
      expect(await new Processes().askOften(60, 0, purpose), purpose).to.equal(most);
    const shop = new Processes();
    const each = [];
    for (const purpose of ['poll', 'sweep', 'callback', 'create'] as const) each.push(await shop.askOften(60, 0, purpose));
    expect(each).to.deep.equal([30, 5, 7, 8]);
  });

  it('keep room for callbacks, sweeps and polls that found none, however many creates follow', async () => {
    const shop = new Processes([0, 0]);
    expect(await shop.askOften(60)).to.equal(50);
    for (const purpose of ['callback', 'sweep', 'poll'] as const) expect(await shop.ask(1, purpose), purpose).to.equal(false);
    await shop.flood(80);
    expect(await shop.askOften(4, 1, 'poll')).to.equal(4);
    expect(await shop.askOften(5, 1, 'sweep')).to.equal(5);
    expect(await shop.askOften(7, 1, 'callback')).to.equal(7);
    expect(shop.most).to.be.at.most(50);
  });

  it('give it back to creates once there has been room for two minutes', async () => {
    const shop = new Processes();
    await shop.askOften(60);
    await shop.ask(0, 'callback');
    await shop.clock.advance(121_000);
    expect(await shop.askOften(60)).to.equal(50);
  });

  it('leave named orders more than half of the minute, whatever is done to open ones', async () => {
    const shop = new Processes();
    await shop.ask(0, 'sweep');
    for (let round = 0; round < 30; round++) for (const purpose of open) await shop.ask(0, purpose);
    expect(shop.left.length - 1).to.equal(18);
    expect(await shop.askOften(60, 0, 'poll')).to.be.at.least(12);
    expect(await shop.askOften(60, 0, 'callback')).to.be.at.least(7);
    expect(await shop.askOften(60, 0, 'create')).to.be.at.least(8);
  });

  it('keep something of the open part for each kind of open request', async () => {
    for (const flood of open) {
      const shop = new Processes();
      await shop.ask();
      await shop.askOften(60, 0, flood);
      for (const other of open.filter((each) => each !== flood))
        expect(await shop.askOften(2, 0, other), `${other} beside ${flood}`).to.equal(2);
    }
  });

  it('keep it also from what came before the first named order', async () => {
    const shop = new Processes();
    await shop.askOften(60, 0, 'open_create');
    await shop.ask();
    expect(await shop.askOften(9, 0, 'open_poll')).to.equal(4);
    expect(await shop.askOften(9, 0, 'open_callback')).to.equal(4);
    expect(await shop.askOften(9, 0, 'open_create')).to.equal(0);
  });

  it('let open orders have more in a shop that has no others, and still leave room for the first', async () => {
    const shop = new Processes();
    expect(await shop.askOften(60, 0, 'open_create')).to.equal(20);
    for (const purpose of open) await shop.askOften(60, 0, purpose);
    expect(shop.left).to.have.length(35);
    expect(await shop.askOften(60)).to.equal(15);
  });
});
