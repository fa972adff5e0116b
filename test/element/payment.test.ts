import { expect } from '@open-wc/testing';
import type { MixPayRequestEvent } from '../../src/element/button/events.js';
import type { MixPayEndEvent, MixPayOpenEvent } from '../../src/element/payment/events.js';
import { byHand, CODE, created, problem, told } from '../helpers/fake-endpoint.js';
import { choose, dialogOpens, inside, label, mountButton, ORDER, part, press, quietly, shows, words } from './helpers/mount-button.js';
import { mountOpen, openDialog, openPayment, visit, visitEach, type Visit } from './helpers/visit.js';

const LINK = `https://mixpay.me/code/${CODE}`;

describe('a payer clicks and pays', () => {
  let shop: Visit['shop'];
  let heard: Visit['heard'];
  visitEach((visit) => ({ shop, heard } = visit));

  it('from the click to paid: QR, status, success, and the events in order', async () => {
    shop.endpoint.willAnswer(created()).willTell(told('unpaid'), told('success'));
    const button = await mountOpen();
    expect(button.checkoutUrl).to.equal(LINK);
    expect(part(button, 'link')?.getAttribute('href')).to.equal(LINK);
    expect(part(button, 'qr-code') !== null).to.equal(true);
    expect(label(button)).to.equal('Continue payment');
    await shop.clock.advance(5000);
    await button.updateComplete;
    expect(button.state).to.equal('success');
    expect(label(button)).to.equal('Paid');
    expect(words(button, 'status')).to.equal('Thank you! Your payment is complete.');
    expect(part(button, 'qr') === null).to.equal(true);
    expect(heard.types).to.deep.equal(['mixpay-request', 'mixpay-open', 'mixpay-status', 'mixpay-status', 'mixpay-success']);
    const opened = heard.events[1] as MixPayOpenEvent;
    expect({ url: opened.url, mode: opened.mode, requestedMode: opened.requestedMode, reason: opened.reason }).to.deep.equal({
      url: LINK,
      mode: 'qr',
      requestedMode: 'qr',
      reason: undefined,
    });
    expect((heard.events[4] as MixPayEndEvent).resumed).to.equal(false);
  });
  it('the QR code is black squares on white, whatever the looks of the button', async () => {
    shop.endpoint.willAnswer(created());
    const button = await mountOpen({ ...ORDER, variant: 'outline' });
    const modules = getComputedStyle(inside(button, '[part=qr-code] path') as HTMLElement);
    expect([modules.fill, modules.stroke]).to.deep.equal(['rgb(0, 0, 0)', 'none']);
  });
  it('pay() resolves with the outcome', async () => {
    shop.endpoint.willAnswer(created()).willTell(told('success'));
    const button = await mountButton();
    const outcome = button.pay();
    await dialogOpens(button);
    await shows(button, () => button.state === 'open', 'the payment to be open');
    await shop.clock.advance(3000);
    expect(await outcome).to.deep.equal({ outcome: 'success', payment: { status: 'success' } });
  });
  it('two clicks in a row are one order', async () => {
    shop.endpoint.willAnswer(created());
    const button = await mountButton();
    press(button);
    await openPayment(button);
    expect(shop.endpoint.creates).to.have.length(1);
    expect(heard.types.filter((type) => type === 'mixpay-open')).to.have.length(1);
  });
  it('the second click of a double click opens nothing more, even after the first has', async () => {
    shop.endpoint.willAnswer(created());
    const button = await mountButton({ ...ORDER, mode: 'redirect' });
    press(button);
    await shows(button, () => shop.left.length === 1, 'the page to be left');
    inside(button, 'button')?.dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true, detail: 2 }));
    await shop.clock.advance(0);
    expect(shop.left).to.have.length(1);
  });
  it('Enter held down clicks once', async () => {
    const button = await mountButton();
    const held = new KeyboardEvent('keydown', { key: 'Enter', repeat: true, bubbles: true, cancelable: true });
    expect(inside(button, 'button')?.dispatchEvent(held)).to.equal(false);
  });
  it('another order on the same button closes the dialog of the one before, and forgets its waiting time', async () => {
    shop.endpoint.willAnswer(problem(429, {}, { 'Retry-After': '600' }), created());
    const button = await mountButton();
    await quietly(async () => {
      await openDialog(button);
      await shows(button, () => button.state === 'error', 'the error');
    });
    button.orderId = 'T-2002';
    await button.updateComplete;
    await shows(button, () => inside(button, 'dialog[open]') === null, 'the dialog to close');
    expect(button.state).to.equal('idle');
    press(button);
    await shows(button, () => button.state === 'open', 'the other order to open');
    expect(shop.endpoint.creates[1]?.body['orderId']).to.equal('T-2002');
  });
  it('the second click of a double click acts on nothing in the dialog', async () => {
    shop.endpoint.willAnswer(created());
    const button = await mountOpen();
    part(button, 'close')?.click();
    expect(inside(button, 'dialog[open]') !== null).to.equal(true);
    await shop.clock.advance(400);
    part(button, 'close')?.dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true, detail: 2 }));
    expect(inside(button, 'dialog[open]') !== null).to.equal(true);
    await choose(shop, button, 'close');
    expect(inside(button, 'dialog[open]') === null).to.equal(true);
  });
  it('a click beside the dialog does not close it; Escape does', async () => {
    shop.endpoint.willAnswer(created());
    const button = await mountOpen();
    await shop.clock.advance(400);
    inside(button, 'dialog')?.click();
    expect(inside(button, 'dialog[open]') !== null).to.equal(true);
    inside(button, 'dialog')?.dispatchEvent(new Event('cancel', { cancelable: true }));
    await button.updateComplete;
    expect(inside(button, 'dialog[open]') === null).to.equal(true);
    expect(heard.types.at(-1)).to.equal('mixpay-close');
  });
  it('a closed dialog goes on following, and opens again with the same code', async () => {
    shop.endpoint.willAnswer(created()).willTell(told('unpaid'), told('confirming'));
    const button = await mountOpen();
    const outcome = button.pay();
    await choose(shop, button, 'close');
    expect((await outcome).outcome).to.equal('closed');
    await shop.clock.advance(6000);
    expect(button.state).to.equal('confirming');
    await openDialog(button);
    expect(shop.endpoint.creates).to.have.length(1);
  });
  it('an underpayment shows the remainder on the same link', async () => {
    shop.endpoint
      .willAnswer(created())
      .willTell(told('paid_less', { payableAmount: '0.0002', payableSymbol: 'BTC', paymentAmount: '0.00015', paymentSymbol: 'BTC' }));
    const button = await mountOpen({ ...ORDER, locale: 'en' });
    await shop.clock.advance(3000);
    await button.updateComplete;
    expect(words(button, 'status').replace(/\u00a0/g, ' ')).to.equal('Received: 0.00015 BTC. Please pay the rest on the same link.');
    expect(words(button, 'link').replace(/\u00a0/g, ' ')).to.equal('Pay the remaining 0.00005 BTC');
    expect(part(button, 'link')?.getAttribute('href')).to.equal(LINK);
  });
  it('an overpayment shows the surplus, and the transaction to copy', async () => {
    shop.endpoint
      .willAnswer(created())
      .willTell(told('success', { surplusAmount: '0.5', surplusStatus: 'pending', paymentSymbol: 'ETH', txid: '0xabc' }));
    const button = await mountOpen({ ...ORDER, locale: 'en' });
    await shop.clock.advance(3000);
    await button.updateComplete;
    expect(words(button, 'note').replace(/\u00a0/g, ' ')).to.equal('You paid 0.5 ETH too much. MixPay will refund the difference.');
    expect(words(button, 'reference')).to.include('0xabc');
  });
  for (const [status, title, expected] of [
    ['unpaid', 'Pay with crypto', 'Waiting for your payment'],
    ['confirming', 'Payment seen', 'Waiting for the network to confirm it.'],
    ['pending', 'Payment received', 'It is being processed.'],
    ['auditing', 'Payment under review', 'Your payment has been received. Checking it can take a while.'],
    ['success', 'Paid', 'Thank you! Your payment is complete.'],
    ['failed', 'Payment failed', 'Nothing was received. You can start again.'],
  ] as const) {
    it(`${status} is told in words`, async () => {
      shop.endpoint.willAnswer(created()).willTell(told(status));
      const button = await mountOpen();
      await shop.clock.advance(3000);
      await button.updateComplete;
      expect([words(button, 'title'), words(button, 'status')]).to.deep.equal([title, expected]);
    });
  }
  it('a failure says why; trying again pays at the second attempt', async () => {
    shop.endpoint.willAnswer(created(), created({ code: 'second' })).willTell(told('failed', { failureCode: '40000' }), told('success'));
    const button = await mountOpen();
    await shop.clock.advance(3000);
    await button.updateComplete;
    expect(words(button, 'status')).to.equal('No payment arrived in time. You can start again.');
    await choose(shop, button, 'retry');
    await shows(button, () => button.checkoutUrl === 'https://mixpay.me/code/second', 'the second code');
    await shop.clock.advance(3000);
    expect(button.state).to.equal('success');
    expect(shop.endpoint.creates[1]?.body).to.deep.equal(shop.endpoint.creates[0]?.body);
    expect(heard.types.filter((type) => type === 'mixpay-failed' || type === 'mixpay-success')).to.deep.equal([
      'mixpay-failed',
      'mixpay-success',
    ]);
  });
  it('a failure with money received never says "try again", but whom to ask and the reference', async () => {
    shop.endpoint
      .willAnswer(created({ traceId: 'trace-7' }))
      .willTell(told('failed', { failureCode: '40024', paymentAmount: '0.1', paymentSymbol: 'BTC' }));
    const button = await mountOpen();
    await shop.clock.advance(3000);
    await button.updateComplete;
    expect(words(button, 'status')).to.include('contact the shop');
    expect(words(button, 'reference')).to.include('trace-7');
    expect(part(button, 'retry') === null).to.equal(true);
  });
  it('the dialog counts down, and past the deadline asks the payer not to pay', async () => {
    const expiresAt = new Date(shop.clock.now() + 60_000).toISOString();
    shop.endpoint.willAnswer(created({ expiresAt })).willTell(told('unpaid'));
    const button = await mountOpen();
    expect(words(button, 'countdown')).to.equal('Time left to pay: 1:00');
    await shop.clock.advance(5000);
    await button.updateComplete;
    expect(words(button, 'countdown')).to.equal('Time left to pay: 0:55');
    await shop.clock.advance(56_000);
    await button.updateComplete;
    expect(button.state).to.equal('overdue');
    expect(part(button, 'qr') === null).to.equal(true);
    expect(words(button, 'status')).to.include('please do not pay any more');
  });
  it('another price is asked for, and opens only when accepted', async () => {
    shop.endpoint.willAnswer(created({ quoteAmount: '12.00', quoteAssetId: 'usd' }));
    const lines = await quietly(async () => {
      const button = await mountButton({ ...ORDER, locale: 'en' });
      await openDialog(button);
      await shows(button, () => part(button, 'accept') !== null, 'the question');
      expect(words(button, 'amount')).to.equal('$12.00');
      expect(part(button, 'link') === null).to.equal(true);
      expect(heard.types).not.to.include('mixpay-open');
      await choose(shop, button, 'accept');
      await shows(button, () => button.state === 'open', 'the payment to be open');
      expect(part(button, 'link')?.getAttribute('href')).to.equal(LINK);
      expect(button.getAttribute('quote-amount')).to.equal('10');
    });
    expect(lines.join()).to.include('expected the price shown');
  });
  it('a price in a coin nobody has a name for is asked about by the coin’s id, never as a bare number', async () => {
    const asset = '11111111-2222-4333-8444-555555555555';
    shop.endpoint.willAnswer(created({ quoteAmount: '10', quoteAssetId: asset }));
    await quietly(async () => {
      const button = await mountButton({ ...ORDER, locale: 'en' });
      await openDialog(button);
      await shows(button, () => part(button, 'accept') !== null, 'the question');
      expect(words(button, 'status')).to.include(asset);
      expect(words(button, 'accept')).to.include(asset);
    });
  });
  it('mixpay-request may amend the order and make it wait', async () => {
    const order = byHand<string>();
    document.addEventListener(
      'mixpay-request',
      (event: Event) => {
        const request = event as MixPayRequestEvent;
        request.headers.set('X-Session', 's1');
        request.waitUntil(order.promise.then((orderId) => (request.order.orderId = orderId)));
      },
      { once: true },
    );
    shop.endpoint.willAnswer(created());
    const button = await mountButton({ endpoint: '/api', item: 't-shirt', mode: 'qr' });
    press(button);
    await shop.clock.advance(0);
    expect(shop.endpoint.creates).to.have.length(0);
    order.resolve('made-by-shop');
    await shows(button, () => button.state === 'open', 'the payment to be open');
    expect(shop.endpoint.creates[0]?.body).to.deep.equal({ item: 't-shirt', orderId: 'made-by-shop' });
    expect(shop.endpoint.creates[0]?.headers.get('X-Session')).to.equal('s1');
  });
  for (const type of ['mixpay-request', 'mixpay-open'] as const) {
    it(`${type} canceled opens nothing`, async () => {
      document.addEventListener(type, (event) => event.preventDefault(), { once: true });
      shop.endpoint.willAnswer(created());
      const button = await mountButton();
      expect((await button.pay()).outcome).to.equal('canceled');
      await button.updateComplete;
      expect(inside(button, 'dialog[open]') === null).to.equal(true);
      expect(['idle', 'ready']).to.include(button.state);
    });
  }
  it('an order paid already shows paid', async () => {
    shop.endpoint.willAnswer(problem(409, { code: 'already_paid', statusUrl: '/api/mixpay/status/t' })).willTell(told('success'));
    const button = await mountButton();
    await openDialog(button);
    await shows(button, () => button.state === 'success', 'it to be paid');
    expect(heard.types).not.to.include('mixpay-open');
    expect(label(button)).to.equal('Paid');
  });
  it('without a way to follow, it says where to see the result and never "paid"', async () => {
    shop.endpoint.willAnswer(created({ statusUrl: undefined }));
    const button = await mountOpen();
    await shop.clock.advance(60_000);
    await button.updateComplete;
    expect(words(button, 'status')).to.equal('This page cannot see whether you have paid. The payment page shows you the result.');
    expect(button.state).to.equal('open');
  });
  it('reset() forgets: the next click makes another', async () => {
    shop.endpoint.willAnswer(created(), created({ code: 'second' })).willTell(told('success'));
    const button = await mountOpen({ ...ORDER, 'order-id': '', item: 'tip' });
    await shop.clock.advance(3000);
    button.reset();
    await button.updateComplete;
    expect([button.state, label(button)]).to.deep.equal(['idle', 'Pay $10.00']);
    press(button);
    await shows(button, () => button.state === 'open', 'the payment to be open');
    const [first, second] = shop.endpoint.creates;
    expect(first?.body['traceId']).not.to.equal(second?.body['traceId']);
  });
});

describe('coming back', () => {
  let shop: Visit['shop'];
  let heard: Visit['heard'];
  visitEach((visit) => ({ shop, heard } = visit));

  it('by same-tab redirect: it leaves once, and the returning page hears "paid"', async () => {
    shop.endpoint.willAnswer(created());
    const attributes = { ...ORDER, mode: 'redirect' };
    const leaving = await mountButton(attributes);
    press(leaving);
    await shows(leaving, () => shop.left.length === 1, 'the page to be left');
    expect(shop.left).to.deep.equal([LINK]);
    expect(shop.endpoint.creates[0]?.body['returnTo']).to.equal(location.href);
    leaving.remove();

    ({ shop, heard } = visit(shop));
    shop.endpoint.willTell(told('success'));
    const back = await mountButton(attributes);
    await shows(back, () => back.state === 'success', 'it to be paid');
    expect(label(back)).to.equal('Paid');
    expect(heard.types).to.deep.equal(['mixpay-status', 'mixpay-success']);
    expect((heard.events[1] as MixPayEndEvent).resumed).to.equal(true);
    expect(shop.left).to.have.length(1);
  });
  it('with the payment still open, the button says "Continue payment" and opens nothing by itself', async () => {
    shop.endpoint.willAnswer(created()).willTell(told('unpaid'));
    const first = await mountButton();
    press(first);
    await shows(first, () => first.state === 'open', 'the payment to be open');
    first.remove();
    ({ shop, heard } = visit(shop));
    const back = await mountButton();
    await shows(back, () => back.state === 'unpaid', 'the payment to be found');
    expect(label(back)).to.equal('Continue payment');
    expect(inside(back, 'dialog[open]') === null).to.equal(true);
    press(back);
    await dialogOpens(back);
    expect(shop.endpoint.creates).to.have.length(1);
  });
  it('two buttons for one order tell its end once', async () => {
    shop.endpoint.willAnswer(created()).willTell(told('success'));
    const [one, two] = [await mountButton(), await mountButton()];
    press(one);
    await shows(one, () => one.state === 'success' && two.state === 'success', 'both to be paid');
    expect(heard.types.filter((type) => type === 'mixpay-success')).to.have.length(1);
  });
  it('two equal buttons without ids are two payments', async () => {
    shop.endpoint.willAnswer(created(), created({ code: 'second' }));
    const attributes = { endpoint: '/api', 'quote-amount': '10', 'quote-asset-id': 'usd', mode: 'qr' };
    const [one, two] = [await mountButton(attributes), await mountButton(attributes)];
    press(one);
    await shows(one, () => one.state === 'open', 'the first to be open');
    expect(two.state).to.equal('idle');
    one.close();
    press(two);
    await shows(two, () => two.state === 'open', 'the second to be open');
    expect(shop.endpoint.creates[0]?.body['traceId']).not.to.equal(shop.endpoint.creates[1]?.body['traceId']);
  });
  it('a button moved within the page, dialog open, is neither stopped nor doubled', async () => {
    shop.endpoint.willAnswer(created()).willTell(told('unpaid'));
    const button = await mountButton();
    const dialog = await openPayment(button);
    document.body.append(button);
    await button.updateComplete;
    await shows(button, () => dialog.matches(':modal'), 'the dialog to be modal again');
    await shop.clock.advance(3000);
    expect(button.state).to.equal('unpaid');
    expect(shop.endpoint.creates).to.have.length(1);
    button.remove();
    await shop.clock.advance(0);
    expect(shop.clock.waiting).to.equal(0);
  });
});
