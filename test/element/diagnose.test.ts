import { expect } from '@open-wc/testing';
import { MixPayError } from '../../src/core/errors.js';
import { isDeveloping } from '../../src/element/payment/developer.js';
import * as hints from '../../src/element/payment/hints.js';
import { created } from '../helpers/fake-endpoint.js';
import { dialogOpens, mountButton, openShop, ORDER, press, quietly, shows } from './helpers/mount-button.js';

const COIN = 'c6d0c728-2624-429b-8e0d-d9d19b6592fa';
const TRACE = '3f2b1c4d-5e6f-4a7b-8c9d-0e1f2a3b4c5d';

/** Presses a button with these attributes besides the usual ones. */
async function pressed(given: Record<string, string>, properties: object = {}) {
  const shop = openShop();
  shop.endpoint.willAnswer(created(), created());
  let reason: unknown;
  const button = await mountButton(ORDER);
  Object.assign(button, properties);
  await button.updateComplete;
  // By a parser, which takes names that `setAttribute` refuses.
  const parsed = document.createElement('template');
  const written = Object.entries(given).map(([name, value]) => `${name}="${value}"`);
  parsed.innerHTML = `<p ${written.join(' ')}></p>`;
  for (const attribute of parsed.content.firstElementChild?.attributes ?? []) button.setAttributeNode(attribute.cloneNode() as Attr);
  const lines = await quietly(async () => {
    const paid = button.pay().catch((error: unknown) => (reason = error));
    await shop.clock.advance(0);
    button.reset();
    await paid;
    button.pay().catch(() => undefined);
    await shop.clock.advance(0);
    button.reset();
  });
  return { creates: shop.endpoint.creates.length, reason, lines: lines.filter((line) => line.includes('mixpay-button>')) };
}

describe('an attribute that nearly says what is bought', () => {
  for (const [given, value, meant] of [
    ['orderid', 'T-2002', 'order-id'],
    ['order_id', 'T-2002', 'order-id'],
    ['orderId', 'T-2002', 'order-id'],
    ['order-idd', 'T-2002', 'order-id'],
    ['oder-id', 'T-2002', 'order-id'],
    ['odrer-id', 'T-2002', 'order-id'],
    ['order--id', 'T-2002', 'order-id'],
    ['traceid', TRACE, 'trace-id'],
    ['items', 'mug', 'item'],
    ['quoteamount', '12', 'quote-amount'],
    ['quote-ammount', '12', 'quote-amount'],
    ['qoute-amount', '12', 'quote-amount'],
    ['amount', '12', 'quote-amount'],
    ['quoteassetid', 'eur', 'quote-asset-id'],
    ['assetid', 'eur', 'quote-asset-id'],
    ['asset-id', 'eur', 'quote-asset-id'],
    ['paymentassetid', COIN, 'payment-asset-id'],
    ['payment_asset_id', COIN, 'payment-asset-id'],
  ] as const) {
    it(`${given} is an error that names ${meant}, at every press, and nothing is sent`, async () => {
      const { creates, reason, lines } = await pressed({ [given]: value });
      expect(reason).to.be.instanceOf(MixPayError);
      expect(reason).to.include({ code: 'invalid_field', field: meant });
      expect((reason as MixPayError).message).to.include(given.toLowerCase());
      expect(lines.filter((line) => line.includes('invalid_field') || line.includes(`${meant}: expected`))).to.have.length(2);
      expect(creates).to.equal(0);
    });
  }
});

describe('an attribute that nearly says anything else', () => {
  for (const [given, value, meant] of [
    ['statusendpoint', '/status', 'status-endpoint'],
    ['checkout_base', '/code/', 'checkout-base'],
    ['credential', 'omit', 'credentials'],
    ['quotesymbol', 'EUR', 'quote-symbol'],
    ['remarks', 'gift', 'remark'],
    ['returnto', '/thanks', 'return-to'],
    ['failedreturnto', '/oh', 'failed-return-to'],
    ['expiresin', '600', 'expires-in'],
    ['varient', 'black', 'variant'],
    ['locales', 'de', 'locale'],
  ] as const) {
    it(`${given} is one warning that names ${meant}`, async () => {
      const { creates, reason, lines } = await pressed({ [given]: value });
      expect(reason).to.equal(undefined);
      expect(creates).to.equal(2);
      expect(lines).to.have.length(1);
      expect(lines[0]).to.match(new RegExp(`${given}: .*\\b${meant}\\b`));
    });
  }
});

describe('a word that an attribute does not take', () => {
  for (const [name, value, words] of [
    ['mode', 'modal', 'auto qr redirect tab popup embed'],
    ['variant', 'blue', 'brand black white outline'],
    ['size', 'huge', 'small medium large'],
    ['theme', 'sepia', 'auto light dark'],
    ['verb', 'give', 'pay buy checkout donate order subscribe tip'],
  ] as const) {
    it(`${name}="${value}" is one warning that names what there is, and the payment goes on`, async () => {
      const { creates, lines } = await pressed({ [name]: value });
      expect(creates).to.equal(2);
      expect(lines).to.deep.equal([`<mixpay-button> ${name}: expected one of ${words}, received ${JSON.stringify(value)}.`]);
    });
  }
});

describe('a page without an origin', () => {
  for (const [where, protocol, advice] of [
    ['in a sandboxed frame', 'https:', 'allow-same-origin'],
    ['opened from a file', 'file:', 'npx serve'],
  ] as const) {
    it(`${where} is one warning that says what to do`, async () => {
      openShop();
      const button = await mountButton(ORDER);
      const view = { origin: 'null', location: { ...location, protocol } };
      const lines = await quietly(async () => {
        hints.diagnose(button, view);
        hints.diagnose(button, view);
        await button.updateComplete;
      });
      expect(lines).to.have.length(1);
      expect(lines[0]).to.include(advice);
    });
  }
  it('a frame made of a string is on the host of its page', async () => {
    openShop();
    const button = await mountButton({ ...ORDER, 'checkout-base': 'http://localhost:4010/code/' });
    const lines = await quietly(() =>
      Promise.resolve(hints.diagnose(button, { origin: 'http://localhost:5173', location: { ...location, href: 'about:srcdoc' } })),
    );
    expect(lines).to.deep.equal([]);
  });
});

describe('an attribute that means something else is left alone', () => {
  const table: Readonly<Record<string, Record<string, string>>> = {
    'HTML’s own': Object.fromEntries(
      (
        'accesskey autocapitalize autocorrect autofocus class contenteditable dir draggable enterkeyhint exportparts hidden id inputmode is lang ' +
        'nonce part popover role slot spellcheck style tabindex title translate virtualkeyboardpolicy writingsuggestions'
      )
        .split(' ')
        .map((name) => [name, '']),
    ),
    microdata: { itemscope: '', itemtype: 'https://schema.org/Offer', itemid: '#o', itemprop: 'offers', itemref: 'x' },
    'data and ARIA': {
      'data-order-id': 'x',
      'data-orderid': 'x',
      'data-amount': '12',
      'data-item': 'x',
      'data-quote-amount': '12',
      'aria-label': 'Pay',
      'aria-details': 'x',
      'aria-disabled': 'false',
    },
    handlers: { onclick: '', onitem: '', onmode: '', oninput: '' },
    Vue: {
      'v-bind': 'x',
      'v-item': 'x',
      'v-order-id': 'x',
      'v-cloak': '',
      'v-if': 'x',
      ':order-id': 'x',
      '@mixpay-success': 'x',
      '#item': '',
      'data-v-7ba5bd90': '',
    },
    Angular: {
      '_ngcontent-ng-c123': '',
      '_nghost-abc': '',
      'ng-version': '19',
      'ng-reflect-order-id': 'x',
      'ng-reflect-amount': '12',
      'ng-item': 'x',
      '[orderid]': 'x',
      '[attr.order-id]': 'x',
      '(mixpay-success)': 'x',
      '*ngif': 'x',
      '#orderid': '',
      ngskiphydration: '',
    },
    Alpine: { 'x-data': '{}', 'x-item': 'x', 'x-order-id': 'x', 'x-bind:order-id': 'x', 'x-model': 'x', '@click.prevent': 'x' },
    htmx: { 'hx-get': '/', 'hx-item': 'x', 'hx-order-id': 'x', 'hx-on:click': 'x' },
    Lit: { '.orderid': 'x', '?disabled': '', '@item': '' },
    'Svelte, Astro, Qwik and others': {
      'bind:orderid': 'x',
      'on:click': 'x',
      'client:load': '',
      'astro-cid-j7pv25f6': '',
      'q:id': '1',
      'wire:key': 'x',
      'stimulus-controller': 'x',
      jsaction: 'x',
      'sveltekit-preload': '',
      's-1abc': '',
      'nonce-x': '',
      'u-item': '',
    },
    'a theme’s own': {
      color: 'red',
      width: '100',
      size: 'large',
      type: 'button',
      name: 'pay',
      value: 'x',
      price: '12',
      code: 'x',
      model: 'x',
      node: 'x',
      order: '2',
      side: 'left',
      sizes: '10',
      time: 'x',
      asset: 'x',
      payment: 'x',
      status: 'x',
      target: '_blank',
      href: '#',
      rel: 'x',
      form: 'x',
    },
  };
  for (const [whose, given] of Object.entries(table)) {
    it(whose, async () => {
      const { creates, reason, lines } = await pressed(given);
      expect([reason, lines, creates]).to.deep.equal([undefined, [], 2]);
    });
  }

  it('where the right one says the same', async () => {
    const { reason, lines, creates } = await pressed({ orderid: 'T-1001', quoteamount: '10', assetid: 'usd', order_id: 'T-1001' });
    expect([reason, lines, creates]).to.deep.equal([undefined, [], 2]);
  });
  it('where a framework has set the property to the same', async () => {
    const { reason, lines, creates } = await pressed({ traceid: TRACE, expiresin: '600' }, { traceId: TRACE, expiresIn: 600 });
    expect([reason, lines, creates]).to.deep.equal([undefined, [], 2]);
  });
  it('while a payment is under way, which goes on', async () => {
    const shop = openShop();
    shop.endpoint.willAnswer(created());
    const button = await mountButton();
    press(button);
    await shows(button, () => button.state === 'open', 'the payment to be open');
    button.setAttribute('orderid', 'T-2002');
    button.close();
    const lines = await quietly(async () => {
      button.pay().catch(() => undefined);
      await shop.clock.advance(0);
    });
    expect([lines, button.state, button.error]).to.deep.equal([[], 'open', undefined]);
  });
});

describe('hints for developers', () => {
  /** Presses a button that has a mistake, on a page at this address. */
  async function hinted(address: string, importHints = () => Promise.resolve(hints), given: Record<string, string> = {}) {
    let requests = 0;
    const shop = openShop(
      {},
      {
        address,
        importHints: () => {
          requests += 1;
          return importHints();
        },
      },
    );
    shop.endpoint.willAnswer(created());
    const button = await mountButton({ ...ORDER, size: 'huge', ...given });
    const lines = await quietly(async () => {
      press(button);
      await dialogOpens(button);
      await shop.clock.advance(0);
    });
    return { requests, lines, state: button.state };
  }

  it('are shown on loopback', async () => {
    const { requests, lines } = await hinted('http://localhost:5173/shop');
    expect(requests).to.be.greaterThan(0);
    expect(lines.join()).to.include('size: expected one of small medium large');
  });
  it('are not requested on a shop’s host', async () => {
    expect(await hinted('https://shop.example/#mug')).to.deep.equal({ requests: 0, lines: [], state: 'open' });
  });
  it('are shown on a shop’s host where the address asks for them', async () => {
    expect((await hinted('https://shop.example/#debug-mixpay')).lines.join()).to.include('size: expected one of');
  });
  it('are shown on a shop’s host whose checkout-base is a developer’s', async () => {
    const { lines } = await hinted('https://shop.example/', undefined, { 'checkout-base': 'http://localhost:4010/code/' });
    expect(lines.join()).to.include('size: expected one of');
  });
  it('that cannot be loaded do no harm', async () => {
    const lost = () => Promise.reject<typeof hints>(new TypeError('Failed to fetch'));
    const { lines, state } = await hinted('http://localhost/', lost);
    expect([lines, state]).to.deep.equal([[], 'open']);
  });
  it('that do not arrive keep nothing waiting', async () => {
    const { state } = await hinted('http://localhost/', () => new Promise(() => undefined));
    expect(state).to.equal('open');
  });

  for (const [address, expected] of [
    ['http://localhost:5173/', true],
    ['http://shop.localhost/', true],
    ['http://127.0.0.1:8080/', true],
    ['http://192.168.1.7/', true],
    ['http://[::1]/', true],
    ['http://devbox/', true],
    ['https://shop.test/', true],
    ['https://printer.local/', true],
    ['https://shop.internal/', true],
    ['file:///home/me/page.html', true],
    ['https://shop.example/', false],
    ['https://localhost.shop.example/', false],
    ['https://latest/', true],
    ['https://contest.com/', false],
    ['https://mixpay.me/code/', false],
    ['https://shop.example/?q=#debug-mixpay', true],
    ['https://shop.example/#/basket#debug-mixpay', true],
    ['http://localhost.:5173/', true],
    ['HTTP://DEVBOX:80', true],
    ['https://shop.example.:8443/', false],
    ['https://xn--bcher-kva.example/', false],
    // Frames of a shop's own page, and pages that are kept in memory.
    ['about:srcdoc', false],
    ['about:blank', false],
    ['blob:https://shop.example/0a0b', false],
    ['data:text/html,', false],
    ['/code/', false],
    ['', false],
  ] as const) {
    it(`${address || 'no address'} is ${expected ? 'a developer’s' : 'the public’s'}`, () => {
      expect(isDeveloping(address)).to.equal(expected);
    });
  }
});
