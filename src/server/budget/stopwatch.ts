import type { Clock } from '../../core/clock.js';

/** Time that has passed in this process: it never runs backwards, whatever is done to the clock. */
export class Stopwatch {
  readonly #clock: Clock;
  #last: number | undefined;
  #passed = 0;
  #setBacks = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Milliseconds since the first reading. A clock set back adds nothing, because how much has passed is not known then. */
  read(): number {
    const now = this.#clock.monotonic?.() ?? this.#clock.now();
    if (this.#last !== undefined && now < this.#last) this.#setBacks++;
    this.#passed += Math.max(0, now - (this.#last ?? now));
    this.#last = now;
    return this.#passed;
  }

  /** How often the clock was seen to go backwards: what was measured across such a moment is too short. */
  get setBacks(): number {
    return this.#setBacks;
  }
}
