import { html, nothing, type TemplateResult } from 'lit';
import { isEnded } from '../../core/states.js';
import { mainActionOf, money, statusText, type DialogModel } from './view.js';

/** What the payer may do where there is no dialog. */
export interface FloorActions {
  again(): void;
  decline(): void;
}

/** A sentence below the button, with a plain link and what else is possible: all there is where the dialog cannot be shown. */
export function renderFloor(model: DialogModel, actions: FloorActions): TemplateResult {
  const { checkoutUrl, language, newQuote, retryIn, state } = model;
  const { t } = language;
  const action = mainActionOf(model);
  return html`<div part="floor" class="floor" translate="no">
    <p role="alert">${statusText(model)}</p>
    ${checkoutUrl === undefined || isEnded(state) ? nothing : html`<a part="link" href=${checkoutUrl}>${t('openMixPay')}</a>`}
    ${
      newQuote !== undefined
        ? html`<button part="accept" type="button" @click=${() => actions.again()}>
              ${t('acceptPrice', { amount: money(newQuote, language) ?? '' })}
            </button>
            <button part="decline" type="button" @click=${() => actions.decline()}>${t('close')}</button>`
        : action === 'retry'
          ? html`<button part="retry" type="button" ?disabled=${retryIn > 0} @click=${() => actions.again()}>
              ${retryIn > 0 ? t('tryAgainIn', { seconds: retryIn }) : t('tryAgain')}
            </button>`
          : nothing
    }
  </div>`;
}
