/** Time as an argument: tests turn it by hand, and nothing in this folder reads a global. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls back after `ms` milliseconds; the answer cancels. */
  after(ms: number, callback: () => void): () => void;
}

/** The platform's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, callback) {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};
