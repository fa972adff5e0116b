import { accepting, Creation, priceQuestion, type Amend } from './creation.js';
import type { CheckoutListener, CheckoutPorts, Prepared } from './checkout-ports.js';
import { asMixPayError, MixPayError, type Quote } from './errors.js';
import { Follower } from './follower.js';
import { hasIds, termsOf, withoutCode, withDrift, withPayment, type IntentRecord } from './intent.js';
import { Latest } from './latest.js';
import { isTerminal } from './mixpay.js';
import type { Payment } from './payment.js';
import { Purchase } from './purchase.js';
import { isEnded, isUnderWay, nextState, type CheckoutInput, type CheckoutState } from './states.js';
import type { CheckoutTarget } from './target.js';

/** How far a drift may be off without being worth remembering, in milliseconds. */
const MEASURING_ERROR = 5000;

/** What has not been answered for this long is no longer shown as if it were known, in milliseconds. */
const SILENCE = 20_000;

/** In place of the time at which a code was told of: it is being asked for. */
const BEING_TOLD = Number.POSITIVE_INFINITY;

/** How long a press waits for what has become of a code that was kept, in milliseconds. */
const LOOK = 5000;

/**
 * One button's purchase, from the first click to its end: the one place that decides what is posted, remembered, followed
 * and told. It opens nothing and draws nothing.
 */
export class Checkout {
  readonly #listener: CheckoutListener;
  readonly #ports: CheckoutPorts;
  readonly #follower: Follower;
  readonly #purchase: Purchase;
  #state: CheckoutState = 'idle';
  #payment: Payment | undefined;
  #error: MixPayError | undefined;
  readonly #run = new Latest<Prepared>();
  readonly #creation: Creation;
  #resumed = false;
  #lost = false;
  #late = false;
  /** When the endpoint last told of the code, by the monotonic clock. */
  #knownAt = Number.NEGATIVE_INFINITY;
  /** Whether a code that was kept could not be asked about. */
  #blind = false;
  /** Ends the waiting for what has become of a code that was kept. */
  #endLook: (() => void) | undefined;

  constructor(ports: CheckoutPorts, listener: CheckoutListener) {
    this.#listener = listener;
    this.#ports = ports;
    this.#creation = new Creation(ports);
    this.#purchase = new Purchase(ports.intents, () => this.#changedElsewhere());
    this.#follower = new Follower(ports, {
      onNews: (payment) => this.#heard(payment),
      onLost: (error) => this.#lose(error),
      onAsked: (answered) => this.#asked(answered),
      onDrift: (drift) => this.#measured(drift),
      onDeadline: () => this.#deadlinePassed(),
      serverNow: () => this.serverNow,
    });
  }

  get state(): CheckoutState {
    return this.#state;
  }

  get payment(): Payment | undefined {
    return this.#payment;
  }

  get error(): MixPayError | undefined {
    return this.#error;
  }

  get record(): Readonly<IntentRecord> | undefined {
    return this.#purchase.record;
  }

  /** `<checkout-base><code>`, while there is a code that can be paid at a price the payer knows. */
  get checkoutUrl(): string | undefined {
    return isEnded(this.#state) || this.newQuote !== undefined ? undefined : this.#purchase.checkoutUrl;
  }

  /** Whether the payment can be followed from here at all. */
  get tracked(): boolean {
    return !this.#lost && this.#purchase.statusUrl !== undefined;
  }

  /** Whether a code that was kept is being asked about; until then it may not be shown. */
  get looking(): boolean {
    return this.#endLook !== undefined;
  }

  /** Whether the endpoint is asked and does not answer: nobody knows then whether the payer has paid. */
  get unseen(): boolean {
    return this.#blind || this.#follower.silentFor >= SILENCE;
  }

  /** Whether there is something the payer has to read before the checkout may be opened. */
  get mustRead(): boolean {
    const { state } = this;
    if (this.newQuote !== undefined || this.#error?.code === 'forgotten') return true;
    const payable = state === 'open' || state === 'unpaid' || state === 'paid_less';
    return isEnded(state) || (isUnderWay(state) && (!payable || this.unseen || this.#late || this.#lost));
  }

  /** Milliseconds since the epoch by the server's clock, as far as an answer told it; by the device's otherwise. */
  get serverNow(): number {
    return this.#ports.clock.now() + (this.record?.drift ?? 0);
  }

  /** Whether the time to pay has ended: by the server's clock, and never before a fresh answer. */
  get late(): boolean {
    return this.#late;
  }

  /** The price the payer has to agree to before anything opens. */
  get newQuote(): Quote | undefined {
    return this.#error?.code === 'price_changed' ? this.#error.quote : undefined;
  }

  /**
   * Points the button at what its attributes say now, and finds again what was begun for it. Opens nothing.
   * @returns whether what was asked or shown before is no longer about this
   */
  restore(target: CheckoutTarget): boolean {
    const before = this.#purchase.target;
    if (this.#purchase.fits(target)) {
      const terms = termsOf(target.endpoint, target.order);
      const asksAbout = this.newQuote === undefined ? undefined : this.record?.asked;
      this.#purchase.retarget(target);
      if (this.#run.name !== undefined && this.#run.name !== terms) this.#abandon();
      if (asksAbout === undefined || asksAbout === terms) return false;
      // The question was about another price shown; an answer to it would mean something else now.
      this.#error = undefined;
      this.#go('reset');
      return true;
    }
    // A code once opened is followed to its end, unless the page now means another named purchase.
    const named = hasIds(target.order) || (before !== undefined && hasIds(before.order));
    if (before !== undefined && isUnderWay(this.#state) && !named) return false;
    this.#rebind(target);
    this.#adopt(this.#purchase.stored());
    this.#listener.onChange();
    return before !== undefined;
  }

  /**
   * Gets a code that may be opened at the price shown, or finds the one there is. Two calls for the same terms are one.
   * @throws MixPayError
   */
  prepare(target: CheckoutTarget, amend: Amend): Promise<Prepared> {
    return this.#run.start(termsOf(target.endpoint, target.order), (signal) => this.#prepare(target, amend, signal));
  }

  /** The payer agrees to the price in `newQuote`; `prepare` then goes on with it. */
  accept(): void {
    const { newQuote } = this;
    const { record, target } = this.#purchase;
    if (newQuote !== undefined && record !== undefined && target !== undefined) this.#purchase.save(accepting(target, record, newQuote));
  }

  /** The checkout was opened, or is about to be: from now on the payment is followed. */
  opened(): void {
    if (this.#purchase.record === undefined) return;
    this.#purchase.save({ ...this.#purchase.record, opened: true });
    this.#go('open');
    this.#follow(false);
  }

  /** The click came to nothing before anything was sent. A payment that is under way goes on. */
  fail(error: MixPayError): void {
    this.#error = error;
    if (isUnderWay(this.#state)) this.#listener.onChange();
    else this.#go('refuse');
  }

  /** A reason to ask at once: focus, `online`, `pageshow`, a message from MixPay's page. */
  wake(): void {
    this.#follower.wake();
  }

  /** Forgets this purchase: the next click makes another. */
  reset(): void {
    this.#purchase.forget();
    this.#clear();
    this.#listener.onChange();
  }

  /** Stops asking and listening; what was begun stays remembered. */
  pause(): void {
    this.#clear();
    this.#purchase.unbind();
  }

  async #prepare(target: CheckoutTarget, amend: Amend, signal: AbortSignal): Promise<Prepared> {
    if (this.#purchase.fits(target)) this.#purchase.retarget(target);
    else this.#rebind(target);
    try {
      const record = await this.#creation.obtain(target, this.#purchase, amend, signal, () => {
        this.#knownAt = BEING_TOLD;
        this.#follower.stop();
        this.#go('request');
      });
      signal.throwIfAborted();
      if (record === undefined) {
        this.#go('cancel');
        return 'canceled';
      }
      this.#purchase.save(record);
      return await this.#settle(target, record, signal);
    } catch (cause) {
      if (signal.aborted)
        throw new MixPayError('aborted', 'The order changed while its payment was being created; the old answer was dropped.', { cause });
      this.#error = asMixPayError(cause, 'The shop’s mixpay-request listener failed');
      this.#go('refuse');
      throw this.#error;
    }
  }

  async #settle(target: CheckoutTarget, record: IntentRecord, signal: AbortSignal): Promise<Prepared> {
    if (record.code === undefined) {
      this.#go('paidBefore');
      this.#follow(true);
      return 'paid';
    }
    const question = priceQuestion(target, record);
    if (question !== undefined) throw question;
    this.#error = undefined;
    if (this.#knownAt === BEING_TOLD) this.#asked(true);
    await this.#look();
    signal.throwIfAborted();
    if (this.record?.code !== record.code || this.mustRead) return 'told';
    if (!isUnderWay(this.#state)) {
      this.#payment = undefined;
      this.#late = false;
      this.#go('answer');
    }
    return 'ready';
  }

  /** A code kept from before is asked about before anybody sees it again: only the endpoint knows what has become of it. */
  async #look(): Promise<void> {
    const { clock } = this.#ports;
    if (clock.monotonic() - this.#knownAt < SILENCE || !this.tracked) return;
    await new Promise<void>((resolve) => {
      const cancel = clock.after(LOOK, () => this.#asked(false));
      this.#endLook = () => {
        cancel();
        this.#endLook = undefined;
        resolve();
      };
      if (!isUnderWay(this.#state)) this.#go('resume');
      this.#follow(true);
      this.#follower.wake();
    });
  }

  #asked(answered: boolean): void {
    if (answered) this.#knownAt = this.#ports.clock.monotonic();
    this.#blind = !answered && (this.#blind || this.looking);
    this.#endLook?.();
    this.#listener.onChange();
  }

  /** Takes up what is remembered. What it says of the outcome is asked again: only the endpoint may say "paid". */
  #adopt(record: IntentRecord | undefined): void {
    this.#purchase.record = record;
    if (record?.opened !== true) return;
    this.#resumed = true;
    this.#go('resume');
    if (record.payment !== undefined && !isTerminal(record.payment.status)) {
      this.#payment = record.payment;
      this.#go(record.payment.status);
    }
    this.#follow(true);
  }

  /** Another button or tab wrote this intent's record. */
  #changedElsewhere(): void {
    if (this.#run.name !== undefined) return;
    const record = this.#purchase.stored();
    const settled = isUnderWay(this.#state) || isEnded(this.#state);
    if (record === undefined) {
      if (!isUnderWay(this.#state) && this.#state !== 'success') this.#clear();
    } else if (record.opened === true && (record.code !== this.record?.code || !settled)) {
      this.#clear();
      this.#adopt(record);
    } else {
      this.#follower.wake();
    }
    this.#listener.onChange();
  }

  #follow(atOnce: boolean): void {
    const { target, record, statusUrl } = this.#purchase;
    if (target === undefined || isEnded(this.#state)) return;
    this.#lost = false;
    const source = statusUrl === undefined ? undefined : { statusUrl, credentials: target.credentials };
    this.#follower.follow(source, this.#payment?.expiresAt ?? record?.expiresAt, atOnce);
  }

  #heard(payment: Payment): void {
    this.#payment = payment;
    this.#error = undefined;
    if (this.record !== undefined) this.#purchase.save(withPayment(this.record, payment));
    this.#go(payment.status);
    this.#listener.onStatus(payment);
    if (isTerminal(payment.status)) this.#listener.onEnd(payment, this.#resumed);
  }

  /** Remembered where it changed: clocks of seconds and slow networks make it waver. */
  #measured(drift: number): void {
    const { record } = this.#purchase;
    if (record !== undefined && Math.abs(drift - (record.drift ?? Number.POSITIVE_INFINITY)) > MEASURING_ERROR) {
      this.#purchase.save(withDrift(record, drift));
    }
  }

  #deadlinePassed(): void {
    this.#late = true;
    this.#go('deadline');
  }

  #lose(error: MixPayError): void {
    this.#error = error;
    this.#endLook?.();
    if (error.code !== 'not_followed' && this.#purchase.record !== undefined) {
      this.#purchase.save(withoutCode(this.#purchase.record));
      this.#follower.stop();
      this.#go('refuse');
    } else {
      this.#lost = true;
      this.#listener.onChange();
    }
    this.#listener.onError(error);
  }

  /** The order changed while its payment was being created. */
  #abandon(): void {
    this.#run.abort();
    this.#go('cancel');
  }

  #rebind(target: CheckoutTarget): void {
    this.#clear();
    this.#purchase.bind(target);
  }

  #clear(): void {
    this.#run.abort();
    this.#follower.stop();
    this.#state = 'idle';
    this.#creation.forget();
    this.#payment = this.#error = this.#purchase.record = undefined;
    this.#resumed = this.#lost = this.#late = this.#blind = false;
    this.#knownAt = Number.NEGATIVE_INFINITY;
    this.#endLook?.();
  }

  #go(input: CheckoutInput): void {
    this.#state = nextState(this.#state, input);
    if (input === 'request' || input === 'answer' || input === 'open') this.#error = undefined;
    this.#listener.onChange();
  }
}
