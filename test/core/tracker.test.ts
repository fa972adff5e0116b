import { expect } from 'chai';
import { describe, it } from 'node:test';
import { MixPayError } from '../../src/core/errors.js';
import type { Payment } from '../../src/core/payment.js';
import { LONGEST_WAIT, Tracker } from '../../src/core/tracker.js';
import { FakeClock } from '../helpers/fake-clock.js';

/** A payment that answers what `next` says, and the moments at which it was asked. */
function track(next: () => Payment | MixPayError = () => ({ status: 'unpaid' })) {
  const clock = new FakeClock(0);
  const asked: number[] = [];
  const lost: string[] = [];
  const page = { visible: true };
  const tracker = new Tracker(
    { clock, random: () => 0.5, visible: () => page.visible },
    {
      ask: () => {
        asked.push(clock.now());
        const answer = next();
        return answer instanceof MixPayError ? Promise.reject(answer) : Promise.resolve({ payment: answer, drift: undefined });
      },
      onAsked: () => undefined,
      onPayment: () => undefined,
      onLost: (error) => lost.push(error.code),
    },
  );
  const gaps = (): number[] => asked.slice(1).map((time, index) => Math.round(time - (asked[index] ?? 0)));
  return { clock, asked, lost, page, tracker, gaps };
}

describe('following a payment', () => {
  it('asks after 2 s, then ever less often, up to 15 s', async () => {
    const { clock, asked, tracker, gaps } = track();
    tracker.start();
    await clock.advance(120_000);
    expect(asked[0]).to.equal(2000);
    expect(gaps()[0]).to.equal(2000);
    expect(gaps()).to.deep.equal([...gaps()].sort((a, b) => a - b));
    expect(gaps().at(-1)).to.equal(LONGEST_WAIT);
  });
  it('news makes it ask often again', async () => {
    let confirmations = 0;
    const { clock, gaps, tracker } = track(() => ({ status: 'confirming', confirmations: (confirmations += 1) }));
    tracker.start();
    await clock.advance(20_000);
    expect(new Set(gaps())).to.deep.equal(new Set([2000]));
  });
  it('a hidden page asks nothing, and asks at once when somebody looks', async () => {
    const { clock, asked, page, tracker } = track();
    tracker.start();
    page.visible = false;
    await clock.advance(600_000);
    expect(asked).to.have.length(0);
    page.visible = true;
    tracker.wake();
    await clock.advance(0);
    expect(asked).to.deep.equal([600_000]);
  });
  it('errors are asked through, silently; Retry-After is obeyed even when woken', async () => {
    const answers = [new MixPayError('server_error', 'x'), new MixPayError('rate_limited', 'x', { retryAfter: 30_000 })];
    const { clock, asked, tracker } = track(() => answers.shift() ?? { status: 'unpaid' });
    tracker.start(true);
    await clock.advance(4000);
    expect(asked).to.have.length(2);
    const limited = asked[1] ?? 0;
    tracker.wake();
    await clock.advance(29_000 - (clock.now() - limited));
    expect(asked).to.have.length(2);
    await clock.advance(9000);
    expect(asked.length).to.be.greaterThan(2);
    expect((asked[2] ?? 0) - limited).to.be.at.least(30_000);
  });
  for (const code of ['not_followed', 'superseded', 'forgotten'] as const) {
    it(`${code} ends it`, async () => {
      const { clock, asked, lost, tracker } = track(() => new MixPayError(code, 'x'));
      tracker.start(true);
      await clock.advance(60_000);
      expect(asked).to.have.length(1);
      expect(lost).to.deep.equal([code]);
      expect(clock.waiting).to.equal(0);
    });
  }
  it('a clock set back does not make the wait longer', async () => {
    const answers = [new MixPayError('rate_limited', 'x', { retryAfter: 30_000 })];
    const { clock, asked, tracker } = track(() => answers.shift() ?? { status: 'unpaid' });
    tracker.start(true);
    await clock.advance(0);
    clock.set(-3_600_000);
    await clock.advance(40_000);
    expect(asked.length).to.be.greaterThan(1);
  });
  it('stopping leaves nothing behind', async () => {
    const { clock, asked, tracker } = track();
    tracker.start();
    await clock.advance(2000);
    tracker.stop();
    await clock.advance(60_000);
    expect(asked).to.have.length(1);
    expect(clock.waiting).to.equal(0);
  });
});
