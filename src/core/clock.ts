/** Time as an argument: tests turn it by hand, and nothing in this folder reads a global. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls back after `ms` milliseconds. Returns a function that cancels it. */
  after(ms: number, callback: () => void): () => void;
  /** Milliseconds since some moment, which do not jump when somebody sets the clock. @default now() */
  monotonic?(): number;
}

/** A page's clock, which a person may set while the page is open. */
export interface PageClock extends Clock {
  /** Milliseconds since some moment in the past. Never set back or forward, so that waits are measured by it. */
  monotonic(): number;
}

/** Resolves after `ms` milliseconds. */
export function pause(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => void clock.after(ms, resolve));
}

/** The platform's own clock. */
export const systemClock: PageClock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(ms, callback) {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};
