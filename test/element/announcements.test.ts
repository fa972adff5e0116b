import { expect, nextFrame } from '@open-wc/testing';
import { byHand, created, problem, told } from '../helpers/fake-endpoint.js';
import { en } from '../helpers/words.js';
import { Listener } from './helpers/listener.js';
import { choose, inside, mountButton, openShop, part, press, quietly, shows, words, type Shop } from './helpers/mount-button.js';
import { ENGLISH, SHORT } from './helpers/situations.js';
import { openDialog, openPayment } from './helpers/visit.js';

const NAMED = { ...ENGLISH, 'shop-name': 'Beans & Co' };

/** What is said when the dialog opens. */
const OPENS = `[${en.dialogTitle}: To Beans & Co $10.00 ${en.requesting}]`;

describe('a screen reader says', () => {
  /** A button with the focus on it, and somebody who listens. */
  async function visit(shop: Shop, attributes: Record<string, string> = NAMED) {
    const button = await mountButton(attributes);
    button.focus();
    const listener = new Listener(button);
    const wait = async (milliseconds: number): Promise<string[]> => {
      await shop.clock.advance(milliseconds);
      await button.updateComplete;
      await nextFrame();
      return listener.sayings();
    };
    /** Presses the button, and hears what is said before and after the endpoint's first answer. */
    const open = async (answer: Response): Promise<string[]> => {
      const late = byHand<Response>();
      shop.endpoint.willAnswer(late.promise);
      await openDialog(button);
      const before = await wait(400);
      late.resolve(answer);
      await shows(button, () => button.state !== 'requesting', 'an answer');
      return [...before, ...(await wait(0))];
    };
    return { button, listener, open, wait };
  }

  it('a payment from the press to its end, each thing once, and nothing more when the dialog closes', async () => {
    const shop = openShop();
    shop.endpoint.willTell(told('unpaid'), told('confirming', { confirmations: 1, requiredConfirms: 3 }), told('success'));
    const { button, listener, open, wait } = await visit(shop);
    expect(await open(created())).to.deep.equal([OPENS, en.unpaid]);
    expect(await wait(3000)).to.deep.equal([]);
    expect(await wait(9000)).to.deep.equal([en.seen, en.confirming, en.paid, en.success]);
    await choose(shop, button, 'done');
    expect(await wait(9000)).to.deep.equal([`[${en.paid}]`]);
    listener.stop();
  });

  it('that a closed dialog’s payment goes on, and what becomes of it', async () => {
    const shop = openShop();
    shop.endpoint.willTell(told('unpaid'), told('unpaid'), told('confirming'), told('success'));
    const { button, open, wait } = await visit(shop);
    await open(created());
    await wait(3000);
    await choose(shop, button, 'close');
    expect(await wait(0)).to.deep.equal([`[${en.continuePayment}]`]);
    expect(await wait(30_000)).to.deep.equal([`${en.seen} ${en.confirming}`, `${en.paid} ${en.success}`]);
  });

  it('each thing once, where a page has two buttons for one order', async () => {
    const shop = openShop();
    shop.endpoint.willTell(told('unpaid'));
    const { button, open, wait } = await visit(shop);
    const second = await mountButton(NAMED);
    await open(created());
    await wait(9000);
    await choose(shop, button, 'close');
    expect(await wait(0)).to.deep.equal([`[${en.continuePayment}]`]);
    const listener = new Listener(second);
    shop.endpoint.willTell(told('success'));
    const sayings = [...(await wait(60_000)), ...listener.sayings()];
    expect([button.state, second.state]).to.deep.equal(['success', 'success']);
    expect(sayings).to.deep.equal([`${en.paid} ${en.success}`]);
    listener.stop();
  });

  it('what becomes of a payment by the button that is rendered, where the page hides another one for it', async () => {
    const shop = openShop();
    shop.endpoint.willTell(told('unpaid'));
    const { button, open, wait } = await visit(shop);
    const second = await mountButton(NAMED);
    await open(created());
    await wait(9000);
    await choose(shop, button, 'close');
    button.hidden = true;
    const listener = new Listener(second);
    shop.endpoint.willTell(told('success'));
    await wait(60_000);
    expect(listener.sayings()).to.deep.equal([`${en.paid} ${en.success}`]);
    listener.stop();
  });

  it('nothing of a dialog that is on its way, and leaves nothing behind of one that was closed too soon', async () => {
    const shop = openShop();
    const late = byHand<Response>();
    shop.endpoint.willAnswer(late.promise).willTell(told('unpaid'));
    const { button, wait } = await visit(shop);
    await openDialog(button);
    await choose(shop, button, 'close');
    late.resolve(created());
    await shows(button, () => button.state === 'ready', 'the code');
    expect(await wait(0)).to.deep.equal([OPENS, '[Pay $10.00]']);
    expect(inside(button, '.said')?.textContent).to.equal('');
  });

  it('an error, the retry, and what comes of it; the focus that was on “Try again” goes to the title', async () => {
    const shop = openShop();
    shop.endpoint.willTell(told('unpaid'));
    const { button, open, wait } = await visit(shop);
    await quietly(async () => {
      expect(await open(problem(503))).to.deep.equal([OPENS, en.notStarted, en.server_error]);
      shop.endpoint.willAnswer(created());
      part(button, 'retry')?.focus();
      expect(await wait(0)).to.deep.equal([`[${en.tryAgain}]`]);
      await choose(shop, button, 'retry');
      await shows(button, () => button.state === 'open', 'the payment to be open');
      expect(await wait(0)).to.deep.equal([`[${en.dialogTitle}]`, en.dialogTitle, en.requesting, en.unpaid]);
    });
  });

  it('a question about the price, and the answer', async () => {
    const shop = openShop();
    shop.endpoint.willTell(told('unpaid'));
    const { button, open, wait } = await visit(shop);
    await quietly(async () => {
      const question = en.priceChanged.replace('{amount}', '$12.00');
      expect(await open(created({ quoteAmount: '12', quoteAssetId: 'usd' }))).to.deep.equal([OPENS, en.priceTitle, question]);
      part(button, 'accept')?.focus();
      expect(await wait(0)).to.deep.equal(['[Continue with $12.00]']);
      await choose(shop, button, 'accept');
      await shows(button, () => button.state === 'open', 'the payment to be open');
      expect(await wait(0)).to.deep.equal([`[${en.dialogTitle}]`, en.dialogTitle, en.unpaid]);
    });
  });

  for (const [what, status, sayings] of [
    [
      'that a payment fell short',
      told('paid_less', SHORT),
      [en.stillToPay.replace('{remainder}', '0.0001 BTC'), `${en.received.replace('{paid}', '0.0002 BTC')} ${en.payRest}`],
    ],
    ['that it failed', told('failed', { failureCode: '40000' }), [en.paymentFailed, en.failure40000]],
    ['that it is under review', told('auditing'), [en.review, en.auditing]],
  ] as const) {
    it(what, async () => {
      const shop = openShop();
      shop.endpoint.willTell(status);
      const { open, wait } = await visit(shop);
      await open(created());
      expect(await wait(3000)).to.deep.equal(sayings);
    });
  }

  it('what was copied, once', async () => {
    const shop = openShop();
    shop.endpoint.willTell(told('success', { txid: '0xabc' }));
    const { button, open, wait } = await visit(shop);
    const clipboard = Object.getOwnPropertyDescriptor(navigator, 'clipboard');
    Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { writeText: () => Promise.resolve() } });
    await open(created());
    await wait(3000);
    await choose(shop, button, 'copy-reference');
    expect(await wait(0)).to.deep.equal([en.copied]);
    if (clipboard === undefined) Reflect.deleteProperty(navigator, 'clipboard');
    else Object.defineProperty(navigator, 'clipboard', clipboard);
  });

  it('what could not be copied: the focus goes to the text, which is selected', async () => {
    const shop = openShop();
    shop.endpoint.willTell(told('unpaid'));
    const { button, open } = await visit(shop);
    const clipboard = Object.getOwnPropertyDescriptor(navigator, 'clipboard');
    Object.defineProperty(navigator, 'clipboard', { configurable: true, value: undefined });
    await open(created());
    part(button, 'copy')?.focus();
    await choose(shop, button, 'copy');
    const text = part(button, 'link-text') as HTMLInputElement;
    expect(button.shadowRoot?.activeElement === text).to.equal(true);
    expect(text.getAttribute('aria-label')).to.equal(en.copyFailed);
    expect(text.value.slice(text.selectionStart ?? 0, text.selectionEnd ?? 0)).to.equal(button.checkoutUrl);
    if (clipboard === undefined) Reflect.deleteProperty(navigator, 'clipboard');
    else Object.defineProperty(navigator, 'clipboard', clipboard);
  });

  it('below a button whose dialog does not come, the same in one sentence each', async () => {
    const shop = openShop({}, { importDialog: () => Promise.reject(new TypeError('Failed to fetch')) });
    shop.endpoint.willAnswer(created()).willTell(told('unpaid'), told('success'));
    const { button, wait } = await visit(shop);
    press(button);
    await shows(button, () => button.state === 'open', 'the payment to be open');
    expect(await wait(9000)).to.deep.equal([
      `${en.dialogTitle} ${en.requesting}`,
      `${en.dialogTitle} ${en.unpaid}`,
      `${en.paid} ${en.success}`,
    ]);
  });
});

describe('the description of a dialog', () => {
  it('names the shop, the amount, the status and what to do', async () => {
    const shop = openShop();
    shop.endpoint.willAnswer(created()).willTell(told('unpaid'));
    const button = await mountButton(NAMED);
    const dialog = await openPayment(button);
    const ids = dialog.getAttribute('aria-describedby')?.split(' ') ?? [];
    const texts = ids.map((id) => dialog.querySelector(`#${id}`)?.textContent);
    expect(texts).to.deep.equal(['To Beans & Co', '$10.00', en.unpaid, en.scanToPay]);
    expect(words(button, 'title')).to.equal(en.dialogTitle);
  });
});
