import { FAILURE_CODE, type PaymentStatus } from '../../core/mixpay.js';
import { FAILURES } from '../failures.js';
import { isOpen } from '../life.js';
import type { PaymentRecord } from '../record.js';
import { isLegal, mayFailWith } from '../transitions.js';
import type { PageAction } from './actions.js';
import { html, type Markup } from './html.js';
import { actionForm, hidden, row } from './parts.js';

const GROUPS: readonly PageAction['group'][] = ['Pay another way', 'On the way', 'End it', 'Afterwards'];

/** What no payer sees at MixPay: every other way this payment may go, and what identifies it. */
export function tools(record: PaymentRecord, actions: readonly PageAction[], token: string): Markup {
  const open = isOpen(record);
  return html`<section class="sheet tools" aria-labelledby="tools">
    <h2 id="tools">${open ? 'Try another outcome' : 'What happened'}</h2>
    <p>${open ? 'Only in the sandbox: take the payment anywhere a real one can go.' : ENDED[record.status]}</p>
    ${GROUPS.map((title) => group(title, actions, record, token))} ${identity(record)}
  </section>`;
}

const ENDED: Partial<Record<PaymentStatus, string>> = {
  success: 'Paid for good. Only the settlement, and the refund of a surplus, still follow.',
  failed: 'Failed for good: a trace that has ended never reopens.',
};

function group(title: PageAction['group'], actions: readonly PageAction[], record: PaymentRecord, token: string): Markup | false {
  const own = actions.filter((action) => action.group === title);
  const failing = title === 'End it' && isLegal(record.status, 'failed');
  if (own.length === 0 && !failing) return false;
  return html`<div class="group">
    <h3>${title}</h3>
    <div class="buttons">${own.map((action) => actionForm(action, record, token))}</div>
    ${failing && failForm(record, token)}
  </div>`;
}

const LIKELY_FAILURE: Partial<Record<PaymentStatus, string>> = {
  paid_less: FAILURE_CODE.amountShort,
  pending: FAILURE_CODE.settlementRestricted,
  auditing: FAILURE_CODE.rejectedInReview,
};

function failForm(record: PaymentRecord, token: string): Markup {
  const likely = LIKELY_FAILURE[record.status] ?? FAILURE_CODE.overtime;
  return html`<form method="post" class="fail">
    ${hidden('token', token)}
    <label for="failure">Reason to fail</label>
    <select id="failure" name="failureCode">
      ${FAILURES.filter(({ code }) => mayFailWith(record, code)).map(
        ({ code, reason }) => html`<option value="${code}" ${code === likely && 'selected'}>${code} · ${reason}</option>`,
      )}
    </select>
    <button name="action" value="fail" data-action="fail">Fail with this code</button>
  </form>`;
}

function identity(record: PaymentRecord): Markup {
  const { orderId } = record.terms;
  const txid = record.transfers.at(-1)?.txid;
  return html`<dl class="identity">
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
