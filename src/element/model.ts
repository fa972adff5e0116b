import type { Quote } from '../core/errors.js';
import { hasIds } from '../core/intent.js';
import { readQuote, type TargetFields } from './attributes.js';
import type { PaymentFlow } from './flow.js';
import type { Language } from './strings.js';
import type { DialogModel } from './view.js';

/** What the button says of itself. */
export type ModelSource = TargetFields & { theme: string | null };

/** Everything that is shown, gathered from the button and its flow at one moment. */
export function modelOf(source: ModelSource, flow: PaymentFlow, language: Language, monotonic: number): DialogModel {
  const { checkout, presentation, retryAt } = flow;
  const { state, payment, error, record, newQuote, checkoutUrl, tracked } = checkout;
  const { order } = record ?? {};
  const expiresAt = payment?.expiresAt ?? record?.expiresAt;
  const ownTrace = record === undefined || hasIds(record.order) ? undefined : record.key;
  return {
    language,
    theme: source.theme === 'light' || source.theme === 'dark' ? source.theme : 'auto',
    state,
    payment,
    error,
    quote: quoteShown(readQuote(source), flow),
    newQuote,
    orderId: order?.orderId,
    // Whatever is known that the shop can look the payment up by.
    traceId: record?.traceId ?? order?.traceId ?? ownTrace ?? record?.code,
    checkoutUrl,
    tracked,
    presentation: presentation ?? (record?.opened === true ? 'qr' : undefined),
    timeLeft: expiresAt === undefined ? undefined : Math.max(Date.parse(expiresAt) - checkout.serverNow, 0),
    late: checkout.late,
    retryIn: Math.max(Math.ceil((retryAt - monotonic) / 1000), 0),
  };
}

/** The price as the endpoint named it; while the payer is asked about a new one, and before there is any, as the button shows it. */
function quoteShown(shown: Partial<Quote>, { checkout: { newQuote, payment, record } }: PaymentFlow): Partial<Quote> {
  const told = payment?.quoteAmount !== undefined ? payment : record?.quote;
  if (newQuote === undefined && told?.quoteAmount !== undefined) return { ...shown, ...told };
  return shown.quoteAmount === undefined ? (record?.order ?? {}) : shown;
}
