import { systemClock, type Clock } from '../../src/core/clock.js';

export interface Pace {
  /** How many of its milliseconds pass in one. @default 1 */
  speed?: number;
  /** When it showed the right time; milliseconds since the epoch, the same in every process. */
  epoch?: number;
  /** Milliseconds it is ahead. */
  ahead?: number;
}

/** Timers from here on are time limits, which a machine under load must be able to keep. */
const TIME_LIMIT = 5000;
const SHORTEST_LIMIT = 1500;

/** A clock whose minutes pass in seconds, so that a test sees many of MixPay's minutes. */
export function fastClock({ speed = 1, epoch = 0, ahead = 0 }: Pace): Clock {
  return {
    now: () => Math.floor(epoch + (systemClock.now() - epoch) * speed) + ahead,
    after: (ms, callback) => systemClock.after(Math.max(ms / speed, ms < TIME_LIMIT ? 0 : Math.min(ms, SHORTEST_LIMIT)), callback),
  };
}
