import { expect } from 'chai';
import { describe, it } from 'node:test';
import { MixPayError } from '../../src/core/errors.js';
import { Follower, LONGEST_WAIT } from '../../src/core/follower.js';
import type { Payment } from '../../src/core/payment.js';
import { FakeClock, settle } from '../helpers/fake-clock.js';
import { byHand } from '../helpers/fake-endpoint.js';

type Reply = Payment | MixPayError | Promise<Payment>;

const SOURCE = { statusUrl: 'https://shop.example/s', credentials: 'same-origin' } as const;
const MINUTE = 60_000;

/** A payment of which `next` says how it stands, and what is heard of it. `drift`: what the server's clock is ahead. */
function follow(next: () => Reply = () => ({ status: 'unpaid' }), random: () => number = () => 0.5) {
  const clock = new FakeClock(0);
  const asked: number[] = [];
  const signals: AbortSignal[] = [];
  const heard: string[] = [];
  const warnings: string[] = [];
  const page = { visible: true, drift: undefined as number | undefined };
  const follower = new Follower(
    {
      clock,
      random,
      visible: () => page.visible,
      warn: (message) => warnings.push(message),
      client: {
        async status({ signal }) {
          asked.push(clock.monotonic());
          signals.push(signal);
          const reply = await next();
          if (reply instanceof MixPayError) throw reply;
          return { payment: reply, drift: page.drift };
        },
      },
    },
    {
      onNews: ({ status }) => heard.push(status),
      onLost: ({ code }) => heard.push(code),
      onAsked: () => undefined,
      onDrift: (drift) => heard.push(`drift ${drift}`),
      onDeadline: () => heard.push('deadline'),
      serverNow: () => clock.now() + (page.drift ?? 0),
    },
  );
  const gaps = (): number[] => asked.slice(1).map((time, index) => Math.round(time - (asked[index] ?? 0)));
  const start = (atOnce = false, expiresAt?: number): void =>
    follower.follow(SOURCE, expiresAt === undefined ? undefined : new Date(expiresAt).toISOString(), atOnce);
  return { clock, asked, signals, heard, warnings, page, follower, gaps, start };
}

describe('following a payment', () => {
  it('asks after 2 s, then ever less often, up to 15 s', async () => {
    const { clock, asked, start, gaps } = follow();
    start();
    await clock.advance(120_000);
    expect(asked[0]).to.equal(2000);
    expect(gaps().slice(0, 7)).to.deep.equal([2000, 2800, 3920, 5488, 7683, 10_756, LONGEST_WAIT]);
    expect(gaps().at(-1)).to.equal(15_000);
  });
  it('tells the developer once of answers that cannot be read, and goes on asking', async () => {
    const { clock, asked, start, warnings } = follow(
      () => new MixPayError('bad_answer', 'GET /s: expected one of MixPay’s seven statuses.'),
    );
    start();
    await clock.advance(60_000);
    expect(asked.length).to.be.greaterThan(3);
    expect(warnings).to.deep.equal(['GET /s: expected one of MixPay’s seven statuses. It is asked again.']);
  });
  it('tells nothing of a server that is down for a moment', async () => {
    const { clock, start, warnings } = follow(() => new MixPayError('server_error', 'GET /s: refused with 500'));
    start();
    await clock.advance(60_000);
    expect(warnings).to.deep.equal([]);
  });
  it('asks at once where a payment is found again', async () => {
    const { clock, asked, start } = follow();
    start(true);
    await clock.advance(0);
    expect(asked).to.deep.equal([0]);
  });
  it('news after a long silence is told once, and makes it ask often again', async () => {
    let status: Payment['status'] = 'unpaid';
    const { clock, gaps, heard, start } = follow(() => ({ status }));
    start();
    await clock.advance(2 * MINUTE);
    status = 'confirming';
    const before = gaps().length;
    await clock.advance(30_000);
    const [last, first, second] = gaps().slice(before);
    expect([last, first, second]).to.deep.equal([LONGEST_WAIT, 2000, 2800]);
    expect(heard).to.deep.equal(['unpaid', 'confirming']);
  });
  it('one more confirmation is news, too', async () => {
    let confirmations = 0;
    const { clock, gaps, start } = follow(() => ({ status: 'confirming', confirmations: (confirmations += 1) }));
    start();
    await clock.advance(20_000);
    expect(gaps()).to.deep.equal(Array.from({ length: 9 }, () => 2000));
  });
  for (const [chance, gap] of [
    [0, 1600],
    [1, 2400],
  ] as const) {
    it(`many pages do not ask in step: with ${chance} of chance the first wait is ${gap} ms`, async () => {
      const { clock, asked, start } = follow(undefined, () => chance);
      start();
      await clock.advance(5000);
      expect(asked[0]).to.equal(gap);
    });
  }
  it('a hidden page asks nothing, and asks at once when somebody looks', async () => {
    const { clock, asked, page, follower, start } = follow();
    start();
    page.visible = false;
    await clock.advance(600_000);
    follower.wake();
    await clock.advance(0);
    expect(asked).to.have.length(0);
    page.visible = true;
    follower.wake();
    await clock.advance(0);
    expect(asked).to.deep.equal([600_000]);
  });
  it('woken, it asks often again', async () => {
    const { clock, follower, gaps, start } = follow();
    start();
    await clock.advance(2 * MINUTE);
    const before = gaps().length;
    follower.wake();
    await clock.advance(7000);
    expect(gaps().slice(before + 1)).to.deep.equal([2800, 3920]);
  });
  it('woken while an answer is on its way, it asks no second time', async () => {
    const { clock, asked, follower, start } = follow(() => byHand<Payment>().promise);
    start(true);
    follower.wake();
    await clock.advance(MINUTE);
    expect(asked).to.have.length(1);
  });
  it('woken before anything is followed, or after its end, it asks nothing', async () => {
    const { clock, asked, follower, start } = follow(() => ({ status: 'success' }));
    follower.wake();
    start(true);
    await clock.advance(1000);
    follower.wake();
    await clock.advance(MINUTE);
    expect(asked).to.have.length(1);
    expect(clock.waiting).to.equal(0);
  });
  it('after errors it goes on asking, silently, less and less often', async () => {
    const { clock, gaps, heard, start } = follow(() => new MixPayError('server_error', 'x'));
    start(true);
    await clock.advance(12_000);
    expect(gaps()).to.deep.equal([2800, 3920]);
    expect(heard).to.deep.equal([]);
  });
  it('Retry-After is obeyed even when woken, and asked again soon after', async () => {
    const replies = [new MixPayError('rate_limited', 'x', { retryAfter: 30_000 })];
    const { clock, asked, follower, start } = follow(() => replies.shift() ?? { status: 'unpaid' });
    start(true);
    await clock.advance(20_000);
    follower.wake();
    await clock.advance(9_999);
    expect(asked).to.have.length(1);
    await clock.advance(1);
    expect(asked).to.deep.equal([0, 30_000]);
  });
  it('jitter never asks before Retry-After', async () => {
    const replies = [new MixPayError('rate_limited', 'x', { retryAfter: 30_000 })];
    const { clock, asked, start } = follow(
      () => replies.shift() ?? { status: 'unpaid' },
      () => 0,
    );
    start(true);
    await clock.advance(40_000);
    expect(asked.slice(0, 2)).to.deep.equal([0, 30_000]);
  });
  it('jitter keeps pages from asking in step after Retry-After', async () => {
    const replies = [new MixPayError('rate_limited', 'x', { retryAfter: 30_000 })];
    const { clock, asked, start } = follow(
      () => replies.shift() ?? { status: 'unpaid' },
      () => 1,
    );
    start(true);
    await clock.advance(40_000);
    expect(asked[1]).to.equal(36_000);
  });
  it('woken before Retry-After has passed, it asks once after it', async () => {
    const replies = [new MixPayError('rate_limited', 'x', { retryAfter: 30_000 })];
    const { clock, asked, follower, start } = follow(
      () => replies.shift() ?? byHand<Payment>().promise,
      () => 1,
    );
    start(true);
    await clock.advance(20_000);
    follower.wake();
    await clock.advance(MINUTE);
    expect(asked).to.deep.equal([0, 32_000]);
    expect(clock.waiting).to.equal(0);
  });
  it('a clock set back does not make the wait longer', async () => {
    const replies = [new MixPayError('rate_limited', 'x', { retryAfter: 30_000 })];
    const { clock, asked, start } = follow(() => replies.shift() ?? { status: 'unpaid' });
    start(true);
    await clock.advance(0);
    clock.set(-3_600_000);
    await clock.advance(31_000);
    expect(asked).to.deep.equal([0, 30_000]);
  });
  for (const code of ['not_followed', 'superseded', 'forgotten'] as const) {
    it(`${code} ends it`, async () => {
      const { clock, asked, heard, start } = follow(() => new MixPayError(code, 'x'));
      start(true, MINUTE);
      await clock.advance(1000);
      expect(asked).to.have.length(1);
      expect(heard).to.deep.equal([code]);
      expect(clock.waiting).to.equal(0);
    });
  }
  it('stopped, it gives up the request, leaves no timer, and tells nothing of a late answer', async () => {
    const late = byHand<Payment>();
    const { clock, heard, signals, follower, start } = follow(() => late.promise);
    start(true, MINUTE);
    await settle();
    follower.stop();
    late.resolve({ status: 'success' });
    await clock.advance(2 * MINUTE);
    expect(signals[0]?.aborted).to.equal(true);
    expect(heard).to.deep.equal([]);
    expect(clock.waiting).to.equal(0);
  });
  it('asked to follow the same payment again, it goes on as it was', async () => {
    const { clock, asked, start } = follow();
    start();
    await clock.advance(1000);
    start(true);
    await clock.advance(1000);
    expect(asked).to.deep.equal([2000]);
  });
  it('another payment takes the place of the one before, whose answer is dropped', async () => {
    const late = byHand<Payment>();
    const replies: Reply[] = [late.promise, { status: 'confirming' }];
    const { clock, heard, follower, start } = follow(() => replies.shift() ?? { status: 'confirming' });
    start(true);
    await settle();
    follower.follow({ ...SOURCE, statusUrl: 'https://shop.example/other' }, undefined, true);
    late.resolve({ status: 'success' });
    await clock.advance(1000);
    expect(heard).to.deep.equal(['confirming']);
  });
  it('the same status of another payment is news', async () => {
    const { clock, heard, follower, start } = follow();
    start(true);
    await clock.advance(0);
    follower.follow({ ...SOURCE, statusUrl: 'https://shop.example/other' }, undefined, true);
    await clock.advance(0);
    expect(heard).to.deep.equal(['unpaid', 'unpaid']);
  });
});

describe('the deadline', () => {
  it('is told only after the server has answered at that time; it is asked at once', async () => {
    const { clock, asked, heard, start } = follow();
    start(false, 30_000);
    await clock.advance(29_999);
    expect(heard).to.deep.equal(['unpaid']);
    await clock.advance(1);
    expect(asked.at(-1)).to.equal(30_000);
    expect(heard).to.deep.equal(['unpaid', 'deadline']);
  });
  it('is not told while the server does not answer', async () => {
    let reply: () => Reply = () => ({ status: 'unpaid' });
    const { clock, heard, start } = follow(() => reply());
    start(false, 30_000);
    await clock.advance(20_000);
    reply = () => new MixPayError('offline', 'x');
    await clock.advance(MINUTE);
    expect(heard).to.deep.equal(['unpaid']);
  });
  it('counts by the server’s clock', async () => {
    const { clock, heard, page, start } = follow();
    page.drift = -10_000;
    start(false, 20_000);
    await clock.advance(25_000);
    expect(heard).not.to.include('deadline');
    await clock.advance(5000);
    expect(heard).to.include('deadline');
  });
  it('moves with what a status says of it, later or sooner', async () => {
    let expiresAt = new Date(50_000).toISOString();
    const { clock, asked, heard, start } = follow(() => ({ status: 'unpaid', expiresAt }));
    start(false, 30_000);
    await clock.advance(31_000);
    expect(heard).not.to.include('deadline');
    expiresAt = new Date(45_000).toISOString();
    await clock.advance(13_999);
    expect(heard).not.to.include('deadline');
    await clock.advance(1);
    expect(asked.at(-1)).to.equal(45_000);
    expect(heard).to.include('deadline');
  });
  it('stays where it was while statuses do not name one', async () => {
    const { clock, heard, start } = follow(() => ({ status: 'paid_less' }));
    start(false, 30_000);
    await clock.advance(30_000);
    expect(heard).to.deep.equal(['paid_less', 'deadline']);
  });
  it('is told by the countdown alone where there is no status URL', async () => {
    const { clock, asked, heard, follower } = follow();
    follower.follow(undefined, new Date(30_000).toISOString(), false);
    await clock.advance(29_999);
    expect(heard).to.deep.equal([]);
    await clock.advance(1);
    expect(heard).to.deep.equal(['deadline']);
    expect(asked).to.deep.equal([]);
  });
  it('further off than a timer can wait is not told at once', async () => {
    const { clock, heard, follower } = follow();
    follower.follow(undefined, '9999-12-31T00:00:00.000Z', false);
    await clock.advance(MINUTE);
    expect(heard).to.deep.equal([]);
  });
  it('has no timer that overflows', () => {
    const { clock, follower } = follow();
    const waits: number[] = [];
    clock.after = (wait) => (waits.push(wait), () => undefined);
    follower.follow(undefined, '9999-12-31T00:00:00.000Z', false);
    expect(waits).to.deep.equal([2_147_483_647]);
  });
  for (const status of ['success', 'failed'] as const) {
    it(`ends with the payment: ${status}`, async () => {
      const { clock, asked, heard, start } = follow(() => ({ status }));
      start(true, 30_000);
      await clock.advance(1000);
      expect(clock.waiting).to.equal(0);
      await clock.advance(MINUTE);
      expect([asked.length, heard]).to.deep.equal([1, [status]]);
    });
  }
  it('the server’s time is told with every answer that names it, before the news', async () => {
    const { clock, heard, page, start } = follow();
    page.drift = 5;
    start(true);
    await clock.advance(2000);
    expect(heard).to.deep.equal(['drift 5', 'unpaid', 'drift 5']);
  });
});
