import { after, before, describe, it } from 'node:test';
import { expect } from 'chai';
import type { Browser } from 'puppeteer-core';
import { openBrowser } from '../helpers/open-browser.js';
import { Payer } from './payer.js';
import { openShop } from './start-demo.js';

let browser: Browser;
before(async () => {
  browser = await openBrowser();
});
after(() => browser.close());

describe('a payment that takes a detour', () => {
  const demo = openShop();

  it('too little at first: the dialog names the rest, which is paid on the same link', async () => {
    const payer = await Payer.arrive(browser, demo().origin);
    await payer.press('coffee');
    const link = await payer.scan('coffee');
    await payer.onThePhone(link, 'underpay');
    await payer.hears('coffee', 'Received: 6.25\u00a0USDT');
    expect(await payer.linkWords('coffee')).to.equal('Pay the remaining 6.25\u00a0USDT');
    expect(await payer.scan('coffee')).to.equal(link);
    await payer.finds('[data-status=paid_less]');
    await payer.onThePhone(link, 'topup');
    await payer.reads('coffee', 'Paid');
    expect((await payer.finds('[data-status=success]')).fulfilments).to.equal('1');
    await payer.leave();
  });

  it('cancelled: the dialog says why, and a second payment pays the order once', async () => {
    const payer = await Payer.arrive(browser, demo().origin);
    await payer.press('coffee');
    const first = await payer.scan('coffee');
    await payer.onThePhone(first, 'cancel');
    await payer.hears('coffee', 'The payment was cancelled.');
    await payer.reads('coffee', 'Payment failed');
    await payer.finds('[data-status=failed]');
    await payer.pressInDialog('coffee', 'retry');
    const second = await payer.scan('coffee');
    expect(second).to.not.equal(first);
    await payer.onThePhone(second, 'pay');
    await payer.reads('coffee', 'Paid');
    const line = await payer.finds('[data-status=success]');
    expect(line.fulfilments).to.equal('1');
    expect(line.words).to.contain('payment 2').and.contain('failed: cancelled');
    await payer.leave();
  });

  it('shown at another price: the payer is asked first, and pays the shop’s', async () => {
    const payer = await Payer.arrive(browser, demo().origin);
    await payer.page.$eval('[data-product=coffee] mixpay-button', (button) => button.setAttribute('quote-amount', '9.99'));
    await payer.reads('coffee', 'Pay $9.99');
    await payer.press('coffee');
    await payer.hears('coffee', 'It is now $12.50.');
    await payer.finds('[data-status=new]');
    await payer.accept('coffee');
    await payer.onThePhone(await payer.scan('coffee'), 'pay');
    await payer.reads('coffee', 'Paid');
    expect((await payer.finds('[data-status=success]')).words).to.contain('$12.50');
    await payer.leave();
  });

  it('pressed twice in a row: one payment', async () => {
    const payer = await Payer.arrive(browser, demo().origin);
    const posted: string[] = [];
    payer.page.on('request', (request) => {
      if (request.method() === 'POST' && request.url().endsWith('/api/mixpay')) posted.push(request.url());
    });
    await payer.press('coffee', 2);
    await payer.scan('coffee');
    await payer.finds('[data-status=unpaid]');
    expect(posted).to.have.lengthOf(1);
    expect(await payer.heard('mixpay-request', 'coffee')).to.equal(1);
    expect(await payer.heard('mixpay-open', 'coffee')).to.equal(1);
    await payer.leave();
  });

  it('a page reloaded in between finds it, and opens nothing by itself', async () => {
    const payer = await Payer.arrive(browser, demo().origin);
    await payer.press('cup');
    const link = await payer.scan('cup');
    await payer.reload();
    await payer.reads('cup', 'Continue payment');
    expect(await payer.page.$('[data-product=cup] mixpay-button >>> dialog[open]')).to.equal(null);
    await payer.press('cup');
    expect(await payer.scan('cup')).to.equal(link);
    await payer.onThePhone(link, 'pay');
    await payer.reads('cup', 'Paid');
    expect((await payer.finds('[data-status=success]')).fulfilments).to.equal('1');
    await payer.leave();
  });

  it('paid while nobody looks: the page that comes back says so', async () => {
    const payer = await Payer.arrive(browser, demo().origin);
    await payer.press('print');
    const link = await payer.scan('print');
    await payer.page.goto('about:blank');
    await payer.onThePhone(link, 'pay');
    await payer.page.goto(demo().origin);
    await payer.reads('print', 'Paid');
    expect((await payer.finds('[data-status=success]')).fulfilments).to.equal('1');
    await payer.leave();
  });
});
