import { describe, it } from 'node:test';
import { expect } from 'chai';
import { Shop } from '../helpers/open-shop.js';
import { quiet } from '../helpers/quiet.js';

const never = () => new Promise<Response>(() => undefined);

/** What is answered within the ten seconds that a page waits. */
async function inTime<T>(shop: Shop, work: Promise<T>): Promise<T> {
  await quiet();
  await shop.clock.advance(10_000);
  const late = quiet().then(() => {
    throw new Error('not answered within ten seconds');
  });
  return Promise.race([work, late]);
}

/** An answer whose second half never comes, and which ignores that it was aborted. */
function halfAnswer(): Response {
  const half = new TextEncoder().encode('{"code":0,');
  return new Response(
    new ReadableStream({
      start: (body) => body.enqueue(half),
      pull: () => new Promise(() => undefined),
    }),
  );
}

describe('a create that MixPay answers as no document says', () => {
  const answers: Record<string, string> = {
    'a refusal whose code is a text': '{"code":"10008","message":"maintenance","data":[]}',
    'a refusal all in texts': '{"code":"10008","success":"false","message":"maintenance","data":[]}',
    'a refusal in a word': '{"code":"MAINTENANCE","message":"maintenance"}',
    'a code outside of its envelope': '{"code":"abc","quoteAmount":"1","quoteAssetId":"usd"}',
    'lists in lists': `{"code":0,"success":true,"data":${'['.repeat(50_000)}${']'.repeat(50_000)}}`,
  };
  for (const [name, text] of Object.entries(answers))
    it(`opens nothing: ${name}`, async () => {
      const shop = new Shop();
      shop.mixpay.script.push(() => new Response(text));
      const { status, body } = await shop.post({ orderId: 'order-1' });
      expect([status, body.code]).to.deep.equal([503, 'mixpay_unavailable']);
      expect((await shop.create()).code).to.equal('code-1');
    });

  it('pauses for as long as MixPay asks, also where 1429 is a text', async () => {
    const shop = new Shop();
    shop.mixpay.script.push(() => Response.json({ code: '1429', success: false, message: 'too many', data: [] }));
    expect((await shop.post({ orderId: 'order-1' })).status).to.equal(503);
    await shop.clock.advance(5000);
    expect((await shop.post({ orderId: 'order-1' })).status).to.equal(503);
    expect(shop.mixpay.calls).to.equal(1);
  });
});

describe('a connection that ignores that it was aborted', () => {
  for (const [name, answer] of Object.entries({ 'no answer': never, 'half an answer': halfAnswer })) {
    it(`keeps no payer waiting: ${name}`, async () => {
      const shop = new Shop();
      shop.mixpay.outage = answer;
      const { status, body } = await inTime(shop, shop.post({ orderId: 'order-1' }));
      expect([status, body.code]).to.deep.equal([503, 'mixpay_unavailable']);
      shop.mixpay.outage = undefined;
      expect((await shop.create()).code).to.equal('code-1');
    });

    it(`keeps no sweep from ending: ${name}`, async () => {
      const shop = new Shop();
      await shop.create();
      await shop.clock.advance(60_000);
      shop.mixpay.outage = answer;
      expect((await inTime(shop, shop.handler.sweep())).errors).to.equal(1);
    });
  }
});

describe('a refusal that quotes the request', () => {
  const quoting = (status: number) => (body: unknown) =>
    Response.json({ code: 77777, success: false, message: `not taken: ${JSON.stringify(body)}` }, { status });
  for (const [name, answer] of Object.entries({ 'in its envelope': quoting(200), 'with a status of its own': quoting(400) }))
    it(`puts no trace and no callback address into the log: ${name}`, async () => {
      const shop = new Shop();
      shop.mixpay.script.push(() => answer(shop.mixpay.creates[0]));
      await shop.post({ orderId: 'order-1' });
      const { traceId, callbackUrl = '' } = shop.mixpay.creates[0]!;
      const logged = shop.events.map((event) => (event.type === 'error' ? String(event.error) + JSON.stringify(event.error) : '')).join();
      expect(logged).to.include('not taken').and.to.include('77777');
      expect(logged).to.not.include(traceId);
      expect(logged).to.not.include(callbackUrl.split('/callback/')[1]);
    });
});

describe('a result that MixPay gives as no document says', () => {
  for (const expiredAt of [1800, '1800', 1, 40_000])
    it(`opens no second code where the deadline is no time (${JSON.stringify(expiredAt)})`, async () => {
      const shop = new Shop();
      const { code, statusUrl } = await shop.create();
      shop.mixpay.latest.result = { expiredAt };
      const { body } = await shop.ask(statusUrl);
      expect(body.expiresAt).to.equal('2026-11-21T12:30:00.000Z');
      await shop.clock.advance(5000);
      expect((await shop.create()).code).to.equal(code);
      expect(shop.mixpay.creates).to.have.length(1);
    });

  it('with an unknown status, on a replaced link: the payer follows it, and is not sent in circles', async () => {
    const shop = new Shop();
    const first = await shop.create();
    await shop.clock.advance(5000);
    shop.prices['order-1'] = '12';
    await shop.create();
    [...shop.mixpay.payments.values()][0]!.status = 'processing';
    expect((await shop.ask(first.statusUrl, 60_000)).body.status).to.equal('pending');
    const again = await shop.post({ orderId: 'order-1' });
    expect(again.body.code).to.equal('already_paid');
    expect((await shop.ask(again.body.statusUrl)).body.status).to.equal('pending');
  });
});
