import { html, nothing, type TemplateResult } from 'lit/html.js';
import { notesOf, referenceOf, retryText, statusText, titleOf } from './sentences.js';
import { linkOf, mainActionOf, priceText, type DialogModel } from './dialog-model.js';

/** What the payer can do in it. */
interface FloorActions {
  again(): void;
  decline(): void;
}

/** The part `floor`, which stands below the button where the dialog cannot be shown: the status, a plain link, retry, accept and decline. */
export function renderFloor(model: DialogModel, actions: FloorActions): TemplateResult {
  const { language, newQuote, retryIn } = model;
  const { t } = language;
  const link = linkOf(model);
  const reference = referenceOf(model);
  const button = (part: string, words: string, action: () => void, disabled = false): TemplateResult =>
    html`<button part=${part} type="button" ?disabled=${disabled} @click=${action}>${words}</button>`;
  return html`<div part="floor" class="floor" translate="no" lang=${language.tag} dir=${language.dir}>
    <p role="alert"><b>${titleOf(model)}</b> ${statusText(model)}</p>
    ${notesOf(model).map((note) => html`<p part="note">${note}</p>`)}
    ${reference === undefined ? nothing : html`<p part="reference">${`${t('reference')}: ${reference}`}</p>`}
    ${link === undefined ? nothing : html`<a part="link" href=${link}>${t('openMixPay')}</a>`}
    ${
      newQuote !== undefined
        ? [
            button('accept', t('acceptPrice', { amount: priceText(newQuote, language) ?? '' }), () => actions.again()),
            button('decline', t('cancel'), () => actions.decline()),
          ]
        : mainActionOf(model) === 'retry'
          ? button('retry', retryText(model), () => actions.again(), retryIn > 0)
          : nothing
    }
  </div>`;
}
