import { expect } from '@open-wc/testing';
import { en } from '../helpers/words.js';
import { byHand, created, problem, told } from '../helpers/fake-endpoint.js';
import { choose, dialogOpens, inside, mountButton, openShop, part, press, quietly, shows, words } from './helpers/mount-button.js';
import { ENGLISH } from './helpers/situations.js';
import { mountOpen, openDialog, openPayment, visitEach, type Visit } from './helpers/visit.js';

describe('a dialog closed while the code is being asked for', () => {
  let shop: Visit['shop'];
  let heard: Visit['heard'];
  visitEach((visit) => ({ shop, heard } = visit));

  it('stays closed when the code comes; the next press opens it, with the same code', async () => {
    const late = byHand<Response>();
    shop.endpoint.willAnswer(late.promise);
    const button = await mountButton();
    const result = button.pay();
    await dialogOpens(button);
    await choose(shop, button, 'close');
    expect((await result).outcome).to.equal('closed');
    late.resolve(created());
    await shop.clock.advance(0);
    await shows(button, () => button.state === 'ready', 'the code to be there');
    expect(inside(button, 'dialog[open]') === null).to.equal(true);
    expect(heard.types).not.to.include('mixpay-open');
    await openPayment(button);
    expect(shop.endpoint.creates).to.have.length(1);
  });
  it('stays closed when the endpoint refuses', async () => {
    const late = byHand<Response>();
    shop.endpoint.willAnswer(late.promise);
    await quietly(async () => {
      const button = await mountButton();
      await openDialog(button);
      await choose(shop, button, 'close');
      late.resolve(problem(503));
      await shows(button, () => button.state === 'error', 'the refusal');
      expect(inside(button, 'dialog[open]') === null).to.equal(true);
    });
  });
});

describe('the QR code', () => {
  it('is drawn in black squares on white, whatever the icons look like', async () => {
    const shop = openShop();
    shop.endpoint.willAnswer(created());
    const button = await mountButton();
    await openDialog(button);
    await shows(button, () => inside(button, '[part~="qr-code"] path') !== null, 'the QR code');
    const { fill, stroke } = getComputedStyle(inside(button, '[part~="qr-code"] path') as Element);
    expect([fill, stroke]).to.deep.equal(['rgb(0, 0, 0)', 'none']);
  });
});

describe('pay() at a question about the price', () => {
  /** A button that asks about another price, and how its `pay()` ends. */
  async function ask(shop: Visit['shop']) {
    const button = await mountButton(ENGLISH);
    const ends: string[] = [];
    button.pay().then(
      ({ outcome }) => ends.push(outcome),
      (error: { code: string }) => ends.push(`rejected: ${error.code}`),
    );
    await dialogOpens(button);
    await shows(button, () => part(button, 'accept') !== null, 'the question');
    await shop.clock.advance(0);
    return { button, ends };
  }

  it('waits for the payer, who agrees and pays', async () => {
    const shop = openShop();
    shop.endpoint.willAnswer(created({ quoteAmount: '12', quoteAssetId: 'usd' })).willTell(told('success'));
    await quietly(async () => {
      const { button, ends } = await ask(shop);
      expect(ends).to.deep.equal([]);
      await choose(shop, button, 'accept');
      await shows(button, () => button.state === 'open', 'the payment to be open');
      await shop.clock.advance(3000);
      expect(ends).to.deep.equal(['success']);
    });
  });
  it('ends as closed where the payer closes the dialog', async () => {
    const shop = openShop();
    shop.endpoint.willAnswer(problem(409, { code: 'price_changed', quoteAmount: '12', quoteAssetId: 'usd' }));
    await quietly(async () => {
      const { button, ends } = await ask(shop);
      await choose(shop, button, 'close');
      await shop.clock.advance(0);
      expect(ends).to.deep.equal(['closed']);
    });
  });
  it('rejects where the price was refused and no other named', async () => {
    const shop = openShop();
    shop.endpoint.willAnswer(problem(409, { code: 'price_changed' }));
    await quietly(async () => {
      const button = await mountButton(ENGLISH);
      const code = await button.pay().catch((error: { code: string }) => error.code);
      expect(code).to.equal('price_changed');
      await dialogOpens(button);
      expect(words(button, 'status')).to.equal(en.price_changed);
    });
  });
});

describe('copying', () => {
  const before = Object.getOwnPropertyDescriptor(navigator, 'clipboard');
  let copied: string[];
  beforeEach(() => {
    copied = [];
    const clipboard = { writeText: (text: string) => Promise.resolve(void copied.push(text)) };
    Object.defineProperty(navigator, 'clipboard', { configurable: true, value: clipboard });
  });
  afterEach(() => {
    if (before === undefined) Reflect.deleteProperty(navigator, 'clipboard');
    else Object.defineProperty(navigator, 'clipboard', before);
  });

  async function open(status: Response) {
    const shop = openShop();
    shop.endpoint.willAnswer(created()).willTell(status);
    const button = await mountOpen(ENGLISH);
    await shop.clock.advance(3000);
    await button.updateComplete;
    return { shop, button };
  }

  it('a transaction says so to a screen reader, once it has happened', async () => {
    const { shop, button } = await open(told('success', { txid: '0xabc' }));
    const said = inside(button, '[part~="reference"] [role="status"]');
    expect(said?.textContent).to.equal('');
    await choose(shop, button, 'copy-reference');
    await shows(button, () => said?.textContent === en.copied, '"Copied" to be said');
    expect(copied).to.deep.equal(['0xabc']);
  });
  it('the link says so on its button', async () => {
    const { shop, button } = await open(told('unpaid'));
    expect(words(button, 'copy')).to.equal(en.copyLink);
    await choose(shop, button, 'copy');
    await shows(button, () => words(button, 'copy') === en.copied, 'the button to say "Copied"');
    expect(copied).to.deep.equal([button.checkoutUrl]);
  });
  it('that fails shows the text in sight, selected, to be copied by hand', async () => {
    Object.defineProperty(navigator, 'clipboard', { configurable: true, value: undefined });
    const { shop, button } = await open(told('unpaid'));
    const body = part(button, 'body') as HTMLElement;
    body.style.height = '200px';
    body.style.width = '160px';
    await choose(shop, button, 'copy');
    const text = part(button, 'link-text') as HTMLInputElement;
    await shows(button, () => text.selectionEnd === text.value.length && button.shadowRoot?.activeElement === text, 'the text selected');
    expect(text.value).to.equal(button.checkoutUrl);
    const isInSight = (): boolean => text.getBoundingClientRect().bottom <= body.getBoundingClientRect().bottom;
    await shows(button, isInSight, 'the text in sight');
    expect(text.scrollWidth).to.be.greaterThan(text.clientWidth);
    expect(text.scrollLeft, 'from its beginning, which says whose address it is').to.equal(0);
  });
});

describe('below a button whose dialog does not come', () => {
  const lost = { importDialog: () => Promise.reject(new TypeError('Failed to fetch')) };

  for (const [what, answer, status, sentence] of [
    ['waiting', created(), told('unpaid'), `${en.dialogTitle} ${en.unpaid}`],
    ['paid', created(), told('success'), `${en.paid} ${en.success}`],
    ['failed', created(), told('failed', { failureCode: '40000' }), `${en.paymentFailed} ${en.failure40000}`],
    ['being confirmed', created(), told('confirming'), `${en.seen} ${en.confirming}`],
  ] as const) {
    it(`the sentence of a payment that is ${what} is that payment’s`, async () => {
      const shop = openShop({}, lost);
      shop.endpoint.willAnswer(answer).willTell(status);
      const button = await mountButton(ENGLISH);
      press(button);
      await shows(button, () => button.state === 'open', 'the payment to be open');
      await shop.clock.advance(3000);
      await button.updateComplete;
      expect(inside(button, '[part~="floor"] [role="alert"]')?.textContent).to.equal(sentence);
    });
  }
  it('the sentence of a price question names the new price', async () => {
    const shop = openShop({}, lost);
    shop.endpoint.willAnswer(created({ quoteAmount: '12', quoteAssetId: 'usd' }));
    await quietly(async () => {
      const button = await mountButton(ENGLISH);
      press(button);
      await shows(button, () => part(button, 'accept') !== null, 'the question');
      expect(inside(button, '[part~="floor"] [role="alert"]')?.textContent).to.equal(
        `The price has changed ${en.priceChanged.replace('{amount}', '$12.00')}`,
      );
    });
  });
});
