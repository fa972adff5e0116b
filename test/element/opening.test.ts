import { expect } from '@open-wc/testing';
import { chooseMode, type Environment } from '../../src/element/button/opening.js';
import type { OpenMode, RequestedMode } from '../../src/element/button/events.js';
import type { MixPayOpenEvent } from '../../src/element/payment/events.js';
import { byHand, CODE, created, problem } from '../helpers/fake-endpoint.js';
import { dialogOpens, inside, mountButton, openShop, ORDER, part, press, quietly, shows, words } from './helpers/mount-button.js';
import { openDialog, visitEach, type Visit } from './helpers/visit.js';

const LINK = `https://mixpay.me/code/${CODE}`;
const DESK: Environment = { coarsePointer: false, smallScreen: false, inApp: false, framed: false };
const PHONE: Environment = { coarsePointer: true, smallScreen: true, inApp: false, framed: false };

describe('the way to open', () => {
  const cases: [requested: RequestedMode, where: string, environment: Environment, mode: OpenMode, reason?: string][] = [
    ['auto', 'at a desk', DESK, 'qr'],
    ['auto', 'on a tablet', { ...PHONE, smallScreen: false }, 'qr'],
    ['auto', 'on a phone', PHONE, 'redirect'],
    ['auto', 'in an in-app browser', { ...DESK, inApp: true }, 'redirect'],
    ['auto', 'on a phone in a frame', { ...PHONE, framed: true }, 'tab'],
    ['redirect', 'in a frame', { ...DESK, framed: true }, 'tab', 'framed'],
    ['tab', 'in an in-app browser', { ...PHONE, inApp: true }, 'redirect', 'in_app'],
    ['popup', 'in an in-app browser', { ...PHONE, inApp: true }, 'redirect', 'in_app'],
    ['tab', 'in a frame in an in-app browser', { ...PHONE, inApp: true, framed: true }, 'tab'],
    ['qr', 'in an in-app browser', { ...PHONE, inApp: true }, 'qr'],
    ['qr', 'on a phone', PHONE, 'qr'],
    ['tab', 'on a phone', PHONE, 'tab'],
  ];
  for (const [requested, where, environment, mode, reason] of cases) {
    it(`${requested} ${where} is ${mode}`, () => {
      expect(chooseMode(requested, environment)).to.deep.equal(reason === undefined ? { mode } : { mode, reason });
    });
  }
});

/** A window the test hands to whoever opens one. */
class FakeWindow {
  opener: unknown = {};
  closed = false;
  readonly document = document.implementation.createHTMLDocument();
  readonly went: string[] = [];
  readonly location = { replace: (url: string) => this.went.push(url) };
  close(): void {
    this.closed = true;
  }
}

describe('a window reserved inside the click', () => {
  let shop: Visit['shop'];
  let heard: Visit['heard'];
  visitEach((visit) => ({ shop, heard } = visit));
  const { open } = window;
  afterEach(() => void (window.open = open));

  function willOpen(opened: FakeWindow | null): { calls: number } {
    const count = { calls: 0 };
    window.open = () => {
      count.calls += 1;
      return opened as unknown as Window;
    };
    return count;
  }
  const opening = (): MixPayOpenEvent => heard.events.find((event) => event.type === 'mixpay-open') as MixPayOpenEvent;

  for (const mode of ['tab', 'popup'] as const) {
    it(`${mode}: is reserved before anything is asked, says so, and is sent to the checkout`, async () => {
      const tab = new FakeWindow();
      const count = willOpen(tab);
      const answer = byHand<Response>();
      shop.endpoint.willAnswer(answer.promise);
      const button = await mountButton({ ...ORDER, mode });
      press(button);
      expect(count.calls).to.equal(1);
      expect(tab.opener).to.equal(null);
      expect(tab.document.body.textContent).to.equal('Opening MixPay…');
      answer.resolve(created());
      await shows(button, () => button.state === 'open', 'the payment to be open');
      expect(tab.went).to.deep.equal([LINK]);
      expect(opening()).to.include({ mode, requestedMode: mode, url: LINK, reason: undefined });
      await dialogOpens(button);
      expect(words(button, 'note')).to.include('Continue in the window that opened');
      expect(part(button, 'show-qr') !== null).to.equal(true);
    });
  }
  it('blocked: the dialog takes over with QR and link, and nothing is created twice', async () => {
    willOpen(null);
    shop.endpoint.willAnswer(created());
    const button = await mountButton({ ...ORDER, mode: 'tab' });
    await openDialog(button);
    await shows(button, () => part(button, 'qr-code') !== null, 'the QR code');
    expect(opening()).to.include({ mode: 'qr', requestedMode: 'tab', reason: 'popup_blocked' });
    expect(shop.endpoint.creates).to.have.length(1);
    expect(heard.types).not.to.include('mixpay-error');
  });
  it('creating fails: it is closed, and the dialog says why', async () => {
    const tab = new FakeWindow();
    willOpen(tab);
    shop.endpoint.willAnswer(problem(500));
    const button = await mountButton({ ...ORDER, mode: 'tab' });
    await quietly(async () => {
      await openDialog(button);
    });
    expect(tab.closed).to.equal(true);
    expect(tab.went).to.deep.equal([]);
  });
  it('another price: it is closed, and the dialog asks', async () => {
    const tab = new FakeWindow();
    willOpen(tab);
    shop.endpoint.willAnswer(created({ quoteAmount: '99', quoteAssetId: 'usd' }));
    const button = await mountButton({ ...ORDER, mode: 'tab' });
    await quietly(async () => {
      await openDialog(button);
    });
    expect(tab.closed).to.equal(true);
    expect(part(button, 'accept') !== null).to.equal(true);
  });
  it('10 s without a code: it is closed, and the dialog takes over', async () => {
    const tab = new FakeWindow();
    willOpen(tab);
    const answer = byHand<Response>();
    shop.endpoint.willAnswer(answer.promise);
    const button = await mountButton({ ...ORDER, mode: 'tab' });
    press(button);
    await shop.clock.advance(10_000);
    expect(tab.closed).to.equal(true);
    await dialogOpens(button);
    answer.resolve(created());
    await shows(button, () => part(button, 'qr-code') !== null, 'the QR code');
    expect(opening()).to.include({ mode: 'qr', requestedMode: 'tab', reason: 'slow' });
    expect(tab.went).to.deep.equal([]);
  });
  it('mixpay-open canceled: it is closed', async () => {
    const tab = new FakeWindow();
    willOpen(tab);
    document.addEventListener('mixpay-open', (event) => event.preventDefault(), { once: true });
    shop.endpoint.willAnswer(created());
    const button = await mountButton({ ...ORDER, mode: 'tab' });
    expect((await button.pay()).outcome).to.equal('canceled');
    expect(tab.closed).to.equal(true);
  });
});

describe('embed', () => {
  it('is a sandboxed frame in the dialog, with the QR code one press away', async () => {
    const shop = openShop();
    shop.endpoint.willAnswer(created());
    const base = new URL('/checkout-stand-in/', location.href).href;
    const button = await mountButton({ ...ORDER, mode: 'embed', 'checkout-base': base });
    await openDialog(button);
    await shows(button, () => part(button, 'frame') !== null, 'the frame');
    const frame = part(button, 'frame') as HTMLIFrameElement;
    expect(frame.src).to.equal(`${base}${CODE}?style=iframe`);
    expect(frame.title).to.equal('MixPay');
    expect(frame.sandbox.contains('allow-top-navigation')).to.equal(false);
    await shop.clock.advance(400);
    part(button, 'show-qr')?.click();
    await button.updateComplete;
    expect(part(button, 'qr-code') !== null).to.equal(true);
    expect(inside(button, 'iframe') === null).to.equal(true);
  });
});
