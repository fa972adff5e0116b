import { after, before, describe, it } from 'node:test';
import { expect } from 'chai';
import MixPay from 'mixpayjs';
import { createSandbox, type Sandbox } from '../../src/sandbox/index.js';
import { BTC, PAYEE } from './merchant.js';
import { serve, type Server } from './serve.js';

/** As much of MixPay's own client as is used here; its types say `any`. */
interface MixPayClient {
  request: { defaults: { baseURL: string } };
  createOneTimePaymentLink(params: Record<string, unknown>): Promise<{ code: string }>;
  getPaymentResult(traceId?: string, orderId?: string, payeeId?: string): Promise<Record<string, unknown>>;
  readQuoteAssets(): Promise<{ assetId: string }[]>;
  readPaymentAssets(): Promise<{ symbol: string }[]>;
  readSettlementAssets(): Promise<{ symbol: string }[]>;
}

describe('on a real socket', () => {
  let sandbox: Sandbox;
  let server: Server;
  let shop: Server;
  let received: unknown[] = [];

  before(async () => {
    sandbox = createSandbox({ limitPerMinute: Infinity });
    server = await serve(sandbox);
    shop = await serve(async (request) => {
      received.push(await request.json());
      return Response.json({ code: 'SUCCESS' });
    });
  });

  after(async () => {
    sandbox.close();
    await server.close();
    await shop.close();
  });

  function mixpay(): MixPayClient {
    const client = MixPay() as MixPayClient;
    client.request.defaults.baseURL = `${server.origin}/v1`;
    return client;
  }

  it('the curl of MixPay’s documentation works as it stands, and its result is asked by the code', async () => {
    const response = await fetch(`${server.origin}/v1/one_time_payment`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: `payeeId=a0d7791408776b47eb1dd3f94ed15d6a&settlementAssetId=${BTC}&quoteAssetId=usd&quoteAmount=10&isTemp=1`,
    });
    const answer = (await response.json()) as { code: number; data: { code: string } };
    expect(answer).to.include({ code: 0, success: true, message: '' });
    const result = await fetch(`${server.origin}/v1/payments_result?traceId=${answer.data.code}`);
    expect(((await result.json()) as { data: object }).data).to.include({ status: 'unpaid', quoteAmount: '10', traceId: answer.data.code });
  });

  it('MixPay’s own client creates a payment, reads its result and the assets', async () => {
    const client = mixpay();
    const order = { payeeId: PAYEE, quoteAmount: '10', quoteAssetId: 'usd', settlementAssetId: BTC, orderId: 'peer-order-1' };
    const { code } = await client.createOneTimePaymentLink(order);
    expect(await client.getPaymentResult(undefined, order.orderId, PAYEE)).to.include({ status: 'unpaid', quoteAmount: '10' });
    await sandbox.control(code, { status: 'success' });
    expect(await client.getPaymentResult(undefined, order.orderId, PAYEE)).to.include({ status: 'success' });
    expect((await client.readQuoteAssets()).map(({ assetId }) => assetId)).to.include('usd');
    expect((await client.readPaymentAssets()).map(({ symbol }) => symbol)).to.include('BTC');
    expect((await client.readSettlementAssets()).map(({ symbol }) => symbol)).to.include('USDT');
  });

  it('MixPay’s own client gets refusals', async () => {
    const refusal: unknown = await mixpay()
      .createOneTimePaymentLink({ payeeId: PAYEE, quoteAmount: '10', quoteAssetId: 'zzz', settlementAssetId: BTC, orderId: 'peer-order-2' })
      .catch((error: unknown) => error);
    expect(refusal).to.be.an('error').with.property('message').that.includes('quoteAssetId');
  });

  it('a payment pressed through on its page calls the shop back', async () => {
    received = [];
    const order = { payeeId: PAYEE, quoteAmount: '10', quoteAssetId: 'usd', settlementAssetId: BTC, orderId: 'peer-order-3' };
    const { code } = await mixpay().createOneTimePaymentLink({ ...order, callbackUrl: `${shop.origin}/callback` });
    const url = `${server.origin}/code/${code}`;
    const page = await fetch(url, { method: 'POST', body: new URLSearchParams({ action: 'pay' }), headers: { origin: server.origin } });
    expect([page.status, page.url]).to.deep.equal([200, url]);
    expect(await page.text()).to.include('data-status="success"');
    await sandbox.idle();
    expect(received).to.have.length(1);
    expect(received[0]).to.include({ orderId: order.orderId, payeeId: PAYEE });
  });

  it('two pages of one shop cannot be mixed up: each code is its own', async () => {
    const make = (orderId: string) =>
      mixpay().createOneTimePaymentLink({ payeeId: PAYEE, quoteAmount: '1', quoteAssetId: 'usd', settlementAssetId: BTC, orderId });
    const [one, other] = [await make('peer-order-4'), await make('peer-order-5')];
    await sandbox.control(one.code, { status: 'success' });
    expect(await mixpay().getPaymentResult(undefined, 'peer-order-5', PAYEE)).to.include({ status: 'unpaid' });
    expect(one.code).not.to.equal(other.code);
  });
});
