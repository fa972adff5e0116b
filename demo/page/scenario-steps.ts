import type { MixPayState } from '../../src/index.js';
import type { PaymentChange } from '../../src/sandbox/index.js';
import type { TroubleKind } from '../common/trouble.js';
import type { Play } from './play.js';

/** One step of a scenario: a sentence, what to look at, and the code that does it. */
export interface Step {
  /** What happens, as a sentence without a full stop. */
  does: string;
  /** What to look at. */
  watch: string;
  run: (play: Play) => void | Promise<void>;
}

/** A story about one payment, played with the real button, handler and sandbox. */
export interface Scenario {
  id: string;
  group: string;
  title: string;
  story: string;
  /** What the button has besides its order and price. */
  attributes?: Readonly<Record<string, string>>;
  /** Called once the button's page is loaded, before the first step. */
  prepare?: (play: Play) => void;
  /** The last one leaves the payment where the scenario ends. */
  steps: readonly Step[];
}

/** The payer presses the button, and a payment opens or an error is told. */
export function presses(
  does = 'The payer presses the button',
  watch = 'The server names the price, and the code appears.',
  ends: 'opened' | 'error' = 'opened',
): Step {
  return {
    does,
    watch,
    async run({ stage }) {
      stage.press();
      await stage.until(() => {
        const { button } = stage;
        if (ends === 'error') return button.state === 'error';
        if (button.error?.problem?.code === 'busy') throw new Error(BUSY);
        return isShown(button);
      });
    },
  };
}

const BUSY =
  'MixPay takes 60 requests a minute, and the handler keeps below that, here as well: this minute is used up. Start over in a minute.';

function isShown(button: Play['stage']['button']): boolean {
  return button.checkoutUrl !== undefined && button.shadowRoot?.querySelector('[part=qr-code]') != null;
}

/** Something is done at MixPay. Without `state` the page is not changed by it. */
export function pays(does: string, change: PaymentChange, state: MixPayState | undefined, watch = WATCH[state ?? ''] ?? ''): Step {
  return {
    does,
    watch,
    async run(play) {
      await play.control(change);
      if (state !== undefined) await play.reaches(state);
    },
  };
}

const WATCH: Readonly<Record<string, string>> = {
  success: 'The page says “Paid”, the order book counts one fulfilment.',
  confirming: 'The dialog counts blocks.',
  paid_less: 'The dialog names what is still to pay.',
  auditing: 'The page says that the payment is being checked.',
  failed: 'The page says what came of it.',
};

/** Something goes wrong between page and endpoint, or is over. */
export function trouble(kind: TroubleKind | 'none', does: string): Step {
  return {
    does,
    watch: kind === 'none' ? 'Nothing happens by itself.' : 'Nobody has noticed yet.',
    run: (play) => play.trouble(kind),
  };
}
