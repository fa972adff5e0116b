import { expect } from 'chai';
import { describe, it } from 'node:test';
import { termsOf } from '../../src/core/intent.js';
import { IntentStore } from '../../src/core/intent-store.js';
import { storedNames, type KeyValue } from '../../src/core/key-value.js';
import { parseRecord } from '../../src/core/record.js';
import { asGiven, MemoryStorage, openBrowser, openTab, RefusedStorage, target } from '../helpers/begin-checkout.js';
import { settle } from '../helpers/fake-clock.js';
import { created, told } from '../helpers/fake-endpoint.js';

const NOW = Date.parse('2026-11-21T12:00:00Z');
const DAY = 86_400_000;
const ENDPOINT = 'https://shop.example/api/mixpay';
const KEY = '00000000-0000-4000-8000-000000000001';

const WHOLE = {
  key: KEY,
  asked: 'asked',
  terms: 'terms',
  order: { orderId: 'T-1001', quoteAmount: '10', quoteAssetId: 'usd' },
  needsHeaders: true,
  createdAt: NOW,
  drift: 7,
  code: 'abc',
  traceId: 'trace',
  statusUrl: 'https://shop.example/s',
  expiresAt: '2026-11-21T12:30:00.000Z',
  sandbox: true,
  quote: { quoteAmount: '12', quoteAssetId: 'usd', quoteSymbol: 'USD' },
  accepted: { quoteAmount: '12' },
  opened: true,
  payment: { status: 'unpaid' },
  failedCodes: ['old'],
};

const parse = (change: Record<string, unknown>): ReturnType<typeof parseRecord> =>
  parseRecord(JSON.stringify({ ...WHOLE, ...change }), ENDPOINT, NOW);

describe('a stored record', () => {
  it('is read whole', () => void expect(parse({})).to.deep.equal(WHOLE));
  it('needs no more than a key, terms and an order', () => {
    const { key, asked, terms, order, createdAt } = WHOLE;
    const least = { key, asked, terms, order, createdAt };
    expect(parseRecord(JSON.stringify(least), ENDPOINT, NOW)).to.deep.equal(least);
  });
  for (const [what, change] of [
    ['a key that is no UUID', { key: 'x' }],
    ['a key that is a number', { key: 7 }],
    ['no terms', { terms: undefined }],
    ['no terms of before', { asked: undefined }],
    ['terms that are a number', { terms: 7 }],
    ['no order', { order: undefined }],
    ['an order that is a list', { order: [] }],
    ['an order with a bad id', { order: { orderId: '<b>' } }],
    ['an amount without its asset', { order: { quoteAmount: '1' } }],
    ['a code that is a path', { code: '../x' }],
    ['a code that is a number', { code: 7 }],
    ['a status URL elsewhere', { statusUrl: 'https://evil.example/s' }],
    ['a relative status URL', { statusUrl: '/s' }],
    ['a status URL that is a number', { statusUrl: 7 }],
    ['no date', { createdAt: undefined }],
    ['a date in words', { createdAt: 'now' }],
    ['a date of a day ago', { createdAt: NOW - DAY + 7 }],
    ['a date of the day after tomorrow', { createdAt: NOW + 2 * DAY }],
  ] as const) {
    it(`with ${what} is ignored`, () => void expect(parse(change)).to.equal(undefined));
  }
  for (const text of ['', '{', '[]', 'null', '7']) {
    it(`${JSON.stringify(text)} is ignored`, () => void expect(parseRecord(text, ENDPOINT, NOW)).to.equal(undefined));
  }
  for (const [what, change, expected] of [
    ['fields of an order it does not know', { order: { ...WHOLE.order, payeeId: 'p' } }, { order: WHOLE.order }],
    ['a drift in words', { drift: 'x' }, { drift: 0 }],
    ['words for what is true', { opened: 'true', needsHeaders: 1 }, { opened: undefined, needsHeaders: undefined }],
    ['things that are not true', { opened: false, needsHeaders: false }, { opened: undefined, needsHeaders: undefined }],
    ['a time in words', { expiresAt: 'soon' }, { expiresAt: undefined }],
    ['a trace that is a document', { traceId: 'x'.repeat(65) }, { traceId: undefined }],
    ['a price that is none', { quote: 'x', accepted: { quoteAmount: '1e9' } }, { quote: undefined, accepted: {} }],
    ['a payment of no status', { payment: { status: 'paid' } }, { payment: undefined }],
    ['failed codes that are none', { failedCodes: ['a/b', 7, 'c'] }, { failedCodes: ['c'] }],
    ['failed codes that are no list', { failedCodes: 'abc' }, { failedCodes: undefined }],
    [
      'thirty failed codes',
      { failedCodes: Array.from({ length: 30 }, (_, n) => `c${n}`) },
      { failedCodes: Array.from({ length: 20 }, (_, n) => `c${n + 10}`) },
    ],
    ['a date of almost a day ago', { createdAt: NOW - DAY + 8 }, { createdAt: NOW - DAY + 8 }],
  ] as const) {
    it(`with ${what} is kept as far as it is valid`, () => {
      const record = parse(change) as unknown as Record<string, unknown>;
      for (const [field, value] of Object.entries(expected)) expect(record[field]).to.deep.equal(value);
    });
  }
  it('is ignored where the endpoint has no origin to share with the status URL', () => {
    expect(parseRecord(JSON.stringify({ ...WHOLE, statusUrl: 'file:///s' }), 'file:///api', NOW)).to.equal(undefined);
  });
});

describe('what makes it another payment', () => {
  const order = {
    orderId: 'T-1001',
    traceId: KEY,
    item: 'shirt',
    quoteAmount: '10',
    quoteAssetId: 'usd',
    paymentAssetId: 'c6d0c728-2624-429b-8e0d-d9d19b6592fa',
  };
  const terms = (change: object, endpoint = ENDPOINT): string => termsOf({ endpoint, order: { ...order, ...change } });
  for (const change of [
    { orderId: 'T-2002' },
    { traceId: '00000000-0000-4000-8000-000000000002' },
    { item: 'trousers' },
    { item: undefined },
    { quoteAmount: '10.01' },
    { quoteAmount: 'ten' },
    { quoteAssetId: 'eur' },
    { paymentAssetId: undefined },
  ]) {
    it(`is ${JSON.stringify(change)}`, () => void expect(terms(change)).not.to.equal(terms({})));
  }
  it('is another endpoint', () => void expect(terms({}, 'https://shop.example/other')).not.to.equal(terms({})));
  for (const change of [
    { quoteAmount: '10.00' },
    { quoteAssetId: 'USD' },
    { paymentAssetId: order.paymentAssetId.toUpperCase() },
    { remark: 'x' },
    { returnTo: 'https://shop.example/' },
    { expiresIn: 60 },
    { quoteSymbol: '$' },
  ]) {
    it(`is not ${JSON.stringify(change).slice(0, 40)}`, () => void expect(terms(change)).to.equal(terms({})));
  }
});

describe('the page’s memory', () => {
  const slot = { area: 'local', name: 'mixpay-button:x' } as const;
  const open = (local: KeyValue | undefined, session?: KeyValue): IntentStore => new IntentStore({ local, session, now: () => NOW });
  const record = parse({}) ?? expect.fail('the record should be whole');

  it('lists the names this package stored, and none where storage cannot list names', () => {
    const storage = new MemoryStorage();
    for (const name of ['mixpay-button:a', 'theme', 'mixpay-button:b']) storage.setItem(name, '1');
    expect(storedNames(storage)).to.deep.equal(['mixpay-button:a', 'mixpay-button:b']);
    expect(storedNames(new RefusedStorage())).to.deep.equal([]);
  });
  it('finds what it saved, in localStorage and in sessionStorage', () => {
    const [local, session] = [new MemoryStorage(), new MemoryStorage()];
    const store = open(local, session);
    store.save(slot, record);
    store.save({ ...slot, area: 'session' }, { ...record, code: 'tab' });
    expect([local, session].map(({ items }) => items.size)).to.deep.equal([1, 1]);
    expect(open(local, session).load(slot, ENDPOINT)?.code).to.equal('abc');
    expect(open(local, session).load({ ...slot, area: 'session' }, ENDPOINT)?.code).to.equal('tab');
  });
  it('keeps records in memory where there is no storage, until they are removed', () => {
    const store = open(undefined);
    store.save(slot, record);
    expect(store.load(slot, ENDPOINT)).to.deep.equal(record);
    store.remove(slot);
    expect(store.load(slot, ENDPOINT)).to.equal(undefined);
  });
  it('forgets what another tab removed', () => {
    for (const name of [slot.name, null]) {
      const local = new MemoryStorage();
      const store = open(local);
      store.save(slot, record);
      local.items.clear();
      store.changedElsewhere(name);
      expect(store.load(slot, ENDPOINT)).to.equal(undefined);
    }
  });
  it('keeps what another tab did not remove', () => {
    const store = open(undefined);
    store.save(slot, record);
    store.changedElsewhere('mixpay-button:other');
    expect(store.load(slot, ENDPOINT)).to.deep.equal(record);
  });
  it('tells those who watch of every change, until they leave', () => {
    const store = open(new MemoryStorage());
    const heard: string[] = [];
    const leave = store.watch(slot, () => heard.push('one'));
    store.watch(slot, () => heard.push('two'));
    store.watch({ ...slot, name: 'mixpay-button:other' }, () => heard.push('other'));
    store.save(slot, record);
    leave();
    store.remove(slot);
    store.changedElsewhere(slot.name);
    store.changedElsewhere(null);
    expect(heard).to.deep.equal(['one', 'two', 'two', 'two', 'two', 'other']);
  });
  it('calls onNew when a record is saved for the first time, and only then', () => {
    const store = open(new MemoryStorage());
    let news = 0;
    store.onNew = () => void (news += 1);
    store.save(slot, record);
    store.save(slot, record);
    expect(news).to.equal(1);
    store.remove(slot);
    store.save(slot, record);
    expect(news).to.equal(2);
  });
  it('removes its old and unreadable records from both storages when the page begins', () => {
    const [local, session] = [new MemoryStorage(), new MemoryStorage()];
    for (const storage of [local, session]) {
      storage.setItem('mixpay-button:old', JSON.stringify({ createdAt: NOW - DAY }));
      storage.setItem('mixpay-button:rubbish', '{');
      storage.setItem('mixpay-button:new', JSON.stringify({ createdAt: NOW }));
      storage.setItem('theme', 'dark');
    }
    open(local, session);
    for (const storage of [local, session]) expect([...storage.items.keys()]).to.deep.equal(['mixpay-button:new', 'theme']);
  });
});

describe('what a purchase remembers', () => {
  it('is not each small change of the measured drift', async () => {
    const browser = openBrowser();
    const { checkout } = openTab(browser).addButton();
    browser.endpoint.willAnswer(created()).willTell(told('unpaid'));
    await checkout.prepare(target(), asGiven);
    checkout.opened();
    browser.endpoint.ahead = 4000;
    await browser.clock.advance(2500);
    expect(checkout.record?.drift).to.equal(0);
    browser.endpoint.ahead = 6000;
    await browser.clock.advance(60_000);
    expect(checkout.record?.drift).to.be.closeTo(6000, 1);
  });
  it('is the time it began, corrected once to the server’s clock', async () => {
    const browser = openBrowser();
    const { checkout } = openTab(browser).addButton();
    browser.endpoint.ahead = 3_600_000;
    browser.endpoint.willAnswer(created()).willTell(told('unpaid'));
    const begun = browser.clock.now();
    await checkout.prepare(target(), asGiven);
    checkout.opened();
    browser.endpoint.ahead = 7_200_000;
    await browser.clock.advance(2500);
    expect(checkout.record).to.include({ createdAt: begun + 3_600_000, drift: 7_200_000 });
  });
  it('is each code that failed, once', async () => {
    const browser = openBrowser();
    const { checkout } = openTab(browser).addButton();
    for (const code of ['one', 'two']) {
      browser.endpoint.willAnswer(created({ code })).willTell(told('failed'));
      await checkout.prepare(target(), asGiven);
      checkout.opened();
      await browser.clock.advance(2500);
    }
    expect(checkout.record?.failedCodes).to.deep.equal(['one', 'two']);
    const again = openTab(browser).addButton().checkout;
    again.restore(target());
    await settle();
    expect(again.record?.failedCodes).to.deep.equal(['one', 'two']);
  });
  it('a new price asks for a new key and names the key used before', async () => {
    const browser = openBrowser();
    const { checkout, taken } = openTab(browser).addButton();
    browser.endpoint.willAnswer(created(), created());
    await checkout.prepare(target(), asGiven);
    const { key } = checkout.record ?? {};
    await checkout.prepare(target({ orderId: 'T-1001', quoteAmount: '12', quoteAssetId: 'usd' }), asGiven);
    expect(taken()).to.deep.equal([undefined, key]);
  });
  it('asks at a status endpoint with queries of its own, by what is known', async () => {
    const browser = openBrowser();
    const { checkout } = openTab(browser).addButton();
    const traceId = '525502dd-e552-4505-b114-32fe32ff23c2';
    browser.endpoint.willAnswer(created({ statusUrl: undefined }));
    expect(checkout.tracked).to.equal(false);
    await checkout.prepare(target({ traceId }, { statusEndpoint: 'https://shop.example/status?shop=1' }), asGiven);
    expect(checkout.tracked).to.equal(true);
    browser.endpoint.willTell(told('unpaid'));
    checkout.opened();
    await browser.clock.advance(2500);
    expect(browser.endpoint.reads[0]?.url).to.equal(
      `https://shop.example/status?shop=1&code=525502dd-e552-4505-b114-32fe32ff23c2&traceId=${traceId}`,
    );
  });
  it('there is no checkout URL where the page has no valid checkout-base', async () => {
    const browser = openBrowser();
    const { checkout } = openTab(browser).addButton();
    const { checkoutBase, ...nowhere } = target();
    expect(checkoutBase).to.be.a('string');
    browser.endpoint.willAnswer(created());
    await checkout.prepare(nowhere, asGiven);
    expect([checkout.state, checkout.checkoutUrl]).to.deep.equal(['ready', undefined]);
  });
  it('a price accepted together with a code leaves the order as it was posted', async () => {
    const browser = openBrowser();
    const { checkout } = openTab(browser).addButton();
    browser.endpoint.willAnswer(created({ quoteAmount: '12', quoteAssetId: 'eur' }));
    await checkout.prepare(target(), asGiven);
    checkout.accept();
    expect(checkout.record).to.deep.include({ accepted: { quoteAmount: '12', quoteAssetId: 'eur' }, order: target().order });
    expect(await checkout.prepare(target(), asGiven)).to.equal('ready');
  });
  it('names the coin of the button where the answer names an amount alone', async () => {
    const browser = openBrowser();
    const { checkout } = openTab(browser).addButton();
    browser.endpoint.willAnswer(created({ quoteAmount: '12' }));
    await checkout.prepare(target(), asGiven);
    expect(checkout.newQuote).to.deep.equal({ quoteAmount: '12', quoteAssetId: 'usd' });
  });
  it('the same amount of another coin is another price', async () => {
    const browser = openBrowser();
    const { checkout } = openTab(browser).addButton();
    browser.endpoint.willAnswer(created({ quoteAmount: '10', quoteAssetId: 'eur' }));
    expect(await checkout.prepare(target(), asGiven)).to.equal('asks');
  });
  it('another coin without an amount is another price, too', async () => {
    const browser = openBrowser();
    const { checkout } = openTab(browser).addButton();
    browser.endpoint.willAnswer(created({ quoteAssetId: 'eur' }));
    expect(await checkout.prepare(target(), asGiven)).to.equal('asks');
  });
});
