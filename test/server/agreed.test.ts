import { describe, it } from 'node:test';
import { expect } from 'chai';
import type { OrderTerms, PaidOrder, PaymentHandlerOptions } from '../../src/server/index.js';
import { PAYEE, Shop, USDT } from '../helpers/open-shop.js';

const BTC = 'c6d0c728-2624-429b-8e0d-d9d19b6592fa';

/** A shop whose terms for its one order can be changed. */
function changingShop(said: Partial<OrderTerms> = {}) {
  const terms: OrderTerms = { orderId: 'order-1', quoteAmount: '10', quoteAssetId: 'usd', ...said };
  const paid: PaidOrder[] = [];
  const shop = new Shop({ order: () => ({ ...terms }), onPaid: (order) => void paid.push(order) });
  return { shop, terms, paid };
}

describe('what a code was made for', () => {
  const changes: Record<string, [Partial<OrderTerms>, Partial<OrderTerms>]> = {
    item: [{ item: 'shirt' }, { item: 'coat' }],
    metadata: [{ metadata: { cart: ['a'] } }, { metadata: { cart: ['a', 'b'] } }],
    extra: [{ extra: { payerEmail: 'a@shop.example' } }, { extra: { payerEmail: 'b@shop.example' } }],
    'the currency of the price': [{ quoteAssetId: 'usd' }, { quoteAssetId: 'eur' }],
    'the coin to pay with': [{ paymentAssetId: BTC }, { paymentAssetId: USDT }],
  };
  for (const [name, [first, second]] of Object.entries(changes))
    it(`is another code's once ${name} has changed, at the same price`, async () => {
      const { shop, terms } = changingShop(first);
      const one = await shop.create();
      expect((await shop.create()).code).to.equal(one.code);
      Object.assign(terms, second);
      await shop.clock.advance(3000);
      expect((await shop.create()).code).to.equal('code-2');
      expect((await shop.ask(one.statusUrl)).body.code).to.equal('superseded');
    });

  const options: Record<string, Partial<PaymentHandlerOptions>> = {
    'the payee': { payeeId: '00000000-4f0a-4d8b-8a57-1a2b3c4d5e6f' },
    'the coin of the settlement': { settlementAssetId: BTC },
  };
  for (const [name, changed] of Object.entries(options))
    it(`is another code's once ${name} has changed, and the old one is still paid by its own terms`, async () => {
      const { shop, paid } = changingShop();
      const { code } = await shop.create();
      const old = shop.mixpay.latest;
      await shop.clock.advance(3000);
      shop.restart({ payeeId: PAYEE.replaceAll('-', '').toUpperCase() });
      expect((await shop.create()).code).to.equal(code);
      await shop.clock.advance(3000);
      shop.restart(changed);
      expect((await shop.create()).code).to.equal('code-2');
      old.status = 'success';
      await shop.clock.advance(3000);
      expect((await shop.callBack(old)).body.code).to.equal('SUCCESS');
      expect([paid.length, shop.count('superseded_paid'), shop.count('mismatch')]).to.deep.equal([0, 1, 0]);
    });

  it('is the same where only the spelling differs, or something that was not agreed on', async () => {
    const { shop, terms } = changingShop({ metadata: { a: 1, b: { c: 2, d: null } }, quoteAmount: '10.50' });
    const { code } = await shop.create();
    for (const said of [
      { metadata: { b: { d: null, c: 2 }, a: 1 } },
      { quoteAmount: '10.5', quoteAssetId: 'USD' },
      { remark: 'blue' },
      { returnTo: 'https://shop.example/thanks' },
      { settlementMemo: 'x' },
    ]) {
      Object.assign(terms, said);
      await shop.clock.advance(3000);
      expect((await shop.create()).code).to.equal(code);
    }
  });

  it('is what onPaid gets, also when the shop says something else by then', async () => {
    const { shop, terms, paid } = changingShop({ item: 'shirt', metadata: { cart: '10 dollars' }, extra: { payerEmail: 'a@b.example' } });
    await shop.create();
    Object.assign(terms, { quoteAmount: '500', metadata: { cart: '500 dollars' }, item: 'car', extra: {} });
    shop.mixpay.latest.status = 'success';
    await shop.clock.advance(3000);
    expect((await shop.post({})).body.code).to.equal('already_paid');
    expect(paid).to.have.length(1);
    expect(paid[0]).to.deep.include({
      item: 'shirt',
      metadata: { cart: '10 dollars' },
      extra: { payerEmail: 'a@b.example' },
      quoteAmount: '10',
    });
  });

  it('names no item that the shop did not return', async () => {
    const { shop, paid } = changingShop();
    await shop.post({ item: 'a gold bar' });
    shop.mixpay.latest.status = 'success';
    await shop.callBack();
    expect(paid[0]).not.to.have.property('item');
  });
});

describe('extra parameters', () => {
  it('reach MixPay as they are, and never over ours', async () => {
    const { shop } = changingShop({ extra: { payerEmail: 'a@shop.example', level: 3, gift: false } });
    await shop.create();
    expect(shop.mixpay.creates[0]).to.include({ payerEmail: 'a@shop.example', level: 3, gift: false, quoteAmount: '10' });
  });

  const wrong: [string, unknown, RegExp][] = [
    ['a name that has its place here, though it is not sent', { strictMode: true }, /extra\.strictMode: .* strictMode is never sent/],
    ['the same in another case', { payeeid: 'x' }, /payeeId is never sent by way of extra/],
    ['the deprecated life of a code', { expireSeconds: 1 }, /expireSeconds is never sent/],
    ['an object', { payer: { email: 'x' } }, /extra\.payer: expected a string of at most 500 characters, a number or a boolean/],
    ['a number that is none', { level: Number.NaN }, /extra\.level/],
    ['a long text', { note: 'x'.repeat(501) }, /extra\.note/],
    ['a strange name', { 'a b': 1 }, /names of letters/],
    ['too many', Object.fromEntries(Array.from({ length: 21 }, (_, n) => [`p${n}`, n])), /at most 20/],
    ['a list', ['x'], /an object of at most 20 parameters/],
  ];
  for (const [name, extra, message] of wrong)
    it(`are refused before MixPay is called: ${name}`, async () => {
      const { shop } = changingShop({ extra: extra as Record<string, string> });
      expect((await shop.post({})).body.code).to.equal('order_failed');
      expect(shop.mixpay.calls).to.equal(0);
      const told = shop.events.find((event) => event.type === 'error');
      expect(told).to.have.property('error').with.property('message').that.matches(message);
    });
});

describe('a price', () => {
  const cases: [string, string, boolean][] = [
    ['10.50', 'usd', true],
    ['10.500', 'usd', true],
    ['10.505', 'usd', false],
    ['1000', 'jpy', true],
    ['1000.5', 'jpy', false],
    ['1.234', 'kwd', true],
    ['0.00000001', BTC, true],
    ['0.000000001', BTC, false],
  ];
  for (const [quoteAmount, quoteAssetId, fits] of cases)
    it(`of ${quoteAmount} ${quoteAssetId === BTC ? 'BTC' : quoteAssetId} is ${fits ? 'taken' : 'finer than can be paid'}`, async () => {
      const { shop } = changingShop({ quoteAmount, quoteAssetId });
      expect((await shop.post({})).status).to.equal(fits ? 200 : 500);
      expect(shop.mixpay.creates).to.have.length(fits ? 1 : 0);
    });
});

describe('an order id that is sent to MixPay', () => {
  it('stays apart from any other where it must be cut', async () => {
    const ids = ['a'.repeat(35) + 'b', 'a'.repeat(35) + 'c'];
    const sent = new Set<unknown>();
    for (const orderId of ids) {
      const { shop } = changingShop({ orderId });
      shop.restart({ sendOrderId: true });
      await shop.create();
      shop.mixpay.latest.status = 'failed';
      await shop.callBack();
      await shop.create();
      const [first, second] = shop.mixpay.creates.map((body) => body.orderId);
      expect(first).to.equal(orderId);
      expect(second)
        .to.match(/^[A-Za-z0-9_-]{6,36}$/)
        .and.to.match(/-2$/);
      sent.add(second);
    }
    expect(sent.size).to.equal(2);
  });

  it('that MixPay does not know (10062, for nobody has opened the code) costs one create a click, and opens', async () => {
    const { shop } = changingShop();
    shop.restart({ sendOrderId: true });
    shop.mixpay.script.push(
      () => shop.mixpay.answers({ code: 'short-1' }),
      () => shop.mixpay.fails(10062),
    );
    expect((await shop.create()).code).to.equal('short-1');
    expect(shop.mixpay.creates).to.have.length(1);
  });
});
