import type { Checkout } from '../../core/checkout.js';
import type { PageClock } from '../../core/clock.js';
import type { Quote } from '../../core/errors.js';
import { hasIds } from '../../core/intent.js';
import { isUnderWay } from '../../core/states.js';
import type { MixPayButton } from '../button/button.js';
import { text } from '../button/attributes.js';
import { coinName, localeOf } from '../button/label.js';
import { language } from '../button/language.js';
import type { PaymentFlow } from './flow.js';
import { isDark, siteName } from './page-looks.js';
import { readQuote } from './target.js';
import type { DialogModel } from './view.js';

/** Everything that is shown, gathered at one moment. */
export function modelOf(button: MixPayButton, { checkout, presentation, retryAt }: PaymentFlow, clock: PageClock): DialogModel {
  const { state, payment, error, record, newQuote, checkoutUrl, tracked, late, unseen, looking, serverNow } = checkout;
  const { theme } = button;
  const expiresAt = payment?.expiresAt ?? record?.expiresAt;
  const ownTrace = record === undefined || hasIds(record.order) ? undefined : record.key;
  return {
    language: language(localeOf(button)),
    dark: theme === 'dark' || (theme !== 'light' && isDark(button)),
    shop: text(button.shopName) ?? siteName(button.ownerDocument),
    coin: coinName(record?.order.paymentAssetId ?? text(button.paymentAssetId)),
    // Until it is known what has become of a code, it is not shown.
    state: looking ? 'requesting' : state,
    payment,
    error,
    quote: quoteShown(readQuote(button), checkout),
    newQuote,
    orderId: record?.order.orderId,
    // Whatever is known that the shop can look the payment up by.
    traceId: record?.traceId ?? record?.order.traceId ?? ownTrace ?? record?.order.orderId ?? record?.code ?? text(button.orderId),
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
 * The price of the code that is open; without one as the endpoint named it, and while the payer is asked about that, and before
 * there is any, as the button shows it.
 */
function quoteShown(shown: Partial<Quote>, { state, newQuote, payment, record }: Checkout): Partial<Quote> {
  const told = payment?.quoteAmount !== undefined ? payment : record?.quote;
  const goesOn = isUnderWay(state);
  if ((goesOn || newQuote === undefined) && told?.quoteAmount !== undefined) return { ...shown, ...told };
  return goesOn || shown.quoteAmount === undefined ? (record?.order ?? {}) : shown;
}
