import type { EndpointClient } from './client.js';
import type { PageClock } from './clock.js';
import type { MixPayError } from './errors.js';
import type { Payment } from './payment.js';
import { isEnded } from './states.js';

export interface FollowerPorts {
  client: Pick<EndpointClient, 'status'>;
  clock: PageClock;
  /** A number from 0 to 1, for the jitter that keeps many pages from asking in step. */
  random(): number;
  /** Whether anybody is looking; a hidden page asks nothing. */
  visible(): boolean;
  /** Tells the developer. */
  warn(message: string): void;
}

export interface FollowerListener {
  /** The endpoint told something new. */
  onNews(payment: Payment): void;
  /** It was asked once more, and answered or not. */
  onAsked(answered: boolean): void;
  /** An answer named the server's time: milliseconds it is ahead of the device's. */
  onDrift(drift: number): void;
  /** The payment can no longer be followed here. Any other error is asked through, silently. */
  onLost(error: MixPayError): void;
  /** The time to pay has ended, by the server's clock and after an answer of its own; the endpoint is asked on. */
  onDeadline(): void;
  /** The server's time now, as far as it is known. */
  serverNow(): number;
}

/** Where to ask. */
export interface StatusSource {
  statusUrl: string;
  credentials: RequestCredentials;
}

/** The first wait, and the longest: most payments change soon, and one payer must not use up a shop's budget. */
export const SHORTEST_WAIT = 2000;
export const LONGEST_WAIT = 15_000;
const GROWTH = 1.4;
const JITTER = 0.2;

/** The longest a browser's timer can wait. */
const LONGEST_TIMER = 2_147_483_647;

/** Answers that say that asking again is no use. */
const LOST: readonly string[] = ['not_followed', 'superseded', 'forgotten'];

/** Asks how one payment stands until it ends, 2 → 15 s apart with jitter, while somebody is looking; and watches its deadline. */
export class Follower {
  readonly #ports: FollowerPorts;
  readonly #listener: FollowerListener;
  #source: StatusSource | undefined;
  /** Ends with the following; a request under way is given up by it. */
  #run: AbortController | undefined;
  #wait = SHORTEST_WAIT;
  #cancelTimer: (() => void) | undefined;
  /** When the server allows the next question, by the monotonic clock. */
  #earliest = Number.NEGATIVE_INFINITY;
  /** Since when it has been asked in vain, by the monotonic clock. Nothing is asked while nobody is looking. */
  #silentSince: number | undefined;
  /** The last answer, to tell what is new. */
  #told = '';
  /** Whether the developer has been told of an answer that cannot be read. */
  #warned = false;
  #expiresAt: string | undefined;
  #cancelDeadline: (() => void) | undefined;

  constructor(ports: FollowerPorts, listener: FollowerListener) {
    this.#ports = ports;
    this.#listener = listener;
  }

  /** Milliseconds for which the endpoint has been asked in vain. */
  get silentFor(): number {
    return this.#silentSince === undefined ? 0 : this.#ports.clock.monotonic() - this.#silentSince;
  }

  /** Begins to follow; where it follows that payment already, goes on. Without a source only the deadline is watched. */
  follow(source: StatusSource | undefined, expiresAt: string | undefined, atOnce: boolean): void {
    if (source?.statusUrl !== this.#source?.statusUrl) this.stop();
    this.#source = source;
    this.#watchDeadline(expiresAt);
    if (source === undefined || this.#run !== undefined) return;
    this.#run = new AbortController();
    this.#wait = SHORTEST_WAIT;
    this.#silentSince = this.#ports.visible() ? this.#ports.clock.monotonic() : undefined;
    if (atOnce) void this.#ask();
    else this.#schedule(this.#wait);
  }

  /** Asks now, if the server allows it: the page is visible again, the network is back, or something may have happened. */
  wake(): void {
    // Timers stand still while a device sleeps.
    this.#watchDeadline(this.#expiresAt);
    this.#askNow();
  }

  #askNow(): void {
    // Without a timer there is nothing to follow, or an answer is on its way.
    if (this.#cancelTimer === undefined || !this.#ports.visible()) return;
    this.#wait = SHORTEST_WAIT;
    this.#clearTimer();
    const rest = this.#earliest - this.#ports.clock.monotonic();
    if (rest > 0) this.#schedule(rest);
    else void this.#ask();
  }

  stop(): void {
    this.#run?.abort();
    this.#clearTimer();
    this.#cancelDeadline?.();
    this.#source = this.#run = this.#cancelDeadline = this.#expiresAt = this.#silentSince = undefined;
    this.#told = '';
  }

  async #ask(): Promise<void> {
    const source = this.#source;
    const run = this.#run;
    if (source === undefined || run === undefined) return;
    this.#clearTimer();
    this.#silentSince ??= this.#ports.clock.monotonic();
    const call = this.#ports.client.status({ ...source, signal: run.signal });
    const answer = await call.catch((error: unknown) => error as MixPayError);
    if (this.#run !== run) return;
    if (answer instanceof Error) this.#failed(answer);
    else this.#heard(answer.payment, answer.drift, run);
  }

  #heard(payment: Payment, drift: number | undefined, run: AbortController): void {
    this.#silentSince = undefined;
    this.#listener.onAsked(true);
    const told = JSON.stringify(payment);
    const isNews = told !== this.#told;
    const expiresAt = payment.expiresAt ?? this.#expiresAt;
    this.#told = told;
    // News keeps the questions frequent; silence spaces them out.
    if (isNews) this.#wait = SHORTEST_WAIT;
    else this.#grow();
    this.#schedule(this.#wait);
    if (drift !== undefined) this.#listener.onDrift(drift);
    if (isNews) {
      if (isEnded(payment.status)) this.stop();
      this.#listener.onNews(payment);
    }
    // What was told may have ended it, or begun another.
    if (this.#run !== run) return;
    if (this.#timeLeft(expiresAt) === 0) this.#listener.onDeadline();
    else this.#watchDeadline(expiresAt);
  }

  #failed(error: MixPayError): void {
    if (LOST.includes(error.code)) {
      this.stop();
      this.#listener.onLost(error);
      return;
    }
    this.#listener.onAsked(false);
    if (error.code === 'bad_answer' && !this.#warned) {
      this.#warned = true;
      this.#ports.warn(`${error.message} It is asked again.`);
    }
    const { retryAfter = 0 } = error;
    this.#earliest = this.#ports.clock.monotonic() + retryAfter;
    this.#grow();
    this.#schedule(Math.max(this.#wait, retryAfter));
  }

  #grow(): void {
    this.#wait = Math.min(this.#wait * GROWTH, LONGEST_WAIT);
  }

  /** Asks after so long, more or less, and not before the server allows it. */
  #schedule(wait: number): void {
    const { clock } = this.#ports;
    const spread = 1 + (this.#ports.random() * 2 - 1) * JITTER;
    this.#cancelTimer = clock.after(Math.max(wait * spread, this.#earliest - clock.monotonic()), () => {
      if (this.#ports.visible()) void this.#ask();
      // Hidden: nothing is asked until the page is visible again, which calls `wake`.
      else {
        this.#silentSince = undefined;
        this.#schedule(LONGEST_WAIT);
      }
    });
  }

  #clearTimer(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
  }

  #watchDeadline(expiresAt: string | undefined): void {
    this.#cancelDeadline?.();
    this.#cancelDeadline = undefined;
    this.#expiresAt = expiresAt;
    if (expiresAt === undefined) return;
    this.#cancelDeadline = this.#ports.clock.after(Math.min(this.#timeLeft(expiresAt), LONGEST_TIMER), () => {
      // A device's clock is often wrong: the endpoint is asked before anything is said.
      if (this.#source === undefined) this.#listener.onDeadline();
      else this.#askNow();
    });
  }

  /** Milliseconds, by the server's clock; infinite without a deadline. */
  #timeLeft(expiresAt: string | undefined): number {
    return expiresAt === undefined ? Number.POSITIVE_INFINITY : Math.max(Date.parse(expiresAt) - this.#listener.serverNow(), 0);
  }
}
