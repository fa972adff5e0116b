import type { PageClock } from './clock.js';

/** After this many milliseconds without an answer the status of a payment counts as unknown. */
export const SILENCE = 20_000;

/** Stands for the time of the last answer while the code itself is being requested. */
const BEING_TOLD = Number.POSITIVE_INFINITY;

/** A press waits at most this many milliseconds for the status of a code kept from earlier. */
const LOOK = 5000;

/** How recent the last answer about a code is. A code kept from earlier is shown again only after the endpoint was asked about it. */
export class Freshness {
  readonly #clock: PageClock;
  /** When the endpoint last answered about the code, by the monotonic clock. */
  #knownAt = Number.NEGATIVE_INFINITY;
  /** The same by the device's clock, which goes on while the device sleeps. */
  #toldAt = 0;
  #blind = false;
  #endLook: (() => void) | undefined;

  constructor(clock: PageClock) {
    this.#clock = clock;
  }

  /** Whether a press waits for the status of a code kept from earlier. */
  get looking(): boolean {
    return this.#endLook !== undefined;
  }

  /** Whether such a wait ended without an answer, and none has come since. */
  get blind(): boolean {
    return this.#blind;
  }

  /** Whether the last answer about the code is recent enough to rely on. */
  get fresh(): boolean {
    const age = Math.max(this.#clock.monotonic() - this.#knownAt, Math.abs(this.#clock.now() - this.#toldAt));
    return age < SILENCE;
  }

  /** Whether a code was requested and `asked(true)` has not been called since. */
  get expected(): boolean {
    return this.#knownAt === BEING_TOLD;
  }

  /** Call when a code is requested: the answer will be news of that code. */
  expect(): void {
    this.#knownAt = BEING_TOLD;
  }

  /** Call when the endpoint has answered, or has failed to. It ends a wait. */
  asked(answered: boolean): void {
    if (answered) [this.#knownAt, this.#toldAt] = [this.#clock.monotonic(), this.#clock.now()];
    this.#blind = !answered && (this.#blind || this.looking);
    this.endLook();
  }

  /** Waits for the next call of `asked` or `endLook`. @param giveUp called after a while; it has to call one of them */
  look(giveUp: () => void): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#clock.after(LOOK, giveUp);
      this.#endLook = () => {
        cancel();
        this.#endLook = undefined;
        resolve();
      };
    });
  }

  /** Ends a wait, if there is one. */
  endLook(): void {
    this.#endLook?.();
  }

  /** Back to the beginning: no answer yet, and no wait. */
  clear(): void {
    this.#knownAt = Number.NEGATIVE_INFINITY;
    this.#blind = false;
    this.endLook();
  }
}
