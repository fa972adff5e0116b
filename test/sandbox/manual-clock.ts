import type { Clock } from '../../src/core/clock.js';

export interface ManualClock extends Clock {
  /** Turns the clock on, letting whatever falls due on the way happen in its order. */
  advance(seconds: number): void;
}

/** A clock that stands still until it is turned. */
export function manualClock(start = Date.UTC(2026, 8, 1, 12)): ManualClock {
  let now = start;
  const timers = new Set<{ at: number; callback: () => void }>();
  return {
    now: () => now,
    after(ms, callback) {
      const timer = { at: now + ms, callback };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    advance(seconds) {
      const until = now + seconds * 1000;
      for (;;) {
        const [next] = [...timers].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at);
        if (next === undefined) break;
        timers.delete(next);
        now = next.at;
        next.callback();
      }
      now = until;
    },
  };
}
