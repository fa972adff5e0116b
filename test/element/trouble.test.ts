import { expect } from '@open-wc/testing';
import { MixPayError } from '../../src/core/errors.js';
import { en } from '../helpers/words.js';
import type { MixPayErrorEvent } from '../../src/element/button/events.js';
import { answer, created, html, json, problem, told } from '../helpers/fake-endpoint.js';
import { choose, dialogOpens, inside, label, mountButton, ORDER, part, press, quietly, shows, words } from './helpers/mount-button.js';
import { mountOpen, openDialog, openPayment, visitEach, type Visit } from './helpers/visit.js';

describe('what goes wrong is told, and there is a way on', () => {
  let shop: Visit['shop'];
  let heard: Visit['heard'];
  visitEach((visit) => ({ shop, heard } = visit));

  const attributes: [name: string, value: string, field?: string][] = [
    ['endpoint', ''],
    ['endpoint', 'javascript:alert(1)'],
    ['order-id', 'a b'],
    ['order-id', '12345'],
    ['order-id', 'x'.repeat(37)],
    ['quote-amount', '0'],
    ['quote-amount', '-1'],
    ['quote-amount', '1e3'],
    ['quote-amount', '10,00'],
    ['quote-amount', 'NaN'],
    ['remark', 'x'.repeat(51)],
    ['trace-id', 'nonsense'],
    ['expires-in', '5'],
    ['return-to', 'javascript:alert(1)'],
    ['credentials', 'please'],
    ['checkout-base', 'http://evil.example/code/'],
    ['checkout-base', 'https://mixpay.me/code'],
    ['checkout-base', 'javascript:alert(1)//'],
  ];
  for (const [name, value] of attributes) {
    it(`${name}="${value.slice(0, 24)}" is a typed error in event, console and promise; nothing is sent`, async () => {
      const button = await mountButton({ ...ORDER, locale: 'en', [name]: value });
      let reason: unknown;
      const lines = await quietly(async () => {
        await button.pay().catch((error: unknown) => (reason = error));
      });
      expect(reason).to.be.instanceOf(MixPayError);
      expect(reason).to.include({ code: 'invalid_field', field: name });
      expect((heard.events[0] as MixPayErrorEvent).error).to.equal(reason);
      expect(lines.join()).to.include(`${name}: expected`);
      expect(shop.endpoint.seen).to.have.length(0);
      await dialogOpens(button);
      expect(words(button, 'status')).to.equal(en.invalid_field);
      expect(label(button)).to.match(/^Pay/);
    });
  }

  const answers: [what: string, reply: Response | Error, sentence: string][] = [
    ['down', new TypeError('Failed to fetch'), en.unreachable],
    ['answering HTML', html('<h1>Hi</h1>'), en.bad_answer],
    ['answering nothing', answer(''), en.bad_answer],
    ['answering the wrong JSON', json({ hello: 'world' }), en.bad_answer],
    ['answering {"code":0} without data', json({ code: 0 }), en.bad_answer],
    ['answering a code with "/"', created({ code: 'a/b' }), en.bad_answer],
    ['answering a code with ".."', created({ code: '..' }), en.bad_answer],
    ['answering a javascript: code', created({ code: 'javascript:alert(1)' }), en.bad_answer],
    ['refusing the order', problem(404, { code: 'order_unknown' }), en.order_unknown],
    [
      'refusing in its own words',
      problem(422, { code: 'sold_out', title: 'Sold <b>out</b>' }),
      'The shop did not accept this payment. Sold <b>out</b>',
    ],
    ['broken', html('oops', 500), en.server_error],
  ];
  for (const [what, reply, sentence] of answers) {
    it(`an endpoint ${what}: nothing opens, the payer reads a sentence and can try again`, async () => {
      shop.endpoint.willAnswer(reply, created());
      const button = await mountButton({ ...ORDER, locale: 'en' });
      await quietly(async () => {
        await openDialog(button);
        await shows(button, () => button.state === 'error', 'the error');
      });
      expect(words(button, 'status')).to.equal(sentence);
      expect(inside(button, 'dialog b, iframe, dialog a') === null).to.equal(true);
      expect(heard.types).to.deep.equal(['mixpay-request', 'mixpay-error']);
      await choose(shop, button, 'retry');
      await shows(button, () => button.state === 'open', 'the second try to open');
    });
  }
  it('a slow endpoint times out, and trying again is the same order', async () => {
    shop.endpoint.willAnswer(new Promise(() => undefined), created());
    const button = await mountButton({ ...ORDER, 'order-id': '', item: 'x' });
    await quietly(async () => {
      await openDialog(button);
      await shop.clock.advance(31_000);
      await shows(button, () => button.state === 'error', 'the error');
    });
    expect(words(button, 'status')).to.equal(en.timeout);
    await choose(shop, button, 'retry');
    await shows(button, () => button.state === 'open', 'it to open');
    const [first, second] = shop.endpoint.creates;
    expect(second?.body).to.deep.equal(first?.body);
  });
  it('"try again" counts down Retry-After, and a click before that only shows it', async () => {
    shop.endpoint.willAnswer(problem(429, {}, { 'Retry-After': '20' }), created());
    const button = await mountButton();
    await quietly(async () => {
      await openDialog(button);
      await shows(button, () => button.state === 'error', 'the error');
    });
    expect(words(button, 'retry')).to.equal('Try again in 20 s');
    expect((part(button, 'retry') as HTMLButtonElement).disabled).to.equal(true);
    button.close();
    press(button);
    await button.updateComplete;
    expect(shop.endpoint.creates).to.have.length(1);
    await shop.clock.advance(20_000);
    await button.updateComplete;
    expect(words(button, 'retry')).to.equal('Try again');
    await choose(shop, button, 'retry');
    await shows(button, () => button.state === 'open', 'it to open');
  });
  it('a payment that can no longer be followed says so, with reference and link', async () => {
    shop.endpoint.willAnswer(created({ traceId: 'trace-9' })).willTell(problem(404));
    const button = await mountButton();
    await quietly(async () => {
      await openPayment(button);
      await shop.clock.advance(3000);
      await button.updateComplete;
    });
    expect(words(button, 'status')).to.equal(en.not_followed);
    expect(words(button, 'note')).to.equal(en.lookUp);
    expect(words(button, 'reference')).to.include('trace-9');
    expect(part(button, 'link') !== null).to.equal(true);
  });
  it('an attribute that only the server may decide is warned of', async () => {
    const lines = await quietly(async () => {
      shop.endpoint.willAnswer(created());
      press(await mountButton({ ...ORDER, 'payee-id': 'x' }));
      await shop.clock.advance(0);
    });
    expect(lines.join()).to.include('payee-id: expected on your server');
  });
  it('an unslotted form is a console error', async () => {
    const lines = await quietly(async () => {
      shop.endpoint.willAnswer(created());
      press(await mountButton(ORDER, '<form></form>'));
      await shop.clock.advance(0);
    });
    expect(lines.join()).to.include('slot="fallback"');
  });
  it('disabled starts nothing', async () => {
    const button = await mountButton({ ...ORDER, disabled: '' });
    press(button);
    expect((await button.pay()).outcome).to.equal('canceled');
    expect(shop.endpoint.seen).to.have.length(0);
  });
  it('click() starts the same and never rejects', async () => {
    shop.endpoint.willAnswer(new TypeError('down'));
    const button = await mountButton();
    await quietly(async () => {
      button.click();
      await shows(button, () => button.state === 'error', 'the error');
    });
    expect(heard.types).to.include('mixpay-error');
  });
  it('hostile text is shown as text, never as markup', async () => {
    const evil = '<img src=x onerror=alert(1)>';
    shop.endpoint
      .willAnswer(created())
      .willTell(told('paid_less', { payableAmount: '2', paymentAmount: '1', payableSymbol: evil.slice(0, 19), txid: evil }));
    const button = await mountOpen();
    await shop.clock.advance(3000);
    await button.updateComplete;
    expect(inside(button, 'img') === null).to.equal(true);
    expect(words(button, 'reference')).to.include('<img');
  });
});
