import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { CloseReason } from '../button/events.js';
import { check, copy, cross, signs } from './icons.js';
import type { QrDrawing } from './qr.js';
import { confirmationsText, notesOf, referenceOf, retryText, statusText, titleOf } from './sentences.js';
import {
  canPay,
  clockText,
  isUnseen,
  leadOf,
  linkOf,
  mainActionOf,
  canDecline,
  priceText,
  namelessCoin,
  orderWord,
  priceBeside,
  remainderText,
  shorten,
  toneOf,
  type DialogModel,
} from './dialog-model.js';

/** What the payer did in the dialog, as far as it changes what is shown. */
export interface DialogState {
  /** They asked for the QR code in place of a frame or window. */
  qrWanted: boolean;
  /** What they copied last, and whether that worked. */
  copied: { text: string; done: boolean } | undefined;
}

export interface DialogActions {
  close(reason: CloseReason): void;
  again(): void;
  showQr(): void;
  copy(text: string): void;
  qr(url: string): QrDrawing;
}

type Piece = TemplateResult | typeof nothing;

const FRAME_SANDBOX =
  'allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox allow-top-navigation-to-custom-protocols';

/** All that is in the open dialog. */
export function renderContent(model: DialogModel, shown: DialogState, actions: DialogActions): TemplateResult {
  const { language, orderId, shop, coin } = model;
  const { t } = language;
  const tone = toneOf(model);
  const price = priceBeside(model);
  return html`<div part="header" class="header">
      <p part="payee" class="payee">
        ${shop === undefined ? nothing : html`<span id="payee">${t('payee', { shop })}</span>`}
        <span class="muted">MixPay · ${coin ?? 'BTC · ETH · USDT · USDC\u00a0·\u00a0…'}&lrm;</span>
      </p>
      <button part="close" class="close" type="button" aria-label=${t('close')} @click=${() => actions.close('button')}>${cross}</button>
    </div>
    <div part="body" class="body">
      ${amount(model)}
      ${
        orderId === undefined && price === undefined
          ? nothing
          : html`<p part="order" class="muted">
              <bdi>${price}</bdi> ${price !== undefined && orderId !== undefined ? '·' : nothing}
              ${orderId === undefined ? nothing : html`${orderWord(model)}<bdi>${orderId}</bdi>`}
            </p>`
      }
      <div part="outcome" class="outcome ${tone}">
        <span part="outcome-icon">${signs[tone]}</span>
        <h2 part="title" id="title" tabindex="-1" aria-live="polite">${titleOf(model)}</h2>
        <p part="status" id="status" role="status">${statusText(model)}</p>
      </div>
      ${priceBefore(model)} ${progress(model)} ${checkout(model, shown, actions)} ${notes(model, shown, actions)}
      ${transaction(model, shown, actions)} ${mainAction(model, actions)}
    </div>`;
}

function amount(model: DialogModel): Piece {
  const text = leadOf(model);
  const coinId = namelessCoin(model.newQuote ?? model.quote);
  if (text === undefined) return nothing;
  if (coinId === undefined || !text.endsWith(coinId)) return html`<p part="amount" id="amount" class="amount"><bdi>${text}</bdi></p>`;
  return html`<p part="amount" id="amount" class="amount">${text.slice(0, -coinId.length)}<bdi class="value">${coinId}</bdi></p>`;
}

function note(words: string | undefined): Piece {
  return words === undefined ? nothing : html`<p part="note" class="muted">${words}</p>`;
}

function priceBefore({ newQuote, quote, language }: DialogModel): Piece {
  const amount = priceText(quote, language);
  return note(newQuote === undefined || amount === undefined ? undefined : language.t('priceWas', { amount }));
}

function progress(model: DialogModel): Piece {
  if (model.state === 'requesting') return html`<div part="placeholder" class="qr-card" aria-hidden="true"></div>`;
  const words = confirmationsText(model);
  if (words === undefined) return nothing;
  const { confirmations = 0, requiredConfirms: required } = model.payment ?? {};
  return html`<div part="progress" class="muted">
    ${
      required === undefined
        ? nothing
        : html`<progress max=${required} value=${Math.min(confirmations, required)} aria-label=${words}></progress>`
    }
    <span>${words}</span>
  </div>`;
}

/** The QR code or the frame, with link, "Copy" and countdown: only while something can be paid. */
function checkout(model: DialogModel, shown: DialogState, actions: DialogActions): Piece {
  const { checkoutUrl: url, language, presentation, timeLeft, state } = model;
  if (!canPay(model) || url === undefined) return nothing;
  const { t } = language;
  const inWindow = presentation === 'tab' || presentation === 'popup' || presentation === 'redirect';
  const unseen = isUnseen(model);
  const inFrame = presentation === 'embed';
  const asQr = shown.qrWanted || !(inWindow || inFrame || unseen);
  const left = state === 'paid_less' ? remainderText(model) : undefined;
  const label = left !== undefined ? t('payRemainder', { amount: left }) : t('openMixPay');
  const countdown =
    timeLeft === undefined || timeLeft === 0
      ? nothing
      : html`<span part="countdown" class="muted" role="timer">${t('expiresIn', { time: clockText(timeLeft) })}</span>`;
  return html`
    ${asQr ? qrCard(model, actions.qr(url), countdown) : inFrame ? frame(url) : inWindow ? html`<p part="note" id="what" class="muted">${t('openedElsewhere')}</p>` : nothing}
    ${asQr ? nothing : countdown}
    <div class="pay">
      ${paymentLink(url, label, unseen ? 'secondary' : 'primary')}
      ${asQr ? nothing : html`<button part="show-qr" class="secondary" type="button" @click=${() => actions.showQr()}>${t('showQr')}</button>`}
      <button part="copy" class="secondary" type="button" @click=${() => actions.copy(url)}>
        ${t(shown.copied?.text === url && shown.copied.done ? 'copied' : 'copyLink')}
      </button>
    </div>
    ${selectable(url, model, shown)}
  `;
}

function paymentLink(url: string, label: string, look: 'primary' | 'secondary'): TemplateResult {
  return html`<a part="link" class=${look} href=${url} target="_blank" rel="noopener noreferrer">${label}</a>`;
}

function qrCard({ language: { t } }: DialogModel, { path, size }: QrDrawing, countdown: Piece): TemplateResult {
  return html`<figure part="qr">
    <div class="qr-card">
      <svg part="qr-code" role="img" aria-label=${t('qrLabel')} viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges">
        <rect width=${size} height=${size} fill="#fff"></rect>
        <path d=${path} fill="#000"></path>
      </svg>
    </div>
    <figcaption part="qr-caption" class="muted"><span id="what">${t('scanToPay')}</span>${countdown}</figcaption>
  </figure>`;
}

function frame(url: string): TemplateResult {
  return html`<iframe
    part="frame"
    class="frame"
    src="${url}?style=iframe"
    title="MixPay"
    sandbox=${FRAME_SANDBOX}
    allow="clipboard-write"
    referrerpolicy="origin"
  ></iframe>`;
}

function notes(model: DialogModel, shown: DialogState, actions: DialogActions): TemplateResult {
  const { t } = model.language;
  const trace = referenceOf(model);
  const link = canPay(model) ? undefined : linkOf(model);
  return html`
    ${notesOf(model).map(note)} ${link === undefined ? nothing : paymentLink(link, t('openMixPay'), 'secondary')}
    ${trace === undefined ? nothing : reference(model, shown, actions, t('reference'), trace)}
  `;
}

function transaction(model: DialogModel, shown: DialogState, actions: DialogActions): Piece {
  const { payment, language } = model;
  const { t } = language;
  const { txid, blockExplorerUrl } = payment ?? {};
  if (txid === undefined) return nothing;
  return html`${reference(model, shown, actions, t('transaction'), txid)}
  ${
    blockExplorerUrl === undefined
      ? nothing
      : html`<a part="explorer" class="muted" href=${blockExplorerUrl} target="_blank" rel="noopener noreferrer"
          >${t('viewTransaction')}</a
        >`
  }`;
}

/** A long identifier, shortened, with a button that copies all of it. */
function reference(model: DialogModel, shown: DialogState, actions: DialogActions, name: string, value: string): TemplateResult {
  const copyName = `${model.language.t('copy')}: ${name}`;
  const copied = shown.copied?.text === value && shown.copied.done;
  return html`<div part="reference" class="reference">
      <span class="muted">${name}</span>
      <span class="value" title=${value}><bdi dir="ltr">${shorten(value)}</bdi></span>
      <button part="copy-reference" class="chip" type="button" aria-label=${copyName} @click=${() => actions.copy(value)}>
        ${copied ? check : copy}
      </button>
      <span class="said" role="status">${copied ? model.language.t('copied') : ''}</span>
    </div>
    ${selectable(value, model, shown)}`;
}

/** Where copying failed, the whole text in a field, so that the payer can copy it by hand. */
function selectable(text: string, { language: { t } }: DialogModel, { copied }: DialogState): Piece {
  if (copied?.text !== text || copied.done) return nothing;
  return html`${note(t('copyFailed'))}
    <input part="link-text" class="link-text" dir="ltr" readonly .value=${text} aria-label=${t('copyFailed')} @focus=${selectAll} />`;
}

function mainAction(model: DialogModel, actions: DialogActions): Piece {
  const { newQuote, retryIn, language } = model;
  const { t } = language;
  const action = mainActionOf(model);
  if (action === undefined && !canDecline(model)) return nothing;
  const button = (part: string, words: string, action: () => void, look = 'primary', disabled = false): TemplateResult =>
    html`<button part=${part} class=${look} type="button" ?disabled=${disabled} @click=${action}>${words}</button>`;
  return html`<div class="end">
    ${
      action === 'accept' && newQuote !== undefined
        ? button('accept', t('acceptPrice', { amount: priceText(newQuote, language) ?? '' }), () => actions.again())
        : action === 'done'
          ? button('done', t('done'), () => actions.close('done'))
          : action === 'retry'
            ? button('retry', retryText(model), () => actions.again(), 'primary', retryIn > 0)
            : nothing
    }
    ${canDecline(model) ? button('decline', t(newQuote === undefined ? 'close' : 'cancel'), () => actions.close('button'), 'secondary') : nothing}
  </div>`;
}

/** Selected backward, so that Firefox, which scrolls to the end of a selection, shows the beginning of the text. */
function selectAll({ target }: FocusEvent): void {
  if (target instanceof HTMLInputElement) target.setSelectionRange(0, target.value.length, 'backward');
}
