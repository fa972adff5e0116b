import { CRYPTO_ASSETS } from '../../core/assets.js';
import { isPositiveDecimal } from '../../core/amount.js';
import { FAILURE_CODE, type PaymentStatus } from '../../core/mixpay.js';
import { formatMoney } from '../../core/money.js';
import { readLink } from '../../core/result.js';
import { FAILURES } from '../failures.js';
import { isExpired, isOpen, payableOf, receivedOf } from '../life.js';
import type { PaymentRecord } from '../record.js';
import { isLegal, mayFailWith } from '../transitions.js';
import { actionsFor, coins, remainderOf, type PageAction } from './actions.js';
import { html, type Markup } from './html.js';
import { statusIcon } from './icons.js';
import { statusWords, timeLeft } from './words.js';

export interface CheckoutView {
  record: PaymentRecord;
  now: number;
  /** Whether the page stands in a shop's frame, which it must not navigate. */
  framed: boolean;
  /** Why the last press did nothing. */
  notice?: string;
}

/** The inside of `<body>`: the payment as its payer sees it, and beside it what a tester may make of it. */
export function checkout(view: CheckoutView): Markup {
  const { record, now, framed, notice } = view;
  const { main, others } = actionsFor(record, now);
  return html`<p class="banner">Sandbox: no real money moves</p>
    <main>
      <section class="sheet" aria-label="Payment">
        <p class="remark">${record.terms.remark ?? 'Payment'}</p>
        <h1>${formatMoney(record.terms.quoteAmount, record.terms.quoteAssetId, 'en')}</h1>
        ${statusBox(record, now)} ${notice !== undefined && html`<p class="notice" role="alert">${notice}</p>`} ${coinChoice(record, now)}
        ${figures(record, now)} ${main !== undefined && mainButton(main, record)} ${!framed && wayBack(record)}
      </section>
      <section class="sheet tools" aria-labelledby="tools">
        <h2 id="tools">${isOpen(record) ? 'Try another outcome' : 'What happened'}</h2>
        <p>
          ${isOpen(record) ? 'Only here: take the payment anywhere a real one can go.' : 'This payment has ended and cannot be changed.'}
        </p>
        ${(['Pay', 'On the way', 'End', 'Afterwards'] as const).map((title) => group(title, others, record))} ${identity(record)}
      </section>
    </main>`;
}

function statusBox(record: PaymentRecord, now: number): Markup {
  const { tone, title, detail } = statusWords(record, now);
  return html`<div class="status ${tone}" role="status" data-status="${record.status}">
    ${statusIcon(tone)}<strong>${title}</strong>
    <p>${detail}</p>
  </div>`;
}

/** The coin can be chosen until something arrives, unless the merchant fixed it. */
function coinChoice(record: PaymentRecord, now: number): Markup | false {
  if (record.status !== 'unpaid' || isExpired(record, now) || record.terms.paymentAssetId !== undefined) return false;
  return html`<form method="post" class="coins">
    <h2>Pay with</h2>
    <input type="hidden" name="action" value="coin" />
    <div class="chips">
      ${CRYPTO_ASSETS.map(
        ({ assetId, symbol, name }) =>
          html`<button
            name="paymentAssetId"
            value="${assetId}"
            data-coin="${symbol}"
            title="${name}"
            aria-pressed="${String(assetId === record.assetId)}"
          >
            ${symbol}
          </button>`,
      )}
    </div>
  </form>`;
}

function figures(record: PaymentRecord, now: number): Markup {
  const received = receivedOf(record);
  const short = record.status === 'paid_less';
  const deadline = isOpen(record) && !isExpired(record, now) ? record.expiresAt : undefined;
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

function row(term: string, value: string | Markup, className = ''): Markup {
  return html`<div>
    <dt>${term}</dt>
    <dd class="${className}">${value}</dd>
  </div>`;
}

/** The coin goes along, for it may be one the page's address asked for. */
function actionForm(action: PageAction, record: PaymentRecord, className: string): Markup {
  return html`<form method="post">
    ${record.status === 'unpaid' && html`<input type="hidden" name="paymentAssetId" value="${record.assetId}" />`}
    <button class="${className}" name="action" value="${action.name}" data-action="${action.name}">${action.label(record)}</button>
  </form>`;
}

function mainButton(action: PageAction, record: PaymentRecord): Markup {
  return actionForm(action, record, 'main');
}

function group(title: PageAction['group'], actions: readonly PageAction[], record: PaymentRecord): Markup | false {
  const own = actions.filter((action) => action.group === title);
  const failing = title === 'End' && isLegal(record.status, 'failed');
  if (own.length === 0 && !failing) return false;
  return html`<div class="group">
    <h3>${title}</h3>
    <div class="buttons">${own.map((action) => actionForm(action, record, ''))}</div>
    ${failing && failForm(record)}
  </div>`;
}

const LIKELY_FAILURE: Partial<Record<PaymentStatus, string>> = {
  paid_less: FAILURE_CODE.amountShort,
  pending: FAILURE_CODE.settlementRestricted,
  auditing: FAILURE_CODE.rejectedInReview,
};

function failForm(record: PaymentRecord): Markup {
  const likely = LIKELY_FAILURE[record.status] ?? FAILURE_CODE.overtime;
  return html`<form method="post" class="fail">
    <label for="failure">Reason to fail</label>
    <select id="failure" name="failureCode">
      ${FAILURES.filter(({ code }) => mayFailWith(record, code)).map(
        ({ code, reason }) => html`<option value="${code}" ${code === likely && 'selected'}>${code} · ${reason}</option>`,
      )}
    </select>
    <button name="action" value="fail" data-action="fail">Fail</button>
  </form>`;
}

/** Back to the shop, by http(s) only; after a failure to where the shop wants failures. */
function wayBack({ status, terms }: PaymentRecord): Markup | false {
  const failed = status === 'failed';
  const link = readLink(failed ? (terms.failedReturnTo ?? terms.returnTo) : terms.returnTo);
  if (link === undefined || (status !== 'success' && !failed)) return false;
  return html`<a class="go" href="${link}" data-action="return">Return to the shop</a>`;
}

function identity(record: PaymentRecord): Markup {
  const { orderId } = record.terms;
  const txid = record.transfers.at(-1)?.txid;
  return html`<dl>
    ${orderId !== undefined && row('Order', orderId, 'id')} ${row('Trace', record.traceId, 'id')}
    ${txid !== undefined && row('Transaction', txid, 'id')}
    ${record.deliveries.map(({ event, outcome, attempts, lastAnswer }) =>
      row(
        'Callback',
        `${event}: ${lastAnswer ?? 'to be sent'}${attempts > 1 ? `, ${attempts} attempts` : ''}${outcome === 'gave_up' ? ', given up' : ''}`,
      ),
    )}
  </dl>`;
}
