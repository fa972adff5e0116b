import { describe, it } from 'node:test';
import { expect } from 'chai';
import { openAmount, refuse, type PaymentHandlerOptions } from '../../src/server/index.js';
import { ENDPOINT, ORIGIN, PAYEE, Shop, USDT } from '../helpers/open-shop.js';
import { unreachable } from '../helpers/scripted-mixpay.js';

describe('creating a payment', () => {
  it('asks MixPay for the shop’s price, payee and settlement, and answers code and status URL', async () => {
    const shop = new Shop();
    const { status, body } = await shop.post({
      orderId: 'order-1',
      remark: 'no',
      payeeId: 'evil',
      settlementAssetId: 'evil',
      callbackUrl: 'https://evil.example',
    });
    expect(status).to.equal(200);
    const [sent] = shop.mixpay.creates;
    expect(sent).to.include({ payeeId: PAYEE, settlementAssetId: USDT, quoteAmount: '10', quoteAssetId: 'usd', traceId: body.traceId });
    expect(sent).not.to.have.any.keys('orderId', 'remark', 'strictMode', 'paymentAssetId');
    expect(sent?.callbackUrl).to.match(new RegExp(`^${ENDPOINT}/callback/order-1\\.1\\.[\\w-]{43}$`));
    expect(body).to.include({ code: 'code-1', orderId: 'order-1', quoteAmount: '10', quoteAssetId: 'usd', quoteSymbol: 'USD' });
    expect(body.statusUrl).to.match(/^\/api\/mixpay\/status\/order-1\.1\.\d+\.[\w-]{43}$/);
    expect(Date.parse(String(body.expiresAt)) - shop.clock.now()).to.equal(1800_000);
    expect(sent?.expiredTimestamp).to.equal(Date.parse(String(body.expiresAt)) / 1000);
  });

  it('says that its codes are a sandbox’s, so that no page and no form ends with MixPay unseen', async () => {
    const answered = async (changes: Pick<Partial<PaymentHandlerOptions>, 'origin' | 'apiBase' | 'checkoutBase'>) => {
      const shop = new Shop(changes);
      const { body } = await shop.post({ orderId: 'order-1' }, { Origin: shop.options.origin });
      expect(shop.warnings.filter((message) => message.includes('checkoutBase'))).to.deep.equal([]);
      await shop.postForm({ orderId: 'order-1' }, { Origin: shop.options.origin });
      return { sandbox: body.sandbox, warned: shop.warnings.filter((message) => message.includes('checkoutBase')) };
    };
    const local = { origin: 'http://localhost:3000', apiBase: 'http://localhost:4010' };
    const below = { apiBase: `${ORIGIN}/sandbox` };
    const real = 'https://mixpay.me/code/';
    expect(await answered({})).to.deep.equal({ sandbox: undefined, warned: [] });
    expect(await answered({ apiBase: 'https://relay.example' })).to.deep.equal({ sandbox: undefined, warned: [] });
    expect(await answered({ ...local, checkoutBase: real })).to.deep.equal({ sandbox: undefined, warned: [] });
    expect(await answered({ ...local, checkoutBase: `${local.apiBase}/code/` })).to.deep.equal({ sandbox: true, warned: [] });
    expect(await answered({ ...below, checkoutBase: `${below.apiBase}/code/` })).to.deep.equal({ sandbox: true, warned: [] });
    for (const forgotten of [local, below]) {
      const { sandbox, warned } = await answered(forgotten);
      expect(sandbox).to.equal(true);
      expect(warned).to.have.length(1);
      expect(warned[0]).to.contain(`Give checkoutBase: "${forgotten.apiBase}/code/".`);
    }
  });

  it('never takes the real MixPay for a sandbox: behind a relay, or with a checkout page of the shop’s own', async () => {
    const live: Pick<Partial<PaymentHandlerOptions>, 'apiBase' | 'checkoutBase'>[] = [
      { apiBase: ORIGIN },
      { apiBase: `${ORIGIN}/mixpay/` },
      { apiBase: 'HTTPS://Relay.Example/mixpay' },
      { checkoutBase: 'https://pay.example/code' },
      { checkoutBase: `${ORIGIN}/code/` },
      { checkoutBase: 'https://api.mixpay.me/code' },
      { checkoutBase: 'https://MIXPAY.me/code' },
      { apiBase: `${ORIGIN}/mixpay`, checkoutBase: 'https://www.mixpay.me/code/' },
      { apiBase: `${ORIGIN}/mixpay`, checkoutBase: `${ORIGIN}/pay/` },
      { apiBase: 'https://relay.example', checkoutBase: 'https://pay.example/code/' },
    ];
    for (const options of live) {
      const { body } = await new Shop(options).post({ orderId: 'order-1' });
      expect(body.code, JSON.stringify(options)).to.equal('code-1');
      expect(body, JSON.stringify(options)).not.to.have.property('sandbox');
    }
  });

  it('says where to look for what went wrong in the shop, and not what it was', async () => {
    const shop = new Shop({
      order: () => {
        throw new Error('the price list is gone');
      },
    });
    const { status, body } = await shop.post({ orderId: 'order-1' });
    expect([status, body.code, body.detail]).to.deep.equal([500, 'order_failed', 'The server’s console, or its onEvent, says why.']);
  });

  it('opens one payment for two clicks, two processes and any number of repeats', async () => {
    const shop = new Shop();
    const first = shop.handler;
    const answers = await Promise.all([shop.create(), shop.create()]);
    shop.restart();
    answers.push(await shop.create());
    shop.handler = first;
    await shop.clock.advance(60_000);
    answers.push(await shop.create());
    expect(new Set(answers.map(({ code }) => code)).size).to.equal(1);
    expect(new Set(shop.mixpay.creates.map(({ traceId }) => traceId)).size).to.equal(1);
    expect(shop.count('created')).to.equal(1);
  });

  it('re-sends the identical body after an answer that was lost', async () => {
    const shop = new Shop();
    shop.mixpay.script.push(unreachable);
    expect((await shop.post({ orderId: 'order-1' })).status).to.equal(503);
    await shop.clock.advance(7000);
    await shop.create();
    const [first, second] = shop.mixpay.creates;
    expect(second).to.deep.equal(first);
  });

  it('gives a trace that depends on the secret, the payee, the order, the price and the settlement, and not on the page', async () => {
    const traceOf = async (changes = {}, order = 'order-1', price = '10') => {
      const shop = new Shop(changes);
      shop.prices[order] = price;
      return (await shop.create(order)).traceId;
    };
    const trace = await traceOf();
    expect(trace).to.match(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(await traceOf({}, 'order-1', '10.00')).to.equal(trace);
    expect(await traceOf({ payeeId: PAYEE.replaceAll('-', '').toUpperCase() })).to.equal(trace);
    const others = [
      await traceOf({ secret: 'another-secret-of-32-characters-1' }),
      await traceOf({ payeeId: USDT }),
      await traceOf({ settlementAssetId: PAYEE }),
      await traceOf({}, 'order-3'),
      await traceOf({}, 'order-1', '10.01'),
    ];
    expect(new Set([trace, ...others]).size).to.equal(6);
  });

  it('names the right price before MixPay is called', async () => {
    const shop = new Shop();
    const { status, body, headers } = await shop.post({ orderId: 'order-1', quoteAmount: '9.99', quoteAssetId: 'usd' });
    expect(status).to.equal(409);
    expect(headers.get('content-type')).to.equal('application/problem+json');
    expect(body).to.include({ code: 'price_changed', status: 409, quoteAmount: '10', quoteAssetId: 'usd', quoteSymbol: 'USD' });
    expect((await shop.post({ orderId: 'order-1', quoteAmount: '10', quoteAssetId: 'eur' })).status).to.equal(409);
    expect(shop.mixpay.calls).to.equal(0);
    expect((await shop.post({ orderId: 'order-1', quoteAmount: '10.00', quoteAssetId: 'USD' })).status).to.equal(200);
  });

  it('passes on nothing the page asks that order() does not return', async () => {
    const shop = new Shop({
      order: (asked) => ({
        orderId: 'order-1',
        quoteAmount: '10',
        quoteAssetId: 'usd',
        ...(asked.remark === undefined ? {} : { remark: asked.remark }),
      }),
    });
    await shop.post({ remark: 'blue', paymentAssetId: USDT, expiresIn: 100 });
    expect(shop.mixpay.creates[0]).to.include({ remark: 'blue', expiredTimestamp: shop.clock.now() / 1000 + 1800 });
    expect(shop.mixpay.creates[0]).not.to.have.property('paymentAssetId');
  });

  for (const [asked, given] of [
    [1, 60],
    [90, 90],
    [999_999, 172_740],
  ] as const)
    it(`brings a lifetime of ${asked} s to ${given} s`, async () => {
      const shop = new Shop({ order: () => ({ orderId: 'order-1', quoteAmount: '1', quoteAssetId: 'usd', expiresIn: asked }) });
      await shop.create();
      expect(shop.mixpay.creates[0]?.expiredTimestamp).to.equal(shop.clock.now() / 1000 + given);
    });

  const faults: Record<string, unknown> = {
    'a number for a price': { quoteAmount: 10, quoteAssetId: 'usd' },
    'no price': { quoteAssetId: 'usd' },
    'a price of zero': { quoteAmount: '0', quoteAssetId: 'usd' },
    'no asset': { quoteAmount: '1' },
    'an order id MixPay could not take': { orderId: 'a', quoteAmount: '1', quoteAssetId: 'usd' },
    nothing: undefined,
  };
  for (const [name, said] of Object.entries(faults))
    it(`sends nothing to MixPay where order() returns ${name}`, async () => {
      const shop = new Shop({ order: () => said as never });
      const { status, body } = await shop.post({ orderId: 'order-1' });
      expect([status, body.code]).to.deep.equal([500, 'order_failed']);
      expect(shop.mixpay.calls).to.equal(0);
    });

  it('tells the page the shop’s own refusal, and hides internal errors', async () => {
    const shop = new Shop({
      order: (asked) => {
        if (asked.item === 'sold') throw refuse(409, 'sold_out', 'The last one has just been sold.');
        throw new Error('password=hunter2');
      },
    });
    expect((await shop.post({ item: 'sold' })).body).to.include({
      code: 'sold_out',
      title: 'The last one has just been sold.',
      status: 409,
    });
    const broken = await shop.post({ item: 'other' });
    expect(broken.status).to.equal(500);
    expect(JSON.stringify(broken.body)).not.to.contain('hunter2');
  });

  it('opens nothing where onCreated throws', async () => {
    const shop = new Shop();
    shop.during.created = () => Promise.reject(new Error('database down'));
    expect((await shop.post({ orderId: 'order-1' })).status).to.equal(503);
    shop.during.created = undefined;
    await shop.clock.advance(6000);
    expect((await shop.post({ orderId: 'order-1' })).status).to.equal(200);
    expect(shop.count('created')).to.equal(2);
    expect(shop.mixpay.payments.size).to.equal(1);
  });

  it('tells MixPay no callback address it cannot reach, and the order id only if asked to', async () => {
    const local = new Shop({ origin: 'http://localhost:5173' });
    await local.create();
    expect(local.mixpay.creates[0]).not.to.have.property('callbackUrl');
    const open = new Shop({ sendOrderId: true, strictMode: true });
    await open.create();
    expect(open.mixpay.creates[0]).to.include({ orderId: 'order-1', strictMode: true });
  });

  const answers: [number, number, string][] = [
    [10004, 422, 'price_too_low'],
    [10005, 422, 'price_too_high'],
    [10001, 502, 'mixpay_refused'],
    [10008, 503, 'mixpay_unavailable'],
    [-1, 503, 'mixpay_unavailable'],
    [12345, 502, 'mixpay_refused'],
    [1429, 503, 'busy'],
  ];
  for (const [apiCode, status, code] of answers)
    it(`answers MixPay’s ${apiCode} with ${status} ${code}`, async () => {
      const shop = new Shop();
      shop.mixpay.script.push(() => shop.mixpay.fails(apiCode));
      const answer = await shop.post({ orderId: 'order-1' });
      expect([answer.status, answer.body.code]).to.deep.equal([status, code]);
      if (status === 503) expect(answer.headers.get('retry-after')).to.match(/^[1-9]\d*$/);
    });

  for (const [name, answer] of Object.entries<() => Response>({
    html: () => new Response('<h1>Bad gateway</h1>', { status: 502 }),
    nothing: () => new Response(''),
    'an envelope without data': () => Response.json({ code: 0, success: true }),
    'a code that is a path': () => Response.json({ code: 0, success: true, data: { code: '../../evil' } }),
    'a redirect': () => new Response(null, { status: 302, headers: { Location: 'https://evil.example/' } }),
  }))
    it(`opens nothing where MixPay answers ${name}`, async () => {
      const shop = new Shop();
      shop.mixpay.script.push(answer);
      expect((await shop.post({ orderId: 'order-1' })).status).to.be.oneOf([502, 503]);
      expect((await shop.post({ orderId: 'order-1' })).body.code).to.equal('code-1');
    });

  it('gives up on a MixPay that hangs before the page does', async () => {
    const shop = new Shop();
    let called = (): void => undefined;
    const calling = new Promise<void>((resolve) => (called = resolve));
    const hanging: typeof shop.options.fetch = (_, { signal }) =>
      new Promise((__, reject) => {
        signal?.addEventListener('abort', () => reject(new Error('aborted')));
        called();
      });
    shop.restart({ fetch: hanging });
    const answer = shop.post({ orderId: 'order-1' });
    await calling;
    await shop.clock.advance(8000);
    expect((await answer).status).to.equal(503);
  });
});

describe('an order without an id', () => {
  const key = '0d2b8b0e-54b4-4e6a-9a0f-3f2a7f0c9a11';
  it('gets one from the page’s nonce, the same at every price', async () => {
    const shop = new Shop();
    const one = await shop.post({ item: 'shirt' }, { 'Idempotency-Key': key });
    const again = await shop.post({ item: 'shirt', quoteAmount: '15', quoteAssetId: 'usd', traceId: key.toUpperCase() });
    const another = await shop.post({ item: 'shirt' }, { 'Idempotency-Key': `${key}2` });
    const none = await shop.post({ item: 'shirt' });
    expect(one.body.orderId).to.match(/^[0-9a-f]{24}$/);
    expect(again.body.orderId).to.equal(one.body.orderId);
    expect(again.body.code).to.equal(one.body.code);
    expect(new Set([one, another, none].map(({ body }) => body.orderId)).size).to.equal(3);
    expect(shop.told.map(({ orderId }) => orderId)).to.include(one.body.orderId);
  });

  it('ignores the nonce where the shop names the order', async () => {
    const shop = new Shop();
    const one = await shop.post({ orderId: 'order-1' }, { 'Idempotency-Key': key });
    const other = await shop.post({ orderId: 'order-2' }, { 'Idempotency-Key': key });
    expect(one.body.code).not.to.equal(other.body.code);
    expect((await shop.post({ orderId: 'order-1' }, { 'Idempotency-Key': `${key}3` })).body.code).to.equal(one.body.code);
  });
});

describe('an open amount', () => {
  const donation = openAmount({ min: '1', max: '500' });
  it('is taken within its bounds only', async () => {
    const shop = new Shop({ order: donation });
    const status = async (quoteAmount: unknown, quoteAssetId = 'usd') => (await shop.post({ quoteAmount, quoteAssetId })).status;
    for (const amount of ['1', '500', '12.34', '500.00', 7]) expect(await status(amount)).to.equal(200);
    for (const amount of ['0.99', '500.01', '1000000', '1.234']) expect(await status(amount)).to.equal(422);
    expect(await status('5', 'eur')).to.equal(422);
    expect((await shop.post({})).body.code).to.equal('amount_missing');
  });

  it('in a currency without small coins is refused to the payer, and is no error of the shop', async () => {
    const shop = new Shop({ order: openAmount({ min: '1', max: '500', quoteAssetId: 'jpy' }) });
    const { status, body } = await shop.post({ quoteAmount: '100.5', quoteAssetId: 'jpy' });
    expect([status, body.code]).to.deep.equal([422, 'amount_too_fine']);
    expect(shop.events.filter(({ type }) => type === 'error')).to.deep.equal([]);
    expect((await shop.post({ quoteAmount: '100.00', quoteAssetId: 'jpy' })).status).to.equal(200);
  });

  it('refuses bounds that hold nothing', () => {
    expect(() => openAmount({ min: '0', max: '5' })).to.throw(/min/);
    expect(() => openAmount({ min: '6', max: '5' })).to.throw(/max/);
  });
});

describe('a form', () => {
  it('is sent on to the checkout page', async () => {
    const shop = new Shop({ checkoutBase: 'https://pay.example/code' });
    const { status, headers } = await shop.postForm({
      orderId: 'order-1',
      quoteAmount: '10',
      quoteAssetId: 'usd',
      remark: '',
      submit: 'Pay',
    });
    expect([status, headers.get('location')]).to.deep.equal([303, 'https://pay.example/code/code-1']);
  });

  it('is told of a refusal on a page with a way back', async () => {
    const shop = new Shop();
    const { status, headers, body } = await shop.postForm({ orderId: 'order-9' }, { Origin: ORIGIN, Referer: `${ORIGIN}/cart?"><script>` });
    expect(status).to.equal(404);
    expect(headers.get('content-type')).to.contain('text/html');
    expect(body.text).to.contain('There is no such order.').and.to.contain(`href="${ORIGIN}/cart?`).and.not.to.contain('<script>');
    const priced = await shop.postForm(
      { orderId: 'order-1', quoteAmount: '9', quoteAssetId: 'usd' },
      { Origin: ORIGIN, Referer: 'https://evil.example/' },
    );
    expect(priced.status).to.equal(409);
    expect(priced.body.text).to.contain('10 USD').and.to.contain(`href="${ORIGIN}/"`);
  });

  it('sent by a script that wants JSON gets JSON', async () => {
    const shop = new Shop();
    expect((await shop.postForm({ orderId: 'order-1' }, { Origin: ORIGIN, Accept: 'application/json' })).body.code).to.equal('code-1');
  });
});
