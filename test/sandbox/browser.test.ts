import { after, before, describe, it } from 'node:test';
import { expect } from 'chai';
import type { Browser, Frame, Page } from 'puppeteer-core';
import { createSandbox, type Sandbox } from '../../src/sandbox/index.js';
import { openBrowser } from '../helpers/open-browser.js';
import { BTC, PAYEE } from './merchant.js';
import { serve, type Server } from './serve.js';

const press = async (where: Page | Frame, action: string) => (await where.waitForSelector(`[data-action="${action}"]`))?.click();
const shows = (where: Page | Frame, status: string) => where.waitForSelector(`.status[data-status="${status}"]`);

describe('the checkout page in a browser', () => {
  let sandbox: Sandbox;
  let server: Server;
  let browser: Browser;
  let orders = 0;

  before(async () => {
    sandbox = createSandbox({ limitPerMinute: Infinity });
    server = await serve(sandbox);
    browser = await openBrowser();
  });

  after(async () => {
    await browser.close();
    sandbox.close();
    await server.close();
  });

  async function create(): Promise<string> {
    orders += 1;
    const order = { payeeId: PAYEE, quoteAmount: '10', quoteAssetId: 'usd', settlementAssetId: BTC, orderId: `order-${orders}` };
    const response = await fetch(`${server.origin}/v1/one_time_payment`, {
      method: 'POST',
      body: new URLSearchParams({ ...order, returnTo: 'https://shop.example/thanks', expiredTimestamp: '1800' }),
    });
    return ((await response.json()) as { data: { code: string } }).data.code;
  }

  it('is paid without script, by forms that come back to the page', async () => {
    const page = await browser.newPage();
    await page.setJavaScriptEnabled(false);
    const url = `${server.origin}/code/${await create()}`;
    await page.goto(url);
    await (await page.waitForSelector('[data-coin="ETH"]'))?.click();
    await page.waitForSelector('[data-coin="ETH"][aria-pressed="true"]');
    await press(page, 'underpay');
    await shows(page, 'paid_less');
    await press(page, 'topup');
    await shows(page, 'success');
    expect(page.url()).to.equal(url);
    await page.close();
  });

  it('shows by itself what was changed elsewhere, and breaks none of its own rules', async () => {
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    const code = await create();
    await page.goto(`${server.origin}/code/${code}`);
    await sandbox.control(code, { status: 'confirming' });
    await shows(page, 'confirming');
    expect(await page.$eval('time', (time) => time.textContent)).to.match(/^\d\d:\d\d$/);
    expect(complaints).to.be.empty;
    await page.close();
  });

  it('embedded, tells the top-level window of each status once', async () => {
    const code = await create();
    const shop = await serve(() =>
      Promise.resolve(
        new Response(
          `<!doctype html><script>told = []; onmessage = (event) => told.push([event.origin, event.data]);</script>
           <iframe sandbox="allow-scripts allow-same-origin allow-forms" src="${server.origin}/code/${code}?style=iframe"></iframe>`,
          { headers: { 'content-type': 'text/html' } },
        ),
      ),
    );
    const page = await browser.newPage();
    await page.goto(shop.origin.replace('127.0.0.1', 'localhost'));
    const frame = await page.waitForFrame((each) => each.url().includes(code));
    await press(frame, 'underpay');
    await shows(frame, 'paid_less');
    await sandbox.control(code, { status: 'confirming' });
    await shows(frame, 'confirming');
    await press(frame, 'confirm');
    await shows(frame, 'success');
    await page.waitForFunction('told.length >= 3');
    const told = (await page.evaluate('told')) as [string, { type: string; data: Record<string, string> }][];
    expect(told.map(([origin, { type, data }]) => [origin, type, data['status']])).to.deep.equal(
      ['paid_less', 'confirming', 'success'].map((status) => [server.origin, 'MIXPAY_PAYMENT', status]),
    );
    expect(told[0]?.[1].data).to.have.all.keys('traceId', 'clientId', 'status');
    await page.close();
    await shop.close();
  });

  it('fits a small phone in every status, without scrolling sideways', async () => {
    const page = await browser.newPage();
    await page.setViewport({ width: 320, height: 640 });
    for (const status of ['unpaid', 'confirming', 'paid_less', 'pending', 'auditing', 'success', 'failed'] as const) {
      const code = await create();
      await sandbox.control(code, { status });
      await page.goto(`${server.origin}/code/${code}`);
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), status).to.equal(true);
    }
    await page.close();
  });
});
