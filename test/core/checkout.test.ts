import { expect } from 'chai';
import { describe, it } from 'node:test';
import type { MixPayError } from '../../src/core/errors.js';
import type { KeyValue } from '../../src/core/key-value.js';
import { asGiven, MemoryStorage, openBrowser, openTab, RefusedStorage, target, type Browser } from '../helpers/begin-checkout.js';
import { settle } from '../helpers/fake-clock.js';
import { byHand, CODE, created, json, problem, told } from '../helpers/fake-endpoint.js';

const URL_OF_CODE = `https://mixpay.me/code/${CODE}`;

/** A browser with one tab and one button, at the point where the checkout has been opened. */
async function opened(options: { order?: Parameters<typeof target>[0] } = {}) {
  return openedIn(openBrowser(), options);
}

async function openedIn<Local extends KeyValue>(browser: Browser<Local>, options: { order?: Parameters<typeof target>[0] } = {}) {
  const session = new MemoryStorage();
  const tab = openTab(browser, session);
  const button = tab.addButton();
  const goal = target(options.order);
  browser.endpoint.willAnswer(created());
  await button.checkout.prepare(goal, asGiven);
  button.checkout.opened();
  return { browser, session, tab, goal, ...button };
}

async function refusalOf(promise: Promise<unknown>): Promise<MixPayError> {
  return promise.then(
    () => {
      throw new Error('expected a refusal');
    },
    (error: unknown) => error as MixPayError,
  );
}

describe('one intent, one payment', () => {
  it('a click gets a code, and the payment is followed to its end', async () => {
    const { browser, checkout, told: heard } = await opened();
    expect(checkout.checkoutUrl).to.equal(URL_OF_CODE);
    browser.endpoint.willTell(told('unpaid'), told('confirming', { confirmations: 1 }), told('success'));
    await browser.clock.advance(10_000);
    expect(checkout.state).to.equal('success');
    expect(heard).to.deep.equal(['unpaid', 'confirming', 'success', 'ended:success']);
    expect(browser.clock.waiting).to.equal(0);
  });
  it('two calls in a row are one request', async () => {
    const browser = openBrowser();
    const { checkout } = openTab(browser).addButton();
    browser.endpoint.willAnswer(created());
    await Promise.all([checkout.prepare(target(), asGiven), checkout.prepare(target(), asGiven)]);
    expect(browser.endpoint.creates).to.have.length(1);
  });
  it('a sandbox’s code is never opened on MixPay’s own page, and the mistake is named', async () => {
    const browser = openBrowser();
    const { checkout } = openTab(browser).addButton();
    browser.endpoint.willAnswer(created({ sandbox: true }), created());
    const error = await refusalOf(checkout.prepare(target(), asGiven));
    expect(error).to.include({ code: 'invalid_field', field: 'checkout-base', retryable: false });
    expect(error.message).to.equal('checkout-base: expected the sandbox, like apiBase, received "https://mixpay.me/code/".');
    expect(checkout.checkoutUrl).to.equal(undefined);
    // Once it is mended the same purchase goes on.
    await checkout.prepare(target(), asGiven);
    const [first, second] = browser.endpoint.creates;
    expect(second?.headers.get('Idempotency-Key')).to.equal(first?.headers.get('Idempotency-Key'));
    expect(checkout.checkoutUrl).to.equal(URL_OF_CODE);
  });
  it('nor on MixPay’s own page by its other name', async () => {
    const browser = openBrowser();
    const { checkout } = openTab(browser).addButton();
    browser.endpoint.willAnswer(created({ sandbox: true }));
    const error = await refusalOf(checkout.prepare(target(undefined, { checkoutBase: 'https://www.mixpay.me/code/' }), asGiven));
    expect(error).to.include({ code: 'invalid_field', field: 'checkout-base' });
  });
  it('a real code is opened at any address the page names', async () => {
    for (const checkoutBase of ['https://mixpay.me/code/', 'https://www.mixpay.me/code/', 'https://pay.example/code/']) {
      const browser = openBrowser();
      const { checkout } = openTab(browser).addButton();
      browser.endpoint.willAnswer(created());
      await checkout.prepare(target(undefined, { checkoutBase }), asGiven);
      expect(checkout.checkoutUrl).to.equal(`${checkoutBase}${CODE}`);
    }
  });
  it('a sandbox’s code that is remembered is not opened once the shop has gone live: a real one is asked for', async () => {
    const browser = openBrowser();
    const before = openTab(browser).addButton().checkout;
    browser.endpoint.willAnswer(created({ sandbox: true, code: 'pretend' }));
    const inSandbox = target(undefined, { checkoutBase: 'http://localhost:4010/code/' });
    await before.prepare(inSandbox, asGiven);
    before.opened();

    const { checkout } = openTab(browser).addButton();
    browser.endpoint.willAnswer(created());
    checkout.restore(target());
    expect(checkout.state).to.equal('idle');
    expect(checkout.checkoutUrl).to.equal(undefined);
    await checkout.prepare(target(), asGiven);
    expect(checkout.checkoutUrl).to.equal(URL_OF_CODE);
    expect(checkout.record).not.to.have.property('sandbox');
    const [first, second] = browser.endpoint.creates;
    expect(second?.headers.get('Idempotency-Key')).to.equal(first?.headers.get('Idempotency-Key'));
  });
  it('a page that changes from the sandbox to MixPay while it is open shows no dead link, and asks for a real code', async () => {
    const browser = openBrowser();
    const { checkout } = openTab(browser).addButton();
    browser.endpoint.willAnswer(created({ sandbox: true, code: 'pretend' }), created());
    await checkout.prepare(target(undefined, { checkoutBase: 'http://localhost:4010/code/' }), asGiven);
    checkout.restore(target());
    expect(checkout.checkoutUrl).to.equal(undefined);
    await checkout.prepare(target(), asGiven);
    expect(checkout.checkoutUrl).to.equal(URL_OF_CODE);
  });
  it('a sandbox’s code that is remembered is kept where the page still has its address', async () => {
    const browser = openBrowser();
    const inSandbox = target(undefined, { checkoutBase: 'http://localhost:4010/code/' });
    browser.endpoint.willAnswer(created({ sandbox: true }));
    await openTab(browser).addButton().checkout.prepare(inSandbox, asGiven);
    const { checkout } = openTab(browser).addButton();
    await checkout.prepare(inSandbox, asGiven);
    expect(checkout.checkoutUrl).to.equal(`http://localhost:4010/code/${CODE}`);
    expect(browser.endpoint.creates).to.have.length(1);
  });
  it('a sandbox’s code is opened where the page has its address', async () => {
    const browser = openBrowser();
    const { checkout } = openTab(browser).addButton();
    browser.endpoint.willAnswer(created({ sandbox: true }));
    await checkout.prepare(target(undefined, { checkoutBase: 'http://localhost:4010/code/' }), asGiven);
    expect(checkout.checkoutUrl).to.equal(`http://localhost:4010/code/${CODE}`);
  });
  it('without ids the key is also the trace', async () => {
    const browser = openBrowser();
    const { checkout } = openTab(browser).addButton();
    browser.endpoint.willAnswer(created());
    await checkout.prepare(target({ item: 't-shirt' }), asGiven);
    const [request] = browser.endpoint.creates;
    expect(request?.body['traceId']).to.equal(request?.headers.get('Idempotency-Key'));
  });
  it('an answer lost on the way is asked for again under the same key', async () => {
    const browser = openBrowser();
    const { checkout } = openTab(browser).addButton();
    browser.endpoint.willAnswer(new TypeError('network'), created());
    expect((await refusalOf(checkout.prepare(target({ item: 'x' }), asGiven))).code).to.equal('unreachable');
    await checkout.prepare(target({ item: 'x' }), asGiven);
    const [first, second] = browser.endpoint.creates;
    expect(second?.headers.get('Idempotency-Key')).to.equal(first?.headers.get('Idempotency-Key'));
    expect(second?.body).to.deep.equal(first?.body);
  });
  it('a new price is a new key; a new remark or return address is not', async () => {
    const browser = openBrowser();
    const { checkout } = openTab(browser).addButton();
    browser.endpoint.willAnswer(new TypeError('x'), new TypeError('x'), new TypeError('x'));
    const base = { orderId: 'T-1001', quoteAmount: '10', quoteAssetId: 'usd' };
    await refusalOf(checkout.prepare(target(base), asGiven));
    await refusalOf(
      checkout.prepare(target({ ...base, quoteAmount: '10.00', remark: 'gift', returnTo: 'https://shop.example/' }), asGiven),
    );
    await refusalOf(checkout.prepare(target({ ...base, quoteAmount: '12' }), asGiven));
    const keys = browser.endpoint.creates.map((request) => request.headers.get('Idempotency-Key'));
    expect(keys[1]).to.equal(keys[0]);
    expect(keys[2]).not.to.equal(keys[0]);
  });
  it('two buttons for one order share one payment, two equal buttons without ids do not', async () => {
    const browser = openBrowser();
    const tab = openTab(browser);
    browser.endpoint.willAnswer(created(), created(), created());
    const [one, two] = [tab.addButton(), tab.addButton()];
    await one.checkout.prepare(target(), asGiven);
    await two.checkout.prepare(target(), asGiven);
    expect(browser.endpoint.creates).to.have.length(1);
    await one.checkout.prepare(target({ item: 'x' }, { place: 0 }), asGiven);
    await two.checkout.prepare(target({ item: 'x' }, { place: 1 }), asGiven);
    const [, first, second] = browser.endpoint.creates;
    expect(first?.headers.get('Idempotency-Key')).not.to.equal(second?.headers.get('Idempotency-Key'));
  });
  it('the order changing in mid-flight aborts the request and drops its answer', async () => {
    const browser = openBrowser();
    const { checkout } = openTab(browser).addButton();
    const late = byHand<Response>();
    browser.endpoint.willAnswer(late.promise);
    checkout.restore(target());
    const refusal = refusalOf(checkout.prepare(target(), asGiven));
    await settle();
    checkout.restore(target({ orderId: 'T-2002' }));
    late.resolve(created());
    expect((await refusal).code).to.equal('aborted');
    expect(browser.endpoint.creates[0]?.signal?.aborted).to.be.true;
    expect(checkout.state).to.equal('idle');
    expect(checkout.checkoutUrl).to.equal(undefined);
  });
});

describe('mixpay-request', () => {
  it('may amend the order once per intent; retries reuse it', async () => {
    const browser = openBrowser();
    const { checkout } = openTab(browser).addButton();
    let asked = 0;
    browser.endpoint.willAnswer(new TypeError('x'), created());
    const amend: typeof asGiven = (order) => {
      asked += 1;
      return Promise.resolve({ order: { ...order, orderId: `made-${asked}` }, headers: new Headers() });
    };
    await refusalOf(checkout.prepare(target({ item: 'x' }), amend));
    await checkout.prepare(target({ item: 'x' }), amend);
    expect(asked).to.equal(1);
    expect(browser.endpoint.creates.map((request) => request.body['orderId'])).to.deep.equal(['made-1', 'made-1']);
    expect(browser.endpoint.creates[0]?.body).not.to.have.property('traceId');
  });
  it('canceled, sends nothing', async () => {
    const browser = openBrowser();
    const { checkout } = openTab(browser).addButton();
    expect(await checkout.prepare(target(), () => Promise.resolve(undefined))).to.equal('canceled');
    expect(browser.endpoint.seen).to.have.length(0);
    expect(checkout.state).to.equal('idle');
  });
  it('amended into something invalid, sends nothing and says what', async () => {
    const browser = openBrowser();
    const { checkout } = openTab(browser).addButton();
    const refusal = await refusalOf(
      checkout.prepare(target(), (order) => Promise.resolve({ order: { ...order, orderId: 'a b' }, headers: new Headers() })),
    );
    expect(refusal).to.include({ code: 'invalid_field', field: 'orderId' });
    expect(browser.endpoint.seen).to.have.length(0);
  });
  it('its headers go with the create and are never stored', async () => {
    const browser = openBrowser();
    const storage = browser.local;
    const { checkout } = openTab(browser).addButton();
    browser.endpoint.willAnswer(created());
    await checkout.prepare(target(), (order) => Promise.resolve({ order, headers: new Headers({ Authorization: 'Bearer hush' }) }));
    expect(browser.endpoint.creates[0]?.headers.get('Authorization')).to.equal('Bearer hush');
    expect([...storage.items.values()].join()).not.to.include('hush');
  });
});

describe('the price', () => {
  it('another price than the one shown opens nothing until the payer agrees', async () => {
    const browser = openBrowser();
    const { checkout } = openTab(browser).addButton();
    browser.endpoint.willAnswer(created({ quoteAmount: '12.00', quoteAssetId: 'usd' }));
    expect(await checkout.prepare(target(), asGiven)).to.equal('asks');
    expect(checkout.newQuote).to.deep.equal({ quoteAmount: '12.00', quoteAssetId: 'usd' });
    expect(await checkout.prepare(target(), asGiven)).to.equal('asks');
    checkout.accept();
    expect(await checkout.prepare(target(), asGiven)).to.equal('ready');
    expect(browser.endpoint.creates).to.have.length(1);
  });
  it('after 409 price_changed agreeing posts again under the same key with the new price', async () => {
    const browser = openBrowser();
    const { checkout } = openTab(browser).addButton();
    browser.endpoint.willAnswer(
      problem(409, { code: 'price_changed', quoteAmount: '12', quoteAssetId: 'usd' }),
      created({ quoteAmount: '12', quoteAssetId: 'usd' }),
    );
    expect(await checkout.prepare(target(), asGiven)).to.equal('asks');
    checkout.accept();
    expect(await checkout.prepare(target(), asGiven)).to.equal('ready');
    const [first, second] = browser.endpoint.creates;
    expect(second?.headers.get('Idempotency-Key')).to.equal(first?.headers.get('Idempotency-Key'));
    expect(second?.body).to.include({ quoteAmount: '12', orderId: 'T-1001' });
  });
  it('a question about a price is dropped when the price shown changes: agreeing then agrees to nothing', async () => {
    const browser = openBrowser();
    const { checkout } = openTab(browser).addButton();
    const dear = target({ orderId: 'T-1001', quoteAmount: '12', quoteAssetId: 'usd' });
    browser.endpoint.willAnswer(created({ quoteAmount: '10', quoteAssetId: 'usd' }), created({ quoteAmount: '10', quoteAssetId: 'usd' }));
    checkout.restore(dear);
    await checkout.prepare(dear, asGiven);
    expect(checkout.restore(target())).to.equal(true);
    expect([checkout.state, checkout.newQuote]).to.deep.equal(['idle', undefined]);
    checkout.accept();
    checkout.restore(dear);
    expect(await checkout.prepare(dear, asGiven)).to.equal('asks');
  });
  it('the same amount in another spelling is the same price', async () => {
    const browser = openBrowser();
    const { checkout } = openTab(browser).addButton();
    browser.endpoint.willAnswer(created({ quoteAmount: '10.00000000', quoteAssetId: 'USD' }));
    expect(await checkout.prepare(target(), asGiven)).to.equal('ready');
  });
  it('a button that shows no price accepts any', async () => {
    const browser = openBrowser();
    const { checkout } = openTab(browser).addButton();
    browser.endpoint.willAnswer(created({ quoteAmount: '99', quoteAssetId: 'usd' }));
    expect(await checkout.prepare(target({ item: 'x' }), asGiven)).to.equal('ready');
    expect(checkout.record?.quote).to.include({ quoteAmount: '99' });
  });
});

describe('found again', () => {
  it('a reload finds the payment and asks at once, opening nothing', async () => {
    const { browser, goal } = await opened();
    const { checkout, told: heard } = openTab(browser).addButton();
    browser.endpoint.willTell(told('success'));
    checkout.restore(goal);
    expect(checkout.state).to.equal('open');
    expect(checkout.checkoutUrl).to.equal(URL_OF_CODE);
    await settle();
    expect(checkout.state).to.equal('success');
    expect(heard).to.deep.equal(['success', 'ended:success:resumed']);
  });
  it('without ids the payment is this tab’s: a reload finds it, another tab does not', async () => {
    const { browser, session, goal } = await opened({ order: { item: 'x' } });
    browser.endpoint.willTell(told('unpaid'));
    const reloaded = openTab(browser, session).addButton();
    reloaded.checkout.restore(goal);
    const other = openTab(browser).addButton();
    other.checkout.restore(goal);
    expect([reloaded.checkout.state, other.checkout.state]).to.deep.equal(['open', 'idle']);
  });
  it('what storage says of the outcome is asked again before it is shown', async () => {
    const { browser, goal } = await opened();
    const storage = browser.local;
    for (const [name, text] of storage.items)
      storage.setItem(name, JSON.stringify({ ...(JSON.parse(text) as object), payment: { status: 'success' } }));
    browser.endpoint.willTell(told('unpaid'));
    const { checkout } = openTab(browser).addButton();
    checkout.restore(goal);
    expect(checkout.state).to.equal('open');
    await settle();
    expect(checkout.state).to.equal('unpaid');
  });
  for (const [what, change] of [
    ['a code that is a path', { code: '../evil' }],
    ['a status URL on another origin', { statusUrl: 'https://evil.example/status' }],
    ['a key that is no UUID', { key: 'x' }],
    ['an order with a bad id', { order: { orderId: '<b>' } }],
    ['a record from the day before yesterday', { createdAt: 0 }],
  ] as const) {
    it(`${what} in storage is ignored`, async () => {
      const { browser, goal } = await opened();
      const storage = browser.local;
      for (const [name, text] of storage.items) storage.setItem(name, JSON.stringify({ ...(JSON.parse(text) as object), ...change }));
      const { checkout } = openTab(browser).addButton();
      checkout.restore(goal);
      expect(checkout.state).to.equal('idle');
      expect(browser.endpoint.reads).to.have.length(0);
    });
  }
  it('storage refused: works, with less memory', async () => {
    const { checkout, browser } = await openedIn(openBrowser(new RefusedStorage()));
    browser.endpoint.willTell(told('success'));
    await browser.clock.advance(3000);
    expect(checkout.state).to.equal('success');
  });
  it('storage that fills up in between: the newer record in memory counts', async () => {
    const browser = openBrowser();
    const { checkout, goal, tab } = await openedIn(browser);
    browser.local.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    browser.endpoint.willTell(told('confirming'));
    await browser.clock.advance(3000);
    expect(checkout.record?.payment?.status).to.equal('confirming');
    const second = tab.addButton();
    second.checkout.restore(goal);
    expect(second.checkout.state).to.equal('confirming');
  });
  it('what is older than a day is taken out of storage, and nothing that is not ours', async () => {
    const browser = openBrowser();
    browser.local.setItem('mixpay-button:old', JSON.stringify({ createdAt: browser.clock.now() - 90_000_000 }));
    browser.local.setItem('theme', 'dark');
    await openedIn(browser);
    expect(browser.local.getItem('mixpay-button:old')).to.equal(null);
    expect(browser.local.getItem('theme')).to.equal('dark');
    expect(browser.local.length).to.equal(2);
  });
  it('another button of the page that opened the payment makes this one continue it', async () => {
    const { browser, tab, goal } = await opened();
    browser.endpoint.willTell(told('unpaid'));
    const second = tab.addButton();
    second.checkout.restore(goal);
    expect(second.checkout.state).to.equal('open');
    second.checkout.pause();
    expect(second.checkout.state).to.equal('idle');
  });
  it('a second tab that opened the payment makes this one continue it', async () => {
    const browser = openBrowser();
    const first = openTab(browser);
    const { checkout } = first.addButton();
    checkout.restore(target());
    await openedIn(browser);
    browser.endpoint.willTell(told('unpaid'));
    for (const name of browser.local.items.keys()) first.intents.changedElsewhere(name);
    expect(checkout.state).to.equal('open');
  });
});

describe('a device’s clock that is wrong', () => {
  const HOUR = 3_600_000;
  const inMinutes = (browser: Browser, minutes: number): string => new Date(browser.clock.monotonic() + minutes * 60_000).toISOString();

  async function openedAt(set: number, minutes = 30) {
    const browser = openBrowser();
    browser.clock.set(set);
    const { checkout } = openTab(browser).addButton();
    browser.endpoint.willAnswer(created({ expiresAt: inMinutes(browser, minutes) })).willTell(told('unpaid'));
    await checkout.prepare(target(), asGiven);
    checkout.opened();
    return { browser, checkout };
  }

  it('an hour fast: the time to pay is the server’s', async () => {
    const { browser, checkout } = await openedAt(HOUR);
    await browser.clock.advance(29 * 60_000);
    expect([checkout.state, checkout.late]).to.deep.equal(['unpaid', false]);
    await browser.clock.advance(61_000);
    expect([checkout.state, checkout.late]).to.deep.equal(['overdue', true]);
  });
  it('an hour slow: the time to pay is the server’s, too', async () => {
    const { browser, checkout } = await openedAt(-HOUR);
    await browser.clock.advance(31 * 60_000);
    expect(checkout.state).to.equal('overdue');
  });
  it('the Date header stands in for `now`', async () => {
    const browser = openBrowser();
    browser.clock.set(HOUR);
    const endpoint = browser.endpoint;
    endpoint.ahead = Number.NaN;
    const { checkout } = openTab(browser).addButton();
    const headers = { Date: new Date(browser.clock.monotonic()).toUTCString() };
    endpoint.willAnswer(json({ code: 'raw', now: 'nonsense', expiresAt: inMinutes(browser, 30) }, { headers }));
    await checkout.prepare(target(), asGiven);
    expect(checkout.serverNow).to.equal(browser.clock.monotonic());
  });
  it('set while the payment is open: nothing is overdue before the server answered', async () => {
    const { browser, checkout } = await openedAt(0);
    await browser.clock.advance(3000);
    const answer = byHand<Response>();
    browser.endpoint.willTell(answer.promise);
    browser.clock.set(HOUR);
    checkout.wake();
    await settle();
    expect([checkout.state, checkout.late]).to.deep.equal(['unpaid', false]);
    answer.resolve(told('unpaid', { expiresAt: inMinutes(browser, 27), now: inMinutes(browser, 0) }));
    await settle();
    expect([checkout.state, checkout.late]).to.deep.equal(['unpaid', false]);
  });
  it('at the deadline the server is asked at once, and only its answer makes it overdue', async () => {
    const { browser, checkout } = await openedAt(0, 1);
    await browser.clock.advance(59_000);
    browser.endpoint.willTell(new Promise(() => undefined), told('unpaid'));
    await browser.clock.advance(5000);
    expect(checkout.state).to.equal('unpaid');
    await browser.clock.advance(30_000);
    expect(checkout.state).to.equal('overdue');
  });
  it('a payment without any way to follow it is overdue by the countdown alone', async () => {
    const browser = openBrowser();
    const { checkout } = openTab(browser).addButton();
    browser.endpoint.willAnswer(created({ statusUrl: undefined, expiresAt: inMinutes(browser, 1) }));
    await checkout.prepare(target(), asGiven);
    checkout.opened();
    await browser.clock.advance(61_000);
    expect(checkout.state).to.equal('overdue');
  });
  it('the drift is kept with the record: after a reload the clock is right from the start', async () => {
    const { browser } = await openedAt(HOUR);
    const { checkout } = openTab(browser).addButton();
    checkout.restore(target());
    expect(checkout.serverNow).to.equal(browser.clock.monotonic());
  });
  for (const [what, set, later, found] of [
    ['two days slow, 23 hours later', -48, 23, true],
    ['12 hours slow, 25 hours later', -12, 25, false],
    ['two days fast, 25 hours later', 48, 25, false],
  ] as const) {
    it(`a record’s day counts by the server: ${what} it is ${found ? 'found' : 'forgotten'}`, async () => {
      const { browser, checkout } = await openedAt(set * HOUR);
      checkout.pause();
      await browser.clock.advance(later * HOUR);
      const again = openTab(browser).addButton().checkout;
      again.restore(target());
      expect(again.state).to.equal(found ? 'open' : 'idle');
    });
  }
  it('two days fast and set right since: the record is found', async () => {
    const { browser, checkout } = await openedAt(48 * HOUR);
    checkout.pause();
    browser.clock.set(-48 * HOUR);
    const again = openTab(browser).addButton().checkout;
    again.restore(target());
    expect(again.state).to.equal('open');
  });
});

describe('the end', () => {
  it('a paid button stays paid until reset', async () => {
    const { browser, checkout, goal } = await opened();
    browser.endpoint.willTell(told('success'));
    await browser.clock.advance(3000);
    checkout.restore(goal);
    expect(checkout.state).to.equal('success');
    checkout.reset();
    expect(checkout.state).to.equal('idle');
    expect(browser.local.items.size).to.equal(0);
  });
  it('after a failure "try again" posts the same body and key, and only a new code opens', async () => {
    const { browser, checkout, goal } = await opened();
    browser.endpoint.willTell(told('failed', { failureCode: '40000' }));
    await browser.clock.advance(3000);
    expect(checkout.state).to.equal('failed');
    expect(checkout.checkoutUrl).to.equal(undefined);
    browser.endpoint.willAnswer(created(), created({ code: 'second' }));
    expect((await refusalOf(checkout.prepare(goal, asGiven))).code).to.equal('code_failed');
    expect(await checkout.prepare(goal, asGiven)).to.equal('ready');
    const [first, second, third] = browser.endpoint.creates;
    expect(second?.body).to.deep.equal(first?.body);
    expect(third?.headers.get('Idempotency-Key')).to.equal(first?.headers.get('Idempotency-Key'));
    expect(checkout.checkoutUrl).to.equal('https://mixpay.me/code/second');
  });
  it('an order paid already opens nothing, asks and shows paid', async () => {
    const browser = openBrowser();
    const { checkout, told: heard } = openTab(browser).addButton();
    browser.endpoint.willAnswer(problem(409, { code: 'already_paid', statusUrl: '/api/mixpay/status/t' })).willTell(told('success'));
    expect(await checkout.prepare(target(), asGiven)).to.equal('paid');
    await settle();
    expect(checkout.state).to.equal('success');
    expect(checkout.checkoutUrl).to.equal(undefined);
    expect(heard).to.include('ended:success');
  });
  it('a superseded code is dropped, and trying again gets another under the same key', async () => {
    const { browser, checkout, errors, goal } = await opened();
    browser.endpoint.willTell(problem(410, { code: 'superseded' })).willAnswer(created({ code: 'second' }));
    await browser.clock.advance(3000);
    expect(errors.map((error) => error.code)).to.deep.equal(['superseded']);
    expect(checkout.checkoutUrl).to.equal(undefined);
    expect(await checkout.prepare(goal, asGiven)).to.equal('ready');
    expect(checkout.checkoutUrl).to.equal('https://mixpay.me/code/second');
  });
  it('a record the server has lost: the code is dropped, and trying again asks anew under the same key', async () => {
    const { browser, checkout, errors, goal } = await opened();
    browser.endpoint.willTell(problem(410, { code: 'forgotten' })).willAnswer(created({ code: 'second' }));
    await browser.clock.advance(3000);
    expect(errors.map((error) => [error.code, error.retryable])).to.deep.equal([['forgotten', true]]);
    expect([checkout.state, checkout.checkoutUrl]).to.deep.equal(['error', undefined]);
    expect(await checkout.prepare(goal, asGiven)).to.equal('ready');
    const [first, second] = browser.endpoint.creates;
    expect(second?.headers.get('Idempotency-Key')).to.equal(first?.headers.get('Idempotency-Key'));
    expect(second?.body).to.deep.equal(first?.body);
  });
  it('a payment that can no longer be followed stays open, and says so', async () => {
    const { browser, checkout, errors } = await opened();
    browser.endpoint.willTell(problem(404));
    await browser.clock.advance(3000);
    expect(checkout.state).to.equal('open');
    expect(checkout.tracked).to.be.false;
    expect(errors.map((error) => error.code)).to.deep.equal(['not_followed']);
    expect(checkout.checkoutUrl).to.equal(URL_OF_CODE);
  });
  it('our countdown ending is not the end: the endpoint is asked on', async () => {
    const browser = openBrowser();
    const { checkout } = openTab(browser).addButton();
    browser.endpoint.willAnswer(created({ expiresAt: new Date(browser.clock.now() + 60_000).toISOString() })).willTell(told('unpaid'));
    await checkout.prepare(target(), asGiven);
    checkout.opened();
    await browser.clock.advance(61_000);
    expect(checkout.state).to.equal('overdue');
    const before = browser.endpoint.reads.length;
    await browser.clock.advance(60_000);
    expect(browser.endpoint.reads.length).to.be.greaterThan(before);
  });
  it('without any status URL the payment is untracked: open, and never "paid"', async () => {
    const browser = openBrowser();
    const { checkout } = openTab(browser).addButton();
    browser.endpoint.willAnswer(created({ statusUrl: undefined }));
    await checkout.prepare(target(), asGiven);
    checkout.opened();
    await browser.clock.advance(60_000);
    expect([checkout.state, checkout.tracked]).to.deep.equal(['open', false]);
    expect(browser.endpoint.reads).to.have.length(0);
  });
  it('a status URL on another origin is never asked, and the developer is told', async () => {
    const browser = openBrowser();
    const { checkout, warnings } = openTab(browser).addButton();
    browser.endpoint.willAnswer(created({ statusUrl: 'https://evil.example/status' }));
    await checkout.prepare(target(), asGiven);
    checkout.opened();
    await browser.clock.advance(60_000);
    expect(checkout.tracked).to.be.false;
    expect(browser.endpoint.reads).to.have.length(0);
    expect(warnings.join()).to.include('expected statusUrl on the endpoint');
  });
  it('a status endpoint of the page’s own is asked by code, trace and order', async () => {
    const browser = openBrowser();
    const { checkout } = openTab(browser).addButton();
    browser.endpoint.willAnswer(created({ statusUrl: undefined, traceId: 'trace' })).willTell(told('success'));
    await checkout.prepare(target(undefined, { statusEndpoint: 'https://shop.example/status' }), asGiven);
    checkout.opened();
    await browser.clock.advance(3000);
    expect(browser.endpoint.reads[0]?.url).to.equal(`https://shop.example/status?code=${CODE}&traceId=trace&orderId=T-1001`);
    expect(checkout.state).to.equal('success');
  });
});
