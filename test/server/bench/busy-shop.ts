import { createPaymentHandler, openAmount, type PaymentHandler, type PaymentHandlerOptions } from '../../../src/server/index.js';
import { FakeClock } from '../../helpers/fake-clock.js';
import { ORIGIN, Shop } from '../../helpers/open-shop.js';
import { ScriptedMixPay } from '../../helpers/scripted-mixpay.js';
import { SkewedClock } from '../../helpers/skewed-clock.js';

export const MINUTE = 60_000;

/** A shop of several processes on one store, whose calls to MixPay are timed. */
export class BusyShop {
  readonly shop: Shop;
  readonly handlers: PaymentHandler[];
  /** When requests left for MixPay, by the true time. */
  readonly times: number[] = [];

  /** @param aheads how far ahead of the true time each process's clock is */
  constructor(aheads: readonly number[], changes: Partial<Omit<PaymentHandlerOptions, 'clock'>> = {}) {
    const [clock, mixpay] = [new FakeClock(), new ScriptedMixPay()];
    const donation = openAmount({ min: '1', max: '500' });
    this.shop = new Shop({
      clock,
      mixpay,
      order: (asked) => (asked.orderId === undefined ? donation(asked) : { orderId: asked.orderId, quoteAmount: '1', quoteAssetId: 'usd' }),
      fetch: (...call) => {
        this.times.push(clock.now());
        return mixpay.fetch(...call);
      },
      ...changes,
    });
    this.handlers = aheads.map((ahead) => createPaymentHandler({ ...this.shop.options, clock: new SkewedClock(clock, ahead) }));
  }

  /** Ends a process and starts it anew. */
  restart(n: number): void {
    this.handlers[n] = createPaymentHandler(this.shop.options);
  }

  /** Sends a request to one process after the other. */
  send(n: number, path: string, init?: RequestInit): Promise<Response> {
    const handler = this.handlers[n % this.handlers.length] ?? this.shop.handler;
    return handler(new Request(`${ORIGIN}${path}`, init));
  }

  post(n: number, path: string, body: object): Promise<Response> {
    return this.send(n, path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
  }

  /** Opens orders, each minute as many as the budget takes. @returns their status URLs */
  async open(orders: number): Promise<string[]> {
    const urls: string[] = [];
    for (let n = 0; n < orders; n++) {
      const answer = await this.post(n, '/api/mixpay', { orderId: `basket-${n}` });
      urls.push(((await answer.json()) as { statusUrl: string }).statusUrl);
      await this.shop.clock.advance(MINUTE / 40);
    }
    return urls;
  }

  /** Does something in each of the slots of a minute. */
  async duringAMinute(slots: number, each: (slot: number) => Promise<void>): Promise<void> {
    for (let slot = 0; slot < slots; slot++) {
      await this.shop.clock.advance(MINUTE / slots);
      await each(slot);
    }
  }

  /** Calls to MixPay in the last minute, and the most there ever were in any. */
  get calls(): { last: number; most: number } {
    const within = (end: number) => this.times.filter((time) => time > end - MINUTE && time <= end).length;
    return { last: within(this.shop.clock.now()), most: Math.max(0, ...this.times.map(within)) };
  }
}
