import type { EndpointClient } from './client.js';
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
  onLost(error: MixPayError): void;
  /** Our countdown ended, which is no failure: the endpoint is asked on. */
  onDeadline(): void;
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
      onPayment: (payment) => this.#heard(payment),
      onLost: (error) => listener.onLost(error),
    });
  }

  /** Begins to follow; where it follows that payment already, goes on. Without a source only the deadline is watched. */
  follow(source: { statusUrl: string; credentials: RequestCredentials } | undefined, expiresAt: string | undefined, atOnce: boolean): void {
    if (source?.statusUrl !== this.#source?.statusUrl) this.stop();
    this.#source = source;
    this.#watchDeadline(expiresAt);
    if (source !== undefined) this.#tracker.start(atOnce);
  }

  wake(): void {
    this.#tracker.wake();
  }

  stop(): void {
    this.#tracker.stop();
    this.#cancelDeadline?.();
    this.#source = this.#cancelDeadline = this.#expiresAt = undefined;
    this.#seen = '';
  }

  async #ask(signal: AbortSignal): Promise<Payment> {
    const source = this.#source ?? { statusUrl: '', credentials: 'omit' as const };
    return this.#ports.client.status({ ...source, signal });
  }

  #heard(payment: Payment): void {
    const seen = JSON.stringify(payment);
    if (seen === this.#seen) return;
    this.#seen = seen;
    if (isTerminal(payment.status)) this.stop();
    else if (payment.expiresAt !== undefined && payment.expiresAt !== this.#expiresAt) this.#watchDeadline(payment.expiresAt);
    this.#listener.onNews(payment);
  }

  #watchDeadline(expiresAt: string | undefined): void {
    this.#cancelDeadline?.();
    this.#cancelDeadline = undefined;
    this.#expiresAt = expiresAt;
    if (expiresAt === undefined) return;
    const rest = Math.max(Date.parse(expiresAt) - this.#ports.clock.now(), 0);
    this.#cancelDeadline = this.#ports.clock.after(Math.min(rest, LONGEST_TIMER), () => this.#listener.onDeadline());
  }
}
