import type { MixPayError, Quote } from './errors.js';
import type { Payment } from './payment.js';
import { nextState, type CheckoutInput, type CheckoutState } from './states.js';

/** What is shown of a payment, changed as a whole. */
interface Shown {
  state: CheckoutState;
  payment: Payment | undefined;
  error: MixPayError | undefined;
  newQuote: Quote | undefined;
  late: boolean;
}

const NOTHING: Shown = { state: 'idle', payment: undefined, error: undefined, newQuote: undefined, late: false };

/** What button and dialog show of a payment, and the one way to change it: the base class of `Checkout`. */
export class ShownPayment {
  readonly #onChange: () => void;
  readonly #warn: (message: string) => void;
  #shown = NOTHING;

  /** @param warn called with a message for the developer where a change should not happen */
  constructor(onChange: () => void, warn: (message: string) => void) {
    this.#onChange = onChange;
    this.#warn = warn;
  }

  get state(): CheckoutState {
    return this.#shown.state;
  }

  /** The payment as the endpoint named it last. */
  get payment(): Payment | undefined {
    return this.#shown.payment;
  }

  /** What went wrong last. */
  get error(): MixPayError | undefined {
    return this.#shown.error;
  }

  /** The price the payer has to agree to before anything opens. */
  get newQuote(): Quote | undefined {
    return this.#shown.newQuote;
  }

  /** Whether the time to pay has ended: by the server's clock, and never before a fresh answer. */
  get late(): boolean {
    return this.#shown.late;
  }

  protected change(change: Partial<Omit<Shown, 'state'>>, input?: CheckoutInput): void {
    const state = input === undefined ? this.state : nextState(this.state, input, this.#warn);
    this.#shown = { ...this.#shown, ...change, state };
    this.#onChange();
  }

  /** Back to the beginning, without calling `onChange`. */
  protected clear(): void {
    this.#shown = NOTHING;
  }
}
