import type { Clock } from '../../src/core/clock.js';
import { findProduct } from '../catalogue.js';
import type { Sql } from './database.js';
import { orderPrefix } from './visitors.js';

/** One order as the shop has it. Times in milliseconds since the epoch. */
export interface ShopOrder {
  orderId: string;
  visitor: string | undefined;
  product: string;
  quoteAmount: string;
  quoteAssetId: string;
  createdAt: number;
  /** How many payments were begun for it. */
  attempts: number;
  /** What the handler heard of the last one. */
  status: string | undefined;
  fulfilledAt: number | undefined;
}

/** An order that nobody paid in this time can no longer be paid at its price. */
const VALID_FOR = 7 * 24 * 60 * 60_000;

/** The shop's own orders, which exist before anybody pays for them. */
export class Orders {
  readonly #sql: Sql;
  readonly #clock: Clock;
  /** Two pages of one visitor opened at once must not make two orders with one id. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(sql: Sql, clock: Clock) {
    this.#sql = sql;
    this.#clock = clock;
  }

  async find(orderId: string): Promise<ShopOrder | undefined> {
    const [row] = await this.#sql('SELECT * FROM shop_orders WHERE order_id = ?', orderId);
    return row === undefined ? undefined : orderOf(row);
  }

  /** A visitor's orders, newest first. */
  async of(visitor: string): Promise<ShopOrder[]> {
    const rows = await this.#sql('SELECT * FROM shop_orders WHERE visitor = ? ORDER BY created_at DESC, rowid DESC LIMIT 100', visitor);
    return rows.map(orderOf);
  }

  /** The order a visitor's page shows for a product: their last one, or a first. */
  current(visitor: string, product: string): Promise<ShopOrder> {
    return this.#inTurn(async () => {
      const last = await this.#last(visitor, product);
      return last === undefined || this.isClosed(last) ? this.#create(visitor, product) : last;
    });
  }

  /** Another order for the same product. One that was never begun serves as well. */
  another(visitor: string, product: string): Promise<ShopOrder> {
    return this.#inTurn(async () => {
      const last = await this.#last(visitor, product);
      const fresh = last?.attempts === 0 && !this.isClosed(last);
      return fresh ? last : this.#create(visitor, product);
    });
  }

  /** Whether nobody may begin to pay it any more. */
  isClosed({ createdAt, fulfilledAt }: ShopOrder): boolean {
    return fulfilledAt === undefined && this.#clock.now() - createdAt > VALID_FOR;
  }

  async #last(visitor: string, product: string): Promise<ShopOrder | undefined> {
    // An order of an item (`…%` of another prefix) belongs to no button that names an order.
    const [row] = await this.#sql(
      'SELECT * FROM shop_orders WHERE visitor = ? AND product = ? AND order_id LIKE ? ORDER BY rowid DESC LIMIT 1',
      visitor,
      product,
      `${orderPrefix(visitor)}-%`,
    );
    return row === undefined ? undefined : orderOf(row);
  }

  async #create(visitor: string, id: string): Promise<ShopOrder> {
    const product = findProduct(id);
    if (product === undefined) throw new Error(`expected a product of the catalogue, received ${JSON.stringify(id)}`);
    const [row] = await this.#sql('SELECT COUNT(*) AS orders FROM shop_orders WHERE visitor = ?', visitor);
    const order: ShopOrder = {
      orderId: `${orderPrefix(visitor)}-${Number(row?.['orders'] ?? 0) + 1}`,
      visitor,
      product: id,
      quoteAmount: product.quoteAmount,
      quoteAssetId: product.quoteAssetId,
      createdAt: this.#clock.now(),
      attempts: 0,
      status: undefined,
      fulfilledAt: undefined,
    };
    await this.#sql(
      'INSERT INTO shop_orders (order_id, visitor, product, quote_amount, quote_asset_id, created_at) VALUES (?, ?, ?, ?, ?, ?)',
      order.orderId,
      visitor,
      id,
      order.quoteAmount,
      order.quoteAssetId,
      order.createdAt,
    );
    return order;
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work, work);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }
}

function orderOf(row: Record<string, unknown>): ShopOrder {
  const { visitor, status } = row;
  return {
    orderId: String(row['order_id']),
    visitor: typeof visitor === 'string' ? visitor : undefined,
    product: String(row['product']),
    quoteAmount: String(row['quote_amount']),
    quoteAssetId: String(row['quote_asset_id']),
    createdAt: Number(row['created_at']),
    attempts: Number(row['attempts']),
    status: typeof status === 'string' ? status : undefined,
    fulfilledAt: row['fulfilled_at'] === null ? undefined : Number(row['fulfilled_at']),
  };
}
