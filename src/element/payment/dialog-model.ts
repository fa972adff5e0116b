import { isPositiveDecimal } from '../../core/amount.js';
import type { MixPayError, Quote } from '../../core/errors.js';
import { UUID_PATTERN } from '../../core/mixpay.js';
import { formatAmount } from '../../core/format.js';
import { moneyReceived, remainderOf, type Payment } from '../../core/payment.js';
import type { CheckoutState } from '../../core/states.js';
import type { OpenMode } from '../button/events.js';
import { coinName } from '../button/label.js';
import type { Language } from '../button/language.js';

// What the dialog shows and offers, decided from plain values; its sentences are in `sentences.ts`, its HTML in `dialog-content.ts`.

/** All that the dialog is drawn from, as plain values. */
export interface DialogModel {
  language: Language;
  dark: boolean;
  /** Whom the payment goes to. */
  shop: string | undefined;
  /** The coin it is to be paid with, where the shop has chosen one. */
  coin: string | undefined;
  state: CheckoutState;
  payment: Payment | undefined;
  error: MixPayError | undefined;
  /** The price to show: as the endpoint named it, else as the button shows it. */
  quote: Partial<Quote>;
  newQuote: Quote | undefined;
  orderId: string | undefined;
  /** What the shop can look the payment up by: a trace where one is known, else an order id. */
  reference: string | undefined;
  checkoutUrl: string | undefined;
  tracked: boolean;
  /** Undefined while nothing has been opened. */
  presentation: OpenMode | undefined;
  /** Milliseconds left to pay; undefined without a deadline. */
  timeLeft: number | undefined;
  /** Whether the time to pay has ended, which only a fresh answer of the endpoint says. */
  late: boolean;
  /** Whether the endpoint does not answer at the moment, so that nobody can tell whether the payer has paid. */
  unseen: boolean;
  /** Whole seconds until "try again" is possible. */
  retryIn: number;
}

/** What colour and icon stand for: pay or wait, read closely, all is well, it ended badly. */
export type Tone = 'waiting' | 'careful' | 'good' | 'bad';

/** The price in the payer's language; undefined where none is known. */
export function priceText(quote: Partial<Quote>, language: Language): string | undefined {
  const { quoteAmount, quoteAssetId, quoteSymbol } = quote;
  if (quoteAmount === undefined) return undefined;
  return formatAmount(quoteAmount, quoteAssetId, language.tag, quoteSymbol ?? coinName(quoteAssetId) ?? namelessCoin(quote));
}

/** A coin nobody has a name for goes by its id: a number alone would not say of what. */
export function namelessCoin({ quoteAssetId = '', quoteSymbol }: Partial<Quote>): string | undefined {
  const nameless = quoteSymbol === undefined && coinName(quoteAssetId) === undefined && UUID_PATTERN.test(quoteAssetId);
  return nameless ? quoteAssetId : undefined;
}

/** An amount in the coin the payer chose. */
export function coinsText(amount: string | undefined, symbol: string | undefined, language: Language): string {
  return formatAmount(amount ?? '0', undefined, language.tag, symbol);
}

/** What is still to be paid, in the payer's language; undefined where that is unknown or nothing. */
export function remainderText(model: DialogModel): string | undefined {
  const { payment, language } = model;
  const left = payment === undefined ? undefined : remainderOf(payment);
  return left !== undefined && isPositiveDecimal(left)
    ? coinsText(left, payment?.payableSymbol ?? payment?.paymentSymbol, language)
    : undefined;
}

export function toneOf(model: DialogModel): Tone {
  const { state, newQuote, error } = model;
  if (newQuote !== undefined || isUnseen(model)) return 'careful';
  const code = state === 'error' ? error?.code : undefined;
  if (state === 'success' || code === 'already_paid') return 'good';
  if (code === 'forgotten' || code === 'unremembered') return 'careful';
  if (state === 'failed' || state === 'error') return 'bad';
  return state === 'overdue' || state === 'paid_less' || state === 'auditing' || error !== undefined ? 'careful' : 'waiting';
}

/** What is written largest: of a partly paid payment what is still to be paid, else the price. */
export function leadOf(model: DialogModel): string | undefined {
  return owed(model) ?? priceText(model.newQuote ?? model.quote, model.language);
}

/** The price, where something else is written largest. */
export function priceBeside(model: DialogModel): string | undefined {
  return owed(model) === undefined ? undefined : priceText(model.quote, model.language);
}

function owed(model: DialogModel): string | undefined {
  return model.state === 'paid_less' && canPay(model) && !model.unseen ? remainderText(model) : undefined;
}

/** The word before an order's id; none where the id begins with it: "Order order-1042". */
export function orderWord({ orderId, language }: DialogModel): string {
  const word = language.t('orderNumber');
  const id = orderId?.toLowerCase() ?? '';
  return id.startsWith('order') || id.startsWith(word.toLowerCase()) ? '' : `${word} `;
}

/** A long hash, shortened in the middle; what a person may have to read out, an id, is shown whole. */
export function shorten(hash: string): string {
  return /^\w{41,}$/.test(hash) ? `${hash.slice(0, 10)}…${hash.slice(-10)}` : hash;
}

/** Whether the checkout may be offered now: never where the payer could pay twice, too late, or to a code that has failed. */
export function canPay(model: DialogModel): boolean {
  const { state, checkoutUrl, presentation, late } = model;
  if (checkoutUrl === undefined || presentation === undefined) return false;
  return state === 'open' || state === 'unpaid' || (state === 'paid_less' && !late);
}

/** Whether a payment that may still be made cannot be seen at the moment: then no QR code is shown. */
export function isUnseen(model: DialogModel): boolean {
  return model.unseen && canPay(model);
}

/** Whether a payment failed after money had arrived: then the payer should ask the shop and not pay again. */
export function failedWithMoney({ state, payment }: DialogModel): boolean {
  return state === 'failed' && payment !== undefined && moneyReceived(payment);
}

/** The link to the checkout, while it can be paid, or where it alone shows the result because this page can no longer follow it. */
export function linkOf(model: DialogModel): string | undefined {
  return canPay(model) || model.error?.code === 'not_followed' ? model.checkoutUrl : undefined;
}

/** Whether there is a "Cancel" or "Close" button: at a price question, and where nothing is left to do in the dialog. */
export function canDecline(model: DialogModel): boolean {
  const { state, newQuote, late } = model;
  return newQuote !== undefined || state === 'overdue' || failedWithMoney(model) || (state === 'paid_less' && late);
}

/** The one thing to do next, besides paying and closing. */
export function mainActionOf(model: DialogModel): 'accept' | 'done' | 'retry' | undefined {
  const { state, newQuote } = model;
  if (newQuote !== undefined) return 'accept';
  if (toneOf(model) === 'good') return 'done';
  return (state === 'failed' || state === 'error') && !failedWithMoney(model) ? 'retry' : undefined;
}

/** "29:41", or "1:02:03" above an hour. */
export function clockText(milliseconds: number): string {
  const hours = Math.floor(milliseconds / 3_600_000);
  const rest = new Date(milliseconds).toISOString().slice(-10, -5);
  return hours > 0 ? `${hours}:${rest}` : rest.replace(/^0/, '');
}
