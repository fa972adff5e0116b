import { describe, it } from 'node:test';
import { expect } from 'chai';
import { Processes } from '../helpers/budgets.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const LIMIT = 50;

describe('the shop’s minute', () => {
  it('is one, however many processes share the store', async () => {
    const shop = new Processes([0, 0, 0, 0]);
    await shop.flood(180);
    expect(shop.most).to.equal(LIMIT);
    expect(shop.inTheLastMinute).to.be.within(44, LIMIT);
  });

  it('slides: what left at its end is not forgotten at the beginning of the next', async () => {
    const shop = new Processes();
    await shop.clock.advance(59 * SECOND);
    expect(await shop.askOften(60)).to.equal(LIMIT);
    await shop.clock.advance(2 * SECOND);
    expect(await shop.askOften(60)).to.equal(0);
    await shop.clock.advance(58 * SECOND);
    expect(await shop.askOften(60)).to.equal(LIMIT);
  });

  it('is not reset by restarts', async () => {
    const shop = new Processes();
    for (let restart = 0; restart < 5; restart++) {
      await shop.askOften(50);
      shop.restart(0);
      await shop.clock.advance(10 * SECOND);
    }
    expect(shop.left).to.have.length(LIMIT);
    await shop.ask();
    await shop.clock.advance(MINUTE);
    expect(await shop.ask()).to.equal(true);
  });

  for (const measures of [true, false])
    it(`is neither reset nor frozen by clocks two minutes apart (${measures ? 'time is measured' : 'clocks alone'})`, async () => {
      const shop = new Processes([-MINUTE, MINUTE, 0, 2 * MINUTE], { measures });
      await shop.flood(300);
      expect(shop.most).to.equal(LIMIT);
      expect(shop.inTheLastMinute).to.be.within(40, LIMIT);
    });

  for (const measures of [true, false])
    it(`is neither reset nor frozen by a clock set back (${measures ? 'time is measured' : 'clocks alone'})`, async () => {
      const shop = new Processes([0, 0], { measures });
      await shop.flood(30);
      for (const clock of shop.clocks) clock.ahead -= 60 * MINUTE;
      await shop.flood(90);
      expect(shop.most).to.equal(LIMIT);
      expect(shop.inTheLastMinute).to.be.greaterThan(40);
      shop.restart(0);
      shop.restart(1);
      await shop.flood(200);
      expect(shop.most).to.equal(LIMIT);
      expect(shop.inTheLastMinute).to.be.greaterThan(40);
    });

  it('is not reset by a clock set forward', async () => {
    const shop = new Processes([0, 0]);
    for (const clock of [...shop.clocks, ...shop.clocks]) {
      await shop.flood(20);
      clock.ahead += 60 * MINUTE;
    }
    expect(shop.most).to.equal(LIMIT);
  });

  it('ends for processes that live for one request only', async () => {
    const shop = new Processes();
    await shop.askOften(60);
    shop.restart(0);
    await shop.clock.advance(2 * MINUTE);
    expect(await shop.ask()).to.equal(false);
    shop.restart(0);
    await shop.clock.advance(4 * MINUTE);
    expect(await shop.ask()).to.equal(true);
  });

  it('ends for them also after the clock was set back', async () => {
    const shop = new Processes([60 * MINUTE]);
    await shop.askOften(60);
    for (const clock of shop.clocks) clock.ahead = 0;
    shop.restart(0);
    expect(await shop.ask()).to.equal(false);
    shop.restart(0);
    await shop.ask(0, 'poll');
    await shop.clock.advance(6 * MINUTE);
    shop.restart(0);
    expect(await shop.ask()).to.equal(true);
  });

  it('does not use permission that looks new only because a clock was set back', async () => {
    const shop = new Processes([0, 0], { measures: false });
    await shop.askOften(4);
    await shop.ask(1);
    await shop.clock.advance(70 * SECOND);
    for (const clock of shop.clocks.slice(0, 1)) clock.ahead -= 80 * SECOND;
    await shop.askOften(3);
    await shop.askOften(60, 1);
    expect(shop.most).to.equal(LIMIT);
  });

  it('counts permission that was taken, also where its use was not recorded', async () => {
    const shop = new Processes();
    for (let n = 0; n < 10; n++) await shop.take();
    await shop.clock.advance(5 * SECOND);
    expect(await shop.askOften(60)).to.equal(LIMIT - 10);
  });

  it('says correctly when to come again', async () => {
    const shop = new Processes();
    for (let n = 0; n < 10; n++) {
      await shop.askOften(10);
      await shop.clock.advance(3 * SECOND);
    }
    expect(await shop.ask()).to.equal(false);
    const [wait] = shop.budgets.map((budget) => budget.wait);
    await shop.clock.advance((wait ?? 0) - 1);
    expect(await shop.ask()).to.equal(false);
    await shop.clock.advance(1);
    expect(await shop.ask()).to.equal(true);
  });

  it('gives nothing while the store fails, says so, and goes on after it', async () => {
    const shop = new Processes();
    await shop.ask();
    shop.store.failing = true;
    expect(await shop.askOften(3)).to.equal(0);
    expect(shop.events.filter(({ type }) => type === 'error')).to.have.length(3);
    shop.store.failing = false;
    expect(await shop.ask()).to.equal(true);
  });

  it('has room again for what was given back', async () => {
    const shop = new Processes();
    await shop.askOften(49);
    const permit = await shop.take();
    expect(await shop.ask()).to.equal(false);
    permit?.giveBack();
    permit?.giveBack();
    expect(await shop.askOften(2)).to.equal(1);
  });

  it('counts a request that leaves late, and each retry', async () => {
    const shop = new Processes();
    const permit = await shop.take();
    await shop.clock.advance(30 * SECOND);
    expect(await shop.leave(permit)).to.equal(true);
    for (let retry = 0; retry < 60; retry++) await shop.leave(permit);
    await shop.clock.advance(40 * SECOND);
    await shop.askOften(60);
    expect(shop.most).to.be.at.most(LIMIT);
  });

  it('is written once for several requests where they follow one another', async () => {
    const shop = new Processes();
    await shop.askOften(30);
    expect(shop.store.writes).to.be.below(10);
    const together = new Processes();
    const permits = await Promise.all(Array.from({ length: 200 }, () => together.take()));
    expect(permits.filter((permit) => permit !== undefined)).to.have.length(LIMIT);
  });

  it('loses nothing to a reading of the store that arrives late', async () => {
    const shop = new Processes();
    let release = (): void => undefined;
    shop.store.held = new Promise((done) => (release = done));
    const late = shop.take();
    await shop.clock.advance(0);
    shop.store.held = undefined;
    const first = await shop.take();
    release();
    expect([await shop.leave(first), await shop.leave(await late)]).to.deep.equal([true, true]);
    expect(await shop.askOften(60)).to.equal(LIMIT - 2);
  });

  it('is passed on by processes that live for half a minute each and find no room', async () => {
    const shop = new Processes();
    await shop.askOften(60);
    for (let life = 0; life < 4; life++) {
      shop.restart(0);
      await shop.ask();
      await shop.clock.advance(25 * SECOND);
      await shop.ask();
    }
    expect(shop.left.length).to.be.greaterThan(LIMIT);
    expect(shop.most).to.equal(LIMIT);
  });

  it('loses little to a process that dies', async () => {
    const shop = new Processes([0, 0, 0, 0, 0]);
    for (let n = 0; n < 4; n++) {
      await shop.ask(n);
      shop.restart(n);
    }
    expect(await shop.askOften(60, 4)).to.equal(LIMIT - 4);
  });

  it('takes back permission that was not used', async () => {
    const shop = new Processes();
    await shop.askOften(4, 0, 'sweep');
    await shop.clock.advance(5 * SECOND);
    expect(await shop.askOften(60)).to.equal(LIMIT - 4);
  });

  it('counts what another version may have written', async () => {
    const shop = new Processes();
    const at = shop.clock.now();
    const strange = [{ id: 'a', n: 40, purpose: 'later', age: 0, at }, { id: 7 }, null, { id: 'b', n: -5 }, { id: 'c', n: 'x' }];
    await shop.store.put('mixpay:budget', { blocks: strange, pause: { until: 'never' } }, { ifVersion: null });
    expect(await shop.askOften(60)).to.equal(10);
  });
});

describe('a pause that MixPay asked for', () => {
  const told = { method: 'GET', path: '/', ms: 1, status: 429, retryAfter: 90 * SECOND } as const;

  it('stops every process, for no longer than asked, however far ahead the clock of the process is that got the 1429', async () => {
    const shop = new Processes([60 * MINUTE, 0]);
    await shop.budgets[0]?.observe(told);
    expect([await shop.ask(0), await shop.ask(1)]).to.deep.equal([false, false]);
    await shop.clock.advance(89 * SECOND);
    expect([await shop.ask(0), await shop.ask(1)]).to.deep.equal([false, false]);
    await shop.clock.advance(2 * SECOND);
    expect([await shop.ask(0), await shop.ask(1)]).to.deep.equal([true, true]);
  });

  it('stops the process that got the 1429 also where it cannot be written to the store', async () => {
    const shop = new Processes();
    shop.store.failing = true;
    await shop.budgets[0]?.observe(told);
    shop.store.failing = false;
    expect(await shop.ask()).to.equal(false);
    await shop.clock.advance(91 * SECOND);
    expect(await shop.ask()).to.equal(true);
  });

  it('lasts an hour at most', async () => {
    const shop = new Processes();
    await shop.budgets[0]?.observe({ ...told, retryAfter: 1e12 });
    await shop.clock.advance(60 * MINUTE);
    expect(await shop.ask()).to.equal(true);
  });
});
