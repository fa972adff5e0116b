import { pays, presses, trouble, type Scenario } from './scenario-steps.js';

const ROUGH = { group: 'When the payer does something else' } as const;
const LINE = { group: 'When the line is bad' } as const;
const PLAIN = { group: 'When all goes well' } as const;

/** All scenarios, in the order of the page's list. */
export const SCENARIOS: readonly Scenario[] = [
  {
    ...PLAIN,
    id: 'paid',
    title: 'Paid',
    story: 'The payer scans and pays in full. The shop releases the goods once, and the page says so.',
    steps: [presses(), pays('The payer pays in full', { status: 'success' }, 'success')],
  },
  {
    ...PLAIN,
    id: 'confirming',
    title: 'Waiting for blocks',
    story: 'The money is seen on the chain, but not deep enough yet. The page counts along and promises nothing.',
    steps: [
      presses(),
      pays('The payer sends the coins', { status: 'confirming' }, 'confirming'),
      pays('One block confirms it', { confirmations: 1 }, 'confirming'),
      pays('The last block confirms it', { status: 'success' }, 'success'),
    ],
  },
  {
    ...PLAIN,
    id: 'reload',
    title: 'Left and come back',
    story: 'The page is loaded again in mid-payment. It opens nothing by itself, and finds the same payment.',
    steps: [
      presses(),
      {
        does: 'The page is reloaded',
        watch: 'The button says “Continue payment”.',
        run: async (play) => {
          await play.reload();
          await play.stage.until(() => play.stage.button.checkoutUrl !== undefined);
        },
      },
      presses('The payer presses “Continue payment”', 'The same link, and no second payment in the record.'),
      pays('The payer pays in full', { status: 'success' }, 'success'),
    ],
  },
  {
    ...ROUGH,
    id: 'underpaid',
    title: 'Underpaid and topped up',
    story: 'Half of the money arrives. The dialog names the rest, which is paid on the same link.',
    steps: [
      presses(),
      pays('The payer sends half', { status: 'paid_less' }, 'paid_less', 'The dialog names what is still to pay.'),
      pays('The payer sends the rest', { status: 'success' }, 'success'),
    ],
  },
  {
    ...ROUGH,
    id: 'overpaid',
    title: 'Paid too much',
    story: 'More arrives than was asked. The order is paid, and MixPay sends the surplus back.',
    steps: [
      presses(),
      pays('The payer sends a tenth too much', { status: 'success', paymentAmount: '13.75' }, 'success', 'The shop notes a surplus.'),
    ],
  },
  {
    ...ROUGH,
    id: 'expired',
    title: 'Expired, then paid',
    story: 'Nobody pays in time. A second attempt has a link of its own, and the order is paid once.',
    steps: [
      presses(),
      pays('The time to pay runs out', { expire: true }, 'failed', 'The dialog says that no money arrived.'),
      {
        does: 'The payer presses “Try again”',
        watch: 'Payment 2 of the same order, behind a new link.',
        run: (play) => play.retry(),
      },
      pays('The payer pays in full', { status: 'success' }, 'success'),
    ],
  },
  {
    ...ROUGH,
    id: 'review',
    title: 'Under review',
    story: 'MixPay looks at the payment before it lets it through. The payer is told to wait, and not to pay again.',
    steps: [
      presses(),
      pays('MixPay puts the payment under review', { status: 'auditing' }, 'auditing'),
      pays('MixPay approves it', { status: 'success' }, 'success'),
    ],
  },
  {
    ...ROUGH,
    id: 'failed-with-money',
    title: 'Failed with money',
    story: 'Part of the money arrived, and the payment failed. The payer must not read “try again” but “ask the shop”, with a reference.',
    steps: [
      presses(),
      pays('The payer sends half', { status: 'paid_less' }, 'paid_less'),
      pays(
        'The time runs out with half of it paid',
        { status: 'failed', failureCode: '40024' },
        'failed',
        'The shop notes failed_with_money: a person has to look.',
      ),
    ],
  },
  {
    ...ROUGH,
    id: 'price-changed',
    title: 'The price has changed',
    story: 'The page is old and shows $9.99, the shop says $12.50. Nothing opens before the payer has agreed.',
    attributes: { 'quote-amount': '9.99' },
    steps: [
      {
        does: 'The payer presses the button',
        watch: 'The dialog names the new price and asks.',
        run: async ({ stage }) => {
          stage.press();
          await stage.until(() => stage.button.shadowRoot?.querySelector('[part=accept]') != null);
        },
      },
      {
        does: 'The payer agrees to $12.50',
        watch: 'Only now a payment is created.',
        run: ({ stage }) => stage.pressPart('accept', () => stage.button.checkoutUrl !== undefined),
      },
      pays('The payer pays $12.50', { status: 'success' }, 'success'),
    ],
  },
  {
    ...LINE,
    id: 'blocked-popup',
    title: 'Blocked popup',
    story: 'mode="popup", and the browser lets no window open. The dialog takes over with the same payment.',
    attributes: { mode: 'popup' },
    prepare: ({ stage }) => {
      stage.window.open = () => null;
    },
    steps: [
      presses('The payer presses the button', 'mixpay-open: qr, asked for popup (popup_blocked).'),
      pays('The payer pays in full', { status: 'success' }, 'success'),
    ],
  },
  {
    ...LINE,
    id: 'endpoint-down',
    title: 'Endpoint down',
    story: 'The shop’s server answers with a gateway’s error page. The payer is told at once, and nothing is lost.',
    steps: [
      trouble('down', 'The endpoint goes down'),
      presses('The payer presses the button', 'A sentence, and a way to try again.', 'error'),
      trouble('none', 'The endpoint is back'),
      { does: 'The payer presses “Try again”', watch: 'The payment opens.', run: (play) => play.retry() },
      pays('The payer pays in full', { status: 'success' }, 'success'),
    ],
  },
  {
    ...LINE,
    id: 'too-many-requests',
    title: 'Too many requests',
    story: 'The endpoint answers 429 and says how long to wait. “Try again” counts down and can be pressed after that.',
    steps: [
      trouble('busy', 'The endpoint has had too many requests'),
      presses('The payer presses the button', '“Try again” counts down Retry-After.', 'error'),
      trouble('none', 'The minute is over'),
      { does: 'The payer waits and presses “Try again”', watch: 'The payment opens.', run: (play) => play.retry() },
      pays('The payer pays in full', { status: 'success' }, 'success'),
    ],
  },
  {
    ...LINE,
    id: 'offline',
    title: 'Offline while paying',
    story: 'The page loses its line, the payer pays by phone meanwhile. The server learns of it at once; the page as soon as it can.',
    steps: [
      presses(),
      trouble('cut', 'The page’s line is cut'),
      pays('The payer pays on the phone', { status: 'success' }, undefined, 'The order book says paid. The page cannot know.'),
      {
        does: 'The line is back',
        watch: 'The page asks at once.',
        run: async (play) => {
          await play.trouble('none');
          play.stage.window.dispatchEvent(new Event('online'));
          await play.reaches('success');
        },
      },
    ],
  },
  {
    ...LINE,
    id: 'slow',
    title: 'A slow endpoint',
    story: 'The endpoint takes six seconds. The button says that it works on it, and a second press does nothing more.',
    steps: [
      trouble('slow', 'The endpoint slows down'),
      {
        does: 'The payer presses the button, twice',
        watch: 'One request, one payment.',
        run: async ({ stage }) => {
          stage.press();
          stage.press();
          await stage.until(() => stage.button.checkoutUrl !== undefined);
        },
      },
      trouble('none', 'The endpoint is quick again'),
      pays('The payer pays in full', { status: 'success' }, 'success'),
    ],
  },
];
