import type { MixPayError } from './errors.js';
import type { FollowerPorts } from './follower.js';
import type { IntentStore } from './intent-store.js';
import type { CheckoutTarget } from './target.js';
import type { Payment } from './payment.js';

export interface CheckoutPorts extends FollowerPorts {
  intents: IntentStore;
  /**
   * The key of a new intent: a UUID.
   * @param taken the key that stood for other terms before
   */
  keyFor(target: CheckoutTarget, taken: string | undefined): string;
  /** Tells the developer of something that was ignored. */
  warn(message: string): void;
}

export interface CheckoutListener {
  /** Something that is shown has changed. */
  onChange(): void;
  /** The endpoint told something new of the payment. */
  onStatus(payment: Payment): void;
  /** The payment ended. `resumed`: it was begun before this document, or in another tab. */
  onEnd(payment: Payment, resumed: boolean): void;
  /** A payment under way went wrong by itself; what `prepare` throws is not told here as well. */
  onError(error: MixPayError): void;
}

/**
 * `ready`: a code may be opened. `paid`: the order is paid already and is being followed. `told`: there is something to read
 * before a code may be opened. `canceled`: the shop said no.
 */
export type Prepared = 'ready' | 'paid' | 'told' | 'canceled';
