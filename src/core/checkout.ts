import type { Amend, Prepared } from './checkout-listener.js';
import { asMixPayError, MixPayError } from './errors.js';
import { FollowedPayment } from './followed-payment.js';
import { hasIds, termsOf, type Intent } from './intent.js';
import { LatestRun } from './latest-run.js';
import { priceQuestion, priceShownInstead, type IntentRecord } from './record.js';
import { isEnded, isUnderWay, type CheckoutState } from './states.js';

export type { CheckoutPorts } from './followed-payment.js';

/**
 * One button's payment, from the first click to its end: the one place that decides what is asked for, taken up and dropped. It
 * opens nothing and draws nothing.
 */
export class Checkout extends FollowedPayment {
  /** By the terms that are prepared. */
  readonly #run = new LatestRun<Prepared>();

  /**
   * Points the button at what its attributes say now, and finds again what was begun for it. Opens nothing.
   * @returns whether what was asked or shown before is no longer about this
   */
  restore(intent: Intent): boolean {
    const before = this.purchase.intent;
    const terms = termsOf(intent);
    const goesOn = isUnderWay(this.state);
    if (goesOn) this.#compare(intent);
    if (this.purchase.isAbout(intent)) {
      this.purchase.turnTo(intent);
      if (this.#run.name !== terms) this.#giveUp();
      // A question about another price shown: an answer to it would mean something else now.
      if (goesOn || this.newQuote === undefined || this.record?.asked === terms) return false;
      this.#dropQuestion();
      return true;
    }
    // A code once opened is followed to its end, unless the page now means another named purchase.
    const named = hasIds(intent.order) || (before !== undefined && hasIds(before.order));
    if (goesOn && !named) return false;
    this.#turnTo(intent);
    this.resume();
    this.listener.onChange();
    return before !== undefined;
  }

  /**
   * Gets a code that may be opened at the price shown, or finds the one there is. Two calls for the same terms are one.
   * @throws MixPayError
   */
  prepare(intent: Intent, amend: Amend): Promise<Prepared> {
    const terms = termsOf(intent);
    if (this.state === 'success' && this.purchase.isAbout(intent)) return Promise.resolve('paid');
    if (this.#run.name !== terms) this.#giveUp();
    return this.#run.start(terms, (signal) => this.#prepare(intent, amend, signal));
  }

  /** The payer agrees to the price in `newQuote`; `prepare` then goes on with it. */
  accept(): void {
    if (this.newQuote === undefined) return;
    // What the page shows by now is asked for again, as any other order is.
    if (isUnderWay(this.state)) this.change({ newQuote: undefined });
    else {
      this.purchase.accept(this.newQuote);
      this.#dropQuestion();
    }
  }

  /** The checkout was opened, or is about to be: from now on the payment is followed. */
  opened(): void {
    if (this.record === undefined) return;
    this.purchase.opened();
    this.change({ error: undefined }, 'open');
    this.follow(false);
  }

  /** The click came to nothing before anything was sent. What was begun before goes on. */
  fail(error: MixPayError): void {
    this.change({ error }, isUnderWay(this.state) || isEnded(this.state) ? undefined : 'refuse');
  }

  /** Forgets this purchase: the next click makes another. */
  reset(): void {
    this.purchase.forget();
    this.#end();
    this.listener.onChange();
  }

  /** Stops asking and listening; what was begun stays remembered. */
  pause(): void {
    this.#end();
    this.purchase.leave();
  }

  async #prepare(intent: Intent, amend: Amend, signal: AbortSignal): Promise<Prepared> {
    this.#turnTo(intent);
    try {
      const outcome = await this.purchase.obtain(intent, amend, signal, () => {
        this.freshness.expect();
        this.follower.stop();
        this.change({ error: undefined, newQuote: undefined }, 'request');
      });
      if (outcome === 'canceled') this.#cancel();
      else if (outcome === 'paid') {
        this.change({}, 'paidBefore');
        this.follow(true);
      } else {
        const { code } = this.record ?? {};
        if (this.freshness.expected) this.asked(true);
        this.change({ error: undefined });
        await this.look();
        signal.throwIfAborted();
        if (this.record?.code !== code || this.mustRead) return 'told';
        if (!isUnderWay(this.state) && this.state !== 'ready') this.change({ payment: undefined, late: false }, 'answer');
      }
      return outcome;
    } catch (cause) {
      if (signal.aborted) throw new MixPayError('aborted', 'The order changed while its payment was being created.', { cause });
      const error = asMixPayError(cause, 'The shop’s mixpay-request listener failed');
      const newQuote = error.code === 'price_changed' ? error.quote : undefined;
      // What was followed until now may have been another code.
      this.follower.stop();
      this.change({ error, newQuote }, 'refuse');
      if (newQuote === undefined) throw error;
      this.listener.onError(error, true);
      return 'asks';
    }
  }

  /** The page shows another price than that of the code it has open: the payer is asked, unless they may have paid already. */
  #compare(intent: Intent): void {
    const { intent: before, record } = this.purchase;
    if (before === undefined || record === undefined || (this.state !== 'open' && this.state !== 'unpaid') || this.unseen) return;
    const newQuote = priceShownInstead(intent, before, record);
    if (newQuote !== this.newQuote) this.change({ newQuote });
  }

  protected override changedElsewhere(): void {
    if (this.#run.name !== undefined) return;
    const record = this.purchase.stored();
    const { state } = this;
    const goesOn = isUnderWay(state);
    const isOther = record?.code !== this.record?.code || !(goesOn || isEnded(state));
    const ends = record === undefined ? !goesOn : record.opened === true && isOther;
    if (ends && state !== 'success' && !isBeingPaid(state)) this.#takeUp(record);
    else if (record !== undefined) this.follower.wake();
    this.listener.onChange();
  }

  /** Goes on with what another tab has begun. At a price the payer does not know they are asked, until somebody has begun to pay it. */
  #takeUp(record: IntentRecord | undefined): void {
    const { intent } = this.purchase;
    const { state, newQuote } = this;
    const begun = record?.payment !== undefined && record.payment.status !== 'unpaid';
    const error = intent && record && !begun ? priceQuestion(intent, record, this.record) : undefined;
    this.#end();
    if (error === undefined) {
      this.resume();
      // Where the page shows another price, that question stays.
      if (intent !== undefined) this.#compare(intent);
      return;
    }
    this.change({ error, newQuote: error.quote }, 'refuse');
    if (state !== 'idle' && newQuote === undefined) this.listener.onError(error, true);
  }

  /** The order changed while its payment was being prepared. */
  #giveUp(): void {
    this.#run.abort();
    this.#cancel();
  }

  /** Nothing was asked for after all; a payment that was under way before goes on. */
  #cancel(): void {
    if (this.state !== 'requesting') return;
    this.change({}, 'cancel');
    if (this.payment?.status !== 'failed') this.resume();
  }

  #dropQuestion(): void {
    this.change({ error: undefined, newQuote: undefined }, 'cancel');
  }

  #turnTo(intent: Intent): void {
    if (!this.purchase.isAbout(intent)) this.#end();
    this.purchase.turnTo(intent);
  }

  #end(): void {
    this.#run.abort();
    this.stop();
  }
}

/** Whether the payer has begun to pay: from then on their payment is followed, whatever else is begun. */
function isBeingPaid(state: CheckoutState): boolean {
  return isUnderWay(state) && state !== 'open' && state !== 'unpaid' && state !== 'overdue';
}
