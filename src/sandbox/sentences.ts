import { API_CODE } from '../core/mixpay.js';

/** What MixPay says with an API code, in its own words as documented. Codes that only its change log names have the change log's. */
const SENTENCES: ReadonlyMap<number, string> = new Map([
  [API_CODE.serverError, 'Server error, please try again later.'],
  [API_CODE.linkNotFound, 'The payment link you visited does not exist.'],
  [API_CODE.parameterError, 'Parameter error.'],
  [API_CODE.tooManyRequests, 'Your request frequency is too high, please try again later.'],
  [API_CODE.permission, 'Insufficient permissions.'],
  [API_CODE.userNotFound, 'User does not exist.'],
  [API_CODE.currencyUnsupported, 'The currency does not exist or does not supported exchanging.'],
  [API_CODE.quoteAssetUnsupported, 'Does not support this quote asset.'],
  [API_CODE.priceTooLow, 'The price is too low.'],
  [API_CODE.priceTooHigh, 'The price is too high.'],
  [API_CODE.over1000Usdt, 'The transfer amount exceeds 1000 USDT.'],
  [API_CODE.noService, 'We can not provide service to you.'],
  [
    API_CODE.maintenance,
    'Payments are suspended temporarily due to system maintenance. Please contact customer service if you have any questions.',
  ],
  [API_CODE.parameterErrorToo, 'Parameter error.'],
  [API_CODE.traceCompleted, 'The trace or order is already completed or attached.'],
  [API_CODE.cannotCancelNow, 'The payment cannot be cancelled now.'],
  [API_CODE.priceException, 'Price exception, please try again later.'],
  [API_CODE.callbackNotHttps, 'The callback URL is not https.'],
  [API_CODE.orderNotFound, 'There is no such order.'],
  [API_CODE.expiryTooShort, 'The time to pay is too short.'],
  [API_CODE.expiryTooLong, 'The time to pay is too long.'],
  [API_CODE.traceExpiredOrFailed, 'The trace has expired or failed, cannot create another payment.'],
  [API_CODE.traceNotAvailable, 'The trace is not available.'],
  [API_CODE.badCallbackEvent, 'The callback event does not exist.'],
]);

/** MixPay's refusal of a payee that it has not admitted yet. */
export const PAYEE_NOT_ADMITTED = 'This payee is not allow to receive payment';

/** MixPay's sentence, and after it what exactly was wrong. */
export function sentenceOf(code: number, detail = ''): string {
  const sentence = SENTENCES.get(code) ?? '';
  return sentence === '' || detail === '' ? sentence + detail : `${sentence} ${detail}`;
}
