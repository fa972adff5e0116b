import type { TemplateResult } from 'lit';
import { isDecimal } from '../core/amount.js';
import type { Checkout } from '../core/checkout.js';
import type { Quote } from '../core/errors.js';
import { formatMoney } from '../core/money.js';
import { isUnderWay } from '../core/states.js';
import { readQuote, type TargetFields } from './attributes.js';
import { check, mark, spinner, warning } from './icons.js';
import { labelOf } from './labels.js';
import { language, type Language } from './strings.js';
import { statusText, type DialogModel } from './view.js';

/** How the button itself looks at this moment. */
export interface Face {
  words: string;
  /** Whether the shop's own label may stand; a payment under way, paid or failed speaks for itself. */
  ownLabel: boolean;
  icon: TemplateResult;
  /** Whether the icon tells the state, and so takes the place of the shop's own. */
  stateIcon: boolean;
  tone: '' | 'busy' | 'open' | 'paid' | 'failed';
  /** What a screen reader hears while no dialog is open to say it. */
  said: string;
}

export interface FaceSource {
  verb: string;
  quote: Partial<Quote>;
  language: Language;
  busy: boolean;
  dialogOpen: boolean;
  checkout: Pick<Checkout, 'state'>;
  model: DialogModel;
}

export function faceOf(source: FaceSource): Face {
  const { verb, quote, language, busy, dialogOpen, model } = source;
  const { state } = source.checkout;
  const { t } = language;
  const quiet = dialogOpen || state === 'idle' || state === 'ready' || state === 'open' || state === 'unpaid';
  const said = quiet ? '' : statusText(model);
  if (busy) return { words: label(verb, quote, language), ownLabel: true, icon: spinner, stateIcon: true, tone: 'busy', said };
  if (state === 'success') return { words: t('paid'), ownLabel: false, icon: check, stateIcon: true, tone: 'paid', said };
  if (state === 'failed') return { words: t('paymentFailed'), ownLabel: false, icon: warning, stateIcon: true, tone: 'failed', said };
  if (isUnderWay(state)) return { words: t('continuePayment'), ownLabel: false, icon: mark, stateIcon: false, tone: 'open', said };
  return { words: label(verb, quote, language), ownLabel: true, icon: mark, stateIcon: false, tone: '', said };
}

/** The button where nothing has begun, and nothing can: on a server that renders it. */
export function restingFace(fields: TargetFields & { verb: string; locale: string }): Face {
  const spoken = language(fields.locale === '' ? 'en' : fields.locale);
  return {
    words: label(fields.verb, readQuote(fields), spoken),
    ownLabel: true,
    icon: mark,
    stateIcon: false,
    tone: '',
    said: '',
  };
}

function label(verb: string, quote: Partial<Quote>, spoken: Language): string {
  const { quoteAmount, quoteAssetId, quoteSymbol } = quote;
  const amount = isDecimal(quoteAmount) ? formatMoney(quoteAmount, quoteAssetId, spoken.tag, quoteSymbol) : undefined;
  return labelOf(verb, amount, spoken);
}
