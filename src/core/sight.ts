import type { PageClock } from './clock.js';

/** What has not been answered for this long is no longer shown as if it were known, in milliseconds. */
export const SILENCE = 20_000;

/** In place of the time at which a code was told of: it is being asked for. */
const BEING_TOLD = Number.POSITIVE_INFINITY;

/** How long a press waits for what has become of a code that was kept, in milliseconds. */
const LOOK = 5000;

/** How well it is known what has become of a code. */
export class Sight {
  readonly #clock: PageClock;
  /** When the endpoint last told of the code, by the monotonic clock; and by the device's, which goes on while it sleeps. */
  #knownAt = Number.NEGATIVE_INFINITY;
  #toldAt = 0;
  #blind = false;
  #endLook: (() => void) | undefined;

  constructor(clock: PageClock) {
    this.#clock = clock;
  }

  /** Whether a code that was kept is being asked about. */
  get looking(): boolean {
    return this.#endLook !== undefined;
  }

  /** Whether a code that was kept could not be asked about. */
  get blind(): boolean {
    return this.#blind;
  }

  /** Whether the endpoint told of the code a moment ago. */
  get fresh(): boolean {
    const age = Math.max(this.#clock.monotonic() - this.#knownAt, Math.abs(this.#clock.now() - this.#toldAt));
    return age < SILENCE;
  }

  /** Whether the answer to a create is still to come, or has just come. */
  get expected(): boolean {
    return this.#knownAt === BEING_TOLD;
  }

  /** The code is being asked for: its answer tells of it. */
  expect(): void {
    this.#knownAt = BEING_TOLD;
  }

  /** The endpoint was asked, and answered or not. */
  asked(answered: boolean): void {
    if (answered) [this.#knownAt, this.#toldAt] = [this.#clock.monotonic(), this.#clock.now()];
    this.#blind = !answered && (this.#blind || this.looking);
    this.endLook();
  }

  /** Resolves when it is known how the code stands, or when `giveUp`, called after a while, has ended the waiting. */
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

  endLook(): void {
    this.#endLook?.();
  }

  /** Nothing is known of anything. */
  clear(): void {
    this.#knownAt = Number.NEGATIVE_INFINITY;
    this.#blind = false;
    this.endLook();
  }
}
