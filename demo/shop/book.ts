import type { Clock } from '../../src/core/clock.js';
import { FAILURE_CODE } from '../../src/core/mixpay.js';
import type { ExceptionKind, HandlerEvent, Hooks, PaidOrder, PaymentResult } from '../../src/server/index.js';
import { nameOf } from '../catalogue.js';
import type { Sql } from './database.js';
import type { Orders, ShopOrder } from './orders.js';

/** A line of the order book, as the visitor's page gets it. Times in milliseconds since the epoch. */
export interface BookLine extends Omit<ShopOrder, 'visitor'> {
  name: string;
  /** How many payments released goods for it: 1, or something is wrong. */
  fulfilments: number;
  /** How often the handler called `onPaid`. */
  calls: number;
  notes: { kind: string; detail: string; attempt: number; at: number }[];
}

/** What the shop writes down when the handler tells it something, and reads out to the visitor. */
export class OrderBook {
  readonly #sql: Sql;
  readonly #clock: Clock;
  readonly #orders: Orders;

  constructor(sql: Sql, clock: Clock, orders: Orders) {
    this.#sql = sql;
    this.#clock = clock;
    this.#orders = orders;
  }

  get hooks(): Hooks {
    return {
      onCreated: (order) => this.#begin(order),
      onPaid: (order) => this.#fulfil(order),
      onFailed: (order, result) => this.#fail(order, result),
      onException: (kind, order, result) => this.#note(order, kind, describe(kind, result)),
    };
  }

  /** How the payment under way stands. Of an older attempt it is no news. */
  async heard(event: HandlerEvent): Promise<void> {
    if (event.type !== 'status' || event.status === 'success' || event.status === 'failed') return;
    const { orderId, attempt, status } = event;
    await this.#sql(
      "UPDATE shop_orders SET status = ? WHERE order_id = ? AND attempts <= ? AND fulfilled_at IS NULL AND status IS NOT 'failed'",
      status,
      orderId,
      attempt,
    );
  }

  async read(visitor: string): Promise<BookLine[]> {
    const orders = await this.#orders.of(visitor);
    return Promise.all(orders.map((order) => this.#line(order)));
  }

  async #line(order: ShopOrder): Promise<BookLine> {
    const [sum] = await this.#sql(
      'SELECT COUNT(*) AS payments, COALESCE(SUM(calls), 0) AS calls FROM shop_fulfilments WHERE order_id = ?',
      order.orderId,
    );
    const notes = await this.#sql('SELECT * FROM shop_notes WHERE order_id = ? ORDER BY at', order.orderId);
    return {
      ...withoutVisitor(order),
      name: nameOf(order.product),
      fulfilments: Number(sum?.['payments'] ?? 0),
      calls: Number(sum?.['calls'] ?? 0),
      notes: notes.map((note) => ({
        kind: String(note['kind']),
        detail: String(note['detail']),
        attempt: Number(note['attempt']),
        at: Number(note['at']),
      })),
    };
  }

  /** A payment was begun. What was bought by `item` becomes an order of the shop only now. */
  async #begin({ orderId, attempt, quoteAmount, quoteAssetId, item = '', metadata = {} }: PaidOrder): Promise<void> {
    const visitor = typeof metadata['visitor'] === 'string' ? metadata['visitor'] : null;
    const now = this.#clock.now();
    await this.#sql(
      `INSERT INTO shop_orders (order_id, visitor, product, quote_amount, quote_asset_id, created_at) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (order_id) DO NOTHING`,
      orderId,
      visitor,
      item,
      quoteAmount,
      quoteAssetId,
      now,
    );
    await this.#sql(
      "UPDATE shop_orders SET attempts = ?, status = 'unpaid' WHERE order_id = ? AND attempts < ?",
      attempt,
      orderId,
      attempt,
    );
  }

  /** Releases the goods, once for each payment however often it is called. */
  async #fulfil({ orderId, traceId }: PaidOrder): Promise<void> {
    const now = this.#clock.now();
    await this.#sql(
      'INSERT INTO shop_fulfilments (trace_id, order_id, at) VALUES (?, ?, ?) ON CONFLICT (trace_id) DO UPDATE SET calls = calls + 1',
      traceId,
      orderId,
      now,
    );
    await this.#sql(
      "UPDATE shop_orders SET status = 'success', fulfilled_at = ? WHERE order_id = ? AND fulfilled_at IS NULL",
      now,
      orderId,
    );
  }

  async #fail(order: PaidOrder, result: PaymentResult): Promise<void> {
    await this.#sql("UPDATE shop_orders SET status = 'failed' WHERE order_id = ? AND attempts <= ?", order.orderId, order.attempt);
    await this.#note(order, 'failed', FAILURES[result.failureCode ?? ''] ?? `code ${result.failureCode ?? 'unknown'}`);
  }

  async #note({ orderId, attempt }: PaidOrder, kind: string, detail: string): Promise<void> {
    await this.#sql(
      'INSERT INTO shop_notes (order_id, attempt, kind, detail, at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
      orderId,
      attempt,
      kind,
      detail,
      this.#clock.now(),
    );
  }
}

/** Who bought it is the visitor's own business, and nothing a page has to know. */
function withoutVisitor(order: ShopOrder): Omit<ShopOrder, 'visitor'> {
  const rest: Partial<ShopOrder> & Omit<ShopOrder, 'visitor'> = { ...order };
  delete rest.visitor;
  return rest;
}

const FAILURES: Readonly<Record<string, string>> = {
  [FAILURE_CODE.overtime]: 'no payment in time',
  [FAILURE_CODE.wrongAsset]: 'paid in another coin',
  [FAILURE_CODE.amountShort]: 'amount short at the deadline',
  [FAILURE_CODE.volatility]: 'exchange rate moved too much',
  [FAILURE_CODE.settlementRestricted]: 'settlement restricted',
  [FAILURE_CODE.cancelled]: 'cancelled',
  [FAILURE_CODE.rejectedInReview]: 'rejected in review',
};

function describe(kind: ExceptionKind, result: PaymentResult): string {
  const coins = `${result.paymentAmount ?? '?'} ${result.paymentSymbol ?? ''}`.trim();
  switch (kind) {
    case 'surplus':
      return `${result.surplusAmount ?? '?'} ${result.paymentSymbol ?? ''} too much; MixPay sends it back`;
    case 'failed_with_money':
      return `${coins} arrived although it failed`;
    case 'second_success':
      return `paid a second time: ${coins}`;
    case 'superseded_paid':
      return `a replaced link was paid: ${coins}`;
    case 'declined':
      return 'put aside for review';
    case 'mismatch':
      return 'the result is about something else';
  }
}
