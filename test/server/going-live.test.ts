import { describe, it } from 'node:test';
import { expect } from 'chai';
import type { PaymentHandlerOptions } from '../../src/server/index.js';
import { Shop } from '../helpers/open-shop.js';
import { ScriptedMixPay } from '../helpers/scripted-mixpay.js';

type Changes = Partial<Omit<PaymentHandlerOptions, 'clock'>>;

/** What makes a handler one of a sandbox, mounted below the shop. */
const SANDBOX: Changes = { apiBase: 'https://shop.example/sandbox' };

/** A shop that was tried with the sandbox, and then went live on the same store. */
function shopBefore(run: Changes = SANDBOX) {
  const tried = new Shop(run);
  const live = () => new Shop({ store: tried.store, clock: tried.clock, mixpay: new ScriptedMixPay() });
  return { tried, live };
}

describe('a store taken from the sandbox to MixPay', () => {
  it('opens no code of the sandbox with MixPay: the order gets one of its own', async () => {
    const { tried, live } = shopBefore();
    await tried.create();
    const shop = live();
    const { status, body } = await shop.post({ orderId: 'order-1' });
    expect([status, body.sandbox, shop.mixpay.creates.length]).to.deep.equal([200, undefined, 1]);
    shop.mixpay.latest.status = 'success';
    expect((await shop.callBack()).body.code).to.equal('SUCCESS');
    expect([shop.count('paid'), tried.count('paid')]).to.deep.equal([1, 0]);
  });

  it('takes no order for paid because it was paid in the sandbox', async () => {
    const { tried, live } = shopBefore();
    await tried.create();
    tried.mixpay.latest.status = 'success';
    await tried.callBack();
    const shop = live();
    await shop.create();
    shop.mixpay.latest.status = 'success';
    await shop.callBack();
    expect([tried.count('paid'), shop.count('paid')]).to.deep.equal([1, 1]);
  });

  it('asks MixPay for no payment of the sandbox, and finds none of them due for ever', async () => {
    const { tried, live } = shopBefore();
    for (let n = 0; n < 12; n++) {
      tried.prices[`basket-${n}`] = '5';
      await tried.create(`basket-${n}`);
    }
    await tried.clock.advance(5 * 60_000);
    const shop = live();
    expect(await shop.handler.sweep()).to.include({ orders: 0, reads: 0, errors: 0 });
    expect(shop.mixpay.calls).to.equal(0);
    expect(await shop.store.due(shop.clock.now(), 100)).to.deep.equal([]);
  });

  it('knows an order of the sandbox neither for support nor for a page that still follows it', async () => {
    const { tried, live } = shopBefore();
    const { statusUrl } = await tried.create();
    const shop = live();
    const error = await shop.handler.lookup('order-1').catch((reason: unknown) => reason);
    expect(error).to.include({ code: 'order_unknown' });
    expect((await shop.ask(statusUrl)).body.code).to.equal('forgotten');
    expect((await tried.handler.lookup('order-1')).attempts).to.have.length(1);
  });

  it('is not replaced by two requests at the same moment with two codes', async () => {
    const { tried, live } = shopBefore();
    await tried.create();
    const shop = live();
    const codes = await Promise.all([1, 2, 3].map(() => shop.patiently(shop.post({ orderId: 'order-1' }))));
    expect(new Set(codes.map(({ body }) => body.code))).to.deep.equal(new Set(['code-1']));
    expect(shop.mixpay.creates).to.have.length(1);
  });
});

describe('a sandbox on the store of a shop that is live', () => {
  it('touches no real order, and says so in the log', async () => {
    const { tried } = shopBefore({});
    await tried.create();
    tried.mixpay.latest.status = 'success';
    const before = await tried.store.get('order:order-1');
    const sandbox = new Shop({ ...SANDBOX, store: tried.store, clock: tried.clock, mixpay: new ScriptedMixPay() });
    expect((await sandbox.post({ orderId: 'order-1' })).status).to.equal(500);
    await sandbox.clock.advance(60_000);
    expect(await sandbox.handler.sweep()).to.include({ orders: 0, errors: 0 });
    expect([sandbox.mixpay.calls, sandbox.told]).to.deep.equal([0, []]);
    expect(await tried.store.get('order:order-1')).to.deep.equal(before);
    const reasons = sandbox.events.flatMap((event) => (event.type === 'error' ? [String(event.error)] : []));
    expect(reasons.join()).to.include('Give the sandbox a store of its own');
    await tried.handler.sweep();
    expect(tried.count('paid')).to.equal(1);
  });
});

describe('an order that a version wrote which did not say where', () => {
  it('is found by either', async () => {
    const { tried } = shopBefore();
    const { code } = await tried.create();
    const { value, version } = (await tried.store.get('order:order-1'))!;
    const { sandbox, ...older } = value as Record<string, unknown>;
    expect(sandbox).to.equal(true);
    await tried.store.put('order:order-1', older, { ifVersion: version });
    const shop = new Shop({ store: tried.store, clock: tried.clock, mixpay: tried.mixpay });
    expect((await shop.create()).code).to.equal(code);
  });
});
