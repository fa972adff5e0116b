import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { expect } from 'chai';
import { FakeClock } from '../helpers/fake-clock.js';
import { Demo, type Visitor } from './open-demo.js';

after(() => Demo.closeAll());

const BTC = 'c6d0c728-2624-429b-8e0d-d9d19b6592fa';

describe('the demo shop', () => {
  let demo: Demo;
  before(async () => {
    demo = await Demo.open();
  });
  after(() => demo.close());

  it('gives each visitor orders of their own, and finds them again', async () => {
    const [one, other] = [demo.visitor(), demo.visitor()];
    const ids = [await one.orderIds(), await other.orderIds()].flat();
    expect(new Set(ids).size).to.equal(6);
    for (const id of ids) expect(id).to.match(/^T[0-9a-z]{8}-[123]$/);
    expect(await one.orderIds()).to.deep.equal(ids.slice(0, 3));
  });

  it('shows a visitor nobody else’s orders', async () => {
    const visitor = demo.visitor();
    const ids = await visitor.orderIds();
    expect((await visitor.book()).map(({ orderId }) => orderId)).to.have.members(ids);
    expect(await visitor.book()).to.not.have.nested.property('[0].visitor');
    expect((await demo.visitor().ask('/shop/orders')).status).to.equal(403);
  });

  it('refuses somebody else’s order as if there were none', async () => {
    const orderId = await demo.visitor().firstOrder();
    const stranger = demo.visitor();
    for (const answer of [await stranger.pay({ orderId }), (await stranger.page(), await stranger.pay({ orderId }))]) {
      expect(answer.status).to.equal(404);
      expect(answer.body['code']).to.equal('order_unknown');
    }
    expect((await stranger.pay({ orderId: 'T00000000-1' })).body['code']).to.equal('order_unknown');
  });

  it('takes the price from the catalogue, whatever the page says', async () => {
    const visitor = demo.visitor();
    const [orderId, , print] = await visitor.orderIds();
    const wrong = await visitor.pay({ orderId, quoteAmount: '0.01', quoteAssetId: 'usd' });
    expect(wrong.status).to.equal(409);
    expect(wrong.body).to.include({ code: 'price_changed', quoteAmount: '12.5', quoteAssetId: 'usd' });
    expect((await visitor.pay({ orderId })).body).to.include({ quoteAmount: '12.5', quoteSymbol: 'USD' });
    expect((await visitor.pay({ orderId: print })).body).to.include({ quoteAmount: '0.0004', quoteAssetId: BTC });
    expect((await visitor.pay({ item: 'cup' })).body).to.include({ quoteAmount: '24', quoteAssetId: 'eur' });
  });

  it('refuses other items, and a request that names nothing to be paid', async () => {
    const visitor = demo.visitor();
    expect((await visitor.pay({ item: 'castle' })).body['code']).to.equal('order_unknown');
    expect((await visitor.pay({ quoteAmount: '1', quoteAssetId: 'usd' })).body['code']).to.equal('order_missing');
  });

  for (const [amount, status, code] of [
    ['0.99', 422, 'amount_out_of_range'],
    ['500.01', 422, 'amount_out_of_range'],
    ['5.001', 422, 'amount_too_fine'],
    ['1', 200, undefined],
    ['500', 200, undefined],
  ] as const) {
    it(`answers a donation of $${amount} with ${code ?? 'a code to pay'}`, async () => {
      const answer = await demo.visitor().pay({ item: 'donation', quoteAmount: amount, quoteAssetId: 'usd' });
      expect(answer.status).to.equal(status);
      if (code !== undefined) expect(answer.body['code']).to.equal(code);
    });
  }

  it('fulfils an order that is paid, once', async () => {
    const visitor = demo.visitor();
    const orderId = await visitor.firstOrder();
    const { body } = await visitor.pay({ orderId });
    await demo.control(body['code'], { status: 'confirming' });
    expect((await visitor.ask(body['statusUrl'])).body['status']).to.be.oneOf(['unpaid', 'confirming']);
    await demo.control(body['code'], { status: 'success' });
    expect((await visitor.ask(body['statusUrl'])).body['status']).to.equal('success');
    await demo.shop.handler.sweep();
    expect(await visitor.line(orderId)).to.include({ status: 'success', attempts: 1, fulfilments: 1, calls: 1 });
    const again = await visitor.pay({ orderId });
    expect(again.status).to.equal(409);
    expect(again.body['code']).to.equal('already_paid');
    expect((await visitor.ask(again.body['statusUrl'])).body['status']).to.equal('success');
  });

  it('books what was bought by item, for the visitor who bought it', async () => {
    const visitor = demo.visitor();
    await visitor.page();
    const { body } = await visitor.pay({ item: 'coffee' }, { 'Idempotency-Key': '6f8a1a0e-6f5a-4e2b-9d51-0c2f1a7e9b10' });
    await demo.control(body['code'], { status: 'success' });
    expect(await visitor.line(String(body['orderId']))).to.include({ product: 'coffee', fulfilments: 1 });
  });

  it('writes down a failure with its reason, and takes a second payment', async () => {
    const visitor = demo.visitor();
    const orderId = await visitor.firstOrder();
    const first = await visitor.pay({ orderId });
    await demo.control(first.body['code'], { status: 'failed', failureCode: '40032' });
    expect(await visitor.line(orderId)).to.include({ status: 'failed', attempts: 1, fulfilments: 0 });
    const second = await visitor.pay({ orderId });
    expect(second.body['code']).to.not.equal(first.body['code']);
    await demo.control(second.body['code'], { status: 'success' });
    const line = await visitor.line(orderId);
    expect(line).to.include({ status: 'success', attempts: 2, fulfilments: 1, calls: 1 });
    expect(line.notes.map(({ kind, detail }) => `${kind}: ${detail}`)).to.deep.equal(['failed: cancelled']);
  });

  it('writes down money that was too much', async () => {
    const visitor = demo.visitor();
    const orderId = await visitor.firstOrder();
    const { body } = await visitor.pay({ orderId });
    await demo.control(body['code'], { status: 'success', paymentAmount: '20' });
    const [note] = (await visitor.line(orderId)).notes;
    expect(note).to.include({ kind: 'surplus' });
    expect(note?.detail).to.contain('7.5');
  });

  it('makes another order only where the last one was begun', async () => {
    const visitor = demo.visitor();
    const orderId = await visitor.firstOrder();
    expect((await visitor.orderAgain('coffee')).body['orderId']).to.equal(orderId);
    await visitor.pay({ orderId });
    const another = String((await visitor.orderAgain('coffee')).body['orderId']);
    expect(another).to.match(/-4$/);
    expect((await visitor.orderIds())[0]).to.equal(another);
    expect((await visitor.orderAgain('castle')).status).to.equal(422);
  });

  it('lets no other site order or read', async () => {
    const visitor = demo.visitor();
    await visitor.page();
    for (const site of ['cross-site', 'same-site']) {
      expect((await visitor.ask('/shop/orders', { headers: { 'Sec-Fetch-Site': site } })).status).to.equal(403);
    }
  });

  it('forgets a visitor who leaves', async () => {
    const visitor = demo.visitor();
    const ids = await visitor.orderIds();
    await visitor.ask('/shop/visitor', { method: 'DELETE' });
    expect(await visitor.orderIds()).to.not.have.any.members(ids);
  });
});

describe('the demo shop after a restart', () => {
  it('finds orders and open payments, which are then paid once', async () => {
    const demo = await Demo.open();
    const visitor = demo.visitor();
    const ids = await visitor.orderIds();
    const [orderId = ''] = ids;
    const before = await visitor.pay({ orderId });
    await demo.restart();
    expect(await visitor.orderIds()).to.deep.equal(ids);
    expect((await visitor.pay({ orderId })).body['code']).to.equal(before.body['code']);
    await demo.control(before.body['code'], { status: 'success' });
    await demo.restart();
    expect(await visitor.line(orderId)).to.include({ status: 'success', fulfilments: 1, calls: 1 });
    expect((await visitor.ask(before.body['statusUrl'])).body['status']).to.equal('success');
    await demo.close();
  });

  it('keeps everything in its own folder, and the secret to its owner', async () => {
    const home = () => (existsSync('.demo') ? statSync('.demo').mtimeMs : undefined);
    const untouched = home();
    const demo = await Demo.open();
    const visitor: Visitor = demo.visitor();
    await visitor.pay({ orderId: await visitor.firstOrder() });
    expect(readdirSync(join(demo.folder, '..'))).to.deep.equal(['shop']);
    const files = readdirSync(demo.folder).filter((file) => !/-(wal|shm)$/.test(file));
    expect(files).to.have.members(['secret', 'sandbox.sqlite']);
    if (process.platform !== 'win32') expect(statSync(join(demo.folder, 'secret')).mode & 0o777).to.equal(0o600);
    expect(home()).to.equal(untouched);
    await demo.close();
  });
});

describe('an order of the demo that nobody paid for a week', () => {
  it('is closed, and the page shows a new one', async () => {
    const clock = new FakeClock();
    const demo = await Demo.open({ clock });
    const visitor = demo.visitor();
    const orderId = await visitor.firstOrder();
    await clock.advance(8 * 24 * 60 * 60_000);
    const answer = await visitor.pay({ orderId });
    expect(answer.status).to.equal(409);
    expect(answer.body['code']).to.equal('order_closed');
    expect(await visitor.orderIds()).to.not.include(orderId);
    await demo.close();
  });
});

describe('the demo with an account of MixPay’s', () => {
  it('asks the real service, without a callback, and says so', async () => {
    const calls: { url: string; body: string }[] = [];
    const payeeId = '6e6f8f3c-4f0a-4d8b-8a57-1a2b3c4d5e6f';
    const demo = await Demo.open({
      payeeId,
      fetch: (url, init) => {
        calls.push({ url, body: typeof init.body === 'string' ? init.body : '' });
        return Promise.resolve(Response.json({ code: 0, success: true, message: '', data: { code: 'realcode1' } }));
      },
    });
    const visitor = demo.visitor();
    const page = await visitor.page();
    expect(page).to.contain('Real MixPay').and.contain('checkout-base="https://mixpay.me/code/"');
    const { body } = await visitor.pay({ orderId: await visitor.firstOrder() });
    expect(body['code']).to.equal('realcode1');
    expect(calls[0]?.url).to.equal('https://api.mixpay.me/v1/one_time_payment');
    expect(calls[0]?.body).to.contain(payeeId).and.not.contain('callback');
    expect((await visitor.ask('/sandbox/code/realcode1')).status).to.equal(404);
    await demo.close();
  });
});
