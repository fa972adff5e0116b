import { html, nothing, type TemplateResult } from 'lit';
import type { CloseReason } from './events.js';
import { check, cross, warning } from './icons.js';
import { drawQr, type QrDrawing } from './qr.js';
import {
  canPay,
  clockText,
  confirmationsText,
  failureReason,
  money,
  remainder,
  statusText,
  surplusText,
  toneOf,
  type DialogModel,
} from './view.js';
import { moneyReceived } from '../core/payment.js';

export { dialogStyles } from './dialog.styles.js';

/** What the dialog asks of its button. */
export interface DialogHost {
  now(): number;
  changed(): void;
  close(reason: CloseReason): void;
  again(): void;
  /** Something suggests that the payment moved on: ask the endpoint. */
  wake(): void;
}

/** Clicks this soon after the dialog appears were meant for what was there before. */
const SETTLING_TIME = 400;

const FRAME_SANDBOX =
  'allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox allow-top-navigation-to-custom-protocols';

/** The dialog of one button: drawn into the button's own shadow root, in first load only from the first sign of intent. */
export class PaymentDialog {
  readonly #host: DialogHost;
  #shownAt = Number.NEGATIVE_INFINITY;
  #copied: { text: string; done: boolean } | undefined;
  #qr: { url: string; drawing: QrDrawing } | undefined;
  #qrWanted = false;
  #element: HTMLDialogElement | undefined;

  constructor(host: DialogHost) {
    this.#host = host;
  }

  /** Makes the native dialog be open or closed, whatever happened to it: an element moved in the page leaves it open but not modal. */
  sync(dialog: HTMLDialogElement, open: boolean): void {
    if (!open) {
      if (dialog.open) dialog.close();
      return;
    }
    if (dialog.open && dialog.matches(':modal')) return;
    if (dialog.open) dialog.close();
    this.#shownAt = this.#host.now();
    this.#copied = undefined;
    this.#qrWanted = false;
    dialog.showModal();
    this.#element = dialog;
    dialog.querySelector<HTMLElement>('h2')?.focus();
  }

  /** @param open a closed dialog stays in the page, empty, so that closing gives the focus back to where it was */
  render(model: DialogModel, open: boolean): TemplateResult {
    const { language, theme } = model;
    return html`<dialog
      part="dialog"
      class="theme-${theme}"
      lang=${language.tag}
      dir=${language.direction}
      aria-labelledby="title"
      @cancel=${this.#onCancel}
      @close=${this.#onClosed}
      @click=${{ handleEvent: this.#guard, capture: true }}
      @keydown=${this.#onKeydown}
    >
      ${open ? this.#content(model) : nothing}
    </dialog>`;
  }

  #content(model: DialogModel): TemplateResult {
    const { language, payment } = model;
    const { t } = language;
    const tone = toneOf(model);
    const amount = money(model.newQuote ?? model.quote, language);
    return html`<header part="header">
        <h2 part="title" id="title" tabindex="-1">${t('dialogTitle')}</h2>
        <button part="close" class="close" type="button" aria-label=${t('close')} @click=${() => this.#host.close('button')}>
          ${cross}
        </button>
      </header>
      <div part="body" class="body">
        ${tone === 'good' || tone === 'bad' ? html`<div part="outcome-icon" class="outcome ${tone}">${tone === 'good' ? check : warning}</div>` : nothing}
        ${amount === undefined ? nothing : html`<p part="amount" class="amount">${amount}</p>`}
        ${model.orderId === undefined ? nothing : html`<p part="order" class="order">${t('orderNumber')} <bdi>${model.orderId}</bdi></p>`}
        <p part="status" class="status ${tone}" role="status">
          <span class="dot" aria-hidden="true"></span>
          <span>${statusText(model)}</span>
        </p>
        ${this.#priceQuestion(model)} ${this.#progress(model)} ${this.#checkout(model)} ${this.#notes(model)} ${this.#transaction(model)}
        ${this.#actions(model)} ${payment === undefined ? nothing : this.#surplus(model)}
      </div>`;
  }

  #priceQuestion(model: DialogModel): TemplateResult | typeof nothing {
    const before = money(model.quote, model.language);
    if (model.newQuote === undefined || before === undefined) return nothing;
    return html`<p part="note" class="note">${model.language.t('priceWas', { amount: before })}</p>`;
  }

  #progress(model: DialogModel): TemplateResult | typeof nothing {
    const { payment, state, language } = model;
    if (state === 'requesting') return html`<div part="placeholder" class="qr-card placeholder" aria-hidden="true"></div>`;
    const words = confirmationsText(model);
    if (words === undefined) return nothing;
    const { confirmations = 0, requiredConfirms } = payment ?? {};
    return html`<div part="progress" class="progress">
      ${requiredConfirms === undefined ? nothing : html`<progress max=${requiredConfirms} value=${Math.min(confirmations, requiredConfirms)} aria-label=${words}></progress>`}
      <span lang=${language.tag}>${words}</span>
    </div>`;
  }

  /** QR, link, copy and countdown: only while something may still be paid. */
  #checkout(model: DialogModel): TemplateResult | typeof nothing {
    const { checkoutUrl, language, presentation, timeLeft } = model;
    if (!canPay(model) || checkoutUrl === undefined) return nothing;
    const { t } = language;
    const elsewhere = presentation === 'tab' || presentation === 'popup' || presentation === 'redirect';
    const framed = presentation === 'embed' && !this.#qrWanted;
    const left = remainder(model);
    const label =
      model.state === 'paid_less' && left !== undefined ? t('payRemainder', { amount: left }) : t(elsewhere ? 'openAgain' : 'openMixPay');
    return html`
      ${elsewhere && !this.#qrWanted ? html`<p part="note" class="note">${t('openedElsewhere')}</p>` : nothing}
      ${framed ? this.#frame(checkoutUrl, t('frameTitle')) : !elsewhere || this.#qrWanted ? this.#qrCard(checkoutUrl, model) : nothing}
      <div class="pay">
        <a part="link" class="primary" href=${checkoutUrl} target="_blank" rel="noopener noreferrer">${label}</a>
        ${
          framed || (elsewhere && !this.#qrWanted)
            ? html`<button part="show-qr" class="secondary" type="button" @click=${this.#onShowQr}>${t('showQr')}</button>`
            : nothing
        }
        <button part="copy" class="secondary" type="button" @click=${() => this.#copy(checkoutUrl)}>
          ${this.#copyLabel(checkoutUrl, t('copyLink'), t('copied'))}
        </button>
        ${this.#copyFallback(checkoutUrl, t('copyFailed'))}
      </div>
      ${timeLeft === undefined || timeLeft === 0 ? nothing : html`<p part="countdown" class="countdown" role="timer">${t('expiresIn', { time: clockText(timeLeft) })}</p>`}
    `;
  }

  #qrCard(url: string, model: DialogModel): TemplateResult {
    const { t } = model.language;
    if (this.#qr?.url !== url) this.#qr = { url, drawing: drawQr(url) };
    const { path, size } = this.#qr.drawing;
    return html`<figure part="qr" class="qr-card">
      <svg part="qr-code" role="img" aria-label=${t('qrLabel')} viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges">
        <rect width=${size} height=${size} fill="#fff"></rect>
        <path d=${path} fill="#000"></path>
      </svg>
      <figcaption part="qr-caption">${t('scanToPay')}</figcaption>
    </figure>`;
  }

  #frame(url: string, title: string): TemplateResult {
    return html`<iframe
      part="frame"
      class="frame"
      src="${url}?style=iframe"
      title=${title}
      sandbox=${FRAME_SANDBOX}
      allow="clipboard-write"
      referrerpolicy="origin"
    ></iframe>`;
  }

  #notes(model: DialogModel): TemplateResult | typeof nothing {
    const { state, payment, presentation, tracked, error, traceId, checkoutUrl } = model;
    const { t } = model.language;
    const lost = error?.code === 'not_followed';
    const untracked = presentation !== undefined && !tracked && (state === 'open' || state === 'overdue');
    const withMoney = state === 'failed' && payment !== undefined && moneyReceived(payment);
    const reason = withMoney ? failureReason(payment, t) : undefined;
    return html`
      ${lost || untracked ? html`<p part="note" class="note">${t(lost ? 'not_followed' : 'untracked')}</p>` : nothing}
      ${
        lost && checkoutUrl !== undefined && !canPay(model)
          ? html`<a part="link" class="secondary" href=${checkoutUrl} target="_blank" rel="noopener noreferrer">${t('openMixPay')}</a>`
          : nothing
      }
      ${reason === undefined ? nothing : html`<p part="note" class="note">${reason}</p>`}
      ${(lost || withMoney) && traceId !== undefined ? this.#reference(t('reference'), traceId, t('copied')) : nothing}
    `;
  }

  /** A message of MixPay's embedded page: a reason to ask the endpoint, and no more. */
  heard(event: MessageEvent): void {
    const frame = this.#element?.querySelector('iframe');
    if (frame === undefined || frame === null || event.source !== frame.contentWindow || event.origin !== new URL(frame.src).origin) return;
    const data: unknown = event.data;
    if (typeof data === 'object' && data !== null && 'type' in data && data.type === 'MIXPAY_PAYMENT') this.#host.wake();
  }

  #transaction({ payment, language: { t } }: DialogModel): TemplateResult | typeof nothing {
    const { txid, blockExplorerUrl } = payment ?? {};
    if (txid === undefined) return nothing;
    return html`${this.#reference(t('transaction'), txid, t('copied'), t('copyTransaction'))}
    ${
      blockExplorerUrl === undefined
        ? nothing
        : html`<a part="explorer" class="quiet" href=${blockExplorerUrl} target="_blank" rel="noopener noreferrer"
            >${t('viewTransaction')}</a
          >`
    }`;
  }

  /** A long identifier with a way to copy it, shortened only for the eye. */
  #reference(name: string, value: string, copied: string, copyName = name): TemplateResult {
    return html`<div part="reference" class="reference">
      <span class="name">${name}</span>
      <bdi class="value" dir="ltr">${value}</bdi>
      <button part="copy-reference" class="chip" type="button" aria-label=${copyName} @click=${() => this.#copy(value)}>
        ${this.#copied?.text === value && this.#copied.done ? copied : '⧉'}
      </button>
    </div>`;
  }

  #surplus(model: DialogModel): TemplateResult | typeof nothing {
    const words = surplusText(model);
    return words === undefined ? nothing : html`<p part="note" class="note">${words}</p>`;
  }

  #actions(model: DialogModel): TemplateResult | typeof nothing {
    const { state, error, payment, newQuote, retryIn, language } = model;
    const { t } = language;
    if (newQuote !== undefined) {
      const amount = money(newQuote, language) ?? '';
      return html`<button part="accept" class="primary" type="button" @click=${() => this.#host.again()}>
        ${t('acceptPrice', { amount })}
      </button>`;
    }
    if (state === 'success')
      return html`<button part="done" class="primary" type="button" @click=${() => this.#host.close('done')}>${t('done')}</button>`;
    const again =
      state === 'failed' ? payment === undefined || !moneyReceived(payment) : state === 'error' && error?.code !== 'already_paid';
    if (!again) return nothing;
    return html`<button part="retry" class="primary" type="button" ?disabled=${retryIn > 0} @click=${() => this.#host.again()}>
      ${retryIn > 0 ? t('tryAgainIn', { seconds: retryIn }) : t('tryAgain')}
    </button>`;
  }

  #copyLabel(text: string, label: string, copied: string): string {
    return this.#copied?.text === text && this.#copied.done ? copied : label;
  }

  /** Where the clipboard is dead the text itself is put there to be selected. */
  #copyFallback(text: string, words: string): TemplateResult | typeof nothing {
    if (this.#copied?.text !== text || this.#copied.done) return nothing;
    return html`<p part="note" class="note">${words}</p>
      <input part="link-text" class="link-text" readonly .value=${text} aria-label=${words} @focus=${selectAll} />`;
  }

  async #copy(text: string): Promise<void> {
    let done = true;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      done = false;
    }
    this.#copied = { text, done };
    this.#host.changed();
  }

  readonly #onShowQr = (): void => {
    this.#qrWanted = true;
    this.#host.changed();
  };

  readonly #onCancel = (event: Event): void => {
    event.preventDefault();
    this.#host.close('escape');
  };

  /** Browsers close a dialog by themselves on a second Escape, without asking. */
  readonly #onClosed = (event: Event): void => {
    if (event.target instanceof HTMLDialogElement && !event.target.open) this.#host.close('escape');
  };

  /** The second half of a double click, or a click meant for what the dialog has just covered, acts on nothing. */
  readonly #guard = (event: MouseEvent): void => {
    if (event.detail < 2 && this.#host.now() - this.#shownAt >= SETTLING_TIME) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };

  /** A key held down since before the dialog opened presses nothing in it. */
  readonly #onKeydown = (event: KeyboardEvent): void => {
    if (event.repeat && (event.key === 'Enter' || event.key === ' ')) event.preventDefault();
  };
}

function selectAll(event: FocusEvent): void {
  if (event.target instanceof HTMLInputElement) event.target.select();
}
