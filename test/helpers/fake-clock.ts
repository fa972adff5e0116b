import type { PageClock } from '../../src/core/clock.js';

/** A clock that stands still until a test moves it on. */
export class FakeClock implements PageClock {
  #now: number;
  /** How far the device's clock was set. */
  #set = 0;
  #timers: { due: number; callback: () => void }[] = [];

  constructor(now = Date.parse('2026-11-21T12:00:00Z')) {
    this.#now = now;
  }

  now(): number {
    return this.#now + this.#set;
  }

  monotonic(): number {
    return this.#now;
  }

  /** Somebody sets the device's clock; no time passes. */
  set(milliseconds: number): void {
    this.#set += milliseconds;
  }

  after(ms: number, callback: () => void): () => void {
    const timer = { due: this.#now + ms, callback };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  /** How many timers are waiting: none may be left behind. */
  get waiting(): number {
    return this.#timers.length;
  }

  /** Turns the clock, calling what falls due in order, and lets what each call started settle. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settle();
    for (;;) {
      const next = this.#timers.filter((timer) => timer.due <= end).sort((a, b) => a.due - b.due)[0];
      if (next === undefined) break;
      this.#timers = this.#timers.filter((timer) => timer !== next);
      this.#now = Math.max(this.#now, next.due);
      next.callback();
      await settle();
    }
    this.#now = end;
  }
}

/** Lets what has been answered already run to its end: promises, and the turns in which an engine hands over a body. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 4; turn++) await nextTurn();
}

/**
 * A turn of the event loop. In a browser by a message, because engines slow timers down in pages that are hidden
 * (https://developer.chrome.com/blog/timer-throttling-in-chrome-88), and on one channel that is kept, because WebKit collected
 * ports with messages under way (https://bugs.webkit.org/show_bug.cgi?id=193184).
 */
const nextTurn: () => Promise<void> = typeof setImmediate === 'function' ? () => new Promise(setImmediate) : turnByMessage();

function turnByMessage(): () => Promise<void> {
  const { port1, port2 } = new MessageChannel();
  const waiting: (() => void)[] = [];
  port1.onmessage = () => waiting.shift()?.();
  return () =>
    new Promise((resolve) => {
      waiting.push(resolve);
      port2.postMessage(null);
    });
}
