import { expect } from 'chai';
import { describe, it } from 'node:test';
import type { Amend } from '../../src/core/checkout-listener.js';
import { MixPayError } from '../../src/core/errors.js';
import { asGiven, MemoryStorage, openBrowser, openTab, target, type Browser } from '../helpers/begin-checkout.js';
import { settle } from '../helpers/fake-clock.js';
import { byHand, CODE, created, problem, told } from '../helpers/fake-endpoint.js';

const ORDER = { orderId: 'T-1001', quoteAmount: '10', quoteAssetId: 'usd' };
const OTHER = { orderId: 'T-2002', quoteAmount: '10', quoteAssetId: 'usd' };
const down = (): TypeError => new TypeError('down');

/** A shop whose listener adds a header that says for which order it was made. */
function adding(asked: string[]): Amend {
  return (order) => {
    asked.push(order.orderId ?? '');
    return Promise.resolve({ order, headers: new Headers({ 'X-Token': `for ${order.orderId} at ${order.quoteAmount}` }) });
  };
}

const fails = (promise: Promise<unknown>): Promise<MixPayError> =>
  promise.then(
    (value) => {
      throw new Error(`expected a refusal, received ${String(value)}`);
    },
    (error: unknown) => error as MixPayError,
  );

/** A payment that was opened in a tab, of which the endpoint says `status`. */
async function open(browser: Browser<MemoryStorage>, status = 'unpaid', order: Parameters<typeof target>[0] = ORDER) {
  const session = new MemoryStorage();
  const tab = openTab(browser, session);
  const button = tab.addButton();
  browser.endpoint.willAnswer(created()).willTell(told(status));
  button.checkout.restore(target(order));
  await button.checkout.prepare(target(order), asGiven);
  button.checkout.opened();
  await browser.clock.advance(2500);
  return { ...button, tab, session };
}

describe('headers a shop added', () => {
  const tokens = (browser: Browser): (string | null)[] => browser.endpoint.creates.map(({ headers }) => headers.get('X-Token'));

  it('for one order never go with another', async () => {
    const browser = openBrowser();
    const { checkout } = openTab(browser).addButton();
    browser.endpoint.willAnswer(down(), down(), down());
    await fails(checkout.prepare(target(ORDER), asGiven));
    await fails(checkout.prepare(target(OTHER), adding([])));
    await fails(checkout.prepare(target(ORDER), asGiven));
    expect(tokens(browser)).to.deep.equal([null, 'for T-2002 at 10', null]);
  });
  it('for one price never go with another', async () => {
    const browser = openBrowser();
    const { checkout } = openTab(browser).addButton();
    const asked: string[] = [];
    browser.endpoint.willAnswer(down(), down());
    await fails(checkout.prepare(target(ORDER), adding(asked)));
    await fails(checkout.prepare(target({ ...ORDER, quoteAmount: '12' }), adding(asked)));
    expect(tokens(browser)).to.deep.equal(['for T-1001 at 10', 'for T-1001 at 12']);
  });
  it('go with every retry in this document, and the shop is not asked again', async () => {
    const browser = openBrowser();
    const { checkout } = openTab(browser).addButton();
    const asked: string[] = [];
    browser.endpoint.willAnswer(down(), created());
    await fails(checkout.prepare(target(ORDER), adding(asked)));
    await checkout.prepare(target(ORDER), adding(asked));
    expect(tokens(browser)).to.deep.equal(['for T-1001 at 10', 'for T-1001 at 10']);
    expect(asked).to.deep.equal(['T-1001']);
  });
  it('are asked for anew after a reload, under the same key', async () => {
    const browser = openBrowser();
    browser.endpoint.willAnswer(down(), created());
    const asked: string[] = [];
    await fails(openTab(browser).addButton().checkout.prepare(target(ORDER), adding(asked)));
    await openTab(browser).addButton().checkout.prepare(target(ORDER), adding(asked));
    expect(asked).to.deep.equal(['T-1001', 'T-1001']);
    expect(tokens(browser)).to.deep.equal(['for T-1001 at 10', 'for T-1001 at 10']);
    const keys = browser.endpoint.creates.map(({ headers }) => headers.get('Idempotency-Key'));
    expect(keys[1]).to.equal(keys[0]);
  });
  it('are not asked for anew after a reload where there were none', async () => {
    const browser = openBrowser();
    browser.endpoint.willAnswer(down(), created());
    const asked: string[] = [];
    await fails(openTab(browser).addButton().checkout.prepare(target(ORDER), asGiven));
    await openTab(browser).addButton().checkout.prepare(target(ORDER), adding(asked));
    expect(asked).to.deep.equal([]);
  });
  it('are gone after reset(), with the key', async () => {
    const browser = openBrowser();
    const { checkout } = openTab(browser).addButton();
    browser.endpoint.willAnswer(down(), down());
    await fails(checkout.prepare(target(ORDER), adding([])));
    checkout.reset();
    await fails(checkout.prepare(target(ORDER), asGiven));
    expect(tokens(browser)[1]).to.equal(null);
  });
});

describe('reset()', () => {
  it('leaves nothing of the payment, its end or its lateness', async () => {
    const browser = openBrowser();
    const { checkout } = await open(browser, 'success');
    expect(checkout.payment?.status).to.equal('success');
    checkout.reset();
    expect([checkout.state, checkout.payment, checkout.error, checkout.record, checkout.checkoutUrl]).to.deep.equal([
      'idle',
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
  it('leaves no question and no error', async () => {
    const browser = openBrowser();
    const { checkout } = openTab(browser).addButton();
    browser.endpoint.willAnswer(created({ quoteAmount: '12', quoteAssetId: 'usd' }));
    expect(await checkout.prepare(target(ORDER), asGiven)).to.equal('asks');
    expect(checkout.error?.code).to.equal('price_changed');
    checkout.reset();
    expect([checkout.newQuote, checkout.error]).to.deep.equal([undefined, undefined]);
  });
  it('in mid-flight gives the request up', async () => {
    const browser = openBrowser();
    const { checkout } = openTab(browser).addButton();
    browser.endpoint.willAnswer(byHand<Response>().promise);
    const refusal = fails(checkout.prepare(target(ORDER), asGiven));
    await settle();
    checkout.reset();
    expect((await refusal).code).to.equal('aborted');
    expect(checkout.state).to.equal('idle');
  });
  it('of another button of the page makes this one begin anew, unless its payment goes on or is paid', async () => {
    for (const [status, after] of [
      ['failed', 'idle'],
      ['unpaid', 'unpaid'],
      ['success', 'success'],
    ] as const) {
      const browser = openBrowser();
      const { checkout, tab } = await open(browser, status);
      const other = tab.addButton().checkout;
      other.restore(target(ORDER));
      other.reset();
      expect([status, checkout.state]).to.deep.equal([status, after]);
    }
  });
  it('of another button takes a code away that nobody has opened', async () => {
    const browser = openBrowser();
    const tab = openTab(browser);
    const [one, two] = [tab.addButton().checkout, tab.addButton().checkout];
    browser.endpoint.willAnswer(created());
    await one.prepare(target(ORDER), asGiven);
    two.restore(target(ORDER));
    two.reset();
    expect([one.state, one.checkoutUrl]).to.deep.equal(['idle', undefined]);
  });
});

describe('another tab', () => {
  it('that clears its storage makes a waiting button forget, and ends no payment under way', async () => {
    const browser = openBrowser();
    const { checkout, tab } = await open(browser);
    const idle = tab.addButton().checkout;
    browser.endpoint.willAnswer(created());
    await idle.prepare(target(OTHER), asGiven);
    browser.local.items.clear();
    tab.intents.changedElsewhere(null);
    expect([checkout.state, idle.state]).to.deep.equal(['unpaid', 'idle']);
    expect(idle.checkoutUrl).to.equal(undefined);
  });
  it('that removes one record is heard by that record’s buttons alone', async () => {
    const browser = openBrowser();
    const tab = openTab(browser);
    const [one, two] = [tab.addButton().checkout, tab.addButton().checkout];
    browser.endpoint.willAnswer(created(), created());
    await one.prepare(target(ORDER), asGiven);
    await two.prepare(target(OTHER), asGiven);
    const [name = ''] = browser.local.items.keys();
    browser.local.removeItem(name);
    tab.intents.changedElsewhere(name);
    expect([one.state, two.state]).to.deep.equal(['idle', 'ready']);
  });
  it('that heard something new makes this one ask at once', async () => {
    const browser = openBrowser();
    const { checkout, tab } = await open(browser);
    await browser.clock.advance(60_000);
    const before = browser.endpoint.reads.length;
    for (const name of browser.local.items.keys()) tab.intents.changedElsewhere(name);
    await settle();
    expect([browser.endpoint.reads.length - before, checkout.state]).to.deep.equal([1, 'unpaid']);
  });
  it('that opened another attempt of a failed order makes this one continue it', async () => {
    const browser = openBrowser();
    const { checkout, tab } = await open(browser, 'failed');
    const second = openTab(browser).addButton().checkout;
    browser.endpoint.willAnswer(created({ code: 'second' })).willTell(told('unpaid'));
    await second.prepare(target(ORDER), asGiven);
    second.opened();
    for (const name of browser.local.items.keys()) tab.intents.changedElsewhere(name);
    await settle();
    expect([checkout.state, checkout.checkoutUrl]).to.deep.equal(['unpaid', 'https://mixpay.me/code/second']);
  });
  it('changes nothing while this one is asking for a code itself', async () => {
    const browser = openBrowser();
    const tab = openTab(browser);
    const { checkout } = tab.addButton();
    const late = byHand<Response>();
    browser.endpoint.willAnswer(late.promise);
    const prepared = checkout.prepare(target(ORDER), asGiven);
    await settle();
    browser.local.items.clear();
    tab.intents.changedElsewhere(null);
    expect(checkout.state).to.equal('requesting');
    late.resolve(created());
    expect(await prepared).to.equal('ready');
  });
  it('or button is not heard any more once this one is gone, or about another order', async () => {
    const browser = openBrowser();
    const tab = openTab(browser);
    const [gone, turned, third] = [tab.addButton().checkout, tab.addButton().checkout, tab.addButton().checkout];
    for (const checkout of [gone, turned]) checkout.restore(target(ORDER));
    gone.pause();
    turned.restore(target(OTHER));
    browser.endpoint.willAnswer(created()).willTell(told('unpaid'));
    await third.prepare(target(ORDER), asGiven);
    third.opened();
    expect([gone.state, turned.state]).to.deep.equal(['idle', 'idle']);
  });
  it('finds an order by its trace, however that is spelled', async () => {
    const browser = openBrowser();
    const traceId = '525502dd-e552-4505-b114-32fe32ff23c2';
    await open(browser, 'unpaid', { traceId });
    const { checkout } = openTab(browser).addButton();
    checkout.restore(target({ traceId: traceId.toUpperCase() }));
    expect(checkout.checkoutUrl).to.equal(`https://mixpay.me/code/${CODE}`);
    const stranger = openTab(browser).addButton().checkout;
    stranger.restore(target({ traceId: 'aaaaaaaa-e552-4505-b114-32fe32ff23c2' }));
    expect(stranger.state).to.equal('idle');
  });
  it('does not take a trace for an order of the same name', async () => {
    const browser = openBrowser();
    const id = '525502dd-e552-4505-b114-32fe32ff23c2';
    await open(browser, 'unpaid', { traceId: id });
    const { checkout } = openTab(browser).addButton();
    checkout.restore(target({ orderId: id }));
    expect(checkout.state).to.equal('idle');
  });
});

describe('a reload', () => {
  it('remembers how far the payment was, until the endpoint says more', async () => {
    const browser = openBrowser();
    await open(browser, 'confirming');
    browser.endpoint.willTell(byHand<Response>().promise);
    const { checkout } = openTab(browser).addButton();
    checkout.restore(target(ORDER));
    expect([checkout.state, checkout.payment?.status]).to.deep.equal(['confirming', 'confirming']);
  });
  it('keeps the deadline that a status moved', async () => {
    const browser = openBrowser();
    const { checkout } = openTab(browser).addButton();
    const at = (minutes: number): string => new Date(browser.clock.now() + minutes * 60_000).toISOString();
    browser.endpoint.willAnswer(created({ expiresAt: at(10) })).willTell(told('unpaid', { expiresAt: at(20) }));
    await checkout.prepare(target(ORDER), asGiven);
    checkout.opened();
    await browser.clock.advance(3000);
    checkout.pause();
    const again = openTab(browser).addButton().checkout;
    again.restore(target(ORDER));
    await browser.clock.advance(12 * 60_000);
    expect([again.state, again.late]).to.deep.equal(['unpaid', false]);
    await browser.clock.advance(8 * 60_000);
    expect([again.state, again.late]).to.deep.equal(['overdue', true]);
  });
  it('does not follow a code that was never opened, and asks about it before it is opened', async () => {
    const browser = openBrowser();
    browser.endpoint.willAnswer(created());
    await openTab(browser).addButton().checkout.prepare(target(ORDER), asGiven);
    const { checkout } = openTab(browser).addButton();
    checkout.restore(target(ORDER));
    await browser.clock.advance(60_000);
    expect([checkout.state, checkout.tracked, browser.endpoint.reads.length]).to.deep.equal(['idle', true, 0]);
    browser.endpoint.willTell(told('unpaid'));
    expect(await checkout.prepare(target(ORDER), asGiven)).to.equal('ready');
    expect([browser.endpoint.creates.length, browser.endpoint.reads.length]).to.deep.equal([1, 1]);
    checkout.pause();
  });
  it('finds a failed payment failed, and never opens its code again', async () => {
    const browser = openBrowser();
    await open(browser, 'failed');
    const { checkout } = openTab(browser).addButton();
    checkout.restore(target(ORDER));
    await settle();
    expect([checkout.state, checkout.checkoutUrl]).to.deep.equal(['failed', undefined]);
    browser.endpoint.willAnswer(created());
    expect((await fails(checkout.prepare(target(ORDER), asGiven))).code).to.equal('code_failed');
  });
});

describe('the order changing', () => {
  it('in price while a code is being asked for gives it up: the button is ready to be pressed', async () => {
    const browser = openBrowser();
    const { checkout } = openTab(browser).addButton();
    const dear = { ...ORDER, quoteAmount: '12' };
    browser.endpoint.willAnswer(byHand<Response>().promise, created());
    checkout.restore(target(ORDER));
    const refusal = fails(checkout.prepare(target(ORDER), asGiven));
    await settle();
    expect(checkout.state).to.equal('requesting');
    expect(checkout.restore(target(dear))).to.equal(false);
    expect(checkout.state).to.equal('idle');
    expect((await refusal).code).to.equal('aborted');
    expect(await checkout.prepare(target(dear), asGiven)).to.equal('ready');
  });
  it('in its remark alone keeps the request', async () => {
    const browser = openBrowser();
    const { checkout } = openTab(browser).addButton();
    const late = byHand<Response>();
    browser.endpoint.willAnswer(late.promise);
    const prepared = checkout.prepare(target(ORDER), asGiven);
    await settle();
    checkout.restore(target({ ...ORDER, remark: 'gift' }));
    late.resolve(created());
    expect(await prepared).to.equal('ready');
  });
  it('pressed again at another price before the first was answered, asks for the second alone', async () => {
    const browser = openBrowser();
    const { checkout, warnings } = openTab(browser).addButton();
    browser.endpoint.willAnswer(byHand<Response>().promise, created());
    const first = fails(checkout.prepare(target(ORDER), asGiven));
    await settle();
    expect(await checkout.prepare(target({ ...ORDER, quoteAmount: '12' }), asGiven)).to.equal('ready');
    expect((await first).code).to.equal('aborted');
    expect(warnings).to.deep.equal([]);
  });
  it('says whether what was shown is about something else now', () => {
    const browser = openBrowser();
    const { checkout } = openTab(browser).addButton();
    expect(checkout.restore(target(ORDER))).to.equal(false);
    expect(checkout.restore(target(ORDER))).to.equal(false);
    expect(checkout.restore(target(OTHER))).to.equal(true);
  });
  it('keeps a price question while it is about the same price', async () => {
    const browser = openBrowser();
    const { checkout } = openTab(browser).addButton();
    browser.endpoint.willAnswer(created({ quoteAmount: '12', quoteAssetId: 'usd' }));
    await checkout.prepare(target(ORDER), asGiven);
    expect(checkout.restore(target({ ...ORDER, quoteAmount: '10.00' }))).to.equal(false);
    expect(checkout.newQuote?.quoteAmount).to.equal('12');
  });
  it('without ids: a payment under way is followed to its end, whatever the attributes say', async () => {
    const browser = openBrowser();
    const { checkout } = await open(browser, 'unpaid', { item: 'shirt' });
    expect(checkout.restore(target({ item: 'trousers' }))).to.equal(false);
    expect([checkout.state, checkout.checkoutUrl]).to.deep.equal(['unpaid', `https://mixpay.me/code/${CODE}`]);
  });
  it('to a named one leaves a payment without ids', async () => {
    const browser = openBrowser();
    const { checkout } = await open(browser, 'unpaid', { item: 'shirt' });
    expect(checkout.restore(target(ORDER))).to.equal(true);
    expect([checkout.state, checkout.payment]).to.deep.equal(['idle', undefined]);
  });
  it('from a named one leaves its payment, which goes on in storage', async () => {
    const browser = openBrowser();
    const { checkout } = await open(browser);
    expect(checkout.restore(target({ item: 'shirt' }))).to.equal(true);
    expect(checkout.state).to.equal('idle');
    checkout.restore(target(ORDER));
    expect(checkout.state).to.equal('unpaid');
  });
  it('at another price, pressed and canceled by the shop: the payment under way goes on', async () => {
    const browser = openBrowser();
    const { checkout } = await open(browser, 'confirming');
    const outcome = await checkout.prepare(target({ ...ORDER, quoteAmount: '12' }), () => Promise.resolve(undefined));
    expect([outcome, checkout.state]).to.deep.equal(['canceled', 'confirming']);
    browser.endpoint.willTell(told('success'));
    await browser.clock.advance(20_000);
    expect(checkout.state).to.equal('success');
  });
  it('at another price after a failure, canceled by the shop: a button to be pressed', async () => {
    const browser = openBrowser();
    const { checkout } = await open(browser, 'failed');
    await checkout.prepare(target({ ...ORDER, quoteAmount: '12' }), () => Promise.resolve(undefined));
    expect(checkout.state).to.equal('idle');
  });
  it('on a paid order asks for nothing', async () => {
    const browser = openBrowser();
    const { checkout } = await open(browser, 'success');
    expect(await checkout.prepare(target({ ...ORDER, quoteAmount: '12' }), asGiven)).to.equal('paid');
    expect([checkout.state, browser.endpoint.creates.length]).to.deep.equal(['success', 1]);
  });
});

describe('what a checkout says', () => {
  it('of a price question: an error after which the payer can still pay', async () => {
    const browser = openBrowser();
    const { checkout, errors, wentOn } = openTab(browser).addButton();
    browser.endpoint.willAnswer(created({ quoteAmount: '12', quoteAssetId: 'usd' }));
    await checkout.prepare(target(ORDER), asGiven);
    expect(errors.map(({ code }) => code)).to.deep.equal(['price_changed']);
    expect(errors[0]?.message).to.include('expected the price shown, 10 usd, received 12 usd');
    expect(wentOn).to.deep.equal([true]);
    expect([checkout.state, checkout.checkoutUrl]).to.deep.equal(['error', undefined]);
    checkout.accept();
    expect([checkout.state, checkout.newQuote, checkout.error]).to.deep.equal(['idle', undefined, undefined]);
  });
  it('of a price refused without another one: only that it was refused', async () => {
    const browser = openBrowser();
    const { checkout, errors } = openTab(browser).addButton();
    browser.endpoint.willAnswer(problem(409, { code: 'price_changed', quoteAmount: '12' }));
    expect((await fails(checkout.prepare(target(ORDER), asGiven))).code).to.equal('price_changed');
    expect([checkout.newQuote, errors.length]).to.deep.equal([undefined, 0]);
    checkout.accept();
    expect(checkout.state).to.equal('error');
  });
  it('of a replaced code: an error that ends it; of a status URL that is gone: one after which the payer can pay', async () => {
    for (const [reply, goesOn] of [
      [problem(410, { code: 'superseded' }), false],
      [problem(404), true],
    ] as const) {
      const browser = openBrowser();
      const { checkout, wentOn } = openTab(browser).addButton();
      browser.endpoint.willAnswer(created()).willTell(reply);
      await checkout.prepare(target(ORDER), asGiven);
      checkout.opened();
      await browser.clock.advance(2500);
      expect(wentOn).to.deep.equal([goesOn]);
      expect(checkout.error).not.to.equal(undefined);
    }
  });
  it('of a click that could start nothing: an error, while a payment under way or ended keeps its state', async () => {
    const error = new MixPayError('invalid_field', 'x');
    const fresh = openTab(openBrowser()).addButton().checkout;
    fresh.fail(error);
    expect([fresh.state, fresh.error]).to.deep.equal(['error', error]);
    for (const status of ['unpaid', 'failed'] as const) {
      const { checkout } = await open(openBrowser(), status);
      checkout.fail(error);
      expect([checkout.state, checkout.error]).to.deep.equal([status, error]);
    }
  });
  it('calls onChange at every step', async () => {
    const browser = openBrowser();
    const { checkout, changes } = openTab(browser).addButton();
    const step = async (action: () => unknown): Promise<void> => {
      const before = changes();
      await action();
      expect(changes()).to.be.greaterThan(before);
    };
    browser.endpoint.willAnswer(created()).willTell(told('unpaid'));
    await step(() => checkout.restore(target(ORDER)));
    await step(() => checkout.prepare(target(ORDER), asGiven));
    await step(() => checkout.opened());
    await step(() => browser.clock.advance(2500));
    await step(() => checkout.fail(new MixPayError('timeout', 'x')));
    await step(() => checkout.reset());
  });
  it('after wake() asks at once', async () => {
    const browser = openBrowser();
    const { checkout } = await open(browser);
    const before = browser.endpoint.reads.length;
    checkout.wake();
    await settle();
    expect(browser.endpoint.reads.length).to.equal(before + 1);
  });
  it('nothing, where opened() is called without a code', () => {
    const { checkout, warnings } = openTab(openBrowser()).addButton();
    checkout.opened();
    expect([checkout.state, warnings.length]).to.deep.equal(['idle', 0]);
  });
  it('of the server’s time, before an answer named it: that of the device', () => {
    const browser = openBrowser();
    expect(openTab(browser).addButton().checkout.serverNow).to.equal(browser.clock.now());
  });
});
