import type { Checkout } from '../../core/checkout.js';
import type { PageClock } from '../../core/clock.js';
import type { Quote } from '../../core/errors.js';
import { isUnderWay } from '../../core/states.js';
import type { MixPayButton } from '../button/button.js';
import { text } from '../button/attributes.js';
import { coinName, localeOf } from '../button/label.js';
import { language } from '../button/language.js';
import type { PaymentFlow } from './flow.js';
import { isDark, siteName } from './page-looks.js';
import { priceShown } from './read-intent.js';
import type { DialogModel } from './dialog-model.js';

/** Gathers what the dialog is drawn from: attributes of the button, the payment, the page around and the time. */
export function gatherModel(button: MixPayButton, { checkout, presentation, retryAt }: PaymentFlow, clock: PageClock): DialogModel {
  const { state, payment, error, record, newQuote, checkoutUrl, tracked, late, unseen, looking, serverNow } = checkout;
  const { theme } = button;
  const expiresAt = payment?.expiresAt ?? record?.expiresAt;
  return {
    language: language(localeOf(button)),
    dark: theme === 'dark' || (theme !== 'light' && isDark(button)),
    shop: text(button.shopName) ?? siteName(button.ownerDocument),
    coin: coinName(record?.order.paymentAssetId ?? text(button.paymentAssetId)),
    // Until the endpoint was asked about a code kept from earlier, that code is not shown.
    state: looking ? 'requesting' : state,
    payment,
    error,
    quote: quoteShown(priceShown(button), checkout),
    newQuote,
    orderId: record?.order.orderId,
    // Without ids the key was sent as the trace.
    reference: record?.traceId ?? record?.order.traceId ?? record?.order.orderId ?? record?.key ?? text(button.orderId),
    checkoutUrl,
    tracked,
    presentation: presentation ?? (record?.opened === true ? 'qr' : undefined),
    timeLeft: expiresAt === undefined ? undefined : Math.max(Date.parse(expiresAt) - serverNow, 0),
    late,
    unseen,
    retryIn: Math.max(Math.ceil((retryAt - clock.monotonic()) / 1000), 0),
  };
}

/**
 * The price to show: as the endpoint named it. Before it has named one, and while the payer is asked about another price, it is
 * the button's own; where a payment is under way, or the button shows none, that of its order.
 */
function quoteShown(shown: Partial<Quote>, { state, newQuote, payment, record }: Checkout): Partial<Quote> {
  const told = payment?.quoteAmount !== undefined ? payment : record?.quote;
  const goesOn = isUnderWay(state);
  if ((goesOn || newQuote === undefined) && told?.quoteAmount !== undefined) return { ...shown, ...told };
  return goesOn || shown.quoteAmount === undefined ? (record?.order ?? {}) : shown;
}
