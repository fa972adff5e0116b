import { isPositiveDecimal } from '../../core/amount.js';
import { readLink } from '../../core/result.js';
import type { Market } from '../assets.js';
import { awaitsMoney, isExpired, isOpen, payableOf, receivedOf } from '../life.js';
import type { PaymentRecord } from '../record.js';
import { actionsFor, coins, priceOf, remainderOf } from './actions.js';
import { coinChoice } from './coins.js';
import { html, type Markup } from './html.js';
import { statusIcon } from './icons.js';
import { actionForm, BANNER, row } from './parts.js';
import { tools } from './tools.js';
import { statusWords, timeLeft } from './words.js';

export interface CheckoutView {
  record: PaymentRecord;
  now: number;
  market: Market;
  /** Whether the page stands in a shop's frame, which it must not navigate. */
  framed: boolean;
  /** What the page's forms carry to show that they are its own. */
  token: string;
  /** Why the last press did nothing. */
  notice?: string;
}

/** The inside of `<body>`: the payment as its payer sees it, and beside it what a tester may make of it. */
export function checkout(view: CheckoutView): Markup {
  const { record, now, market, framed, token, notice } = view;
  const { main, others } = actionsFor(record, now);
  return html`${BANNER}
    <main>
      <section class="sheet" aria-label="Payment">
        <p class="remark">${record.terms.remark ?? 'Payment'}</p>
        <h1>${priceOf(record)}</h1>
        ${statusBox(record, now)} ${notice !== undefined && html`<p class="notice" role="alert">${notice}</p>`}
        ${coinChoice(record, market, now, token)} ${figures(record, now)} ${main !== undefined && actionForm(main, record, token, 'main')}
        ${framed ? frameWords(record) : wayBack(record, now)}
      </section>
      ${tools(record, others, token)}
    </main>`;
}

function statusBox(record: PaymentRecord, now: number): Markup {
  const { tone, title, detail } = statusWords(record, now);
  return html`<div class="status ${tone}" role="status" data-status="${record.status}">
    ${statusIcon(tone)}<strong>${title}</strong>
    <p>${detail}</p>
  </div>`;
}

function figures(record: PaymentRecord, now: number): Markup {
  const received = receivedOf(record);
  const short = record.status === 'paid_less';
  const deadline = awaitsMoney(record) && !isExpired(record, now) ? record.expiresAt : undefined;
  return html`<dl>
    <div class="payable">
      <dt>To pay</dt>
      <dd>${coins(record, payableOf(record))}</dd>
    </div>
    ${isPositiveDecimal(received) && row('Received', coins(record, received))}
    ${short && row('Remaining', coins(record, remainderOf(record)))}
    ${
      deadline !== undefined &&
      row(
        'Time left',
        deadline <= now
          ? 'none'
          : html`<time data-deadline datetime="${new Date(deadline).toISOString()}">${timeLeft(deadline, now)}</time>`,
      )
    }
  </dl>`;
}

/** Back to the shop, by http(s) only; after a failure to `failedReturnTo`, where there is one. */
function wayBack(record: PaymentRecord, now: number): Markup | false {
  const { status, terms } = record;
  const failed = status === 'failed' || isExpired(record, now);
  const link = readLink(failed ? (terms.failedReturnTo ?? terms.returnTo) : terms.returnTo);
  if (link === undefined || (status !== 'success' && !failed)) return false;
  return html`<a class="go" href="${link}" data-action="return">Return to the shop</a>`;
}

/** Embedded, the page never leads anywhere: the shop around it does. */
function frameWords(record: PaymentRecord): Markup | false {
  return !isOpen(record) && html`<p class="aside">The shop’s page takes it from here.</p>`;
}
