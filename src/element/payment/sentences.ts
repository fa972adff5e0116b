import type { MixPayError, MixPayErrorCode } from '../../core/errors.js';
import { surplusOf, type Payment } from '../../core/payment.js';
import type { CheckoutState } from '../../core/states.js';
import type { Language, WordKey } from '../button/language.js';
import { coinsText, failedWithMoney, isUnseen, priceText, remainderText, type DialogModel } from './dialog-model.js';

// The sentences about a payment, in dialog, floor and screen readers; what else is shown and offered is decided in `dialog-model.ts`.

/** The title of the dialog: what to do, or how it ended. */
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
  const left = remainderText(model);
  if (late) return language.t('timeOver');
  return left === undefined ? language.t('paid_less') : language.t('stillToPay', { remainder: left });
}

/** The status in words: what a screen reader says whenever it changes. */
export function statusText(model: DialogModel): string {
  const { t } = model.language;
  const { state, payment, error, newQuote } = model;
  if (newQuote !== undefined) return t('priceChanged', { amount: priceText(newQuote, model.language) ?? '' });
  if (state === 'error') return errorText(error, model);
  if (state === 'failed') return failureText(payment, model);
  const untracked = untrackedText(model, false);
  if (untracked !== undefined) return untracked;
  if (isUnseen(model)) return t('unseen');
  if (state === 'paid_less') return paidLessText(model);
  if (error !== undefined && error.code !== 'not_followed') return errorText(error, model);
  return t(state === 'idle' || state === 'ready' || state === 'open' ? 'unpaid' : state);
}

/**
 * That this page cannot follow the payment, or no longer can. It stands in place of the status, but below a status that itself
 * tells the payer what to do: `overdue` and `paid_less`.
 * @param below which of the two places is being filled
 */
function untrackedText({ state, presentation, tracked, error, language: { t } }: DialogModel, below: boolean): string | undefined {
  if (below !== (state === 'overdue' || state === 'paid_less')) return undefined;
  const untracked = presentation !== undefined && !tracked && (state === 'open' || below);
  const key = error?.code === 'not_followed' ? error.code : untracked ? 'untracked' : undefined;
  return key && inOrder(t(key), t('resultThere'));
}

/** The sentences for an error; an error that is missing here has one sentence, under its own code. */
const ERROR_TEXTS: Partial<Record<MixPayErrorCode, readonly WordKey[]>> = {
  invalid_field: ['invalid_field', 'contactShop'],
  unreachable: ['unreachable', 'nothingCharged'],
  timeout: ['unreachable', 'nothingCharged'],
  aborted: ['order_changed'],
  redirected: ['server_error', 'nothingCharged', 'contactShop'],
  bad_answer: ['server_error', 'nothingCharged'],
  server_error: ['server_error', 'nothingCharged'],
  rate_limited: ['rate_limited', 'nothingCharged'],
  // Only the server part throws it; here so that every code has a sentence.
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

/** Whole sentences one after another. Chinese and Japanese full stops contain their space. */
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
  if (payment === undefined || remainderText(model) === undefined) return t(late ? 'sendNoMore' : 'payRest');
  const paid = coinsText(payment.paymentAmount, payment.paymentSymbol ?? payment.payableSymbol, language);
  const payable = coinsText(payment.payableAmount, payment.payableSymbol, language);
  return late ? inOrder(t('receivedOf', { paid, payable }), t('sendNoMore')) : inOrder(t('received', { paid }), t('payRest'));
}

function surplusText(model: DialogModel): string | undefined {
  const { payment, language } = model;
  const surplus = payment === undefined ? undefined : surplusOf(payment);
  if (payment === undefined || surplus === undefined) return undefined;
  const amount = coinsText(surplus, payment.paymentSymbol ?? payment.payableSymbol, language);
  return language.t(payment.surplusStatus === 'success' ? 'surplusSent' : 'surplus', { surplus: amount });
}

export function confirmationsText({ state, payment, language: { t } }: DialogModel): string | undefined {
  if (state !== 'confirming' || payment?.confirmations === undefined) return undefined;
  const { confirmations: count, requiredConfirms: required } = payment;
  return required === undefined || required < count ? t('confirmationsSoFar', { count }) : t('confirmations', { count, required });
}

/** Further sentences below the status: that this page cannot follow the payment, why it failed, what was paid too much. */
export function notesOf(model: DialogModel): string[] {
  const { state, payment, error, language } = model;
  const { t } = language;
  const untracked = untrackedText(model, true);
  const askable = error?.code === 'not_followed' || (state === 'overdue' && untracked === undefined);
  const notes = [
    untracked,
    failedWithMoney(model) ? failureReason(payment, t) : undefined,
    askable && referenceOf(model) !== undefined ? t('lookUp') : undefined,
    surplusText(model),
  ];
  return notes.filter((note) => note !== undefined);
}

/** What the shop can look the payment up by, where the payer may have to ask it. */
export function referenceOf(model: DialogModel): string | undefined {
  const { state, error, late, reference } = model;
  const code = error?.code;
  const asksShop = code !== undefined && (ERROR_TEXTS[code]?.includes('contactShop') || code === 'not_followed');
  const told = asksShop || failedWithMoney(model) || state === 'overdue' || (state === 'paid_less' && late);
  return told ? reference : undefined;
}

/** The words of "try again". */
export function retryText({ retryIn, error, language: { t } }: DialogModel): string {
  if (retryIn > 0) return t('tryAgainIn', { seconds: retryIn });
  return t(error?.code === 'unremembered' ? 'payNow' : 'tryAgain');
}
