import type { Clock } from '../../src/core/clock.js';
import { FAILURE_CODE } from '../../src/core/mixpay.js';
import type { ExceptionKind, HandlerEvent, Hooks, PaidOrder, PaymentResult } from '../../src/server/index.js';
import { nameOf } from './catalogue.js';
import type { Note, Orders, ShopOrder } from './orders.js';

/** A line of the order book, as the visitor's page gets it. Times in milliseconds since the epoch. */
export interface BookLine extends Omit<ShopOrder, 'visitor' | 'releases'> {
  name: string;
  /** How many payments released goods for it: 1, or something is wrong. */
  fulfilments: number;
  /** How often the handler called `onPaid`. */
  calls: number;
}

/** What the shop writes down when the handler tells it something, and reads out to the visitor. */
export class OrderBook {
  readonly #clock: Clock;
  readonly #orders: Orders;

  constructor(orders: Orders, clock: Clock) {
    this.#orders = orders;
    this.#clock = clock;
  }

  get hooks(): Hooks {
    return {
      onCreated: (order) => this.#begin(order),
      onPaid: (order) => this.#fulfil(order),
      onFailed: (order, result) => this.#fail(order, result),
      onException: (kind, order, result) => this.#note(order, kind, describe(kind, result)),
    };
  }

  /** How the payment under way stands. News of an older attempt is ignored. */
  async heard(event: HandlerEvent): Promise<void> {
    if (event.type !== 'status' || event.status === 'success' || event.status === 'failed') return;
    const { orderId, attempt, status } = event;
    await this.#orders.change(orderId, (order) => {
      const isNews = order.attempts <= attempt && order.fulfilledAt === undefined && order.status !== 'failed' && order.status !== status;
      return isNews ? { ...order, status } : undefined;
    });
  }

  async read(visitor: string): Promise<BookLine[]> {
    return (await this.#orders.of(visitor)).map(lineOf);
  }

  /** A payment was begun. What was bought by `item` becomes an order of the shop only now. */
  async #begin({ orderId, attempt, quoteAmount, quoteAssetId, item = '', metadata = {} }: PaidOrder): Promise<void> {
    const owner = typeof metadata['visitor'] === 'string' ? { visitor: metadata['visitor'] } : {};
    await this.#orders.add({ orderId, ...owner, product: item, quoteAmount, quoteAssetId });
    await this.#orders.change(orderId, (order) =>
      order.attempts < attempt ? { ...order, attempts: attempt, status: 'unpaid' } : undefined,
    );
  }

  /** Releases the goods, once for each payment however often it is called. */
  async #fulfil({ orderId, traceId }: PaidOrder): Promise<void> {
    const now = this.#clock.now();
    await this.#orders.change(orderId, (order) => ({
      ...order,
      status: 'success',
      fulfilledAt: order.fulfilledAt ?? now,
      releases: { ...order.releases, [traceId]: (order.releases[traceId] ?? 0) + 1 },
    }));
  }

  async #fail(order: PaidOrder, result: PaymentResult): Promise<void> {
    await this.#orders.change(order.orderId, (found) =>
      found.attempts <= order.attempt && found.fulfilledAt === undefined ? { ...found, status: 'failed' } : undefined,
    );
    await this.#note(order, 'failed', FAILURES[result.failureCode ?? ''] ?? `code ${result.failureCode ?? 'unknown'}`);
  }

  async #note({ orderId, attempt }: PaidOrder, kind: string, detail: string): Promise<void> {
    const note: Note = { kind, detail, attempt, at: this.#clock.now() };
    await this.#orders.change(orderId, (order) => {
      const isKnown = order.notes.some((known) => known.attempt === attempt && known.kind === kind);
      return isKnown ? undefined : { ...order, notes: [...order.notes, note] };
    });
  }
}

/** Who bought it is the visitor's own business, and which trace paid it the shop's. */
function lineOf(order: ShopOrder): BookLine {
  const { orderId, product, quoteAmount, quoteAssetId, createdAt, attempts, status, fulfilledAt, notes, releases } = order;
  const calls = Object.values(releases);
  return {
    orderId,
    product,
    name: nameOf(product),
    quoteAmount,
    quoteAssetId,
    createdAt,
    attempts,
    notes,
    fulfilments: calls.length,
    calls: calls.reduce((sum, count) => sum + count, 0),
    ...(status === undefined ? {} : { status }),
    ...(fulfilledAt === undefined ? {} : { fulfilledAt }),
  };
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
