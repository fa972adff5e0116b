import { describe, it } from 'node:test';
import { expect } from 'chai';
import { ORIGIN, Shop } from '../helpers/open-shop.js';
import { quiet } from '../helpers/quiet.js';

const MINUTE = 60_000;

/** A shop with a paid order, whose onPaid returns when it is told to. */
async function slowShop(changes: ConstructorParameters<typeof Shop>[0] = {}) {
  const shop = new Shop(changes);
  const created = await shop.create();
  shop.mixpay.latest.status = 'success';
  const hook = { finish: (): void => undefined, fail: undefined as ((reason: Error) => void) | undefined };
  shop.during.paid = () =>
    new Promise<void>((resolve, reject) => {
      hook.finish = resolve;
      hook.fail = reject;
    });
  return { shop, hook, statusUrl: created.statusUrl ?? '' };
}

/** Runs what is given as Cloudflare's runtime would: its name is all that tells it from others. */
async function onWorkerd<T>(run: () => Promise<T>): Promise<T> {
  const before = Object.getOwnPropertyDescriptor(globalThis, 'navigator');
  Object.defineProperty(globalThis, 'navigator', { configurable: true, value: { userAgent: 'Cloudflare-Workers' } });
  try {
    return await run();
  } finally {
    if (before === undefined) Reflect.deleteProperty(globalThis, 'navigator');
    else Object.defineProperty(globalThis, 'navigator', before);
  }
}

describe('a hook that takes long', () => {
  it('is called by one process at a time, also where one that was frozen thaws and fails', async () => {
    const { shop, hook } = await slowShop();
    const frozen = { now: () => shop.clock.now(), after: () => () => undefined };
    shop.restart({ clock: frozen });
    const cut = shop.callBack();
    await quiet();
    const failFrozen = hook.fail;
    await shop.clock.advance(31_000);
    shop.restart();
    await shop.patiently(shop.callBack());
    expect(shop.count('paid')).to.equal(2);

    failFrozen?.(new Error('The connection is gone.'));
    await cut;
    await shop.clock.advance(6000);
    await shop.patiently(shop.callBack());
    expect(shop.count('paid')).to.equal(2);
    hook.finish();
    await quiet();
    expect((await shop.callBack()).body).to.deep.equal({ code: 'SUCCESS' });
  });

  it('does not keep MixPay waiting: the callback is answered in 15 s, and acknowledged when it comes again', async () => {
    const { shop, hook } = await slowShop();
    const began = shop.clock.now();
    const answer = await shop.patiently(shop.callBack());
    expect(answer.status).to.equal(503);
    expect(shop.clock.now() - began).to.be.within(15_000, 15_100);
    hook.finish();
    await quiet();
    expect((await shop.callBack()).body.code).to.equal('SUCCESS');
    expect(shop.count('paid')).to.equal(1);
  });

  it('is waited for longer where the shop says so, and 30 s at the most', async () => {
    const { shop } = await slowShop({ waitForHooks: 30 });
    const began = shop.clock.now();
    await shop.patiently(shop.callBack());
    expect(shop.clock.now() - began).to.be.within(30_000, 30_100);
    expect(() => new Shop({ waitForHooks: 31 })).to.throw('waitForHooks: expected seconds from 1 to 30, received 31');
  });

  it('is called by no other process, however many hours it takes', async () => {
    const { shop, hook } = await slowShop();
    await shop.patiently(shop.callBack());
    shop.restart();
    for (let hour = 0; hour < 3; hour++) {
      for (let minute = 0; minute < 60; minute++) await shop.clock.advance(MINUTE);
      await shop.handler.sweep();
    }
    expect(shop.count('paid')).to.equal(1);
    hook.finish();
    await quiet();
    expect((await shop.callBack()).body.code).to.equal('SUCCESS');
    expect(shop.count('paid')).to.equal(1);
  });

  it('that fails in the end is called again', async () => {
    const { shop, hook } = await slowShop();
    await shop.patiently(shop.callBack());
    await shop.clock.advance(5 * MINUTE);
    hook.fail?.(new Error('warehouse down'));
    await quiet();
    shop.during.paid = undefined;
    await shop.clock.advance(MINUTE);
    await shop.handler.sweep();
    expect(shop.count('paid')).to.equal(2);
    expect((await shop.callBack()).body.code).to.equal('SUCCESS');
  });

  it('is reported after a minute, and again from time to time', async () => {
    const { shop } = await slowShop();
    await shop.patiently(shop.callBack());
    for (let minute = 0; minute < 25; minute++) await shop.clock.advance(MINUTE);
    const slow = shop.events.filter(({ type }) => type === 'hook_slow');
    expect(slow).to.have.length(3);
    expect(slow[0]).to.include({ hook: 'paid', orderId: 'order-1', attempt: 1 });
  });

  it('holds up neither the other orders of a sweep nor the other hooks of its own order', async () => {
    const { shop } = await slowShop();
    Object.assign(shop.mixpay.latest.result, { surplusAmount: '1', surplusStatus: 'pending' });
    await shop.create('order-2');
    const [, second] = shop.mixpay.payments.values();
    second!.status = 'failed';
    await shop.clock.advance(20 * MINUTE);
    await shop.patiently(shop.handler.sweep());
    expect([shop.count('paid'), shop.count('failed')]).to.deep.equal([1, 1]);
    await shop.patiently(shop.handler.sweep());
    expect(shop.count('surplus')).to.equal(1);
  });

  it('keeps no status waiting, however it ends', async () => {
    const { shop, hook, statusUrl } = await slowShop();
    expect((await shop.ask(statusUrl)).body.status).to.equal('success');
    await quiet();
    expect(shop.count('paid')).to.equal(1);
    hook.finish();
    await quiet();
    await shop.callBack();
    expect(shop.count('paid')).to.equal(1);
  });
});

describe('where the runtime stops at the answer', () => {
  const get = (url: string) => new Request(`${ORIGIN}${url}`);

  it('hands a hook to waitUntil, and a status does not wait for it', async () => {
    await onWorkerd(async () => {
      const { shop, hook, statusUrl } = await slowShop();
      await shop.clock.advance(10_000);
      const handed: Promise<unknown>[] = [];
      const response = await shop.handler(get(statusUrl), { waitUntil: (work) => void handed.push(work) });
      expect(await response.json()).to.include({ status: 'success' });
      expect(handed).not.to.have.length(0);
      expect(shop.count('paid')).to.equal(1);
      hook.finish();
      await Promise.all(handed);
      expect((await shop.callBack()).body.code).to.equal('SUCCESS');
    });
  });

  it('starts no hook from a status without waitUntil; the sweep does, and waits for it', async () => {
    await onWorkerd(async () => {
      const shop = new Shop();
      const { statusUrl } = await shop.create();
      shop.mixpay.latest.status = 'success';
      expect((await shop.ask(statusUrl)).body.status).to.equal('success');
      await quiet();
      expect(shop.count('paid')).to.equal(0);
      await shop.clock.advance(1000);
      await shop.handler.sweep();
      expect(shop.count('paid')).to.equal(1);
    });
  });

  it('survives a waitUntil that throws', async () => {
    const { shop, hook, statusUrl } = await slowShop();
    await shop.clock.advance(10_000);
    const broken = () => {
      throw new TypeError('Illegal invocation');
    };
    expect((await shop.handler(get(statusUrl), { waitUntil: broken })).status).to.equal(200);
    hook.finish();
    await quiet();
    expect(shop.count('paid')).to.equal(1);
  });
});

describe('news', () => {
  it('of money on its way is told once for each change, the newest only', async () => {
    const heard: unknown[] = [];
    const shop = new Shop({ onUpdate: (_, result) => void heard.push([result.status, result.paymentAmount]) });
    await shop.create();
    const payment = shop.mixpay.latest;
    for (const [status, paymentAmount] of [
      ['unpaid', undefined],
      ['confirming', undefined],
      ['confirming', undefined],
      ['paid_less', '0.0004'],
      ['paid_less', '0.0004'],
      ['paid_less', '0.0005'],
      ['pending', '0.001'],
      ['success', '0.001'],
    ]) {
      Object.assign(payment, { status, result: paymentAmount === undefined ? {} : { paymentAmount } });
      await shop.callBack();
      await shop.clock.advance(15_000);
    }
    expect(heard).to.deep.equal([
      ['confirming', undefined],
      ['paid_less', '0.0004'],
      ['paid_less', '0.0005'],
    ]);
  });

  it('that could not be delivered is replaced by newer news, and never holds up the acknowledgement', async () => {
    const heard: unknown[] = [];
    let down = true;
    const shop = new Shop({
      onUpdate: (_, result) => {
        if (down) throw new Error('chat down');
        heard.push(result.status);
      },
    });
    await shop.create();
    for (const status of ['confirming', 'paid_less', 'confirming']) {
      shop.mixpay.latest.status = status;
      expect((await shop.callBack()).body.code).to.equal('SUCCESS');
      await shop.clock.advance(3000);
    }
    down = false;
    await shop.clock.advance(MINUTE);
    await shop.handler.sweep();
    expect(heard).to.deep.equal(['confirming']);
  });

  it('of a payment under way is dropped when the payment has ended', async () => {
    const heard: unknown[] = [];
    let down = true;
    const shop = new Shop({
      onUpdate: (_, result) => {
        if (down) throw new Error('chat down');
        heard.push(result.status);
      },
    });
    await shop.create();
    shop.mixpay.latest.status = 'confirming';
    await shop.callBack();
    await shop.clock.advance(3000);
    shop.mixpay.latest.status = 'success';
    await shop.callBack();
    down = false;
    await shop.clock.advance(10 * MINUTE);
    await shop.handler.sweep();
    expect(heard).to.deep.equal([]);
    expect(shop.count('paid')).to.equal(1);
  });

  it('of a mismatch is told again when the payment that it is about has ended', async () => {
    const shop = new Shop();
    await shop.create();
    shop.mixpay.latest.result = { quoteAmount: '9' };
    for (const status of ['unpaid', 'unpaid', 'success', 'success']) {
      shop.mixpay.latest.status = status;
      await shop.callBack();
      await shop.clock.advance(15_000);
    }
    expect([shop.count('mismatch'), shop.count('paid')]).to.deep.equal([2, 0]);
  });

  it('of a surplus that shows after success, or after settlement, is told', async () => {
    const shop = new Shop();
    await shop.create();
    const payment = shop.mixpay.latest;
    payment.status = 'success';
    await shop.callBack();
    payment.result = { settleStatus: 'success' };
    await shop.clock.advance(15_000);
    await shop.callBack();
    payment.result = { settleStatus: 'success', surplusAmount: '0.5', surplusStatus: 'pending' };
    for (let hour = 0; hour < 24; hour++) {
      await shop.clock.advance(60 * MINUTE);
      await shop.handler.sweep();
    }
    expect(shop.count('surplus')).to.equal(1);
  });
});
