import { expect } from 'chai';
import { describe, it } from 'node:test';
import { asGiven, type MemoryStorage, openBrowser, openTab, target, type Browser } from '../helpers/begin-checkout.js';
import { settle } from '../helpers/fake-clock.js';
import { byHand, created, problem, told } from '../helpers/fake-endpoint.js';

const AT_TEN = target({ orderId: 'T-1001', quoteAmount: '10', quoteAssetId: 'usd' });
const AT_TWELVE = target({ orderId: 'T-1001', quoteAmount: '12', quoteAssetId: 'usd' });
const UNPRICED = target({ orderId: 'T-1001' });
const USD = (quoteAmount: string) => ({ quoteAmount, quoteAssetId: 'usd' });
const FIRST = 'https://mixpay.me/code/first';
const SECOND = 'https://mixpay.me/code/second';

/** A tab of the browser with one button in it, and the news of other tabs, which come when the test says so. */
function open(browser: Browser<MemoryStorage>, goal: typeof AT_TEN) {
  const tab = openTab(browser);
  const button = tab.addButton();
  button.checkout.restore(goal);
  return {
    ...button,
    press: async () => {
      const prepared = await button.checkout.prepare(goal, asGiven);
      if (prepared === 'ready') button.checkout.opened();
      return prepared;
    },
    hears: async () => {
      for (const name of browser.local.items.keys()) tab.intents.changedElsewhere(name);
      await settle();
    },
  };
}

const stored = (browser: Browser<MemoryStorage>): Record<string, unknown> =>
  JSON.parse([...browser.local.items.values()][0] ?? '{}') as Record<string, unknown>;

/** A tab at ten, opened, and another at twelve, whose code the first has not heard of yet. */
async function twoPrices(first = AT_TEN, status = 'unpaid') {
  const browser = openBrowser();
  browser.endpoint.willAnswer(
    created({ code: 'first', statusUrl: '/api/mixpay/status/first', ...USD('10') }),
    created({ code: 'second', statusUrl: '/api/mixpay/status/second', ...USD('12') }),
  );
  browser.endpoint.willTell(told(status));
  const one = open(browser, first);
  await one.press();
  await browser.clock.advance(2500);
  const two = open(browser, AT_TWELVE);
  await two.press();
  return { browser, one, two };
}

describe('another tab that opened the order at another price', () => {
  for (const [what, goal] of [
    ['shows a price', AT_TEN],
    ['showed one only together with its code', UNPRICED],
  ] as const)
    it(`changes nothing that may be paid in this one, which ${what}: the payer is asked`, async () => {
      const { one } = await twoPrices(goal);
      expect(one.checkout.checkoutUrl).to.equal(FIRST);
      await one.hears();
      expect(one.checkout.checkoutUrl).to.equal(undefined);
      expect(one.checkout.newQuote).to.include(USD('12'));
      expect(one.checkout.mustRead).to.equal(true);
      expect(one.errors.map(({ code }) => code)).to.deep.equal(['price_changed']);
    });
  it('and is agreed with: its code is opened, and nothing is asked for anew, nor after a reload', async () => {
    const { browser, one } = await twoPrices();
    await one.hears();
    one.checkout.accept();
    expect(await one.press()).to.equal('ready');
    expect([one.checkout.checkoutUrl, browser.endpoint.creates.length]).to.deep.equal([SECOND, 2]);
    one.checkout.pause();
    const again = open(browser, AT_TEN);
    await settle();
    expect(await again.press()).to.equal('ready');
    expect([again.checkout.checkoutUrl, browser.endpoint.creates.length]).to.deep.equal([SECOND, 2]);
  });
  it('asks once, however often the other tab hears of its payment, and tells when that was paid', async () => {
    const { browser, one, two } = await twoPrices();
    browser.endpoint.willTell(told('unpaid'), told('confirming'));
    for (let time = 0; time < 2; time++) await one.hears();
    await browser.clock.advance(2500);
    await one.hears();
    expect(one.errors).to.have.length(1);
    await browser.clock.advance(2500);
    expect(two.checkout.state).to.equal('confirming');
    await one.hears();
    expect([one.checkout.newQuote, one.checkout.state]).to.deep.equal([undefined, 'confirming']);
    browser.endpoint.willTell(told('success'));
    await browser.clock.advance(20_000);
    expect([one.checkout.state, two.checkout.state]).to.deep.equal(['success', 'success']);
  });
  it('asks a button that nobody has pressed as well, if that shows a price', async () => {
    const browser = openBrowser();
    browser.endpoint.willAnswer(created({ code: 'second', ...USD('12') })).willTell(told('unpaid'));
    const [priced, free] = [open(browser, AT_TEN), open(browser, UNPRICED)];
    await open(browser, AT_TWELVE).press();
    await priced.hears();
    await free.hears();
    expect([priced.checkout.newQuote?.quoteAmount, priced.checkout.checkoutUrl]).to.deep.equal(['12', undefined]);
    expect([free.checkout.newQuote, free.checkout.checkoutUrl]).to.deep.equal([undefined, SECOND]);
  });
  it('where the payer has begun to pay here: what they pay goes on', async () => {
    const { browser, one } = await twoPrices(AT_TEN, 'confirming');
    await one.hears();
    expect([one.checkout.state, one.checkout.newQuote]).to.deep.equal(['confirming', undefined]);
    expect(one.checkout.record?.code).to.equal('first');
    browser.endpoint.willTell(told('success'));
    await browser.clock.advance(20_000);
    expect(one.told).to.include('ended:success');
  });
  it('at the price of what is open here, while the page shows another: that is still asked about', async () => {
    const browser = openBrowser();
    browser.endpoint.willAnswer(created({ code: 'first', ...USD('12') }), created({ code: 'second', ...USD('12') }));
    browser.endpoint.willTell(told('unpaid'));
    const one = open(browser, AT_TWELVE);
    await one.press();
    await browser.clock.advance(2500);
    one.checkout.restore(AT_TEN);
    expect(one.checkout.newQuote).to.include(USD('10'));
    await open(browser, UNPRICED).press();
    await one.hears();
    expect(one.checkout.record?.code).to.equal('second');
    expect([one.checkout.newQuote?.quoteAmount, one.checkout.checkoutUrl]).to.deep.equal(['10', undefined]);
  });
  it('at a price that this one was only asked about: the question is no answer', async () => {
    const browser = openBrowser();
    browser.endpoint.willAnswer(created({ code: 'first', ...USD('12') }), created({ code: 'second', ...USD('12') }));
    browser.endpoint.willTell(told('unpaid'));
    const one = open(browser, AT_TEN);
    expect(await one.press()).to.equal('asks');
    expect(await open(browser, UNPRICED).press()).to.equal('ready');
    await one.hears();
    expect([one.checkout.newQuote?.quoteAmount, one.checkout.checkoutUrl]).to.deep.equal(['12', undefined]);
  });
  it('once the code that was open here has been replaced, and the button shows no price any more: its price is still known', async () => {
    const { browser, one } = await twoPrices();
    one.checkout.restore(UNPRICED);
    browser.endpoint.willTell(({ url }) => (url.endsWith('first') ? problem(410, { code: 'superseded' }) : told('unpaid')));
    await browser.clock.advance(5000);
    expect(one.checkout.error?.code).to.equal('superseded');
    await one.hears();
    expect([one.checkout.newQuote?.quoteAmount, one.checkout.checkoutUrl]).to.deep.equal(['12', undefined]);
  });
  it('at a price agreed to there, which this one shows as well: it is the same payment', async () => {
    const browser = openBrowser();
    browser.endpoint.willAnswer(created({ code: 'second', ...USD('12') })).willTell(told('unpaid'));
    const [here, there] = [open(browser, AT_TEN), open(browser, AT_TEN)];
    expect(await there.press()).to.equal('asks');
    there.checkout.accept();
    await there.press();
    await here.hears();
    expect([here.checkout.newQuote, here.checkout.checkoutUrl]).to.deep.equal([undefined, SECOND]);
  });
});

describe('what this tab hears of its own code', () => {
  for (const [what, reply] of [
    ['a status', told('unpaid', { payableAmount: '1' })],
    ['the server’s time', told('unpaid', { now: '2027-01-01T00:00:00Z' })],
    ['that it was replaced', problem(410, { code: 'superseded' })],
  ] as const)
    it(`never takes the place of another tab’s newer one: ${what}`, async () => {
      const { browser, one } = await twoPrices();
      browser.endpoint.willTell(reply);
      one.checkout.wake();
      await settle();
      expect(stored(browser)).to.include({ code: 'second', opened: true });
    });
  it('of a code that another tab replaced while this page was asleep is looked at again when it wakes', async () => {
    const { one } = await twoPrices();
    one.checkout.wake();
    await settle();
    expect([one.checkout.checkoutUrl, one.checkout.newQuote?.quoteAmount]).to.deep.equal([undefined, '12']);
  });
  it('that another tab opened while this page was asleep, it hears of when it wakes', async () => {
    const browser = openBrowser();
    browser.endpoint.willAnswer(created({ code: 'first', statusUrl: '/api/mixpay/status/first', ...USD('12') })).willTell(told('unpaid'));
    const [one, two] = [open(browser, AT_TEN), open(browser, AT_TEN)];
    expect(await one.press()).to.equal('asks');
    await two.hears();
    expect(await two.press()).to.equal('asks');
    one.checkout.accept();
    await one.press();
    browser.endpoint.willTell(told('confirming'));
    two.checkout.wake();
    await browser.clock.advance(2500);
    expect([two.checkout.state, two.checkout.record?.code]).to.deep.equal(['confirming', 'first']);
  });
  it('is written again where another script has emptied the storage', async () => {
    const { browser, two } = await twoPrices();
    browser.local.items.clear();
    await browser.clock.advance(20_000);
    browser.endpoint.willTell(told('confirming'));
    two.checkout.wake();
    await settle();
    expect(stored(browser)).to.include({ code: 'second', opened: true });
  });
});

describe('an answer that comes after another tab has got a code at another price', () => {
  it('makes that tab ask, and both end in one payment', async () => {
    const browser = openBrowser();
    const late = byHand<Response>();
    browser.endpoint.willAnswer(late.promise, created({ code: 'second', ...USD('12') })).willTell(told('unpaid'));
    const [one, two] = [open(browser, AT_TEN), open(browser, AT_TWELVE)];
    const pressed = one.press();
    await settle();
    await two.press();
    await one.hears();
    late.resolve(created({ code: 'first', ...USD('10') }));
    expect(await pressed).to.equal('ready');
    await two.hears();
    expect([one.checkout.checkoutUrl, two.checkout.checkoutUrl]).to.deep.equal([FIRST, undefined]);
    expect(two.checkout.newQuote?.quoteAmount).to.equal('10');
  });
});

describe('a payment under way while the page shows another price', () => {
  for (const [what, reply] of [
    ['refused', problem(409, { code: 'price_changed', ...USD('15') })],
    ['lost', new TypeError('down')],
    ['another question', created({ code: 'second', ...USD('15') })],
  ] as const)
    it(`is found by a reload although a code at that price was asked for, and the answer was ${what}`, async () => {
      const browser = openBrowser();
      browser.endpoint.willAnswer(created({ code: 'first', ...USD('10') }), reply).willTell(told('unpaid'));
      const { checkout, press } = open(browser, AT_TEN);
      await press();
      await browser.clock.advance(2500);
      checkout.restore(AT_TWELVE);
      checkout.accept();
      await checkout.prepare(AT_TWELVE, asGiven).catch(() => undefined);
      checkout.pause();
      browser.endpoint.willTell(told('confirming'));
      const again = open(browser, AT_TWELVE);
      await settle();
      expect([again.checkout.state, again.checkout.record?.code]).to.deep.equal(['confirming', 'first']);
    });
  it('that was asked for and lost on the way is asked for again under the same key', async () => {
    const browser = openBrowser();
    const down = new TypeError('down');
    browser.endpoint.willAnswer(created({ code: 'first', ...USD('10') }), down, created({ code: 'second', ...USD('12') }));
    browser.endpoint.willTell(told('unpaid'));
    const { checkout, press } = open(browser, AT_TEN);
    await press();
    checkout.restore(AT_TWELVE);
    await checkout.prepare(AT_TWELVE, asGiven).catch(() => undefined);
    expect(await checkout.prepare(AT_TWELVE, asGiven)).to.equal('ready');
    checkout.opened();
    const keys = browser.endpoint.creates.map(({ headers }) => headers.get('Idempotency-Key'));
    expect([keys.length, new Set(keys).size, stored(browser)['code']]).to.deep.equal([3, 2, 'second']);
  });
  it('that was asked for and lost on the way keeps its key when the page is loaded again in between', async () => {
    const browser = openBrowser();
    browser.endpoint.willAnswer(created({ code: 'first', ...USD('10') }), new TypeError('down'), created({ code: 'second', ...USD('12') }));
    browser.endpoint.willTell(told('unpaid'));
    const { checkout, press } = open(browser, AT_TEN);
    await press();
    checkout.restore(AT_TWELVE);
    await checkout.prepare(AT_TWELVE, asGiven).catch(() => undefined);
    checkout.pause();
    const again = open(browser, AT_TWELVE);
    await settle();
    expect(again.checkout.record?.code).to.equal('first');
    await browser.clock.advance(2500);
    expect(await again.press()).to.equal('ready');
    const keys = browser.endpoint.creates.map(({ headers }) => headers.get('Idempotency-Key'));
    expect([keys[2] === keys[1], keys[0] === keys[1]]).to.deep.equal([true, false]);
    expect(again.checkout.checkoutUrl).to.equal(SECOND);
  });
  it('keeps what is asked for instead when the open one is heard of in between', async () => {
    const browser = openBrowser();
    browser.endpoint.willAnswer(created({ code: 'first', ...USD('10') }), new TypeError('down'), created({ code: 'second', ...USD('12') }));
    browser.endpoint.willTell(told('unpaid'), told('unpaid', { payableAmount: '1' }), told('unpaid', { payableAmount: '2' }));
    const one = open(browser, AT_TEN);
    await one.press();
    const two = open(browser, AT_TWELVE);
    await settle();
    await two.press().catch(() => undefined);
    await browser.clock.advance(20_000);
    expect(stored(browser)).to.include({ code: 'first', opened: true });
    expect(await two.press()).to.equal('ready');
    const keys = browser.endpoint.creates.map(({ headers }) => headers.get('Idempotency-Key'));
    expect(keys[2]).to.equal(keys[1]);
    expect(stored(browser)).to.include({ code: 'second', opened: true });
  });
  it('is not opened at the price it had, when the payer has agreed to another that the shop named', async () => {
    const browser = openBrowser();
    browser.endpoint.willAnswer(
      created({ code: 'first', ...USD('10') }),
      problem(409, { code: 'price_changed', ...USD('15') }),
      created({ code: 'second', ...USD('15') }),
    );
    browser.endpoint.willTell(told('unpaid'));
    const { checkout, press } = open(browser, AT_TEN);
    await press();
    checkout.restore(AT_TWELVE);
    checkout.accept();
    expect(await checkout.prepare(AT_TWELVE, asGiven)).to.equal('asks');
    expect(checkout.newQuote).to.include(USD('15'));
    checkout.accept();
    expect(await checkout.prepare(AT_TWELVE, asGiven)).to.equal('ready');
    expect(checkout.checkoutUrl).to.equal(SECOND);
    expect(browser.endpoint.creates[2]?.body).to.include(USD('15'));
  });
  it('and then none, while the shop charges more: the price of the code that was open is the one they know', async () => {
    const browser = openBrowser();
    browser.endpoint.willAnswer(created({ code: 'first', ...USD('10') }), created({ code: 'second', ...USD('12') }));
    browser.endpoint.willTell(told('unpaid'));
    await open(browser, AT_TEN).press();
    const { checkout, press } = open(browser, UNPRICED);
    expect(await press()).to.equal('asks');
    expect([checkout.newQuote?.quoteAmount, checkout.checkoutUrl]).to.deep.equal(['12', undefined]);
    checkout.accept();
    expect(await press()).to.equal('ready');
    expect(checkout.checkoutUrl).to.equal(SECOND);
  });
  for (const [what, orderId] of [
    ['the same order', 'T-1001'],
    ['a new order each time', 'T-2002'],
  ] as const)
    it(`and its listener keeps the price to itself, for ${what}: what the button shows is the price they know`, async () => {
      const browser = openBrowser();
      browser.endpoint.willAnswer(created({ code: 'first', ...USD('12') }), created({ code: 'second', ...USD('12') }));
      browser.endpoint.willTell(told('unpaid'));
      const { checkout } = open(browser, AT_TWELVE);
      const headers = new Headers();
      expect(await checkout.prepare(AT_TWELVE, () => Promise.resolve({ order: { orderId: 'T-1001' }, headers }))).to.equal('ready');
      checkout.opened();
      checkout.restore(AT_TEN);
      checkout.accept();
      expect(await checkout.prepare(AT_TEN, () => Promise.resolve({ order: { orderId }, headers }))).to.equal('asks');
      expect([checkout.newQuote?.quoteAmount, checkout.checkoutUrl]).to.deep.equal(['12', undefined]);
    });
  it('tells nothing more of itself once another code, of before, is asked about', async () => {
    const browser = openBrowser();
    browser.endpoint.willAnswer(created({ code: 'first', statusUrl: '/api/mixpay/status/first', ...USD('10') }));
    browser.endpoint.willAnswer(created({ code: 'second', statusUrl: '/api/mixpay/status/second', ...USD('15') }));
    const late = byHand<Response>();
    browser.endpoint.willTell(told('unpaid'));
    const { checkout, press } = open(browser, AT_TEN);
    await press();
    checkout.restore(AT_TWELVE);
    expect(await checkout.prepare(AT_TWELVE, asGiven)).to.equal('asks');
    checkout.pause();
    const again = open(browser, AT_TWELVE);
    await settle();
    browser.endpoint.willTell(late.promise);
    again.checkout.wake();
    expect(await again.press()).to.equal('asks');
    late.resolve(told('success'));
    await settle();
    expect([again.checkout.state, again.checkout.record?.code, again.checkout.record?.payment]).to.deep.equal([
      'error',
      'second',
      undefined,
    ]);
  });
});
