import { isUnderWay, type CheckoutState } from '../../core/states.js';
import type { Language } from '../button/language.js';
import type { Face } from '../button/seam.js';

/** How the button looks while a payment is under way, paid or failed: then its own words replace the shop's label. */
export function faceOf(state: CheckoutState, busy: boolean, { t }: Language): Face {
  if (busy) return { tone: 'busy' };
  if (state === 'success') return { words: t('paid'), tone: 'paid' };
  if (state === 'failed') return { words: t('paymentFailed'), tone: 'failed' };
  if (isUnderWay(state)) return { words: t('continuePayment'), tone: 'open' };
  return { tone: '' };
}
