import type { CheckoutListener } from './checkout-listener.js';
import type { MixPayError } from './errors.js';
import { Follower, type FollowerPorts } from './follower.js';
import { Freshness, SILENCE } from './freshness.js';
import type { Payment } from './payment.js';
import { Purchase, type PurchasePorts } from './purchase.js';
import type { IntentRecord } from './record.js';
import { ShownPayment } from './shown.js';
import { isEnded, isUnderWay } from './states.js';

export type CheckoutPorts = FollowerPorts & PurchasePorts;

/** What the endpoint tells of one payment, and how far that can be relied on: the base class of `Checkout`. */
export abstract class FollowedPayment extends ShownPayment {
  readonly #ports: CheckoutPorts;
  protected readonly listener: CheckoutListener;
  protected readonly purchase: Purchase;
  protected readonly follower: Follower;
  protected readonly freshness: Freshness;
  #resumed = false;
  #lost = false;

  constructor(ports: CheckoutPorts, listener: CheckoutListener) {
    super(
      () => listener.onChange(),
      (message) => ports.warn(message),
    );
    this.#ports = ports;
    this.listener = listener;
    this.freshness = new Freshness(ports.clock);
    this.purchase = new Purchase(ports, () => this.changedElsewhere());
    this.follower = new Follower(ports, {
      onNews: (payment) => this.#heard(payment),
      onLost: (error) => this.#lose(error),
      onAsked: (answered) => this.asked(answered),
      onDrift: (drift) => this.purchase.measured(drift),
      onDeadline: () => this.change({ late: true }, 'deadline'),
      serverNow: () => this.serverNow,
    });
  }

  /** Another button or tab wrote this intent's record, or removed it. */
  protected abstract changedElsewhere(): void;

  get record(): Readonly<IntentRecord> | undefined {
    return this.purchase.record;
  }

  /** `<checkout-base><code>`, while there is a code that can be paid at a price the payer knows. */
  get checkoutUrl(): string | undefined {
    return isEnded(this.state) || this.newQuote !== undefined ? undefined : this.purchase.checkoutUrl;
  }

  /** Whether the payment can be followed from here at all. */
  get tracked(): boolean {
    return !this.#lost && this.purchase.statusUrl !== undefined;
  }

  /** Whether a code that was kept is being asked about; until then it may not be shown. */
  get looking(): boolean {
    return this.freshness.looking;
  }

  /** Whether the endpoint is asked and does not answer: nobody knows then whether the payer has paid. */
  get unseen(): boolean {
    return this.freshness.blind || this.follower.silentFor >= SILENCE;
  }

  /** Whether there is something the payer has to read before the checkout may be opened. */
  get mustRead(): boolean {
    const { state } = this;
    if (this.newQuote !== undefined || this.error?.code === 'forgotten') return true;
    const payable = state === 'open' || state === 'unpaid' || state === 'paid_less';
    return isEnded(state) || (isUnderWay(state) && (!payable || this.unseen || this.late || this.#lost));
  }

  /** Milliseconds since the epoch by the server's clock, as far as an answer told it; by the device's otherwise. */
  get serverNow(): number {
    return this.#ports.clock.now() + (this.record?.drift ?? 0);
  }

  /** A reason to ask at once: focus, `online`, `pageshow`, a message from MixPay's page. */
  wake(): void {
    // A page that was asleep has heard nothing of other tabs.
    if (this.purchase.isBehind) this.changedElsewhere();
    else this.follower.wake();
  }

  /** A code kept from before is asked about before anybody sees it again: only the endpoint knows what has become of it. */
  protected async look(): Promise<void> {
    if (this.freshness.fresh || !this.tracked) return;
    const seen = this.freshness.look(() => this.asked(false));
    if (!isUnderWay(this.state)) this.change({}, 'resume');
    this.follow(true);
    this.follower.wake();
    await seen;
  }

  protected asked(answered: boolean): void {
    this.freshness.asked(answered);
    this.listener.onChange();
  }

  /** Takes up what is remembered. What it says of the outcome is asked again: only the endpoint may say "paid". */
  protected resume(): void {
    const record = this.purchase.recall();
    if (record?.opened !== true) return;
    const { payment } = record;
    this.#resumed = true;
    this.change({}, 'resume');
    if (payment !== undefined && !isEnded(payment.status)) this.change({ payment }, payment.status);
    this.follow(true);
  }

  protected follow(atOnce: boolean): void {
    const { intent, record, statusUrl } = this.purchase;
    if (intent === undefined || isEnded(this.state)) return;
    this.#lost = false;
    const source = statusUrl === undefined ? undefined : { statusUrl, credentials: intent.credentials };
    this.follower.follow(source, this.payment?.expiresAt ?? record?.expiresAt, atOnce);
  }

  #heard(payment: Payment): void {
    this.purchase.heard(payment);
    // Whoever has begun to pay goes on at the price they saw.
    this.change({ payment, error: undefined, ...(payment.status === 'unpaid' ? {} : { newQuote: undefined }) }, payment.status);
    this.listener.onStatus(payment);
    if (isEnded(payment.status)) this.listener.onEnd(payment, this.#resumed);
  }

  /** The payment is no longer known where it was asked for: not at all, or its code has been replaced. */
  #lose(error: MixPayError): void {
    const goesOn = error.code === 'not_followed';
    this.freshness.endLook();
    if (goesOn) this.#lost = true;
    else this.purchase.dropCode();
    this.change({ error }, goesOn ? undefined : 'refuse');
    this.listener.onError(error, goesOn);
  }

  /** Nothing is followed any more, and nothing shown. */
  protected stop(): void {
    this.follower.stop();
    this.clear();
    this.#resumed = this.#lost = false;
    this.freshness.clear();
  }
}
