import type { Ledger } from '../ledger.js';
import type { SandboxSettings } from '../options.js';
import type { PaymentRecord } from '../record.js';
import { priceOf } from './actions.js';
import { pageResponse } from './document.js';
import { html, type Markup } from './html.js';
import { BANNER } from './parts.js';
import { statusWords } from './words.js';

const NEWEST = 20;

/** The page at the sandbox's root: what this is, how to use it, and the newest payments. */
export function answerHome(ledger: Ledger, { basePath, clock, random }: SandboxSettings): Response {
  const payments = ledger.all().slice(-NEWEST).reverse();
  const body = html`${BANNER}
    <main class="home">
      <section class="sheet">
        <h1>MixPay sandbox</h1>
        <p class="remark">A stand-in for MixPay’s API and checkout page, to develop and test against.</p>
        <dl>
          <div>
            <dt>apiBase</dt>
            <dd class="id">this address</dd>
          </div>
          <div>
            <dt>checkoutBase</dt>
            <dd class="id">this address + ${basePath}/code/</dd>
          </div>
        </dl>
      </section>
      <section class="sheet tools" aria-labelledby="payments">
        <h2 id="payments">Payments</h2>
        ${
          payments.length === 0
            ? html`<p>None yet. Create one with <code>POST ${basePath}/v1/one_time_payment</code>.</p>`
            : html`<ul>
                ${payments.map((record) => line(record, basePath, clock.now()))}
              </ul>`
        }
      </section>
    </main>`;
  return pageResponse({ title: 'MixPay sandbox', body, random });
}

function line(record: PaymentRecord, basePath: string, now: number): Markup {
  const { code, terms } = record;
  const { title, tone } = statusWords(record, now);
  return html`<li>
    <a href="${basePath}/code/${code}">${priceOf(record)} · ${terms.remark ?? terms.orderId ?? code}</a>
    <span class="${tone}">${title}</span>
  </li>`;
}
