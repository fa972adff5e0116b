import { describe, it } from 'node:test';
import { expect } from 'chai';
import { actionsOn, BTC, ETH, Merchant, TRACE } from './merchant.js';

describe('the checkout page', () => {
  it('says that it is a sandbox, what is to be paid, in which coin and until when', async () => {
    const merchant = new Merchant();
    const page = await merchant.page(await merchant.create({ remark: 'Two cups', expiredTimestamp: 1800 }));
    for (const words of ['Sandbox: no real money moves', 'Two cups', '$10.00', 'Pay 0.00016\u00a0BTC', 'Waiting for payment', '30 min']) {
      expect(page).to.include(words);
    }
  });

  it('takes an unpaid payment straight to paid in one press, and comes back to itself', async () => {
    const merchant = new Merchant();
    const code = await merchant.create({ returnTo: 'https://shop.example/thanks' });
    const response = await merchant.press(code, 'pay');
    expect([response.status, response.headers.get('location')]).to.deep.equal([303, `/code/${code}`]);
    const page = await merchant.page(code);
    expect(page).to.include('data-status="success"').and.to.include('href="https://shop.example/thanks"');
  });

  it('under a base path comes back there', async () => {
    const merchant = new Merchant({ basePath: '/sandbox/' });
    const { body } = await merchant.ask('/sandbox/v1/one_time_payment', {
      method: 'POST',
      body: new URLSearchParams({ payeeId: TRACE, quoteAmount: '1', quoteAssetId: 'usd', settlementAssetId: BTC, orderId: 'order-1' }),
    });
    const path = `/sandbox/code/${String(body.data['code'])}`;
    const response = await merchant.send(path, { method: 'POST', body: new URLSearchParams({ action: 'pay' }) });
    expect(response.headers.get('location')).to.equal(path);
    expect((await merchant.send('/v1/setting/quote_assets')).status).to.equal(404);
  });

  const offered: Record<string, string[]> = {
    unpaid: ['pay', 'send', 'underpay', 'overpay', 'process', 'review', 'expire', 'cancel', 'fail'],
    confirming: ['confirm', 'block', 'process', 'review', 'expire', 'fail'],
    paid_less: ['topup', 'topup-send', 'overpay', 'process', 'review', 'expire', 'fail'],
    pending: ['approve', 'review', 'fail'],
    auditing: ['approve', 'fail'],
    success: ['return', 'settle'],
    failed: ['return'],
  };
  for (const [status, actions] of Object.entries(offered)) {
    it(`of a payment that is ${status} offers ${actions.join(', ')}, and each does what it says`, async () => {
      for (const action of actions) {
        const merchant = new Merchant();
        const code = await merchant.create({ expiredTimestamp: 600, returnTo: 'https://shop.example/' });
        await merchant.control(code, { status });
        expect(actionsOn(await merchant.page(code))).to.deep.equal(actions);
        if (action === 'return') continue;
        expect((await merchant.press(code, action, action === 'fail' ? { failureCode: '10095' } : {})).status, action).to.equal(303);
      }
    });
  }

  it('leads from an underpayment over a top-up to paid', async () => {
    const merchant = new Merchant();
    const code = await merchant.create();
    const seen = [];
    for (const action of ['underpay', 'topup-send', 'block', 'confirm']) {
      await merchant.press(code, action);
      const { status, paymentAmount } = await merchant.result();
      seen.push(`${String(status)} ${String(paymentAmount)}`);
    }
    expect(seen).to.deep.equal(['paid_less 0.00008', 'confirming 0.00016', 'confirming 0.00016', 'success 0.00016']);
  });

  it('lets an unpaid payment expire, which then can only be seen late or fail', async () => {
    const merchant = new Merchant();
    const code = await merchant.create({ failedReturnTo: 'https://shop.example/again' });
    await merchant.press(code, 'expire');
    const page = await merchant.page(code);
    expect(page).to.include('Expired').and.to.include('href="https://shop.example/again"');
    expect(actionsOn(page)).to.deep.equal(['return', 'late', 'fail']);
    expect((await merchant.press(code, 'pay')).status).to.equal(409);
  });

  it('changes the coin until something is paid, unless the merchant fixed it', async () => {
    const merchant = new Merchant();
    const code = await merchant.create();
    await merchant.press(code, 'coin', { paymentAssetId: ETH });
    expect(await merchant.result()).to.include({ payableAmount: '0.004', payableSymbol: 'ETH' });
    await merchant.press(code, 'pay', { paymentAssetId: BTC });
    expect(await merchant.result()).to.include({ status: 'success', paymentAmount: '0.00016', paymentSymbol: 'BTC' });
    expect(await merchant.page(code)).not.to.include('Pay with');
    const fixed = await merchant.create({ orderId: 'order-2', paymentAssetId: ETH });
    expect(await merchant.page(fixed)).not.to.include('Pay with');
    expect((await merchant.press(fixed, 'coin', { paymentAssetId: BTC })).status).to.equal(409);
  });

  it('takes the coin from its address without changing anything yet', async () => {
    const merchant = new Merchant();
    const code = await merchant.create();
    expect(await merchant.page(code, `?paymentAssetId=${ETH}`)).to.include('Pay 0.004\u00a0ETH');
    expect((await merchant.result())['payableSymbol']).to.equal('BTC');
  });

  it('overpays in the coin chosen on a page that was out of date', async () => {
    const merchant = new Merchant();
    const code = await merchant.create();
    await merchant.press(code, 'overpay', { paymentAssetId: ETH });
    expect(await merchant.result()).to.include({ paymentAmount: '0.0044', surplusAmount: '0.0004', paymentSymbol: 'ETH' });
  });

  it('pressed twice does it once, and says so where the payment had moved on', async () => {
    const merchant = new Merchant();
    const code = await merchant.create();
    await merchant.press(code, 'pay');
    expect((await merchant.press(code, 'pay')).status).to.equal(303);
    const late = await merchant.press(code, 'underpay');
    expect(late.status).to.equal(409);
    expect(await late.text()).to.include('role="alert"');
    expect((await merchant.result())['paymentAmount']).to.equal('0.00016');
  });

  it('tells what failed, and whether money came', async () => {
    const merchant = new Merchant();
    const code = await merchant.create();
    await merchant.press(code, 'fail', { failureCode: '10095' });
    expect(await merchant.page(code)).to.include('Rejected in review (10095). Money was received: contact the shop.');
  });

  it('escapes whatever the merchant sent, and links to http(s) only', async () => {
    const merchant = new Merchant();
    const code = await merchant.create({ remark: `<img src=x onerror="alert('1')">`, returnTo: 'javascript:alert(1)' });
    await merchant.press(code, 'pay');
    const page = await merchant.page(code);
    expect(page).to.include('&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;');
    expect(page).not.to.match(/<img|javascript:/);
  });

  it('answers an unknown code with a page, and 404', async () => {
    const response = await new Merchant().send('/code/nothing');
    expect(response.status).to.equal(404);
    expect(await response.text()).to.include('No such payment');
  });

  it('allows nothing but its own style and script, and any shop to frame it', async () => {
    const merchant = new Merchant();
    const response = await merchant.send(`/code/${await merchant.create()}`);
    const policy = response.headers.get('content-security-policy') ?? '';
    const nonce = /script-src 'nonce-([0-9a-f]{32})'/.exec(policy)?.[1] ?? 'none';
    expect(policy).to.include("default-src 'none'").and.to.include("form-action 'self'").and.to.include('frame-ancestors *');
    const page = await response.text();
    expect(page.match(/<(style|script) nonce="(.+?)"/g)).to.deep.equal([`<style nonce="${nonce}"`, `<script nonce="${nonce}"`]);
    expect(page).not.to.match(/ style=| on\w+=/);
    expect(response.headers.get('cache-control')).to.equal('no-store');
  });

  it('works without script: its buttons are forms, and it looks again by itself', async () => {
    const merchant = new Merchant();
    const page = await merchant.page(await merchant.create());
    expect(page).to.match(/<noscript><meta http-equiv="refresh"/);
    expect(page.match(/<form method="post"/g)?.length).to.be.greaterThan(8);
  });

  it('embedded stays embedded, and never leads away from the shop', async () => {
    const merchant = new Merchant();
    const code = await merchant.create({ returnTo: 'https://shop.example/' });
    const response = await merchant.send(`/code/${code}?style=iframe`, { method: 'POST', body: new URLSearchParams({ action: 'pay' }) });
    expect(response.headers.get('location')).to.equal(`/code/${code}?style=iframe`);
    const page = await merchant.page(code, '?style=iframe');
    expect(page).to.include('data-frame').and.not.to.include('https://shop.example/');
  });
});

describe('the root page', () => {
  it('says what the sandbox is, and leads to its newest payments', async () => {
    const merchant = new Merchant({ basePath: '/sandbox' });
    expect(await (await merchant.send('/sandbox')).text()).to.include('None yet');
    const { body } = await merchant.ask('/sandbox/v1/one_time_payment', {
      method: 'POST',
      body: new URLSearchParams({ payeeId: TRACE, quoteAmount: '1', quoteAssetId: 'usd', settlementAssetId: BTC, orderId: 'order-1' }),
    });
    const page = await (await merchant.send('/sandbox/')).text();
    expect(page)
      .to.include(`href="/sandbox/code/${String(body.data['code'])}"`)
      .and.to.include('$1.00 · order-1');
  });
});

describe('another site’s page', () => {
  const foreign: [string, Record<string, string>][] = [
    ['by Sec-Fetch-Site', { 'sec-fetch-site': 'cross-site' }],
    ['of the same site by Sec-Fetch-Site', { 'sec-fetch-site': 'same-site', origin: 'http://127.0.0.1:4010' }],
    ['by Origin', { origin: 'https://evil.example' }],
    ['by an opaque Origin', { origin: 'null' }],
  ];
  for (const [how, headers] of foreign) {
    it(`told ${how} can neither press a button nor control a payment`, async () => {
      const merchant = new Merchant();
      const code = await merchant.create();
      expect((await merchant.press(code, 'pay', {}, headers)).status).to.equal(403);
      expect((await merchant.control(code, { status: 'success' }, headers)).status).to.equal(403);
      expect((await merchant.control('', { faults: [{ code: -1 }] }, headers)).status).to.equal(403);
      expect((await merchant.result())['status']).to.equal('unpaid');
    });
  }

  it('is distinguished from the page’s own form by its token, where the origin seems another', async () => {
    const merchant = new Merchant();
    const code = await merchant.create();
    const token = /name="token" value="([0-9a-f]{32})"/.exec(await merchant.page(code))?.[1] ?? '';
    const headers = { origin: 'http://192.168.1.5:4010' };
    expect((await merchant.press(code, 'pay', { token: 'guessed' }, headers)).status).to.equal(403);
    expect((await merchant.press(code, 'pay', { token }, { 'sec-fetch-site': 'cross-site', ...headers })).status).to.equal(403);
    expect((await merchant.press(code, 'pay', { token }, headers)).status).to.equal(303);
  });

  it('is distinguished from the sandbox’s own page, and from a script without Origin', async () => {
    for (const headers of [{ 'sec-fetch-site': 'same-origin', origin: 'null' }, { origin: 'http://127.0.0.1:4010' }, {}]) {
      const merchant = new Merchant();
      expect((await merchant.control(await merchant.create(), { status: 'success' }, headers)).status).to.equal(200);
    }
  });
});

describe('control', () => {
  it('shows a payment, and all of them', async () => {
    const merchant = new Merchant();
    const code = await merchant.create();
    expect((await merchant.ask(`/control/${code}`)).body.data).to.deep.include({ code, status: 'unpaid', callbacks: [] });
    expect((await merchant.ask('/control')).body.data).to.have.length(1);
  });

  it('takes a form, too', async () => {
    const merchant = new Merchant();
    const code = await merchant.create();
    await merchant.ask(`/control/${code}`, { method: 'POST', body: new URLSearchParams({ status: 'failed', failureCode: '40020' }) });
    expect(await merchant.result()).to.include({ status: 'failed', failureCode: '40020' });
  });

  it('of an unknown code is 404, with an unknown name or value 422', async () => {
    const merchant = new Merchant();
    const code = await merchant.create();
    expect((await merchant.control('nothing', { status: 'success' })).status).to.equal(404);
    for (const change of [{ state: 'success' }, { status: 'paid' }, { confirmations: -1 }, { paymentAmount: '5' }, { expire: false }]) {
      expect((await merchant.control(code, change)).status, JSON.stringify(change)).to.equal(422);
    }
  });

  it('as a method answers the payment, and rejects with the reason', async () => {
    const merchant = new Merchant();
    const code = await merchant.create();
    expect(await merchant.sandbox.control(code, { status: 'success' })).to.include({ code, status: 'success' });
    const error: unknown = await merchant.sandbox.control(code, { status: 'failed' }).catch((reason: unknown) => reason);
    expect(error).to.be.an('error').and.to.include({ httpStatus: 409 });
  });
});
