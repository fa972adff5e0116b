import { describe, it } from 'node:test';
import { expect } from 'chai';
import type { SandboxOptions } from '../../src/sandbox/index.js';
import { Merchant, PAYEE, TRACE, type Fields } from './merchant.js';

const HERE = 'http://127.0.0.1:9/callback?key=1';
const acknowledged = () => Response.json({ code: 'SUCCESS' });

interface Call {
  at: number;
  url: string;
  init: RequestInit;
}

/** A merchant whose callbacks are caught and answered by `reply`. */
function called(reply: (call: Call, number: number) => Response | Promise<Response>, options: SandboxOptions = {}) {
  const calls: Call[] = [];
  const fetch = (url: string | URL | Request, init: RequestInit = {}) => {
    const call = { at: merchant.clock.now(), url: url as string, init };
    calls.push(call);
    return Promise.resolve(reply(call, calls.length));
  };
  const merchant: Merchant = new Merchant({ fetch, ...options });
  const make = (fields: Fields = {}) => merchant.create({ callbackUrl: HERE, ...fields });
  /** Turns the clock, waiting for each attempt on the way. */
  const wait = async (seconds: number) => {
    for (let turned = 0; turned < seconds; turned += 5) {
      await merchant.sandbox.idle();
      await merchant.clock.advance(5000);
    }
    await merchant.sandbox.idle();
  };
  return { merchant, calls, make, wait };
}

const bodyOf = (call: Call | undefined) => JSON.parse(call?.init.body as string) as Record<string, unknown>;

describe('a callback', () => {
  it('posts order, trace and payee as JSON, and nothing of the result', async () => {
    const { merchant, calls, make } = called(acknowledged);
    await merchant.control(await make({ traceId: TRACE }), { status: 'success' });
    await merchant.sandbox.idle();
    expect(calls).to.have.length(1);
    expect(calls[0]?.url).to.equal(HERE);
    expect(calls[0]?.init).to.deep.include({ method: 'POST', headers: { 'content-type': 'application/json' } });
    expect(bodyOf(calls[0])).to.deep.equal({ orderId: 'order-1', traceId: TRACE, payeeId: PAYEE });
  });

  it('finds the result already there when it asks', async () => {
    const { merchant, calls, make } = called(acknowledged);
    await merchant.control(await make(), { status: 'success' });
    expect(calls).to.have.length(1);
    expect((await merchant.result())['status']).to.equal('success');
  });

  it('names its event where told to, as outside production', async () => {
    const { merchant, calls, make } = called(acknowledged, { nameCallbackEvent: true });
    await merchant.control(await make(), { status: 'failed' });
    expect(bodyOf(calls[0])['callbackEvent']).to.equal('fail');
  });

  it('goes out nine times, after 15, 15, 30, 180 and four times 1800 seconds, and then never again', async () => {
    const { merchant, calls, make, wait } = called(() => new Response('busy', { status: 503 }));
    const start = merchant.clock.now();
    await merchant.control(await make(), { status: 'success' });
    await wait(20_000);
    const times = calls.map(({ at }) => (at - start) / 1000);
    expect(times).to.deep.equal([0, 15, 30, 60, 240, 2040, 3840, 5640, 7440]);
    const [payment] = await merchant.sandbox.payments();
    expect(payment?.callbacks[0]).to.deep.include({ attempts: 9, outcome: 'gave_up' });
  });

  const refusals: [string, () => Response | Promise<Response>][] = [
    ['another status', () => Response.json({ code: 'SUCCESS' }, { status: 201 })],
    ['another word', () => Response.json({ code: 'success' })],
    ['plain text', () => new Response('SUCCESS')],
    ['an empty body', () => new Response(null, { status: 200 })],
    ['a redirect', () => new Response(null, { status: 302, headers: { location: '/' } })],
    ['no connection', () => Promise.reject(new TypeError('fetch failed'))],
  ];
  for (const [what, reply] of refusals) {
    it(`answered with ${what} is tried again, and stops at 200 {"code":"SUCCESS"}`, async () => {
      const { merchant, calls, make, wait } = called((_, number) => (number < 3 ? reply() : acknowledged()));
      await merchant.control(await make(), { status: 'success' });
      await wait(10_000);
      expect(calls).to.have.length(3);
    });
  }

  it('that hangs is given up after 20 seconds and tried again', async () => {
    let aborted = false;
    const { merchant, calls, make } = called((call, number) => {
      if (number > 1) return acknowledged();
      call.init.signal?.addEventListener('abort', () => (aborted = true));
      return new Promise(() => undefined);
    });
    await merchant.control(await make(), { status: 'success' });
    await merchant.clock.advance(20_000);
    await merchant.sandbox.idle();
    expect([aborted, calls.length]).to.deep.equal([true, 1]);
    await merchant.clock.advance(15_000);
    await merchant.sandbox.idle();
    expect(calls).to.have.length(2);
  });

  it('goes to loopback only, and says so where it is not sent', async () => {
    const { merchant, calls, make } = called(acknowledged);
    await merchant.control(await make({ callbackUrl: 'https://shop.example/callback' }), { status: 'success' });
    await merchant.sandbox.idle();
    expect(calls).to.be.empty;
    const [payment] = await merchant.sandbox.payments();
    expect(payment?.callbacks[0]).to.deep.include({ attempts: 0, outcome: 'skipped' });
  });

  it('goes anywhere where the owner allows it', async () => {
    const { merchant, calls, make } = called(acknowledged, { allowPublicCallbacks: true });
    await merchant.control(await make({ callbackUrl: 'https://shop.example/callback' }), { status: 'success' });
    expect(calls[0]?.url).to.equal('https://shop.example/callback');
  });
});

describe('callback events', () => {
  const route = ['confirming', 'paid_less', 'pending', 'auditing', 'success'] as const;
  const events: [string | undefined, string[]][] = [
    [undefined, ['success']],
    ['paid_less', ['paid_less', 'success']],
    ['pending', ['pending', 'pending', 'success']],
    ['settle', ['success', 'settle']],
    ['settle|pending|paid_less', ['pending', 'paid_less', 'pending', 'success', 'settle']],
  ];
  for (const [callbackEvent, expected] of events) {
    it(`${callbackEvent ?? 'not asked for'}: ${expected.join(', ')}`, async () => {
      const { merchant, calls, make, wait } = called(acknowledged, { nameCallbackEvent: true });
      const code = await make({ callbackEvent });
      for (const status of route) await merchant.control(code, { status });
      await wait(60);
      expect(calls.map((call) => bodyOf(call)['callbackEvent'])).to.deep.equal(expected);
    });
  }

  it('a failure is always told', async () => {
    const { merchant, calls, make } = called(acknowledged);
    await merchant.control(await make(), { status: 'failed' });
    expect(calls).to.have.length(1);
  });

  it('an unpaid deadline is called back by the clock, without any request', async () => {
    const { calls, make, wait } = called(acknowledged);
    await make({ expiredTimestamp: 60 });
    await wait(55);
    expect(calls).to.be.empty;
    await wait(5);
    expect(calls).to.have.length(1);
  });

  it('setting the same status again causes no callback', async () => {
    const { merchant, calls, make } = called(acknowledged);
    const code = await make();
    await merchant.control(code, { status: 'success' });
    await merchant.control(code, { status: 'success' });
    await merchant.sandbox.idle();
    expect(calls).to.have.length(1);
  });

  it('after close() nothing is sent', async () => {
    const { merchant, calls, make, wait } = called(() => new Response(null, { status: 503 }));
    await merchant.control(await make(), { status: 'success' });
    await merchant.sandbox.idle();
    merchant.sandbox.close();
    await wait(10_000);
    expect(calls).to.have.length(1);
  });
});
