import type { PaymentRecord } from '../record.js';
import type { PageAction } from './actions.js';
import { html, type Markup } from './html.js';

/** Stands on every page, so that nobody takes it for the real thing. */
export const BANNER = html`<p class="banner">Sandbox: no real money moves</p>`;

/** A line of a description list. */
export function row(term: string, value: string | Markup, className = ''): Markup {
  return html`<div>
    <dt>${term}</dt>
    <dd class="${className}">${value}</dd>
  </div>`;
}

/** One button that changes the payment. The coin is sent along, because it may be one that the page's address asked for. */
export function actionForm(action: PageAction, record: PaymentRecord, token: string, className = ''): Markup {
  return html`<form method="post">
    ${hidden('token', token)}${record.status === 'unpaid' && hidden('paymentAssetId', record.assetId)}
    <button class="${className}" name="action" value="${action.name}" data-action="${action.name}">${action.label(record)}</button>
  </form>`;
}

export function hidden(name: string, value: string): Markup {
  return html`<input type="hidden" name="${name}" value="${value}" />`;
}
