import { systemClock, type Clock } from '../core/clock.js';

/** The platform's clock, with timers that keep no process alive: a test run ends although a callback is due in half an hour. */
export const backgroundClock: Clock = {
  now: () => systemClock.now(),
  after(ms, callback) {
    const timer = setTimeout(callback, ms);
    release(timer);
    return () => clearTimeout(timer);
  },
};

/** Node and Bun return an object with `unref`; browsers and Workers return a number. */
function release(timer: { unref?: () => unknown } | number): void {
  if (typeof timer === 'object') timer.unref?.();
}
