import { systemClock, type Clock } from '../../src/core/clock.js';

/** The platform's clock, set ahead by a test: for what waits on a real database. */
export class ShiftedClock implements Clock {
  #ahead = 0;

  now(): number {
    return systemClock.now() + this.#ahead;
  }

  after(ms: number, callback: () => void): () => void {
    return systemClock.after(ms, callback);
  }

  shift(ms: number): Promise<void> {
    this.#ahead += ms;
    return Promise.resolve();
  }
}
