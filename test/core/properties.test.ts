import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'node:test';
import { runs } from '../helpers/seed.js';
import { EndpointClient } from '../../src/core/client.js';
import { MixPayError } from '../../src/core/errors.js';
import { isRecord } from '../../src/core/result.js';
import { isEnded, nextState, TRANSITIONS, type CheckoutInput, type CheckoutState } from '../../src/core/states.js';
import { asGiven, MemoryStorage, openBrowser, openTab, target } from '../helpers/begin-checkout.js';
import { FakeClock, settle } from '../helpers/fake-clock.js';
import { answer, created } from '../helpers/fake-endpoint.js';
import { hostileBody, httpStatus, retryAfter, tampering } from '../helpers/hostile.js';
import { Walk, walkSteps } from '../helpers/walk.js';

const CHECKOUT = /^https:\/\/mixpay\.me\/code\/[A-Za-z0-9_-]{1,64}$/;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Whether a body says "success" where a status may stand. */
function saysSuccess(text: string): boolean {
  const body = parsed(text);
  if (!isRecord(body)) return false;
  return body['status'] === 'success' || (isRecord(body['data']) && body['data']['status'] === 'success');
}

/** What the request returned, or undefined where it failed with a MixPayError. */
async function orMixPayError<T>(request: Promise<T>): Promise<T | undefined> {
  try {
    return await request;
  } catch (error) {
    expect(error).to.be.instanceOf(MixPayError);
    return undefined;
  }
}

function clientAnswering(text: string, status: number, wait: string): EndpointClient {
  // A header cannot hold every string; those it cannot never arrive.
  const headers = /^[\x20-\x7e]*$/.test(wait) ? { 'Retry-After': wait } : {};
  const fetch = (): Promise<Response> => Promise.resolve(answer(text, { status, headers }));
  return new EndpointClient({ fetch, clock: new FakeClock(), online: () => true });
}

const { signal } = new AbortController();

describe('answers of a hostile endpoint', () => {
  it('to a create give a code that may stand in an address, or a MixPayError', async () => {
    await fc.assert(
      fc.asyncProperty(hostileBody, httpStatus, retryAfter, async (text, status, wait) => {
        const client = clientAnswering(text, status, wait);
        const made = await orMixPayError(client.create({ endpoint: 'https://shop.example/api', order: {}, key: 'k', signal }));
        if (made !== undefined) expect(made.code).to.match(/^[A-Za-z0-9_-]{1,64}$/);
      }),
      { numRuns: runs(10_000, 1_000) },
    );
  });

  it('to a status read give "success" only where they said so, or a MixPayError', async () => {
    await fc.assert(
      fc.asyncProperty(hostileBody, httpStatus, retryAfter, async (text, status, wait) => {
        const client = clientAnswering(text, status, wait);
        const payment = (await orMixPayError(client.status({ statusUrl: 'https://shop.example/s', signal })))?.payment;
        if (payment?.status === 'success') expect(saysSuccess(text)).to.equal(true);
        if (payment?.blockExplorerUrl !== undefined) expect(payment.blockExplorerUrl).to.match(/^https?:/);
      }),
      { numRuns: runs(10_000, 1_000) },
    );
  });

  it('never put anything but a code behind the checkout base, nor ask another origin', async () => {
    await fc.assert(
      fc.asyncProperty(hostileBody, httpStatus, hostileBody, async (text, status, news) => {
        const browser = openBrowser();
        const { checkout, told } = openTab(browser).addButton();
        browser.endpoint.willAnswer(answer(text, { status })).willTell(answer(news));
        const prepared = await orMixPayError(checkout.prepare(target(), asGiven));
        if (prepared === 'ready') checkout.opened();
        if (checkout.checkoutUrl !== undefined) expect(checkout.checkoutUrl).to.match(CHECKOUT);
        await browser.clock.advance(2500);
        if (checkout.state === 'success' || told.includes('success')) expect(saysSuccess(news)).to.equal(true);
        for (const { url } of browser.endpoint.seen) expect(new URL(url).origin).to.equal('https://shop.example');
        checkout.pause();
        expect(browser.clock.waiting).to.equal(0);
      }),
      { numRuns: runs(10_000, 1_000) },
    );
  });
});

describe('hostile values in storage', () => {
  it('never throw, never show an outcome unasked, and never lead anywhere else', async () => {
    const first = openBrowser();
    const { checkout } = openTab(first).addButton();
    first.endpoint.willAnswer(created());
    await checkout.prepare(target(), asGiven);
    checkout.opened();
    const [entry] = first.local.items;
    if (entry === undefined) throw new Error('expected a stored record');
    await fc.assert(
      fc.asyncProperty(tampering, async (tamper) => {
        const local = new MemoryStorage();
        local.setItem(entry[0], tamper(entry[1]));
        const browser = { ...openBrowser(), local };
        browser.endpoint.willAnswer(created({ code: 'new' })).willTell(answer('{"status":"unpaid"}'));
        const found = openTab(browser).addButton();
        found.checkout.restore(target());
        expect(isEnded(found.checkout.state)).to.equal(false);
        await settle();
        await orMixPayError(found.checkout.prepare(target(), asGiven));
        expect(isEnded(found.checkout.state)).to.equal(false);
        if (found.checkout.checkoutUrl !== undefined) expect(found.checkout.checkoutUrl).to.match(CHECKOUT);
        for (const { url } of browser.endpoint.seen) expect(new URL(url).origin).to.equal('https://shop.example');
        found.checkout.pause();
      }),
      { numRuns: runs(10_000, 1_000) },
    );
  });
});

describe('random walks', () => {
  const states = Object.keys(TRANSITIONS) as CheckoutState[];
  const inputs = [...new Set(states.flatMap((state) => Object.keys(TRANSITIONS[state])))] as CheckoutInput[];

  it('through the table: only a status ends a payment, and only a new attempt leaves a failure', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...inputs), { maxLength: 15 }), (walk) => {
        let state: CheckoutState = 'idle';
        for (const input of walk) {
          const next = nextState(state, input, () => undefined);
          const moved = next !== state;
          if (moved && state === 'success') return false;
          if (moved && state === 'failed' && input !== 'request') return false;
          if (moved && isEnded(next) && input !== next) return false;
          if (moved && next === 'open' && input !== 'open' && input !== 'resume') return false;
          state = next;
        }
        return true;
      }),
      { numRuns: 100_000 },
    );
  });

  it('through a real purchase: one key per intent, no price nobody agreed to, one end per code, no answer to a request given up', async () => {
    await fc.assert(
      fc.asyncProperty(walkSteps, async (steps) => {
        const walk = new Walk();
        for (const step of steps) await walk.take(step);
        await walk.finish();
      }),
      { numRuns: runs(20_000, 2_000) },
    );
  });
});
