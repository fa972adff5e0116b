import { createPaymentHandler, type PaymentHandler } from '../../src/server/index.js';
import type { OrderRecord } from '../../src/server/record.js';
import { Shop } from './open-shop.js';
import { quiet } from './quiet.js';
import type { ScriptedPayment } from './scripted-mixpay.js';
import { SkewedClock } from './skewed-clock.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const ORDER = 'order-1';
/** What MixPay lets a shop ask in any minute, less what is kept back. */
const LIMIT = 50;

const NEXT: Record<string, string[]> = {
  unpaid: ['confirming', 'paid_less', 'pending', 'success', 'failed'],
  confirming: ['paid_less', 'pending', 'auditing', 'success', 'failed'],
  paid_less: ['confirming', 'pending', 'success', 'failed'],
  pending: ['auditing', 'success', 'failed'],
  auditing: ['success', 'failed'],
};
const WAITS = [500, 3 * SECOND, 7 * SECOND, 31 * SECOND, 5 * MINUTE, 32 * MINUTE, 45 * MINUTE];
/** Refusals that say that nothing was made, that the trace is known, that mean nothing here. */
const REFUSALS = [10004, 10005, 10002, 10065, 10020, 99999];

export const PURCHASE = ['create', 'callBack', 'pay', 'wait'] as const;
export const DEEDS = [...PURCHASE, 'ask', 'sweep', 'price', 'restart', 'hook', 'network', 'slow', 'refuse', 'refuseMade'] as const;
export type Deed = (typeof DEEDS)[number] | 'flood' | 'setClock';

/**
 * One order, two processes on one store, a MixPay and hooks that take their time, and everything that can happen between them.
 * No step waits for another: what is asked is answered while other things happen. Whatever must never be is noted as a fault.
 */
export class BusyShop {
  readonly shop = new Shop();
  readonly faults = new Set<string>();
  readonly returned: string[] = [];
  /** Nobody's clock was ever set. */
  clocksHeld = true;
  readonly #clocks = [new SkewedClock(this.shop.clock), new SkewedClock(this.shop.clock)];
  readonly #processes: PaymentHandler[] = [];
  readonly #urls: string[] = [];
  readonly #left: number[] = [];
  readonly #sending = new Set<string>();
  #fulfilling = 0;
  #hook: 'quick' | 'slow' | 'broken' | 'slow and broken' = 'quick';
  /** How long MixPay's answers are on their way. */
  #delay = 0;
  /** MixPay's answer to the next create, though it takes it. */
  #refusal: Response | undefined;
  #waiting: Promise<unknown>[] = [];
  #strangers = 0;

  constructor() {
    for (const n of [0, 1]) this.#start(n);
  }

  #start(n: number): void {
    const { options } = this.shop;
    this.#processes[n] = createPaymentHandler({
      ...options,
      clock: this.#clocks[n] ?? this.shop.clock,
      fetch: (input, init) => this.#fetch(input, init),
      onPaid: async (order, result) => {
        const attempt = (await this.#record())?.attempts.find(({ n }) => n === order.attempt);
        if (attempt?.state === 'done') this.faults.add('onPaid was called after its end was written');
        if (attempt?.superseded === true) this.faults.add('onPaid was called for a payment that another had replaced');
        this.#fulfilling++;
        if (this.#fulfilling > 1 && this.clocksHeld) this.faults.add('onPaid ran twice at the same time');
        try {
          await options.onPaid(order, result);
          if (this.#hook.startsWith('slow')) await this.#pass(40 * SECOND);
          if (this.#hook.endsWith('broken')) throw new Error('down');
          this.returned.push(order.traceId);
        } finally {
          this.#fulfilling--;
        }
      },
    });
  }

  #pass(ms: number): Promise<void> {
    return new Promise((resolve) => this.shop.clock.after(ms, resolve));
  }

  async #record(): Promise<OrderRecord | undefined> {
    return (await this.shop.store.get(`order:${ORDER}`))?.value as OrderRecord | undefined;
  }

  /** The way to MixPay and back: what it takes it has taken, however late the answer comes. */
  async #fetch(input: string, init: RequestInit): Promise<Response> {
    const now = this.shop.clock.monotonic();
    this.#left.push(now);
    if (this.#left.filter((time) => time > now - MINUTE).length > LIMIT) this.faults.add('more requests left than in any minute may');
    const trace = init.method === 'POST' ? (JSON.parse(init.body as string) as { traceId: string }).traceId : undefined;
    if (trace !== undefined && this.#sending.has(trace) && this.clocksHeld) this.faults.add('one create was sent twice at the same time');
    if (trace !== undefined) this.#sending.add(trace);
    try {
      const answer = await this.shop.mixpay.fetch(input, init);
      const refusal = trace === undefined ? undefined : this.#refusal;
      if (refusal !== undefined) this.#refusal = undefined;
      const response = refusal ?? answer;
      if (this.#delay > 0) {
        const gaveUp = new Promise<never>((_, reject) => init.signal?.addEventListener('abort', () => reject(new TypeError('aborted'))));
        await Promise.race([this.#pass(this.#delay), gaveUp]);
      }
      return response;
    } finally {
      if (trace !== undefined) this.#sending.delete(trace);
    }
  }

  /** The order's own payments; a flood makes others. */
  get payments(): ScriptedPayment[] {
    return [...this.shop.mixpay.payments.values()].filter(({ body }) => body.quoteAmount !== '15');
  }

  /** Asked of one of the processes, and answered some time. */
  #ask(which: number, request: () => Promise<unknown>): void {
    this.shop.handler = this.#processes[which % 2]!;
    this.#waiting.push(request());
  }

  #create(which: number): void {
    this.#ask(which, async () => {
      const { body } = await this.shop.post({ orderId: ORDER });
      if (typeof body.statusUrl === 'string') this.#urls.push(body.statusUrl);
    });
  }

  #callBack(which: number, payment: ScriptedPayment): void {
    this.#ask(which, () => this.shop.callBack(payment));
  }

  async happen(what: Deed, which: number): Promise<void> {
    const { shop } = this;
    const payment = this.payments[which % Math.max(this.payments.length, 1)];
    const next = NEXT[payment?.status ?? ''] ?? [];
    const url = this.#urls[which % Math.max(this.#urls.length, 1)];
    const clock = this.#clocks[which % 2];
    if (what === 'create') for (let n = 0; n <= which % 3; n++) this.#create(which + n);
    if (what === 'callBack' && payment !== undefined) for (const n of [0, 1]) this.#callBack(n, payment);
    if (what === 'ask' && url !== undefined) this.#ask(which, () => this.#look(url));
    if (what === 'pay' && payment !== undefined) payment.status = next[which % Math.max(next.length, 1)] ?? payment.status;
    if (what === 'sweep') this.#ask(which, () => shop.handler.sweep());
    if (what === 'restart') this.#start(which % 2);
    if (what === 'price') shop.prices[ORDER] = String(10 + (which % 3));
    if (what === 'hook') this.#hook = (['quick', 'slow', 'broken', 'slow and broken'] as const)[which % 4] ?? 'quick';
    if (what === 'network') shop.mixpay.outage = which % 2 === 0 ? undefined : () => Promise.reject(new TypeError('down'));
    if (what === 'slow') this.#delay = [0, 2 * SECOND, 7 * SECOND, 9 * SECOND][which % 4] ?? 0;
    if (what === 'refuse' || what === 'refuseMade') this.#refuseNext(REFUSALS[which % REFUSALS.length] ?? 0, what === 'refuseMade');
    if (what === 'flood') for (let n = 0; n < 60; n++) this.#ask(n, () => shop.post(this.#strangersOrder(which % 2 === 0)));
    if (what === 'setClock' && clock !== undefined) {
      this.clocksHeld = false;
      clock.ahead = [HOUR, 3 * MINUTE, 20 * SECOND, 0, -20 * SECOND, -3 * MINUTE, -HOUR][which % 7] ?? 0;
    }
    if (what === 'wait') await this.#wait(WAITS[which % WAITS.length] ?? 0);
    await quiet();
  }

  /** By the second while anybody waits for a time, so that what happens at one has happened before the next comes. */
  async #wait(ms: number): Promise<void> {
    const { clock } = this.shop;
    let left = ms;
    for (; left > SECOND && clock.waiting > 0; left -= SECOND) {
      await clock.advance(SECOND);
      await quiet();
    }
    await clock.advance(left);
    await quiet();
  }

  #strangersOrder(named: boolean): unknown {
    const n = ++this.#strangers;
    if (!named) return { item: 'shirt', traceId: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}` };
    this.shop.prices[`stranger-${n}`] = '15';
    return { orderId: `stranger-${n}` };
  }

  async #look(url: string): Promise<void> {
    const { body } = await this.shop.send(url);
    const paid = this.payments.some(({ status }) => status === 'success');
    if (body.status === 'success' && !paid) this.faults.add('a page was told of a success that was none');
  }

  /** MixPay refuses the next create for good, having taken it or not. */
  #refuseNext(apiCode: number, made: boolean): void {
    const { mixpay } = this.shop;
    if (!made) {
      mixpay.script.push(() => mixpay.fails(apiCode));
      return;
    }
    this.#refusal = mixpay.fails(apiCode);
  }

  /** All works again, every clock is right, MixPay calls back as it does, and the sweep runs. */
  async calmDown(): Promise<void> {
    const { shop } = this;
    shop.mixpay.outage = undefined;
    this.#refusal = undefined;
    shop.mixpay.script.length = 0;
    this.#hook = 'quick';
    this.#delay = 0;
    for (const clock of this.#clocks) clock.ahead = 0;
    for (let round = 0; round < 3; round++) {
      await this.#wait(90 * MINUTE);
      this.#ask(round, () => shop.handler.sweep());
      await quiet();
      for (const payment of this.payments) this.#callBack(round, payment);
      await quiet();
    }
    await this.#wait(MINUTE);
    await Promise.all(this.#waiting);
    this.#waiting = [];
    await this.#checkEnd();
  }

  async #checkEnd(): Promise<void> {
    const { shop, faults } = this;
    const record = await this.#record();
    const told = (...hooks: string[]) => shop.told.filter(({ hook }) => hooks.includes(hook)).map(({ traceId }) => traceId);
    const succeeded = this.payments.filter(({ status }) => status === 'success').map(({ body }) => body.traceId);
    const heard = new Set(told('paid', 'superseded_paid', 'second_success', 'failed_with_money'));
    const fulfilled = (record?.attempts ?? []).filter(({ state }) => state === 'paid' || state === 'done');
    for (const trace of succeeded) if (!heard.has(trace)) faults.add('a success was never told');
    for (const trace of heard) if (!succeeded.includes(trace)) faults.add('a success was told that was none');
    if (new Set(told('paid')).size > 1) faults.add('two payments were given to onPaid');
    if (this.clocksHeld && this.returned.length > 1) faults.add('onPaid returned twice');
    if (fulfilled.some(({ state }) => state === 'paid')) faults.add('an end of onPaid was never written');
    if (new Set(this.returned).size !== fulfilled.length) faults.add('what is written as fulfilled is not what onPaid returned from');
    if ((record?.notices ?? []).length > 0) faults.add('something is owed still');
    // After a flood there is more to look at than three sweeps can.
    if (this.#strangers === 0 && !(await this.#processes[0]!.health()).ok) faults.add('not healthy');
  }
}
