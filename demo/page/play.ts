import type { MixPayState } from '../../src/index.js';
import type { PaymentChange, PaymentView } from '../../src/sandbox/index.js';
import type { TroubleKind } from '../common/trouble.js';
import { make } from './make.js';
import type { Scenario } from './scenario-steps.js';
import type { Stage } from './stage.js';

/** One run of a scenario: the page with its button, MixPay's side of the payment, and the network between page and endpoint. */
export class Play {
  readonly stage: Stage;
  readonly scenario: Scenario;
  /** What is paid in this play. Empty before it has begun. */
  orderId = '';
  /** The last code that was opened. */
  code: string | undefined;

  constructor(stage: Stage, scenario: Scenario) {
    this.stage = stage;
    this.scenario = scenario;
  }

  /** Sets the stage: a fresh order, and no trouble. */
  async begin(): Promise<void> {
    await this.trouble('none');
    this.orderId = await this.#order();
    await this.reload();
    this.stage.button.reset();
    this.scenario.prepare?.(this);
  }

  /** Loads the page with the button. */
  async reload(): Promise<void> {
    const { stage } = this;
    await stage.load({
      endpoint: 'api/mixpay',
      'checkout-base': 'sandbox/code/',
      'order-id': this.orderId,
      'quote-amount': '12.50',
      'quote-asset-id': 'usd',
      mode: 'qr',
      ...this.scenario.attributes,
    });
    const till = make('div', { class: 'till' });
    const card = make('article', { class: 'card' });
    card.append(make('h1', {}, 'Night Shift coffee'), make('p', {}, 'Washed Huila, 250 g'), till);
    stage.place(card, till);
  }

  /** Does to the payment what its payer, or MixPay, would. */
  async control(change: PaymentChange): Promise<void> {
    const code = this.#codeNow();
    const response = await fetch(`sandbox/control/${code}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(change),
    });
    const { success, message } = (await response.json()) as { success: boolean; message: string };
    if (!success) throw new Error(message);
  }

  /** The payment as MixPay has it, or undefined before there is one. */
  async atMixPay(): Promise<PaymentView | undefined> {
    const code = this.#codeNow();
    if (code === undefined) return undefined;
    const response = await fetch(`sandbox/control/${code}`, { headers: { Accept: 'application/json' } });
    return response.ok ? ((await response.json()) as { data: PaymentView }).data : undefined;
  }

  /** Makes the endpoint fail in this way, or work again. */
  async trouble(kind: TroubleKind | 'none'): Promise<void> {
    const response = await fetch('shop/trouble', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ kind }),
    });
    if (!response.ok) throw new Error('Scenarios are played against the sandbox, and this demo takes real payments.');
  }

  /** Waits until the button is in this state. The server reads a payment at most every two seconds. */
  async reaches(state: MixPayState): Promise<void> {
    let turns = 0;
    await this.stage.until(() => {
      if (turns++ % 10 === 0) this.stage.wake();
      return this.stage.button.state === state;
    });
  }

  /** Presses “Try again” as soon as it can be pressed, and waits for another code. */
  async retry(): Promise<void> {
    const before = this.#codeNow();
    const isAnother = (): boolean => {
      const now = this.stage.button.checkoutUrl;
      return now !== undefined && codeOf(now) !== before && this.stage.button.shadowRoot?.querySelector('[part=qr-code]') != null;
    };
    await this.stage.pressPart('retry', isAnother);
  }

  /**
   * Makes an order with an id. The handler lets fewer payments without one begin in a minute, because anybody can make them, and
   * playing one scenario after another would soon reach that limit.
   */
  async #order(): Promise<string> {
    const response = await fetch('shop/orders', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ product: 'coffee' }),
    });
    if (!response.ok) throw new Error(`The shop made no order (HTTP ${response.status}). Start over.`);
    return ((await response.json()) as { orderId: string }).orderId;
  }

  #codeNow(): string | undefined {
    const { checkoutUrl } = this.stage.button;
    this.code = checkoutUrl === undefined ? this.code : codeOf(checkoutUrl);
    return this.code;
  }
}

function codeOf(checkoutUrl: string): string | undefined {
  return new URL(checkoutUrl).pathname.split('/').at(-1);
}
