import type { MixPayError } from '../../core/mixpay-error.js';
import type { MixPayButton } from './button.js';
import { postForm, tell } from './last-resort.js';
import type { ButtonPage } from './page.js';
import type { Click, Payments, PaymentSession, PayResult } from './seam.js';

/** What the button does with its press. */
export interface Presser {
  /** The button's payment, where the payment part came. */
  session(payments: Payments | undefined): PaymentSession | undefined;
  /** Nothing is waited for any more. */
  ended(): void;
  /** Neither the payment part nor a form would do. */
  failed(): void;
}

/** A press that waits for the payment part. */
export interface EarlyPress {
  /** How it ended, as `pay()` tells it. */
  result: Promise<PayResult>;
  /** Ends the waiting: the order changed, or the button left the page. */
  drop(outcome: PayResult['outcome']): void;
}

/** A press that came before the payment part: what needs the click has been done in it, the rest is done when the part is there. */
export function pressEarly(button: MixPayButton, page: ButtonPage, click: Click, presser: Presser): EarlyPress {
  let drop: EarlyPress['drop'] = () => undefined;
  const result = new Promise<PayResult>((resolve, reject) => {
    drop = (outcome) => {
      click.dropped = true;
      click.release?.();
      click.reserved?.close();
      presser.ended();
      resolve({ outcome, payment: undefined });
    };
    honour(button, page, click, presser).then(resolve, reject);
  });
  return { result, drop };
}

async function honour(button: MixPayButton, page: ButtonPage, click: Click, presser: Presser): Promise<PayResult> {
  const payments = await page.loadSoon();
  const session = click.dropped ? undefined : presser.session(payments);
  let sent = false;
  try {
    sent = session === undefined && !click.dropped && (await postForm(button, page, click));
  } catch (error) {
    presser.failed();
    tell(button, error as MixPayError);
    throw error;
  } finally {
    if (!sent && session === undefined) click.reserved?.close();
    if (!click.dropped) presser.ended();
  }
  return session?.pay(click) ?? { outcome: sent ? 'closed' : 'canceled', payment: undefined };
}
