import { formatMoney } from '../../src/core/money.js';
import type { BookLine } from '../common/book.js';
import { make } from './make.js';

/** What the server calls a payment's status, in the shop's words. */
const STATES: Readonly<Record<string, { words: string; tone: string }>> = {
  unpaid: { words: 'Waiting for payment', tone: 'waiting' },
  confirming: { words: 'Confirming', tone: 'working' },
  paid_less: { words: 'Partly paid', tone: 'working' },
  pending: { words: 'Processing', tone: 'working' },
  auditing: { words: 'In review', tone: 'working' },
  failed: { words: 'Failed', tone: 'bad' },
  success: { words: 'Paid', tone: 'good' },
};

const NOT_BEGUN = { words: 'Not begun', tone: 'none' };

/** A status in the shop's words. */
export function describeStatus(status: string | undefined): { words: string; tone: string } {
  return status === undefined ? NOT_BEGUN : (STATES[status] ?? { words: status, tone: 'working' });
}

/** Asks the server for this visitor's orders. Undefined where it does not answer: what is shown stays. */
export async function readOrders(): Promise<BookLine[] | undefined> {
  try {
    const response = await fetch('shop/orders', { headers: { Accept: 'application/json' } });
    return response.ok ? ((await response.json()) as { orders: BookLine[] }).orders : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a payment for this order has begun and not ended. */
export function isUnderWay({ attempts, status }: BookLine): boolean {
  return attempts > 0 && status !== 'failed' && status !== 'success';
}

/** Writes the orders into the table. */
export function showOrders(body: HTMLElement, orders: readonly BookLine[]): void {
  body.replaceChildren(...orders.map(row));
}

function row(order: BookLine): HTMLElement {
  const { orderId, name, quoteAmount, quoteAssetId, attempts, status, notes } = order;
  const { words, tone } = describeStatus(status);
  const cells = [
    cell('Order', make('code', {}, orderId)),
    cell('Thing', name),
    cell('Price', formatMoney(quoteAmount, quoteAssetId, 'en')),
    cell(
      'State',
      make('span', { class: `state ${tone}` }, words),
      ...(attempts > 1 ? [make('small', {}, `payment ${attempts}`)] : []),
      ...notes.map(({ kind, detail }) => make('small', {}, `${kind.replaceAll('_', ' ')}: ${detail}`)),
    ),
    cell('Fulfilled', ...fulfilment(order)),
  ];
  cells[2]?.classList.add('number');
  const line = make('tr', { 'data-order': orderId, 'data-status': status ?? 'new', 'data-fulfilments': String(order.fulfilments) });
  line.append(...cells);
  return line;
}

function fulfilment(line: BookLine): (HTMLElement | string)[] {
  const { fulfilledAt } = line;
  if (fulfilledAt === undefined) return ['–'];
  const time = make('time', { datetime: new Date(fulfilledAt).toISOString() }, new Date(fulfilledAt).toLocaleTimeString('en-GB'));
  return [`${oftenOf(line)} `, time];
}

/** How often goods were released, in words. */
export function describeFulfilment(line: BookLine): string {
  return line.fulfilledAt === undefined ? 'not released' : `released ${oftenOf(line)}`;
}

function oftenOf({ fulfilments, calls }: BookLine): string {
  return calls === fulfilments ? `${fulfilments}×` : `${fulfilments}× (told ${calls}×)`;
}

/** On a narrow screen the heading of its column stands before each value. */
function cell(heading: string, ...content: (HTMLElement | string)[]): HTMLElement {
  const element = make('td', { 'data-heading': heading });
  element.append(...content);
  return element;
}
