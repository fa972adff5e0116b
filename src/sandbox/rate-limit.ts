const WINDOW = 60_000;

/** So many requests a minute, over all of the API together. A minute starts with its first request. */
export class RateLimit {
  readonly #limit: number;
  #since = -Infinity;
  #used = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Counts one request. @returns whether it is within the limit */
  take(now: number): boolean {
    if (now - this.#since >= WINDOW || now < this.#since) {
      this.#since = now;
      this.#used = 0;
    }
    if (this.#used >= this.#limit) return false;
    this.#used += 1;
    return true;
  }

  /** The headers MixPay sends with every answer. */
  headers(): Record<string, string> {
    if (this.#limit === Infinity) return {};
    return { 'x-ratelimit-limit': String(this.#limit), 'x-ratelimit-remaining': String(this.#limit - this.#used) };
  }
}
