import { formatMoney } from '../../src/core/money.js';
import type { PaymentView } from '../../src/sandbox/index.js';
import type { BookLine } from '../common/book.js';
import { make } from './make.js';
import { describeFulfilment, describeStatus, readOrders } from './order-book.js';
import type { Play } from './play.js';

/** Writes what shop and MixPay know of this payment into the list. Where the shop's orders cannot be read, the list stays as it is. */
export async function showRecord(list: HTMLElement, play: Play): Promise<void> {
  const [orders, payment] = await Promise.all([readOrders(), play.atMixPay().catch(() => undefined)]);
  if (orders === undefined) return;
  const line = orders.find(({ orderId }) => orderId === play.orderId);
  const rows = [...shopRows(line), ...mixpayRows(payment)];
  const known = [...list.children].map(({ textContent }) => textContent).join();
  if (known === rows.flat().join()) return;
  list.replaceChildren(...rows.flatMap(([name, value]) => [make('dt', {}, name), make('dd', {}, value)]));
  list.dataset.status = line?.status ?? '';
  list.dataset.fulfilments = String(line?.fulfilments ?? 0);
}

type Row = [name: string, value: string];

function shopRows(line: BookLine | undefined): Row[] {
  if (line === undefined) return [['Order', 'none yet']];
  const { orderId, attempts, status, notes, quoteAmount, quoteAssetId } = line;
  return [
    ['Order', orderId],
    ['Price', formatMoney(quoteAmount, quoteAssetId, 'en')],
    ['Payment', `${describeStatus(status).words}${attempts > 1 ? `, attempt ${attempts}` : ''}`],
    ['Goods', describeFulfilment(line)],
    ...notes.map(({ kind, detail, attempt }): Row => [`Note on ${attempt}`, `${kind.replaceAll('_', ' ')}: ${detail}`]),
  ];
}

function mixpayRows(payment: PaymentView | undefined): Row[] {
  if (payment === undefined) return [];
  const received = textOf(payment['paymentAmount']);
  const calls = payment.callbacks.map(({ event, attempts, outcome }) => `${event} ${outcome ?? `tried ${attempts}×`}`);
  return [
    ['At MixPay', payment.status],
    ...(received === '' || received === '0' ? [] : [['Received', `${received} ${textOf(payment['paymentSymbol'])}`] as Row]),
    ...(calls.length === 0 ? [] : [['Callbacks', calls.join(', ')] as Row]),
  ];
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
