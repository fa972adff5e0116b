import type { Clock } from '../../src/core/clock.js';
import type { Store } from '../../src/server/index.js';
import { findProduct } from './catalogue.js';
import { Shelf } from './shelf.js';
import { orderPrefix } from './visitors.js';

export interface Note {
  kind: string;
  detail: string;
  attempt: number;
  at: number;
}

/** One order as the shop has it. Times in milliseconds since the epoch. */
export interface ShopOrder {
  orderId: string;
  visitor?: string;
  product: string;
  quoteAmount: string;
  quoteAssetId: string;
  createdAt: number;
  /** How many payments were begun for it. */
  attempts: number;
  /** What the handler heard of the last one. */
  status?: string;
  fulfilledAt?: number;
  /** The payments that released goods, by trace, each with how often the handler said so. */
  releases: Readonly<Record<string, number>>;
  notes: readonly Note[];
}

/** What is known of an order before anybody pays for it. */
export type NewOrder = Pick<ShopOrder, 'orderId' | 'visitor' | 'product' | 'quoteAmount' | 'quoteAssetId'>;

interface Owned {
  orders: readonly { orderId: string; product: string }[];
}

/** An order that nobody paid in this time can no longer be paid at its price. */
const VALID_FOR = 7 * 24 * 60 * 60_000;
/** How many of a visitor's orders are shown. */
const SHOWN = 100;

/** The shop's own orders, which exist before anybody pays for them. */
export class Orders {
  readonly #orders: Shelf<ShopOrder>;
  readonly #owned: Shelf<Owned>;
  readonly #clock: Clock;
  /** Two pages of one visitor opened at once must not make two orders with one id. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(store: Store, clock: Clock) {
    this.#orders = new Shelf(store, 'order');
    this.#owned = new Shelf(store, 'visitor');
    this.#clock = clock;
  }

  find(orderId: string): Promise<ShopOrder | undefined> {
    return this.#orders.read(orderId);
  }

  /** Writes what `work` makes of an order; where it returns undefined, or there is no such order, nothing. */
  async change(orderId: string, work: (order: ShopOrder) => ShopOrder | undefined): Promise<void> {
    await this.#orders.change(orderId, (order) => (order === undefined ? undefined : work(order)));
  }

  /** A visitor's orders, newest first. */
  async of(visitor: string): Promise<ShopOrder[]> {
    const { orders } = await this.#ownedBy(visitor);
    const found = await Promise.all(orders.slice(-SHOWN).map(({ orderId }) => this.find(orderId)));
    return found.filter((order) => order !== undefined).reverse();
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

  /** Writes an order down, if there is none by this id. */
  async add(order: NewOrder): Promise<ShopOrder> {
    const created: ShopOrder = { ...order, createdAt: this.#clock.now(), attempts: 0, releases: {}, notes: [] };
    const kept = await this.#orders.change(order.orderId, (found) => (found === undefined ? created : undefined));
    const { visitor, orderId, product } = order;
    if (visitor !== undefined)
      await this.#owned.change(visitor, ({ orders } = { orders: [] }) =>
        orders.some((owned) => owned.orderId === orderId) ? undefined : { orders: [...orders, { orderId, product }] },
      );
    return kept ?? created;
  }

  /** Whether nobody may begin to pay it any more. */
  isClosed({ createdAt, fulfilledAt }: ShopOrder): boolean {
    return fulfilledAt === undefined && this.#clock.now() - createdAt > VALID_FOR;
  }

  async #ownedBy(visitor: string): Promise<Owned> {
    return (await this.#owned.read(visitor)) ?? { orders: [] };
  }

  async #last(visitor: string, product: string): Promise<ShopOrder | undefined> {
    // An order of an item, whose id begins otherwise, belongs to no button that names an order.
    const prefix = `${orderPrefix(visitor)}-`;
    const { orders } = await this.#ownedBy(visitor);
    const last = orders.findLast((owned) => owned.product === product && owned.orderId.startsWith(prefix));
    return last === undefined ? undefined : this.find(last.orderId);
  }

  async #create(visitor: string, id: string): Promise<ShopOrder> {
    const product = findProduct(id);
    if (product === undefined) throw new Error(`expected a product of the catalogue, received ${JSON.stringify(id)}`);
    const { orders } = await this.#ownedBy(visitor);
    const { quoteAmount, quoteAssetId } = product;
    return this.add({ orderId: `${orderPrefix(visitor)}-${orders.length + 1}`, visitor, product: id, quoteAmount, quoteAssetId });
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work, work);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }
}
