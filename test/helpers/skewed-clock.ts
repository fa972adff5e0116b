import type { Clock } from '../../src/core/clock.js';
import type { FakeClock } from './fake-clock.js';

/** One machine's clock: the true time and `ahead` milliseconds, which may be set at any moment. */
export class SkewedClock implements Clock {
  readonly #base: FakeClock;
  ahead: number;
  /** Given where the platform measures time apart from the clock, as every platform does; `now` alone otherwise. */
  readonly monotonic?: () => number;

  constructor(base: FakeClock, ahead = 0, { measures = true } = {}) {
    this.#base = base;
    this.ahead = ahead;
    const start = base.now();
    if (measures) this.monotonic = () => base.now() - start;
  }

  now(): number {
    return this.#base.now() + this.ahead;
  }

  after(ms: number, callback: () => void): () => void {
    return this.#base.after(ms, callback);
  }
}
