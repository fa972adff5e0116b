import type { ReactiveController } from '@lit/reactive-element';
import type { MixPayError } from '../../core/errors.js';
import type { Payment } from '../../core/payment.js';
import type { CheckoutState } from '../../core/states.js';
import type { MixPayButton } from './button.js';
import type { CloseReason, FallbackReason, OpenMode } from './events.js';
import type { ReservedWindow } from './opening.js';
import type { ButtonPage } from './page.js';

/*
 * The one seam between the button, which every visitor loads, and the payment part, which comes when somebody is about to
 * pay. The button imports nothing of the payment part but these types.
 */

/** Changes with this file's interfaces, so that a part left over from another deployment is not taken for this one's. */
export const SEAM = 2;

/** The payment part's module. */
export interface PaymentPart {
  readonly SEAM: number;
  /** Called once a page. */
  openPayments(page: ButtonPage): Payments;
}

/** The payments of one page. */
export interface Payments {
  /**
   * The payment of a button. Its sessions are made when they are first needed.
   * @param wanted false: only where something was begun for this button already
   */
  session(button: MixPayButton, wanted: boolean): PaymentSession | undefined;
  /** Another tab changed storage (`name` null: it cleared everything). */
  storageChanged(name: string | null): void;
}

/** One button's payment: a controller of that button, which shows its `face` and lets it `draw`. */
export interface PaymentSession extends ReactiveController {
  readonly state: CheckoutState;
  readonly payment: Payment | undefined;
  readonly error: MixPayError | undefined;
  readonly checkoutUrl: string | undefined;
  readonly face: Face;
  /** Resolves when the request of a press has left, or the shop makes it wait; undefined without a press. Nothing is drawn before. */
  readonly sending: Promise<void> | undefined;
  /** @param click what was chosen and reserved in the click, where it came before the payment part */
  pay(click?: Click): Promise<PayResult>;
  close(reason: CloseReason): void;
  reset(): void;
  /** The attributes say something else now. */
  restore(): void;
  /** Draws the icon of its state, and all that is below the button. */
  draw(root: ShadowRoot, icon: HTMLElement): void;
}

/** How one `pay()` ended. `closed`: the payer closed the dialog, and may come back. `canceled`: nothing was opened. */
export interface PayResult {
  outcome: 'success' | 'failed' | 'closed' | 'canceled';
  payment: Payment | undefined;
}

/** What can only be done inside a click: choosing the way to open, and reserving a window for it. */
export interface Click {
  mode: OpenMode;
  reason?: FallbackReason | undefined;
  reserved?: ReservedWindow | undefined;
  /** Whether the order changed, or the button left, before anything was sent. */
  dropped?: boolean;
  /** Ends the waiting for a page that is being left. */
  release?: () => void;
  /** When it was clicked, by the monotonic clock. */
  since: number;
}

/** How the button itself looks. */
export interface Face {
  /** The button's words; undefined: its label. */
  words?: string;
  tone: '' | 'busy' | 'open' | 'paid' | 'failed';
}
