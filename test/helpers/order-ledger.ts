import type { PaymentStatus } from '../../src/core/mixpay.js';
import { created, problem, told, type SeenRequest } from './fake-endpoint.js';

/** One code, as the shop and MixPay know it. */
export interface LedgerCode {
  code: string;
  price: string;
  key: string;
  status: PaymentStatus;
  /** Whether the shop has put another code in its place. */
  superseded: boolean;
}

/**
 * The order behind a page, told by itself: what each code costs, and what has become of it. `strict` keeps the rules of our
 * handler; the other is an endpoint written in an afternoon, which makes a code for each key and forgets the ones before.
 */
export class OrderLedger {
  readonly codes: LedgerCode[] = [];
  price = '10';
  readonly strict: boolean;

  constructor(strict: boolean) {
    this.strict = strict;
  }

  find(code: string | undefined): LedgerCode | undefined {
    return this.codes.find((known) => known.code === code);
  }

  /** The code under which money has come, if any. */
  get paid(): LedgerCode | undefined {
    return this.codes.find(({ status }) => status !== 'unpaid' && status !== 'failed');
  }

  create({ body, headers }: SeenRequest): Response {
    const key = headers.get('Idempotency-Key') ?? '';
    return this.strict ? this.#createStrictly(body['quoteAmount'], key) : this.#createPlainly(key);
  }

  status(code: string): Response {
    const known = this.find(code);
    if (known === undefined) return problem(404);
    if (this.strict && known.superseded && known.status === 'unpaid') return problem(410, { code: 'superseded' });
    return told(known.status, known.status === 'unpaid' ? {} : { paymentAmount: '1' });
  }

  #createStrictly(asked: unknown, key: string): Response {
    const { paid, price } = this;
    if (paid?.status === 'success') return problem(409, { code: 'already_paid', statusUrl: statusUrl(paid.code) });
    const now = paid?.price ?? price;
    if (asked !== undefined && Number(asked) !== Number(now)) {
      return problem(409, { code: 'price_changed', quoteAmount: now, quoteAssetId: 'usd' });
    }
    const live = this.codes.find(({ status, superseded }) => status !== 'failed' && !superseded);
    if (live !== undefined && live.price === now) return answer(live);
    if (live !== undefined) live.superseded = true;
    return answer(this.#add(now, key));
  }

  #createPlainly(key: string): Response {
    const known = this.codes.find((code) => code.key === key && code.status !== 'failed');
    // Whoever has begun to pay an order gets no second code for it: that is every shop's own duty, for the page cannot know.
    return answer(this.paid ?? known ?? this.#add(this.price, key));
  }

  #add(price: string, key: string): LedgerCode {
    const made: LedgerCode = { code: `code-${this.codes.length + 1}`, price, key, status: 'unpaid', superseded: false };
    this.codes.push(made);
    return made;
  }
}

function answer({ code, price }: LedgerCode): Response {
  return created({ code, statusUrl: statusUrl(code), quoteAmount: price, quoteAssetId: 'usd' });
}

function statusUrl(code: string): string {
  return `/api/mixpay/status/${code}`;
}
