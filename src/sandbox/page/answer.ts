import { isTerminal } from '../../core/mixpay.js';
import { readParameters } from '../body.js';
import { readChange, type PaymentChange } from '../change.js';
import { changePayment } from '../control.js';
import { errorEnvelope, json } from '../envelope.js';
import { isCoinId } from '../coins.js';
import { refuseCrossSite } from '../guard.js';
import type { Ledger } from '../ledger.js';
import { blocksOf, isExpired, settleStatusOf, surplusStatusOf } from '../life.js';
import type { SandboxSettings } from '../options.js';
import type { PaymentRecord } from '../record.js';
import { Refusal } from '../refusal.js';
import { findAction } from './actions.js';
import { checkout } from './checkout.js';
import { pageResponse } from './document.js';
import { html } from './html.js';
import { BANNER } from './parts.js';

/** `GET /code/<code>` shows the checkout page, `POST` presses one of its buttons and comes back to it. */
export async function answerCheckout(request: Request, code: string, ledger: Ledger, settings: SandboxSettings): Promise<Response> {
  const url = new URL(request.url);
  const record = ledger.get(code);
  if (record === undefined) return notFound(settings);
  if (request.method === 'POST') return press(request, url, record, ledger, settings);
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return errorEnvelope(new Refusal(405, 'The checkout page takes GET and POST', 405), settings.clock.now(), { allow: 'GET, HEAD, POST' });
  }
  if (asksForJson(request)) return json(pulseOf(record, settings.clock.now()));
  return show(preselected(request.method === 'GET' ? await opened(record, ledger, settings) : record, url, settings), url, settings);
}

async function press(request: Request, url: URL, record: PaymentRecord, ledger: Ledger, settings: SandboxSettings): Promise<Response> {
  try {
    const { values } = await readParameters(request);
    refuseCrossSite(request, values['token'] === settings.pageToken());
    await changePayment(record.code, changeOf(values, record, settings.clock.now()), ledger, settings);
    return new Response(null, { status: 303, headers: { location: url.pathname + keptQuery(url), 'cache-control': 'no-store' } });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return show(ledger.get(record.code) ?? record, url, settings, error);
  }
}

/** What a pressed button asks for. One that the page no longer offers is refused, unless what it asks for has already happened. */
function changeOf(values: Record<string, unknown>, record: PaymentRecord, now: number): PaymentChange {
  const { action, failureCode, paymentAssetId } = values;
  const coin = record.status === 'unpaid' && typeof paymentAssetId === 'string' ? { paymentAssetId } : {};
  if (action === 'coin') return readChange({ paymentAssetId });
  if (action === 'fail') return readChange({ status: 'failed', failureCode });
  const found = typeof action === 'string' ? findAction(action) : undefined;
  if (found === undefined) throw new Refusal(422, 'This button is not known here.', 422);
  const change = found.change(record, now);
  if (found.fits(record, now)) return readChange({ ...found.change({ ...record, ...coinOf(coin, record) }, now), ...coin });
  if (change.status === record.status) return {};
  throw new Refusal(409, 'Nothing changed: the payment had moved on before you pressed.', 409);
}

function coinOf({ paymentAssetId }: { paymentAssetId?: string }, record: PaymentRecord): { assetId: string } {
  return { assetId: paymentAssetId !== undefined && isCoinId(paymentAssetId) ? paymentAssetId.toLowerCase() : record.assetId };
}

/** MixPay's page takes the coin in its address, too. */
function preselected(record: PaymentRecord, url: URL, { unsupported }: SandboxSettings): PaymentRecord {
  const assetId = (url.searchParams.get('paymentAssetId') ?? '').toLowerCase();
  const isFree = record.status === 'unpaid' && record.terms.paymentAssetId === undefined;
  return isFree && isCoinId(assetId) && !unsupported.has(assetId) ? { ...record, assetId } : record;
}

/** Remembers that somebody has seen the page: results may differ before and after. */
async function opened(record: PaymentRecord, ledger: Ledger, { clock }: SandboxSettings): Promise<PaymentRecord> {
  if (record.openedAt !== undefined) return record;
  const seen = { ...record, openedAt: clock.now() };
  ledger.put(seen);
  await ledger.flush();
  return seen;
}

function show(record: PaymentRecord, url: URL, settings: SandboxSettings, refusal?: Refusal): Response {
  const now = settings.clock.now();
  const framed = url.searchParams.get('style') === 'iframe';
  const body = checkout({
    record,
    now,
    framed,
    market: settings,
    token: settings.pageToken(),
    ...(refusal === undefined ? {} : { notice: refusal.message }),
  });
  const title = isTerminal(record.status) ? `Payment: ${record.status}` : 'Payment';
  return pageResponse({
    title: `${title} · MixPay sandbox`,
    body,
    framed,
    random: settings.random,
    status: refusal?.httpStatus ?? 200,
    payment: { record, revision: pulseOf(record, now).revision },
  });
}

/** Little enough to be asked for every two seconds: whether the page is still right. */
function pulseOf(record: PaymentRecord, now: number): { status: string; revision: string } {
  const { status, statusSince, assetId, transfers, deliveries } = record;
  const moving = [blocksOf(record, now), isExpired(record, now), settleStatusOf(record, now), surplusStatusOf(record, now)];
  const calls = deliveries.map(({ attempts }) => attempts).join('-');
  return { status, revision: [status, statusSince, assetId, transfers.length, ...moving, calls].join('/') };
}

function asksForJson(request: Request): boolean {
  const accept = request.headers.get('accept') ?? '';
  return accept.includes('application/json') && !accept.includes('text/html');
}

function keptQuery(url: URL): string {
  return url.searchParams.get('style') === 'iframe' ? '?style=iframe' : '';
}

function notFound({ random }: SandboxSettings): Response {
  const body = html`${BANNER}
    <main>
      <section class="sheet">
        <h1>No such payment</h1>
        <p class="remark">The sandbox knows no payment by this link. It may have been restarted since: ask the shop for a new one.</p>
        <p class="remark">Is it your own shop? Then its <code>apiBase</code> has to be this sandbox too, and not the real MixPay.</p>
      </section>
    </main>`;
  return pageResponse({ title: 'No such payment · MixPay sandbox', body, random, status: 404 });
}
