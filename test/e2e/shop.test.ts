import { after, before, describe, it } from 'node:test';
import { expect } from 'chai';
import type { Browser } from 'puppeteer-core';
import { openBrowser } from '../helpers/open-browser.js';
import { runs } from '../helpers/seed.js';
import { en } from '../helpers/words.js';
import { Payer, THINGS } from './payer.js';
import { openShop } from './start-demo.js';

let browser: Browser;
before(async () => {
  browser = await openBrowser();
});
after(() => browser.close());

/** What is bought in every run, and the rest where all checks run: the things differ in their attributes alone. */
const BOUGHT = THINGS.slice(-runs(THINGS.length, 2));

describe('a payer with a phone beside the screen', () => {
  const demo = openShop();

  for (const thing of BOUGHT) {
    it(`scans the code of the ${thing} and pays it`, async () => {
      const payer = await Payer.arrive(browser, demo().origin);
      await payer.press(thing);
      const link = await payer.scan(thing);
      expect(link).to.match(new RegExp(`^${demo().origin}/sandbox/code/[A-Za-z0-9_-]+$`));
      expect(link).to.equal(await payer.opened(thing));
      await payer.onThePhone(link, 'pay');
      await payer.reads(thing, 'Paid');
      await payer.hears(thing, en.success);
      expect((await payer.finds('[data-status=success]')).fulfilments).to.equal('1');
      expect(await payer.heard('mixpay-success', thing)).to.equal(1);
      expect(await payer.heard('mixpay-error', thing)).to.equal(0);
      await payer.leave();
    });
  }
});

describe('a payer on a phone', () => {
  const demo = openShop();

  for (const thing of BOUGHT) {
    it(`goes to the checkout in the same tab, pays the ${thing} and comes back to “Paid”`, async () => {
      const payer = await Payer.arrive(browser, demo().origin, 'phone');
      // Where the browser cannot pretend to be a phone, the page is told.
      if (!(await payer.page.evaluate(() => matchMedia('(pointer: coarse)').matches))) await payer.choose('redirect');
      await Promise.all([payer.page.waitForNavigation(), payer.press(thing)]);
      expect(payer.page.url()).to.contain('/sandbox/code/');
      await payer.atTheCheckout('pay');
      await payer.comeBack();
      await payer.reads(thing, 'Paid');
      expect((await payer.finds('[data-status=success]')).fulfilments).to.equal('1');
      await payer.page.waitForSelector(`li[data-event=mixpay-success][data-thing=${thing}]`);
      expect(await payer.heard('mixpay-success', thing)).to.equal(1);
      await payer.leave();
    });
  }
});

describe('the demo', () => {
  const demo = openShop();

  it('restarted in mid-payment finds orders and payment', async () => {
    const payer = await Payer.arrive(browser, demo().origin);
    const order = await payer.orderOn('coffee');
    await payer.press('coffee');
    const link = await payer.scan('coffee');
    await demo().restart();
    await payer.reload();
    expect(await payer.orderOn('coffee')).to.equal(order);
    await payer.reads('coffee', 'Continue payment');
    await payer.press('coffee');
    expect(await payer.scan('coffee')).to.equal(link);
    await payer.onThePhone(link, 'pay');
    await payer.reads('coffee', 'Paid');
    expect((await payer.finds(`[data-order=${order}][data-status=success]`)).fulfilments).to.equal('1');
    await payer.leave();
  });

  it('takes a donation of the amount that was typed, and no other', async () => {
    const payer = await Payer.arrive(browser, demo().origin);
    const amount = payer.page.locator('#donation-amount');
    await amount.fill('501');
    await payer.page.waitForSelector('[data-product=donation] mixpay-button[disabled]');
    await amount.fill('7.50');
    await payer.reads('donation', 'Donate $7.50');
    await payer.press('donation');
    await payer.onThePhone(await payer.scan('donation'), 'pay');
    await payer.reads('donation', 'Paid');
    const line = await payer.finds('[data-status=success]');
    expect(line.words).to.contain('$7.50');
    expect(line.fulfilments).to.equal('1');
    await payer.leave();
  });

  it('sells the same thing again under another order', async () => {
    const payer = await Payer.arrive(browser, demo().origin);
    const first = await payer.orderOn('coffee');
    await payer.press('coffee');
    await payer.onThePhone(await payer.scan('coffee'), 'pay');
    await payer.hears('coffee', en.success);
    await payer.pressInDialog('coffee', 'done');
    await payer.page.locator('[data-product=coffee] .again').click();
    await payer.reads('coffee', 'Pay $12.50');
    const second = await payer.orderOn('coffee');
    expect(second).to.not.equal(first);
    await payer.press('coffee');
    await payer.onThePhone(await payer.scan('coffee'), 'pay');
    expect((await payer.finds(`[data-order=${second}][data-status=success]`)).fulfilments).to.equal('1');
    expect((await payer.finds(`[data-order=${first}][data-status=success]`)).fulfilments).to.equal('1');
    await payer.leave();
  });

  it('takes a payment where the element is never defined, as without script', async () => {
    const context = await browser.createBrowserContext();
    const page = await context.newPage();
    await page.evaluateOnNewDocument(() => {
      customElements.define = () => undefined;
    });
    await page.goto(demo().origin);
    const pay = await page.waitForSelector('[data-product=coffee] form button');
    await Promise.all([page.waitForNavigation(), pay?.click()]);
    expect(page.url()).to.contain('/sandbox/code/');
    await context.close();
  });

  it('serves nobody its secret or its orders', async () => {
    for (const file of ['secret', 'sandbox.sqlite']) {
      for (const query of ['', '?raw', '?import&raw', '?url']) {
        const { status } = await fetch(`${demo().origin}/@fs${demo().folder}/${file}${query}`);
        expect(status, `${file}${query}`).to.be.within(400, 499);
      }
    }
  });

  it('breaks no rule of its own policy, and has one button to pay with for each thing', async () => {
    const payer = await Payer.arrive(browser, demo().origin);
    const broken: string[] = [];
    payer.page.on('console', (message) => {
      if (/Content.Security.Policy/i.test(message.text())) broken.push(message.text());
    });
    await payer.reload();
    await payer.press('coffee');
    await payer.scan('coffee');
    expect(broken).to.deep.equal([]);
    expect(await payer.page.$$eval('mixpay-button', (all) => all.length)).to.equal(5);
    expect(await payer.page.$eval('mixpay-button', (first) => first.getAttribute('quote-asset-id'))).to.equal('usd');
    await payer.leave();
  });
});
