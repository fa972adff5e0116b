import type { Timed } from './client.js';
import type { PageClock } from './clock.js';
import { MixPayError } from './errors.js';
import type { Payment } from './payment.js';

export interface TrackerPorts {
  clock: PageClock;
  /** A number from 0 to 1, for the jitter that keeps many pages from asking in step. */
  random(): number;
  /** Whether anybody is looking; a hidden page asks nothing. */
  visible(): boolean;
}

export interface TrackerTask {
  /** Asks the endpoint once. */
  ask(signal: AbortSignal): Promise<{ payment: Payment } & Timed>;
  onPayment(payment: Payment, drift: number | undefined): void;
  /** It was asked once more, and answered or not. */
  onAsked(answered: boolean): void;
  /** The payment can no longer be followed here (see `isLost`). Anything else is asked again, silently. */
  onLost(error: MixPayError): void;
}

/** The first wait, and the longest: a payer looks often at first, and one payer must not use up a shop's budget. */
export const SHORTEST_WAIT = 2000;
export const LONGEST_WAIT = 15_000;
const GROWTH = 1.4;
const JITTER = 0.2;

/** Whether an answer says that asking again is no use. */
function isLost(error: unknown): error is MixPayError {
  return error instanceof MixPayError && (error.code === 'not_followed' || error.code === 'superseded' || error.code === 'forgotten');
}

/** Asks how a payment stands, 2 → 15 s apart with jitter, while somebody is looking, until it is stopped. */
export class Tracker {
  readonly #ports: TrackerPorts;
  readonly #task: TrackerTask;
  #wait = SHORTEST_WAIT;
  #run: AbortController | undefined;
  #cancelTimer: (() => void) | undefined;
  #lastSeen = '';
  /** Since when it has been asking in vain. Nothing is asked while nobody is looking. */
  #silentSince: number | undefined;
  /** By the monotonic clock. */
  #earliest = Number.NEGATIVE_INFINITY;

  constructor(ports: TrackerPorts, task: TrackerTask) {
    this.#ports = ports;
    this.#task = task;
  }

  get running(): boolean {
    return this.#run !== undefined;
  }

  /** Milliseconds for which it has been asking in vain. */
  get silentFor(): number {
    return this.#silentSince === undefined ? 0 : this.#ports.clock.monotonic() - this.#silentSince;
  }

  /** Begins, after the shortest wait or at once. Does nothing when already under way. */
  start(atOnce = false): void {
    if (this.#run !== undefined) return;
    this.#run = new AbortController();
    this.#wait = SHORTEST_WAIT;
    this.#silentSince = this.#ports.visible() ? this.#ports.clock.monotonic() : undefined;
    if (atOnce) void this.#ask();
    else this.#schedule(this.#wait);
  }

  stop(): void {
    this.#run?.abort();
    this.#run = this.#silentSince = undefined;
    this.#clearTimer();
  }

  /** Somebody is looking again, the network is back, or a hint came that something happened: ask now, if the server allows it. */
  wake(): void {
    if (this.#run === undefined || !this.#ports.visible() || this.#cancelTimer === undefined) return;
    this.#wait = SHORTEST_WAIT;
    this.#clearTimer();
    const rest = this.#earliest - this.#ports.clock.monotonic();
    if (rest > 0) this.#schedule(rest);
    else void this.#ask();
  }

  async #ask(): Promise<void> {
    const run = this.#run;
    if (run === undefined) return;
    let wait: number;
    this.#silentSince ??= this.#ports.clock.monotonic();
    try {
      const { payment, drift } = await this.#task.ask(run.signal);
      if (this.#run !== run) return;
      wait = this.#next(payment);
      this.#silentSince = undefined;
      this.#task.onAsked(true);
      this.#task.onPayment(payment, drift);
    } catch (error) {
      if (this.#run !== run) return;
      if (isLost(error)) {
        this.stop();
        this.#task.onLost(error);
        return;
      }
      wait = this.#grow();
      this.#task.onAsked(false);
      const ordered = error instanceof MixPayError ? (error.retryAfter ?? 0) : 0;
      if (ordered > 0) this.#earliest = this.#ports.clock.monotonic() + ordered;
      wait = Math.max(wait, ordered);
    }
    // What was heard may have stopped this run, or begun another.
    if (this.#isRunning(run)) this.#schedule(wait);
  }

  #isRunning(run: AbortController): boolean {
    return this.#run === run;
  }

  /** News keeps the questions frequent; silence spaces them out. */
  #next(payment: Payment): number {
    const seen = JSON.stringify(payment);
    const news = seen !== this.#lastSeen;
    this.#lastSeen = seen;
    if (news) this.#wait = SHORTEST_WAIT;
    return news ? this.#wait : this.#grow();
  }

  #grow(): number {
    this.#wait = Math.min(this.#wait * GROWTH, LONGEST_WAIT);
    return this.#wait;
  }

  #schedule(wait: number): void {
    const spread = 1 + (this.#ports.random() * 2 - 1) * JITTER;
    this.#cancelTimer = this.#ports.clock.after(
      Math.min(Math.max(wait * spread, this.#earliest - this.#ports.clock.monotonic()), 3_600_000),
      () => {
        this.#cancelTimer = undefined;
        if (this.#ports.visible()) void this.#ask();
        // Hidden: stay armed without a timer of consequence; `wake` asks the moment somebody looks.
        else {
          this.#silentSince = undefined;
          this.#schedule(LONGEST_WAIT);
        }
      },
    );
  }

  #clearTimer(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
  }
}
