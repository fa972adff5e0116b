import { describe, it } from 'node:test';
import { expect } from 'chai';
import { readResult } from '../../src/core/result.js';
import { parsePayment } from '../../src/core/wire.js';
import { BTC, Merchant, PAYEE, TRACE } from './merchant.js';

describe('the result', () => {
  it('is found by trace, and by order with payee', async () => {
    const merchant = new Merchant();
    await merchant.create({ traceId: TRACE });
    expect((await merchant.result(`traceId=${TRACE}`))['orderId']).to.equal('order-1');
    expect((await merchant.result(`orderId=order-1&payeeId=${PAYEE.replaceAll('-', '')}`))['traceId']).to.equal(TRACE);
  });

  const unknown: [string, string, number][] = [
    ['an unknown trace', `traceId=${TRACE}`, 10062],
    ['an unknown order', `orderId=order-9&payeeId=${PAYEE}`, 10062],
    ['another payee’s order', `orderId=order-1&payeeId=${TRACE}`, 10062],
    ['an order without payee', 'orderId=order-1', 1017],
    ['nothing', '', 1017],
  ];
  for (const [what, query, code] of unknown) {
    it(`of ${what} is refused with ${code}`, async () => {
      const merchant = new Merchant();
      await merchant.create();
      expect((await merchant.ask(`/v1/payments_result?${query}`)).body).to.include({ code, success: false });
    });
  }

  it('lives at the plural path: the singular is 404', async () => {
    const merchant = new Merchant();
    const { status, body } = await merchant.ask(`/v1/payment_result?orderId=order-1&payeeId=${PAYEE}`);
    expect([status, body.code, body.success]).to.deep.equal([404, 404, false]);
  });

  it('names everything MixPay documents, each in its type', async () => {
    const merchant = new Merchant();
    await merchant.create({ traceId: TRACE, returnTo: 'https://shop.example/thanks' });
    expect(await merchant.result()).to.deep.include({
      status: 'unpaid',
      quoteAmount: '10',
      quoteSymbol: 'USD',
      quoteAssetId: 'usd',
      paymentAmount: '0',
      payableAmount: '0.00016',
      payableSymbol: 'BTC',
      payeeId: PAYEE,
      surplusAmount: '0',
      surplusStatus: 'no',
      confirmations: -1,
      txid: '',
      blockExplorerUrl: '',
      failureCode: '0',
      failureReason: '',
      returnTo: 'https://shop.example/thanks',
      traceId: TRACE,
      expiredAt: 0,
      settleStatus: '',
    });
  });

  it('carries payment and transactions only where asked', async () => {
    const merchant = new Merchant();
    await merchant.create();
    expect(await merchant.result()).not.to.have.any.keys('payment', 'transactions');
    expect(await merchant.result(`orderId=order-1&payeeId=${PAYEE}&with=payment`)).to.have.property('payment');
  });

  it('is what this package’s own reader understands', async () => {
    const merchant = new Merchant();
    const code = await merchant.create({ expiredTimestamp: 600 });
    await merchant.control(code, { status: 'confirming', paymentAmount: '0.0001' });
    const { body } = await merchant.ask(`/v1/payments_result?orderId=order-1&payeeId=${PAYEE}&with=payment,transactions`);
    expect(parsePayment(body, 'GET')).to.include({ status: 'confirming', confirmations: 0, requiredConfirms: 2, paymentAmount: '0.0001' });
    expect(readResult(body.data)?.txid).to.match(/^[0-9a-f]{64}$/);
  });

  it('spells the price as it was sent, or padded where asked to', async () => {
    for (const [padQuoteAmount, sent, spelled] of [
      [false, '10', '10'],
      [false, '10.50', '10.50'],
      [true, '10', '10.00000000'],
      [true, '10.50', '10.50000000'],
      [true, '0.0000000001', '0.0000000001'],
    ] as const) {
      const merchant = new Merchant({ padQuoteAmount });
      await merchant.create({ quoteAmount: sent, quoteAssetId: sent === '0.0000000001' ? BTC : 'usd' }).catch(() => undefined);
      const [payment] = await merchant.sandbox.payments();
      if (payment !== undefined) expect(payment['quoteAmount']).to.equal(spelled);
    }
  });

  it('in its shape before 2026-08-13 shows an underpayment as pending', async () => {
    const merchant = new Merchant({ legacyResults: true });
    const code = await merchant.create();
    await merchant.control(code, { status: 'paid_less' });
    const result = await merchant.result(`orderId=order-1&payeeId=${PAYEE}&with=payment`);
    expect(result['status']).to.equal('pending');
    expect(result['payment']).to.include({ isMultiPay: true, isFullyPaid: false });
    expect(readResult(result)?.status).to.equal('paid_less');
    for (const status of ['auditing', 'success'] as const) {
      await merchant.control(code, { status });
      expect((await merchant.result())['status']).to.equal(status === 'success' ? 'success' : 'pending');
    }
  });
});

describe('the assets', () => {
  it('to quote in are the coins and every currency of ISO 4217', async () => {
    const { body } = await new Merchant().ask('/v1/setting/quote_assets');
    const ids = (body.data as unknown as { assetId: string }[]).map(({ assetId }) => assetId);
    expect(ids).to.include.members(['usd', 'eur', 'jpy', 'zmw', BTC]);
    expect(ids).to.have.length(Intl.supportedValuesOf('currency').length + 20);
  });

  it('to pay and to settle with are the coins', async () => {
    for (const kind of ['payment', 'settlement']) {
      const { body } = await new Merchant().ask(`/v1/setting/${kind}_assets`);
      const symbols = (body.data as unknown as { symbol: string }[]).map(({ symbol }) => symbol);
      expect(symbols).to.have.length(20);
      expect(symbols).to.include.members(['BTC', 'ETH', 'USDT', 'USDC', 'DOGE', 'LTC', 'TRX']);
    }
  });

  it('have their limits: yen have no cents', async () => {
    const { body } = await new Merchant().ask('/v1/setting/quote_assets');
    const assets = body.data as unknown as { assetId: string; minQuoteAmount: string; maxQuoteAmount: string; decimalDigit: number }[];
    expect(assets.find(({ assetId }) => assetId === 'jpy')).to.include({ minQuoteAmount: '1', decimalDigit: 0 });
    expect(assets.find(({ assetId }) => assetId === 'usd')).to.include({ minQuoteAmount: '0.01', maxQuoteAmount: '1000000' });
  });
});

describe('the limit', () => {
  it('is 60 requests a minute, all APIs together, told in headers', async () => {
    const merchant = new Merchant({ limitPerMinute: 60 });
    const paths = ['/v1/payments_result', '/v1/setting/quote_assets', '/v1/nowhere'];
    for (let used = 1; used <= 60; used += 1) {
      const { body, headers } = await merchant.ask(paths[used % 3] ?? '');
      expect(body.code).not.to.equal(1429);
      expect(headers.get('x-ratelimit-limit')).to.equal('60');
      expect(headers.get('x-ratelimit-remaining')).to.equal(String(60 - used));
    }
    const { status, body, headers } = await merchant.createByJson();
    expect([status, body.code, body.success]).to.deep.equal([429, 1429, false]);
    expect(headers.get('x-ratelimit-remaining')).to.equal('0');
    await merchant.clock.advance(60_000);
    expect((await merchant.createByJson()).body.code).to.equal(0);
  });

  it('is each instance’s own, and spares the checkout page and the controls', async () => {
    const [one, other] = [new Merchant({ limitPerMinute: 1 }), new Merchant({ limitPerMinute: 1 })];
    const code = await one.create();
    await one.page(code);
    expect((await one.control(code, { status: 'success' })).status).to.equal(200);
    expect((await one.createByJson()).body.code).to.equal(1429);
    expect((await other.createByJson()).body.code).to.equal(0);
  });

  it('can be none, and then is not told', async () => {
    const { headers } = await new Merchant().ask('/v1/setting/quote_assets');
    expect(headers.has('x-ratelimit-limit')).to.equal(false);
  });
});

describe('faults that are played', () => {
  for (const code of [-1, 1017, 1429, 2000, 10001, 10006, 10007, 10008, 10034]) {
    it(`the API answers ${code} when told to, as often as told`, async () => {
      const merchant = new Merchant();
      merchant.sandbox.setFaults([{ path: '/one_time_payment', code, times: 1 }]);
      expect((await merchant.createByJson()).body).to.deep.include({ code, success: false, data: [] });
      expect((await merchant.createByJson()).body.code).to.equal(0);
    });
  }

  it('are set by a script, and cleared', async () => {
    const merchant = new Merchant();
    await merchant.control('', { faults: [{ code: 10008, httpStatus: 503 }] });
    expect((await merchant.ask('/v1/setting/quote_assets')).status).to.equal(503);
    await merchant.control('', { faults: [] });
    expect((await merchant.ask('/v1/setting/quote_assets')).status).to.equal(200);
  });

  it('may be nonsense instead of an envelope', async () => {
    const merchant = new Merchant();
    merchant.sandbox.setFaults([{ body: '<html>Bad gateway</html>', httpStatus: 502 }]);
    const response = await merchant.send('/v1/payments_result');
    expect([response.status, await response.text()]).to.deep.equal([502, '<html>Bad gateway</html>']);
  });

  it('may lose only the answer of what was done', async () => {
    const merchant = new Merchant();
    merchant.sandbox.setFaults([{ code: -1, afterwards: true, times: 1 }]);
    expect((await merchant.createByJson()).body.code).to.equal(-1);
    expect(await merchant.sandbox.payments()).to.have.length(1);
    expect((await merchant.createByJson()).body.code).to.equal(0);
    expect(await merchant.sandbox.payments()).to.have.length(1);
  });

  it('may hang until the client gives up, or the sandbox closes', async () => {
    const merchant = new Merchant();
    merchant.sandbox.setFaults([{ hang: true }]);
    const controller = new AbortController();
    const [givenUp, closed] = [merchant.ask('/v1/payments_result', { signal: controller.signal }), merchant.ask('/v1/payments_result')];
    controller.abort();
    await givenUp;
    merchant.sandbox.close();
    expect((await closed).status).to.equal(503);
  });
});

describe('any page', () => {
  it('may call the API, as it may call MixPay', async () => {
    const merchant = new Merchant();
    const preflight = await merchant.send('/v1/one_time_payment', { method: 'OPTIONS' });
    expect([preflight.status, preflight.headers.get('access-control-allow-headers')]).to.deep.equal([204, 'content-type']);
    expect((await merchant.createByJson()).headers.get('access-control-allow-origin')).to.equal('*');
  });

  it('gets 405 for another method, with the envelope', async () => {
    const { status, body } = await new Merchant().ask('/v1/one_time_payment');
    expect([status, body.success]).to.deep.equal([405, false]);
  });
});
