import { describe, it } from 'node:test';
import { expect } from 'chai';
import { PAYMENT_FIELDS } from '../../src/core/payment.js';
import { memoryStore } from '../../src/server/index.js';
import { Shop } from '../helpers/open-shop.js';
import { unreachable } from '../helpers/scripted-mixpay.js';

describe('a status URL', () => {
  it('shows the payer’s view and nothing else', async () => {
    const shop = new Shop();
    const { statusUrl } = await shop.create();
    Object.assign(shop.mixpay.latest, {
      status: 'confirming',
      result: {
        payableAmount: '0.001',
        payableSymbol: 'BTC',
        confirmations: 1,
        txid: 'ab',
        settleAmount: '9',
        settleStatus: 'x',
        returnTo: 'y',
        failureReason: 'z',
        transactions: [{ requiredConfirms: 3 }],
      },
    });
    const { status, body } = await shop.ask(statusUrl);
    expect(status).to.equal(200);
    expect(body).to.include({
      status: 'confirming',
      quoteAmount: '10',
      quoteSymbol: 'USD',
      payableAmount: '0.001',
      confirmations: 1,
      requiredConfirms: 3,
    });
    expect([...PAYMENT_FIELDS, 'now']).to.include.members(Object.keys(body));
    expect(body.now).to.equal(new Date(shop.clock.now()).toISOString());
  });

  it('that is genuine, of an order the store has lost, says so', async () => {
    const shop = new Shop();
    const { statusUrl } = await shop.create();
    shop.restart({ store: memoryStore({ clock: shop.clock }) });
    const { status, body } = await shop.ask(statusUrl);
    expect([status, body.code]).to.deep.equal([410, 'forgotten']);
    expect(shop.mixpay.reads).to.equal(0);
    await shop.create();
    expect((await shop.ask(statusUrl)).status).to.equal(200);
  });

  it('that is wrong or expired gets one and the same 404, and no call', async () => {
    const shop = new Shop();
    const { statusUrl = '' } = await shop.create();
    const other = new Shop({ secret: 'another-secret-of-32-characters-1' });
    const { statusUrl: foreign } = await other.create('order-2');
    const wrong = [
      '/api/mixpay/status/nothing',
      `/api/mixpay/status/${'x'.repeat(500)}`,
      '/api/mixpay/status/a/b',
      statusUrl.replace('order-1.1', 'order-2.1'),
      statusUrl.replace('order-1.1', 'order-1.2'),
      statusUrl.replace(/\.(\d{10})\./, '.9999999999.'),
      statusUrl.slice(0, -1) + (statusUrl.endsWith('A') ? 'B' : 'A'),
      String(foreign),
    ];
    const answers = [];
    for (const url of wrong) answers.push(await shop.send(url));
    await shop.clock.advance((48 * 60 + 31) * 60_000);
    answers.push(await shop.send(statusUrl));
    expect(new Set(answers.map(({ status, body }) => JSON.stringify([status, body]))).size).to.equal(1);
    expect(answers[0]?.status).to.equal(404);
    expect(shop.mixpay.reads).to.equal(0);
  });

  it('is valid until 48 hours past the deadline', async () => {
    const shop = new Shop();
    const { statusUrl } = await shop.create();
    await shop.clock.advance((48 * 60 + 29) * 60_000);
    expect((await shop.send(String(statusUrl))).status).to.equal(200);
  });

  it('costs one call however many watch it, in however many processes', async () => {
    const shop = new Shop();
    const { statusUrl } = await shop.create();
    const processes = [shop.handler];
    for (let n = 0; n < 3; n++) {
      shop.restart();
      processes.push(shop.handler);
    }
    await shop.clock.advance(6000);
    const ask = (n: number) => processes[n % 4]!(new Request(`https://shop.example${statusUrl ?? ''}`));
    await Promise.all(Array.from({ length: 200 }, (_, n) => ask(n)));
    expect(shop.mixpay.reads).to.equal(1);
  });

  it('still answers with what is known while MixPay gives no answer', async () => {
    const shop = new Shop();
    const { statusUrl } = await shop.create();
    shop.mixpay.latest.status = 'confirming';
    await shop.ask(statusUrl);
    shop.mixpay.outage = unreachable;
    expect((await shop.ask(statusUrl)).body.status).to.equal('confirming');
  });

  it('says success once reconcile has said so, also while onPaid is still owed, which it calls', async () => {
    const shop = new Shop();
    const { statusUrl } = await shop.create();
    shop.mixpay.latest.status = 'success';
    shop.during.paid = () => Promise.reject(new Error('down'));
    expect((await shop.ask(statusUrl)).body.status).to.equal('success');
    shop.during.paid = undefined;
    await shop.ask(statusUrl);
    await shop.ask(statusUrl);
    expect(shop.count('paid')).to.equal(2);
  });

  it('causes no more calls to MixPay once the payment has ended', async () => {
    const shop = new Shop();
    const { statusUrl } = await shop.create();
    shop.mixpay.latest.status = 'success';
    for (let n = 0; n < 5; n++) await shop.ask(statusUrl);
    expect(shop.mixpay.reads).to.equal(1);
  });
});
