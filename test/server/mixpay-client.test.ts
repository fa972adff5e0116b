import { describe, it } from 'node:test';
import { expect } from 'chai';
import { MixPayClient, MixPayError, type UpstreamCall } from '../../src/server/index.js';
import { FakeClock } from '../helpers/fake-clock.js';

const TRACE = '525502dd-e552-4505-b114-32fe32ff23c2';

function clientOf(answer: () => Response | Promise<Response>) {
  const clock = new FakeClock();
  const urls: string[] = [];
  const calls: UpstreamCall[] = [];
  const client = new MixPayClient({
    apiBase: 'https://api.mixpay.me',
    clock,
    fetch: (url) => {
      urls.push(url);
      return Promise.resolve().then(answer);
    },
    observe: (call) => void calls.push(call),
  });
  return { client, clock, urls, calls };
}

async function errorOf(run: Promise<unknown>): Promise<MixPayError> {
  const error: unknown = await run.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof MixPayError)) throw new Error('expected a MixPayError', { cause: error });
  return error;
}

const refusing = (code: number) => () => Response.json({ code, success: false, message: 'no', data: [] });

describe('the MixPay client', () => {
  it('asks the plural path by trace, with payment and transactions', async () => {
    const { client, urls } = clientOf(() => Response.json({ code: 0, success: true, data: { status: 'unpaid', traceId: TRACE } }));
    expect((await client.paymentResult(TRACE))?.status).to.equal('unpaid');
    expect(urls).to.deep.equal([`https://api.mixpay.me/v1/payments_result?traceId=${TRACE}&with=payment,transactions`]);
  });

  for (const code of [404, 10062, 10084])
    it(`reads ${code} as "no such trace"`, async () => {
      expect(await clientOf(refusing(code)).client.paymentResult(TRACE)).to.equal(undefined);
    });

  const codes: [number, boolean][] = [
    [-1, true],
    [1429, true],
    [10007, true],
    [10008, true],
    [10034, true],
    [1017, false],
    [10011, false],
    [2000, false],
    [10001, false],
    [10061, false],
    [77777, false],
  ];
  for (const [code, retryable] of codes)
    it(`makes of ${code} an error that says ${retryable ? 'to' : 'not to'} try again`, async () => {
      const error = await errorOf(clientOf(refusing(code)).client.paymentResult(TRACE));
      expect(error).to.include({ apiCode: code, retryable, code: code === 1429 ? 'rate_limited' : 'mixpay_error' });
    });

  it('repeats a read once after a broken connection, and a create never', async () => {
    const broken = clientOf(() => Promise.reject(new TypeError('reset')));
    expect((await errorOf(broken.client.paymentResult(TRACE))).code).to.equal('unreachable');
    expect(broken.urls).to.have.length(2);
    const body = { payeeId: 'p', quoteAmount: '1', quoteAssetId: 'usd', settlementAssetId: 's', traceId: TRACE };
    expect((await errorOf(broken.client.createPayment(body))).code).to.equal('unreachable');
    expect(broken.urls).to.have.length(3);
  });

  it('asks for permission before each request, and sends nothing without it', async () => {
    const broken = clientOf(() => Promise.reject(new TypeError('reset')));
    const given = [true, true, false, true, false];
    const leave = () => given.shift() ?? false;
    expect((await errorOf(broken.client.paymentResult(TRACE, leave))).code).to.equal('unreachable');
    expect(broken.urls).to.have.length(2);
    const refused = await errorOf(broken.client.paymentResult(TRACE, leave));
    expect([refused.code, refused.retryable]).to.deep.equal(['rate_limited', true]);
    expect(broken.urls).to.have.length(2);
    expect((await errorOf(broken.client.assets('quote', leave))).code).to.equal('unreachable');
    expect(broken.urls).to.have.length(3);
    expect(broken.calls).to.have.length(3);
  });

  it('never puts a trace into a message', async () => {
    const { client } = clientOf(() => new Response('<html>', { status: 502 }));
    expect((await errorOf(client.paymentResult(TRACE))).message).not.to.contain(TRACE);
  });

  it('keeps an asset list for ten minutes, and no failure at all', async () => {
    let fails = true;
    const { client, clock, urls } = clientOf(() =>
      fails ? refusing(10008)() : Response.json({ code: 0, success: true, data: [{ assetId: 'usd', symbol: 'USD' }, null, {}] }),
    );
    await errorOf(client.assets('quote'));
    fails = false;
    expect(await client.assets('quote')).to.deep.equal([{ assetId: 'usd', symbol: 'USD' }]);
    await clock.advance(599_000);
    await client.assets('quote');
    expect(urls).to.have.length(2);
    await client.assets('settlement');
    await clock.advance(2000);
    await client.assets('quote');
    expect(urls.map((url) => new URL(url).pathname)).to.deep.equal([
      '/v1/setting/quote_assets',
      '/v1/setting/quote_assets',
      '/v1/setting/settlement_assets',
      '/v1/setting/quote_assets',
    ]);
  });

  it('reports every call, what is left of the limit and how long to wait', async () => {
    const headers = { 'x-ratelimit-remaining': '41', 'Retry-After': '7' };
    const { client, calls } = clientOf(() => Response.json({ code: 1429, success: false }, { status: 429, headers }));
    expect((await errorOf(client.paymentResult(TRACE))).retryAfter).to.equal(7000);
    expect(calls).to.deep.equal([
      { method: 'GET', path: '/v1/payments_result', ms: 0, status: 429, remaining: 41, apiCode: 1429, retryAfter: 7000 },
    ]);
  });

  it('leaves no timer behind', async () => {
    const { client, clock } = clientOf(() => Response.json({ code: 0, success: true, data: { status: 'unpaid' } }));
    await client.paymentResult(TRACE);
    expect(clock.waiting).to.equal(0);
  });
});
