import type { MixPayButton } from '../../../src/element/button/button.js';
import { byHand, created, problem, told } from '../../helpers/fake-endpoint.js';
import { dialogOpens, mountButton, openShop, ORDER, press, quietly, shows, type Shop } from './mount-button.js';

export const ENGLISH = { ...ORDER, locale: 'en' };

export const HASH = `0x${'0123456789abcdef'.repeat(4)}`;
export const TRACE = '8f14e45f-ceea-467f-a8f3-2c6b1e9d0b7a';
export const SHORT = { payableAmount: '0.0003', payableSymbol: 'BTC', paymentAmount: '0.0002', paymentSymbol: 'BTC' };

/** What the endpoint says first, what of the status, how long after, and how the button opens. */
interface Situation {
  create?: Response | Promise<Response>;
  status?: Response | Error;
  after?: number;
  mode?: string;
}

/** Every state in which a payer may see the dialog. */
export const SITUATIONS: Readonly<Record<string, Situation>> = {
  requesting: { create: byHand<Response>().promise },
  open: {},
  unpaid: { create: created({ traceId: TRACE, expiresAt: '2026-11-21T12:30:00Z' }) },
  confirming: {
    status: told('confirming', { confirmations: 1, requiredConfirms: 3, txid: HASH, blockExplorerUrl: 'https://x.example/1' }),
  },
  underpaid: { status: told('paid_less', SHORT) },
  'underpaid, and too late': {
    create: created({ traceId: TRACE, expiresAt: '2026-11-21T12:00:02Z' }),
    status: told('paid_less', SHORT),
    after: 20_000,
  },
  pending: { status: told('pending') },
  'under review': { status: told('auditing') },
  paid: { status: told('success', { txid: HASH }) },
  'paid too much': { status: told('success', { surplusAmount: '1', paymentSymbol: 'USDT' }) },
  failed: { status: told('failed', { failureCode: '40000' }) },
  'failed with money': { status: told('failed', { failureCode: '40024', paymentAmount: '1', paymentSymbol: 'BTC' }) },
  overdue: { create: created({ traceId: TRACE, expiresAt: '2026-11-21T12:00:02Z' }), after: 20_000 },
  unseen: { status: new Error('lost'), after: 40_000 },
  untracked: { create: created({ statusUrl: undefined }) },
  'paid before': { create: problem(409, { code: 'already_paid', statusUrl: '/api/mixpay/status/token' }), status: told('success') },
  'asked about the price': { create: problem(409, { code: 'price_changed', quoteAmount: '12', quoteAssetId: 'usd' }) },
  'not started': { create: problem(503) },
  'to be tried again later': { create: problem(429, {}, { 'Retry-After': '30' }) },
  'in a frame': { mode: 'embed' },
};

/**
 * A dialog in a situation, at a shop of its own.
 * @returns also when the page in a frame has come, which takes the focus with it. In Chromium one that cannot be had comes, too:
 * the browser's own; in the other engines it never does.
 */
export async function open(
  situation: string,
  attributes: Record<string, string> = {},
): Promise<{ shop: Shop; button: MixPayButton; dialog: HTMLDialogElement; frameLoads: Promise<unknown> }> {
  const { create = created({ traceId: TRACE }), status = told('unpaid'), after = 3000, mode = 'qr' } = SITUATIONS[situation] ?? {};
  const shop = openShop();
  shop.endpoint.willAnswer(create).willTell(status);
  const button = await mountButton({ ...ENGLISH, mode, ...attributes });
  const frameLoads = new Promise((resolve) => button.shadowRoot?.addEventListener('load', resolve, { capture: true, once: true }));
  await quietly(async () => {
    press(button);
    await dialogOpens(button);
    await shows(button, () => button.state !== 'requesting' || situation === 'requesting', 'an answer');
    await shop.clock.advance(after);
    await button.updateComplete;
  });
  return { shop, button, dialog: await dialogOpens(button), frameLoads };
}
