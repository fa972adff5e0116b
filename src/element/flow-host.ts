import type { Payment } from '../core/payment.js';
import type { CheckoutTarget } from '../core/target.js';
import type { FallbackReason, OpenMode, RequestedMode } from './events.js';
import type { ReservedWindow } from './opening.js';
import type { Page } from './page.js';

/** How one `pay()` ended. `closed`: the payer closed the dialog, and may come back. `canceled`: nothing was opened. */
export interface PayResult {
  outcome: 'success' | 'failed' | 'closed' | 'canceled';
  payment: Payment | undefined;
}

/** What the flow needs of the element. */
export interface FlowHost {
  page(): Page;
  requestedMode(): RequestedMode;
  chooseMode(): { mode: OpenMode; reason?: FallbackReason };
  /** The attributes now. @throws MixPayError */
  target(mode: OpenMode): CheckoutTarget;
  reserve(kind: 'tab' | 'popup'): ReservedWindow | undefined;
  navigate(url: string): void;
  /** Loads the dialog. @returns whether it can be shown */
  loadDialog(): Promise<boolean>;
  dispatch(event: Event): boolean;
  changed(): void;
}
