import type { EndpointClient, Timed } from './client.js';
import type { MixPayError } from './errors.js';
import { isTerminal } from './mixpay.js';
import type { Payment } from './payment.js';
import { Tracker, type TrackerPorts } from './tracker.js';

export interface FollowerPorts extends TrackerPorts {
  client: EndpointClient;
}

export interface FollowerListener {
  /** The endpoint told something new. */
  onNews(payment: Payment): void;
  /** It was asked once more, and answered or not. */
  onAsked(answered: boolean): void;
  /** An answer named the server's time. */
  onDrift(drift: number): void;
  onLost(error: MixPayError): void;
  /** The time to pay has ended, by the server's clock and after an answer of its own; the endpoint is asked on. */
  onDeadline(): void;
  /** The server's time now, as far as it is known. */
  serverNow(): number;
}

/** The longest a browser's timer can wait. */
const LONGEST_TIMER = 2_147_483_647;

/** Follows one payment: asks for its status until it ends, and watches its deadline. */
export class Follower {
  readonly #ports: FollowerPorts;
  readonly #listener: FollowerListener;
  readonly #tracker: Tracker;
  #source: { statusUrl: string; credentials: RequestCredentials } | undefined;
  #seen = '';
  #expiresAt: string | undefined;
  #cancelDeadline: (() => void) | undefined;

  constructor(ports: FollowerPorts, listener: FollowerListener) {
    this.#ports = ports;
    this.#listener = listener;
    this.#tracker = new Tracker(ports, {
      ask: (signal) => this.#ask(signal),
      onAsked: (answered) => listener.onAsked(answered),
      onPayment: (payment, drift) => this.#heard(payment, drift),
      onLost: (error) => listener.onLost(error),
    });
  }

  /** Milliseconds for which the endpoint has been asked in vain. */
  get silentFor(): number {
    return this.#tracker.silentFor;
  }

  /** Begins to follow; where it follows that payment already, goes on. Without a source only the deadline is watched. */
  follow(source: { statusUrl: string; credentials: RequestCredentials } | undefined, expiresAt: string | undefined, atOnce: boolean): void {
    if (source?.statusUrl !== this.#source?.statusUrl) this.stop();
    this.#source = source;
    this.#watchDeadline(expiresAt);
    if (source !== undefined) this.#tracker.start(atOnce);
  }

  wake(): void {
    // Timers stand still while a device sleeps.
    this.#watchDeadline(this.#expiresAt);
    this.#tracker.wake();
  }

  stop(): void {
    this.#tracker.stop();
    this.#cancelDeadline?.();
    this.#source = this.#cancelDeadline = this.#expiresAt = undefined;
    this.#seen = '';
  }

  async #ask(signal: AbortSignal): Promise<{ payment: Payment } & Timed> {
    const source = this.#source ?? { statusUrl: '', credentials: 'omit' as const };
    return this.#ports.client.status({ ...source, signal });
  }

  #heard(payment: Payment, drift: number | undefined): void {
    if (drift !== undefined) this.#listener.onDrift(drift);
    const source = this.#source;
    const expiresAt = payment.expiresAt ?? this.#expiresAt;
    const seen = JSON.stringify(payment);
    if (seen !== this.#seen) {
      this.#seen = seen;
      if (isTerminal(payment.status)) this.stop();
      this.#listener.onNews(payment);
    }
    // What was told may have ended it, or begun another.
    if (source !== this.#source || source === undefined) return;
    if (this.#timeLeft(expiresAt) === 0) this.#listener.onDeadline();
    else this.#watchDeadline(expiresAt);
  }

  #watchDeadline(expiresAt: string | undefined): void {
    this.#cancelDeadline?.();
    this.#cancelDeadline = undefined;
    this.#expiresAt = expiresAt;
    if (expiresAt === undefined) return;
    this.#cancelDeadline = this.#ports.clock.after(Math.min(this.#timeLeft(expiresAt), LONGEST_TIMER), () => {
      // A device's clock is often wrong: the endpoint is asked before anything is said.
      if (this.#source === undefined) this.#listener.onDeadline();
      else this.#tracker.wake();
    });
  }

  /** Milliseconds, by the server's clock; infinite without a deadline. */
  #timeLeft(expiresAt: string | undefined): number {
    return expiresAt === undefined ? Number.POSITIVE_INFINITY : Math.max(Date.parse(expiresAt) - this.#listener.serverNow(), 0);
  }
}
