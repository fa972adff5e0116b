import { describe, it } from 'node:test';
import { expect } from 'chai';
import { createPaymentHandler, memoryStore, MixPayError, review, type OrderPicture, type Store } from '../../src/server/index.js';
import { SECRET, Shop } from '../helpers/open-shop.js';

const rejection = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

/** What nobody may read out of a picture. */
function secretsOf(shop: Shop, statusUrl = ''): string[] {
  const { callbackUrl = '' } = shop.mixpay.latest.body;
  const tokens = [statusUrl, callbackUrl].map((url) => url.split('/').at(-1) ?? '').filter((token) => token !== '');
  return [SECRET, 'callbackUrl', 'statusUrl', '/callback/', '/status/', ...tokens, ...tokens.map((token) => token.split('.').at(-1) ?? '')];
}

describe('lookup', () => {
  it('tells a link that nobody has paid', async () => {
    const shop = new Shop();
    const { traceId, expiresAt } = await shop.create();
    const picture = await shop.handler.lookup('order-1');
    expect(picture).to.deep.include({ orderId: 'order-1', state: 'unpaid', derived: false, owed: [] });
    expect(picture.attempts).to.have.length(1);
    expect(picture.attempts[0]).to.deep.include({
      attempt: 1,
      traceId,
      state: 'open',
      superseded: false,
      shown: 'unpaid',
      quoteAmount: '10',
      quoteAssetId: 'usd',
      expiresAt,
      sends: 1,
      told: ['created'],
    });
  });

  it('tells what MixPay said and when, what the page is shown, and which hooks were called', async () => {
    const shop = new Shop();
    await shop.create();
    Object.assign(shop.mixpay.latest, { status: 'success', result: { txid: 'tx-1', surplusAmount: '0.5', surplusStatus: 'pending' } });
    await shop.callBack();
    const { state, attempts, owed } = await shop.handler.lookup('order-1');
    expect([state, owed]).to.deep.equal(['fulfilled', []]);
    expect(attempts[0]).to.deep.include({ state: 'done', shown: 'success', told: ['created', 'paid', 'surplus'] });
    expect(attempts[0]?.result).to.deep.include({ rawStatus: 'success', paymentAmount: '0.001', txid: 'tx-1', surplusAmount: '0.5' });
    expect(attempts[0]?.readAt).to.equal(new Date(shop.clock.now()).toISOString());
  });

  it('tells what is owed: which hook, how often it failed, when it is called again', async () => {
    const shop = new Shop();
    await shop.create();
    shop.during['paid'] = () => Promise.reject(new Error('down'));
    shop.mixpay.latest.status = 'success';
    await shop.callBack();
    const { state, attempts, owed } = await shop.handler.lookup('order-1');
    expect([state, attempts[0]?.told]).to.deep.equal(['paid', ['created']]);
    expect(owed).to.deep.equal([
      { hook: 'paid', attempt: 1, tries: 1, dueAt: new Date(shop.clock.now() + 5000).toISOString(), running: false },
    ]);
  });

  it('tells every payment of an order, those that failed and were replaced too', async () => {
    const shop = new Shop();
    await shop.create();
    shop.mixpay.latest.status = 'failed';
    await shop.callBack();
    await shop.create();
    shop.prices['order-1'] = '12';
    await shop.clock.advance(5000);
    await shop.create();
    const { state, attempts } = await shop.handler.lookup('order-1');
    expect(state).to.equal('unpaid');
    expect(
      attempts.map(({ attempt, state: each, superseded, shown, quoteAmount }) => [attempt, each, superseded, shown, quoteAmount]),
    ).to.deep.equal([
      [1, 'failed', false, 'failed', '10'],
      [2, 'open', true, 'superseded', '10'],
      [3, 'open', false, 'unpaid', '12'],
    ]);
  });

  const looks: [string, (shop: Shop) => Promise<unknown>, string][] = [
    [
      'a payment put aside',
      async (shop) => {
        shop.during['paid'] = () => {
          throw review('The cart was changed.');
        };
        await shop.create();
        shop.mixpay.latest.status = 'success';
        await shop.callBack();
      },
      'review',
    ],
    [
      'a result of something else',
      async (shop) => {
        await shop.create();
        Object.assign(shop.mixpay.latest, { status: 'success', result: { quoteAmount: '1' } });
        await shop.callBack();
      },
      'review',
    ],
    [
      'a failure that kept money',
      async (shop) => {
        await shop.create();
        Object.assign(shop.mixpay.latest, { status: 'failed', result: { failureCode: '40024', paymentAmount: '0.1' } });
        await shop.callBack();
      },
      'review',
    ],
    [
      'money on its way',
      async (shop) => {
        await shop.create();
        shop.mixpay.latest.status = 'confirming';
        await shop.callBack();
      },
      'under_way',
    ],
    [
      'a refused create',
      async (shop) => {
        shop.mixpay.script.push(() => shop.mixpay.fails(10001));
        await shop.post({ orderId: 'order-1' });
      },
      'failed',
    ],
  ];
  for (const [name, live, state] of looks)
    it(`says ${state} of ${name}`, async () => {
      const shop = new Shop();
      await live(shop);
      expect((await shop.handler.lookup('order-1')).state).to.equal(state);
    });

  it('holds no secret, no token and no signed address, whatever has happened', async () => {
    const shop = new Shop({ sendOrderId: true });
    const { statusUrl, code = '' } = await shop.create();
    const pictures = [await shop.handler.lookup('order-1')];
    Object.assign(shop.mixpay.latest, {
      status: 'success',
      result: { returnTo: 'https://shop.example/?token=1', info: shop.mixpay.latest.body },
    });
    await shop.callBack();
    pictures.push(await shop.handler.lookup('order-1'), await shop.handler.recheck('order-1'));
    const text = JSON.stringify(pictures);
    for (const secret of [...secretsOf(shop, statusUrl), 'token=1', code]) expect(text).not.to.contain(secret);
  });

  it('sends no request and writes nothing', async () => {
    const shop = new Shop();
    await shop.create();
    const { calls } = shop.mixpay;
    const before = await shop.store.get('order:order-1');
    await shop.clock.advance(60_000);
    await shop.handler.lookup('order-1');
    expect(await shop.store.get('order:order-1')).to.deep.equal(before);
    expect(shop.mixpay.calls).to.equal(calls);
  });

  for (const asker of ['lookup', 'recheck'] as const) {
    it(`${asker} says that there is no such order`, async () => {
      const error = await rejection(new Shop().handler[asker]('order-7'));
      expect(error).to.be.instanceOf(MixPayError).with.property('code', 'order_unknown');
      expect(error).to.have.property('message', `${asker}: there is no order "order-7" in the store.`);
    });

    it(`${asker} says that what it was given is no order id`, async () => {
      for (const odd of [undefined, '', 7, Promise.resolve('order-1')])
        expect(await rejection(new Shop().handler[asker](odd as string))).to.have.property('code', 'invalid_field');
    });

    it(`${asker} rejects with the error of a failing store, and ends nothing`, async () => {
      const broken: Store = { ...memoryStore(), get: () => Promise.reject(new Error('connection lost')) };
      expect(await rejection(new Shop({ store: broken }).handler[asker]('order-1'))).to.have.property('message', 'connection lost');
    });

    it(`${asker} is no address of the endpoint`, async () => {
      const shop = new Shop();
      await shop.create();
      for (const path of [`/api/mixpay/${asker}/order-1`, `/api/mixpay/${asker}`, `/${asker}/order-1`])
        for (const method of ['GET', 'POST']) expect((await shop.send(path, { method })).status, `${method} ${path}`).to.equal(404);
    });
  }
});

describe('recheck', () => {
  const asked = ({ attempts }: OrderPicture) => attempts.map((attempt) => attempt.asked);

  it('finds a payment for which no callback came, and releases the goods', async () => {
    const shop = new Shop();
    await shop.create();
    shop.mixpay.latest.status = 'success';
    const picture = await shop.handler.recheck('order-1');
    expect([picture.state, asked(picture), shop.count('paid')]).to.deep.equal(['fulfilled', ['read'], 1]);
  });

  it('does not ask twice within two seconds, nor wait for the pace of pages', async () => {
    const shop = new Shop();
    await shop.create();
    await shop.handler.recheck('order-1');
    expect(asked(await shop.handler.recheck('order-1'))).to.deep.equal(['recent']);
    await shop.clock.advance(2000);
    expect(asked(await shop.handler.recheck('order-1'))).to.deep.equal(['read']);
    expect(shop.mixpay.reads).to.equal(2);
  });

  it('is denied where the minute is used up, and tells what is known', async () => {
    const shop = new Shop();
    await shop.create();
    await shop.clock.advance(3000);
    shop.mixpay.headers = { 'x-ratelimit-remaining': '0' };
    await shop.handler.recheck('order-1');
    await shop.clock.advance(3000);
    const picture = await shop.handler.recheck('order-1');
    expect([picture.state, asked(picture)]).to.deep.equal(['unpaid', ['denied']]);
  });

  it('says that MixPay gave no answer, tells the log why, and keeps what is known', async () => {
    const shop = new Shop();
    await shop.create();
    shop.mixpay.outage = () => Promise.reject(new TypeError('fetch failed'));
    const picture = await shop.handler.recheck('order-1');
    expect([picture.state, asked(picture)]).to.deep.equal(['unpaid', ['failed']]);
    expect(shop.events.find(({ type }) => type === 'error')).to.include({ where: 'rechecking', orderId: 'order-1' });
  });

  it('asks about replaced links too, and about none that were never sent to MixPay', async () => {
    const shop = new Shop();
    await shop.create();
    shop.prices['order-1'] = '12';
    await shop.clock.advance(5000);
    await shop.create();
    await shop.clock.advance(5000);
    const first = [...shop.mixpay.payments.values()][0]!;
    first.status = 'success';
    const picture = await shop.handler.recheck('order-1');
    expect([picture.state, asked(picture), shop.count('superseded_paid')]).to.deep.equal(['review', ['read', 'read'], 1]);
  });

  it('finds the settlement after the end', async () => {
    const shop = new Shop();
    await shop.create();
    shop.mixpay.latest.status = 'success';
    await shop.callBack();
    await shop.clock.advance(5000);
    shop.mixpay.latest.result = { settleStatus: 'success', settleAmount: '9.9', settleSymbol: 'USDT' };
    const { attempts } = await shop.handler.recheck('order-1');
    expect(attempts[0]?.result).to.include({ settleStatus: 'success', settleAmount: '9.9' });
  });

  it('is not ended by a hook that fails, and says that it is owed', async () => {
    const shop = new Shop();
    await shop.create();
    shop.during['paid'] = () => Promise.reject(new Error('down'));
    shop.mixpay.latest.status = 'success';
    const { state, owed } = await shop.handler.recheck('order-1');
    expect([state, owed.map(({ hook }) => hook)]).to.deep.equal(['paid', ['paid']]);
  });

  it('works for an order to which the shop gave no id', async () => {
    const shop = new Shop();
    const { body } = await shop.post({ item: 'shirt' });
    const again = createPaymentHandler(shop.options);
    const picture = await again.recheck(String(body.orderId));
    expect([picture.derived, picture.attempts[0]?.item]).to.deep.equal([true, 'shirt']);
  });
});
