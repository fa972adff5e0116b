import type { Clock } from '../core/clock.js';
import { API_CODE } from '../core/mixpay.js';
import type { Tell } from './events.js';
import type { Ledger } from './ledger.js';
import type { UpstreamCall } from './mixpay-client.js';

/** What a call to MixPay is for. `open_create`: of an order the shop did not name (an item, a donation). */
export type Purpose = 'create' | 'open_create' | 'callback' | 'sweep' | 'poll';

/** MixPay allows 60; ten are left for what else the shop may ask of it, and for clocks that disagree. */
const PER_MINUTE = 50;
const MINUTE = 60_000;

/**
 * Which part of the minute's calls may be used up, all together, before a purpose has to stand back. What is left above is
 * reserved for those before it.
 */
const CEILING: Readonly<Record<Purpose, number>> = { create: 1, callback: 0.85, open_create: 0.8, sweep: 0.7, poll: 0.6 };
/** Anybody may start a donation, so a flood of them gets this part and no more. */
const OPEN_CREATE_SHARE = 0.4;

interface Spent {
  at: number;
  purpose: Purpose;
}

/** A call that may be made. Given back if it is not made after all. */
export interface Permit {
  giveBack(): void;
}

export interface BudgetOptions {
  ledger: Ledger;
  clock: Clock;
  processes: number;
  tell: Tell;
}

/** The calls to MixPay this process may make: a sliding minute, and whatever MixPay itself says is left. */
export class Budget {
  readonly #options: BudgetOptions;
  #spent: Spent[] = [];
  #upstream: { remaining: number; at: number } | undefined;
  #pausedUntil = 0;

  constructor(options: BudgetOptions) {
    this.#options = options;
  }

  /** Calls a minute that are this process's own. */
  get limit(): number {
    return Math.max(1, Math.floor(PER_MINUTE / this.#options.processes));
  }

  /** How many calls could be made now. */
  get remaining(): number {
    const own = this.limit - this.#recent().length;
    return Math.max(0, Math.min(own, this.#upstreamRemaining()));
  }

  /** Milliseconds until a call that was not allowed now may be. */
  get wait(): number {
    const now = this.#options.clock.now();
    const oldest = this.#recent()[0]?.at ?? now;
    const told = this.#upstream !== undefined && this.#upstream.remaining <= 0 ? this.#upstream.at : 0;
    return Math.max(1000, Math.max(oldest, told) + MINUTE - now, this.#pausedUntil - now);
  }

  /** Leave to call MixPay once; undefined where the budget, or MixPay's 1429, forbids it. */
  async take(purpose: Purpose): Promise<Permit | undefined> {
    this.#pausedUntil = await this.#options.ledger.pausedUntil();
    if (this.#pausedUntil > this.#options.clock.now()) return undefined;
    if (!this.#fits(purpose)) {
      this.#options.tell({ type: 'over_budget', purpose });
      return undefined;
    }
    const spent: Spent = { at: this.#options.clock.now(), purpose };
    this.#spent.push(spent);
    if (this.#upstream !== undefined) this.#upstream.remaining--;
    return {
      giveBack: () => {
        this.#spent = this.#spent.filter((other) => other !== spent);
        if (this.#upstream !== undefined) this.#upstream.remaining++;
      },
    };
  }

  #fits(purpose: Purpose): boolean {
    const recent = this.#recent();
    const reserved = this.limit - Math.max(1, Math.floor(this.limit * CEILING[purpose]));
    if (Math.min(this.limit - recent.length, this.#upstreamRemaining()) <= reserved) return false;
    if (purpose !== 'open_create') return true;
    const open = recent.filter((spent) => spent.purpose === 'open_create').length;
    return open < Math.max(1, Math.floor(this.limit * OPEN_CREATE_SHARE));
  }

  /** Learns from an answer of MixPay's. */
  async observe({ apiCode, status, remaining, retryAfter }: UpstreamCall): Promise<void> {
    const now = this.#options.clock.now();
    if (remaining !== undefined) this.#upstream = { remaining, at: now };
    if (apiCode !== API_CODE.tooManyRequests && status !== 429) return;
    const until = now + Math.max(retryAfter ?? MINUTE, 1000);
    this.#pausedUntil = until;
    this.#options.tell({ type: 'paused', until: new Date(until).toISOString() });
    await this.#options.ledger.pauseUntil(until);
  }

  #recent(): Spent[] {
    const since = this.#options.clock.now() - MINUTE;
    this.#spent = this.#spent.filter(({ at }) => at > since);
    return this.#spent;
  }

  /** What MixPay said is left, less what was asked since; believed for a minute, for its window is no longer. */
  #upstreamRemaining(): number {
    const now = this.#options.clock.now();
    if (this.#upstream === undefined || this.#upstream.at <= now - MINUTE) return Number.POSITIVE_INFINITY;
    return this.#upstream.remaining;
  }
}
