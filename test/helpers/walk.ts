import { expect } from 'chai';
import fc from 'fast-check';
import { decimalsEqual } from '../../src/core/amount.js';
import { MixPayError } from '../../src/core/errors.js';
import { PAYMENT_STATUSES, type PaymentStatus } from '../../src/core/mixpay.js';
import type { Intent } from '../../src/core/intent.js';
import { asGiven, openBrowser, openTab, target } from './begin-checkout.js';
import { settle } from './fake-clock.js';
import { byHand, created, problem, told, type SeenRequest } from './fake-endpoint.js';

const PRICES = ['10', '10.00', '12'];
const price = fc.constantFrom(...PRICES);
const step = fc.oneof(
  fc.record({ act: fc.constant('press' as const) }),
  fc.record({ act: fc.constant('answer' as const), code: fc.constantFrom('one', 'two', 'three'), price: fc.option(price) }),
  fc.record({ act: fc.constant('refuse' as const), price }),
  fc.record({ act: fc.constantFrom('lose' as const, 'accept' as const, 'wake' as const, 'reload' as const, 'reset' as const) }),
  fc.record({ act: fc.constant('status' as const), status: fc.constantFrom<PaymentStatus | 'gone'>(...PAYMENT_STATUSES, 'gone') }),
  fc.record({ act: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 20_000 }) }),
  fc.record({ act: fc.constant('order' as const), orderId: fc.constantFrom('T-1001', 'T-2002'), price }),
);

type WalkStep = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

export const walkSteps = fc.array(step, { minLength: 4, maxLength: 16 });

interface Pending {
  request: SeenRequest;
  resolve(response: Response): void;
  reject(error: unknown): void;
}

/** An order and the price it is shown at, which the walk writes in two spellings. */
function terms({ order }: Intent): string {
  return `${order.orderId} at ${Number(order.quoteAmount)}`;
}

/** A payer, a page and an endpoint that do anything to one button, at random; after each step the promises made to them must hold. */
export class Walk {
  readonly #browser = openBrowser();
  #button = openTab(this.#browser).addButton();
  #target: Intent = target();
  readonly #pending: Pending[] = [];
  #status: PaymentStatus | 'gone' = 'unpaid';
  /** Other prices the payer agreed to, by the terms they were asked about. */
  readonly #agreed = new Map<string, string[]>();
  /** Of each order: the last body posted and its key, until it is reset. */
  readonly #posted = new Map<string, { body: string; key: string | null }>();
  #ended = new Map<string, number>();
  #seen = 0;
  #heard = 0;
  /** A promise that did not hold, found between two steps. */
  #broken: unknown;

  constructor() {
    this.#browser.endpoint.willTell(() => (this.#status === 'gone' ? problem(410, { code: 'superseded' }) : told(this.#status)));
    this.#button.checkout.restore(this.#target);
  }

  async take(step: WalkStep): Promise<void> {
    const { checkout } = this.#button;
    const before = checkout.state;
    const dropped = await this.#act(step);
    await settle();
    if (this.#broken instanceof Error) throw this.#broken;
    const after = this.#button.checkout;
    if (before === 'success' && !['reset', 'reload', 'order'].includes(step.act)) expect(after.state).to.equal('success');
    if (dropped !== undefined) expect([after.state, after.checkoutUrl]).to.deep.equal(dropped);
    if (after.checkoutUrl !== undefined) expect(after.checkoutUrl).to.match(/^https:\/\/mixpay\.me\/code\/(one|two|three)$/);
    this.#checkKeys();
    this.#checkEnds();
    expect(this.#button.warnings).to.deep.equal([]);
  }

  #attempt(check: () => void): void {
    try {
      check();
    } catch (error) {
      this.#broken = error;
    }
  }

  /** Nothing waits once the button is gone. */
  async finish(): Promise<void> {
    this.#button.checkout.pause();
    await settle();
    expect(this.#browser.clock.waiting).to.equal(0);
  }

  /** @returns how things stood, where the step must not change them */
  async #act(step: WalkStep): Promise<[string, string | undefined] | undefined> {
    const { checkout } = this.#button;
    switch (step.act) {
      case 'press':
        this.#press();
        return undefined;
      case 'answer':
        return this.#answer(created({ code: step.code, ...(step.price === null ? {} : { quoteAmount: step.price, quoteAssetId: 'usd' }) }));
      case 'refuse':
        return this.#answer(problem(409, { code: 'price_changed', quoteAmount: step.price, quoteAssetId: 'usd' }));
      case 'lose':
        return this.#answer(undefined);
      case 'accept':
        if (checkout.newQuote !== undefined) this.#agreed.set(terms(this.#target), [...this.#agreedTo(), checkout.newQuote.quoteAmount]);
        checkout.accept();
        return undefined;
      case 'wake':
        checkout.wake();
        return undefined;
      case 'status':
        this.#status = step.status;
        return undefined;
      case 'wait':
        await this.#browser.clock.advance(step.ms);
        return undefined;
      case 'order':
        this.#turnTo(target({ orderId: step.orderId, quoteAmount: step.price, quoteAssetId: 'usd' }));
        return undefined;
      case 'reload':
        checkout.pause();
        this.#button = openTab(this.#browser).addButton();
        this.#heard = 0;
        this.#ended = new Map();
        this.#button.checkout.restore(this.#target);
        return undefined;
      case 'reset':
        checkout.reset();
        this.#posted.delete(this.#target.order.orderId ?? '');
        this.#agreed.delete(terms(this.#target));
        this.#ended = new Map();
        return undefined;
    }
  }

  #press(): void {
    const { checkout } = this.#button;
    const asked = this.#target;
    this.#browser.endpoint.willAnswer((request) => {
      const { promise, resolve, reject } = byHand<Response>();
      this.#pending.push({ request, resolve, reject });
      return promise;
    });
    checkout.prepare(asked, asGiven).then(
      (prepared) => {
        if (prepared !== 'ready') return;
        this.#attempt(() => {
          expect(terms(this.#target)).to.equal(terms(asked));
          this.#checkPrice();
        });
        checkout.opened();
      },
      (error: unknown) => {
        if (!(error instanceof MixPayError)) this.#broken = error;
      },
    );
  }

  #answer(response: Response | undefined): [string, string | undefined] | undefined {
    const next = this.#pending.shift();
    if (next === undefined) return undefined;
    const { checkout } = this.#button;
    if (response === undefined) next.reject(new TypeError('Failed to fetch'));
    else next.resolve(response);
    return next.request.signal?.aborted === true ? [checkout.state, checkout.checkoutUrl] : undefined;
  }

  #turnTo(goal: Intent): void {
    if (goal.order.orderId !== this.#target.order.orderId) this.#ended = new Map();
    this.#target = goal;
    this.#button.checkout.restore(goal);
  }

  #agreedTo(): string[] {
    return this.#agreed.get(terms(this.#target)) ?? [];
  }

  /** What opens costs what the button shows or the payer agreed to. */
  #checkPrice(): void {
    const named = this.#button.checkout.record?.quote?.quoteAmount;
    const fine = [this.#target.order.quoteAmount ?? '', ...this.#agreedTo()];
    if (named !== undefined) expect(fine.some((amount) => decimalsEqual(amount, named))).to.equal(true);
  }

  /** The same order posted again, unchanged, carries the same key. */
  #checkKeys(): void {
    const { creates } = this.#browser.endpoint;
    for (const { body, headers } of creates.slice(this.#seen)) {
      const orderId = String(body['orderId']);
      const now = { body: JSON.stringify(body), key: headers.get('Idempotency-Key') };
      const last = this.#posted.get(orderId);
      if (last?.body === now.body) expect(now.key).to.equal(last.key);
      this.#posted.set(orderId, now);
    }
    this.#seen = creates.length;
  }

  /** An end is told once for each code, and "success" only where the endpoint says so. */
  #checkEnds(): void {
    const { told: heard, checkout } = this.#button;
    for (const line of heard.slice(this.#heard).filter((entry) => entry.startsWith('ended:'))) {
      expect(line).to.include(this.#status);
      const name = `${checkout.record?.code ?? ''} ${line}`;
      this.#ended.set(name, (this.#ended.get(name) ?? 0) + 1);
      expect(this.#ended.get(name)).to.equal(1);
    }
    this.#heard = heard.length;
  }
}
