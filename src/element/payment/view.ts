import { isPositiveDecimal } from '../../core/amount.js';
import type { MixPayError, MixPayErrorCode, Quote } from '../../core/errors.js';
import { UUID_PATTERN } from '../../core/mixpay.js';
import { formatAmount } from '../../core/format.js';
import { moneyReceived, remainderOf, surplusOf, type Payment } from '../../core/payment.js';
import type { CheckoutState } from '../../core/states.js';
import type { OpenMode } from '../button/events.js';
import { coinName } from '../button/label.js';
import type { Language, WordKey } from '../button/language.js';

/** All that the dialog shows, as plain values. */
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
  traceId: string | undefined;
  checkoutUrl: string | undefined;
  tracked: boolean;
  /** Undefined while nothing has been opened. */
  presentation: OpenMode | undefined;
  /** Milliseconds left to pay; undefined without a deadline. */
  timeLeft: number | undefined;
  /** Whether the time to pay has ended, which only a fresh answer of the endpoint says. */
  late: boolean;
  /** Whether nobody can see at the moment whether the payer has paid. */
  unseen: boolean;
  /** Whole seconds until "try again" is possible. */
  retryIn: number;
}

/** What its colour and sign say before a word is read: nothing to do but to pay or wait, look closely, all is well, it ended badly. */
export type Tone = 'waiting' | 'careful' | 'good' | 'bad';

/** The price in the payer's language, or nothing where none is known. */
export function money(quote: Partial<Quote>, language: Language): string | undefined {
  const { quoteAmount, quoteAssetId, quoteSymbol } = quote;
  if (quoteAmount === undefined) return undefined;
  return formatAmount(quoteAmount, quoteAssetId, language.tag, quoteSymbol ?? coinName(quoteAssetId) ?? namelessCoin(quote));
}

/** A coin nobody has a name for goes by its id: a bare number would leave the payer to guess of what. */
export function namelessCoin({ quoteAssetId = '', quoteSymbol }: Partial<Quote>): string | undefined {
  const nameless = quoteSymbol === undefined && coinName(quoteAssetId) === undefined && UUID_PATTERN.test(quoteAssetId);
  return nameless ? quoteAssetId : undefined;
}

/** An amount in the coin the payer chose. */
export function coins(amount: string | undefined, symbol: string | undefined, language: Language): string {
  return formatAmount(amount ?? '0', undefined, language.tag, symbol);
}

/** An amount outside what is known of it (a hostile answer) is shown as it is, never computed with. */
export function remainder(model: DialogModel): string | undefined {
  const { payment, language } = model;
  const left = payment === undefined ? undefined : remainderOf(payment);
  return left !== undefined && isPositiveDecimal(left)
    ? coins(left, payment?.payableSymbol ?? payment?.paymentSymbol, language)
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

/** What is written largest: what is still to be paid of a payment that fell short, else the price. */
export function leadOf(model: DialogModel): string | undefined {
  return owed(model) ?? money(model.newQuote ?? model.quote, model.language);
}

/** The price, where something else is written largest. */
export function priceBeside(model: DialogModel): string | undefined {
  return owed(model) === undefined ? undefined : money(model.quote, model.language);
}

/** The word before an order's id; none where the id begins with it: "Order order-1042". */
export function orderWord({ orderId, language }: DialogModel): string {
  const word = language.t('orderNumber');
  const id = orderId?.toLowerCase() ?? '';
  return id.startsWith('order') || id.startsWith(word.toLowerCase()) ? '' : `${word} `;
}

function owed(model: DialogModel): string | undefined {
  return model.state === 'paid_less' && canPay(model) && !model.unseen ? remainder(model) : undefined;
}

/** A long hash, shortened in the middle; what a person may have to read out, an id, is shown whole. */
export function shorten(hash: string): string {
  return /^\w{41,}$/.test(hash) ? `${hash.slice(0, 10)}…${hash.slice(-10)}` : hash;
}

/** What the dialog is headed by: what to do, or how it ended. */
export function titleOf(model: DialogModel): string {
  const { state, error, newQuote, language } = model;
  const { t } = language;
  if (newQuote !== undefined) return t('priceTitle');
  if (state === 'paid_less' && !isUnseen(model)) return paidLessTitle(model);
  if (state === 'error' && error !== undefined) return t(ERROR_TITLES[error.code] ?? 'notStarted');
  return t(TITLES[state] ?? 'dialogTitle');
}

const TITLES: Partial<Record<CheckoutState, WordKey>> = {
  confirming: 'seen',
  pending: 'arrived',
  auditing: 'review',
  overdue: 'timeOver',
  success: 'paid',
  failed: 'paymentFailed',
};

const ERROR_TITLES: Partial<Record<MixPayErrorCode, WordKey>> = {
  already_paid: 'paid',
  price_changed: 'priceTitle',
  forgotten: 'dialogTitle',
  unremembered: 'dialogTitle',
};

function paidLessTitle(model: DialogModel): string {
  const { late, language } = model;
  const left = remainder(model);
  if (late) return language.t('timeOver');
  return left === undefined ? language.t('paid_less') : language.t('stillToPay', { remainder: left });
}

/** The status in words: what a screen reader says whenever it changes. */
export function statusText(model: DialogModel): string {
  const { t } = model.language;
  const { state, payment, error, newQuote } = model;
  if (newQuote !== undefined) return t('priceChanged', { amount: money(newQuote, model.language) ?? '' });
  if (state === 'error') return errorText(error, model);
  if (state === 'failed') return failureText(payment, model);
  if (isUnseen(model)) return t('unseen');
  if (state === 'paid_less') return paidLessText(model);
  if (error !== undefined && error.code !== 'not_followed') return errorText(error, model);
  return t(state === 'idle' || state === 'ready' || state === 'open' ? 'unpaid' : state);
}

/** What is said of an error, where it is more or something else than the sentence of its own name. */
const ERROR_TEXTS: Partial<Record<MixPayErrorCode, readonly WordKey[]>> = {
  invalid_field: ['invalid_field', 'contactShop'],
  unreachable: ['unreachable', 'nothingCharged'],
  timeout: ['unreachable', 'nothingCharged'],
  aborted: ['order_changed'],
  redirected: ['server_error', 'nothingCharged', 'contactShop'],
  bad_answer: ['server_error', 'nothingCharged'],
  server_error: ['server_error', 'nothingCharged'],
  rate_limited: ['rate_limited', 'nothingCharged'],
  // A code of the server part's own, which no page is told.
  misconfigured: ['refused', 'nothingCharged'],
  refused: ['refused', 'nothingCharged'],
  order_unknown: ['order_unknown', 'reload'],
  price_changed: ['reload'],
  mixpay_error: ['mixpay_error', 'nothingCharged'],
};

function errorText(
  { code, problem }: MixPayError | { code: 'refused'; problem?: undefined } = { code: 'refused' },
  model: DialogModel,
): string {
  const { t } = model.language;
  const reason = problem?.title;
  if (code === 'refused' && reason !== undefined) return inOrder(t('refused'), reason);
  return inOrder(...(ERROR_TEXTS[code] ?? [code as WordKey]).map((key) => t(key)));
}

/** Whole sentences one after another. Chinese and Japanese full stops bring their own space. */
function inOrder(...sentences: string[]): string {
  return sentences.join(' ').replace(/([。！？]) /g, '$1');
}

function failureText(payment: Payment | undefined, model: DialogModel): string {
  const { t } = model.language;
  if (failedWithMoney(model)) return t('failedWithMoney');
  return failureReason(payment, t) ?? t('failed');
}

/** Why a payment failed, where MixPay's code is one we have a sentence for. */
function failureReason(payment: Payment | undefined, t: Language['t']): string | undefined {
  return t(`failure${payment?.failureCode ?? ''}` as WordKey) || undefined;
}

function paidLessText(model: DialogModel): string {
  const { payment, language, late } = model;
  const { t } = language;
  if (payment === undefined || remainder(model) === undefined) return t(late ? 'sendNoMore' : 'payRest');
  const paid = coins(payment.paymentAmount, payment.paymentSymbol ?? payment.payableSymbol, language);
  const payable = coins(payment.payableAmount, payment.payableSymbol, language);
  return late ? inOrder(t('receivedOf', { paid, payable }), t('sendNoMore')) : inOrder(t('received', { paid }), t('payRest'));
}

function surplusText(model: DialogModel): string | undefined {
  const { payment, language } = model;
  const surplus = payment === undefined ? undefined : surplusOf(payment);
  if (payment === undefined || surplus === undefined) return undefined;
  const amount = coins(surplus, payment.paymentSymbol ?? payment.payableSymbol, language);
  return language.t(payment.surplusStatus === 'success' ? 'surplusSent' : 'surplus', { surplus: amount });
}

export function confirmationsText({ state, payment, language: { t } }: DialogModel): string | undefined {
  if (state !== 'confirming' || payment?.confirmations === undefined) return undefined;
  const { confirmations: count, requiredConfirms: required } = payment;
  return required === undefined || required < count ? t('confirmationsSoFar', { count }) : t('confirmations', { count, required });
}

/** Whether the checkout may be offered now: never where the payer could pay twice, too late, or to a code that has failed. */
export function canPay(model: DialogModel): boolean {
  const { state, checkoutUrl, presentation, late } = model;
  if (checkoutUrl === undefined || presentation === undefined) return false;
  return state === 'open' || state === 'unpaid' || (state === 'paid_less' && !late);
}

/** Whether what is still to be paid cannot be seen: then the QR code steps back. */
export function isUnseen(model: DialogModel): boolean {
  return model.unseen && canPay(model);
}

/** What the payer has to know besides the status: what cannot be followed, why it failed, what was paid too much. */
export function notesOf(model: DialogModel): string[] {
  const { state, payment, presentation, tracked, error, language } = model;
  const { t } = language;
  const untracked = presentation !== undefined && !tracked && (state === 'open' || state === 'overdue');
  const notes = [
    error?.code === 'not_followed'
      ? inOrder(t('not_followed'), t('resultThere'), t('lookUp'))
      : untracked
        ? inOrder(t('untracked'), t('resultThere'))
        : undefined,
    failedWithMoney(model) ? failureReason(payment, t) : undefined,
    state === 'overdue' && !untracked && referenceOf(model) !== undefined ? t('lookUp') : undefined,
    surplusText(model),
  ];
  return notes.filter((note) => note !== undefined);
}

/** What the shop can look the payment up by, where the payer may have to ask it. */
export function referenceOf(model: DialogModel): string | undefined {
  const { state, error, late, traceId } = model;
  const code = error?.code;
  const asksShop = ERROR_TEXTS[code ?? 'aborted']?.includes('contactShop') || code === 'not_followed';
  const told = asksShop || failedWithMoney(model) || state === 'overdue' || (state === 'paid_less' && late);
  return told ? traceId : undefined;
}

/** The link to the checkout, while it may be paid or shows the result of what can no longer be followed. */
export function linkOf(model: DialogModel): string | undefined {
  return canPay(model) || model.error?.code === 'not_followed' ? model.checkoutUrl : undefined;
}

function failedWithMoney({ state, payment }: DialogModel): boolean {
  return state === 'failed' && payment !== undefined && moneyReceived(payment);
}

/** The words of "try again". */
export function retryText({ retryIn, error, language: { t } }: DialogModel): string {
  if (retryIn > 0) return t('tryAgainIn', { seconds: retryIn });
  return t(error?.code === 'unremembered' ? 'payNow' : 'tryAgain');
}

/** "29:41", or "1:02:03" above an hour. */
export function clockText(milliseconds: number): string {
  const hours = Math.floor(milliseconds / 3_600_000);
  const rest = new Date(milliseconds).toISOString().slice(-10, -5);
  return hours > 0 ? `${hours}:${rest}` : rest.replace(/^0/, '');
}

/** Whether what is asked or told may be left as it is. */
export function mayCancel({ state, newQuote }: DialogModel): boolean {
  return newQuote !== undefined || state === 'overdue';
}

/** The one thing to do next, besides paying and closing. */
export function mainActionOf(model: DialogModel): 'accept' | 'done' | 'retry' | undefined {
  const { state, error, newQuote } = model;
  if (newQuote !== undefined) return 'accept';
  if (state === 'success') return 'done';
  const mayRetry = state === 'failed' || (state === 'error' && error?.code !== 'already_paid');
  return mayRetry && !failedWithMoney(model) ? 'retry' : undefined;
}
