import { byHand, created, problem, told } from '../../helpers/fake-endpoint.js';
import { choose, inside, openShop, ORDER, press, quietly } from '../../element/helpers/mount-button.js';
import { FakeWindow } from '../../faults/page/surroundings.js';
import type { Situation } from '../situations.js';
import type { Look } from './looks.js';
import { mountIn, until } from './until.js';

type Answer = Response | Error | Promise<Response>;

/** How a dialog comes to be in a situation. */
interface Way {
  attributes?: Record<string, string>;
  /** What the endpoint says to a create, and of the status, the last of these again and again. */
  create?: Answer;
  statuses?: readonly Answer[];
  /** Milliseconds from the click to the picture. */
  after?: number;
  /** Parts that are pressed after that. */
  presses?: readonly string[];
}

const HASH = `0x${'0123456789abcdef'.repeat(4)}`;
const OPEN = { traceId: '8f14e45f-ceea-467f-a8f3-2c6b1e9d0b7a', expiresAt: '2026-11-21T12:29:44Z' };
const SOON = { ...OPEN, expiresAt: '2026-11-21T12:00:02Z' };
const SHORT = { payableAmount: '0.0003', payableSymbol: 'BTC', paymentAmount: '0.0002', paymentSymbol: 'BTC' };
const SEEN = { txid: HASH, blockExplorerUrl: 'https://explorer.example/1' };

const WAYS: Readonly<Record<Situation, Way>> = {
  requesting: { create: byHand<Response>().promise },
  open: {},
  'opened-elsewhere': { attributes: { mode: 'tab' } },
  embedded: { attributes: { mode: 'embed', 'checkout-base': '/code/' } },
  unseen: { statuses: [new TypeError('no connection')], after: 60_000 },
  'not-followed': { statuses: [problem(404)] },
  untracked: { create: created({ ...OPEN, statusUrl: undefined }) },
  'copying-failed': { presses: ['copy'] },
  confirming: { statuses: [told('confirming', { confirmations: 1, requiredConfirms: 3, ...SEEN })] },
  processing: { statuses: [told('pending', SEEN)] },
  'under-review': { statuses: [told('auditing')] },
  underpaid: { statuses: [told('paid_less', SHORT)] },
  'underpaid-too-late': { create: created(SOON), statuses: [told('paid_less', SHORT)], after: 20_000 },
  overdue: { create: created(SOON), after: 20_000 },
  paid: { statuses: [told('success', SEEN)] },
  overpaid: { statuses: [told('success', { ...SEEN, surplusAmount: '0.0001', surplusStatus: 'pending', paymentSymbol: 'BTC' })] },
  failed: { statuses: [told('failed', { failureCode: '40000' })] },
  'failed-with-money': { statuses: [told('failed', { failureCode: '40024', paymentAmount: '0.0002', paymentSymbol: 'BTC' })] },
  'price-changed': { create: problem(409, { code: 'price_changed', quoteAmount: '129', quoteAssetId: 'usd' }) },
  'not-started': { create: problem(503, {}, { 'Retry-After': '20' }) },
};

/** A shop's page with a dialog in front of it: the element as it is, with the endpoint and the clock played. */
export async function showDialog(situation: Situation, { theme, locale }: Look): Promise<void> {
  const { attributes, create = created(OPEN), statuses = [told('unpaid')], after = 3000, presses = [] } = WAYS[situation];
  replaceSurroundings();
  const shop = openShop();
  shop.endpoint.willAnswer(create).willTell(...statuses);
  const button = await mountIn(document.body, {
    ...ORDER,
    'quote-amount': '124.5',
    'order-id': 'T-1042',
    'shop-name': 'Small Hours Coffee',
    theme,
    locale,
    ...attributes,
  });
  await quietly(async () => {
    press(button);
    await until(button, () => inside(button, 'dialog[open]') !== null, 'a dialog');
    await until(button, () => situation === 'requesting' || button.state !== 'requesting', 'an answer');
    await shop.clock.advance(after);
    for (const part of presses) await choose(shop, button, part);
    await until(button, () => inside(button, 'dialog')?.lang === locale, 'its language');
  });
}

/** Windows that open elsewhere, and a clipboard that refuses, on every machine. */
function replaceSurroundings(): void {
  window.open = () => new FakeWindow('open') as unknown as Window;
  Object.defineProperty(navigator, 'clipboard', { configurable: true, value: undefined });
}
