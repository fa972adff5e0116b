import { API_CODE } from '../core/mixpay.js';

/** Refusals of a create that say plainly that nothing was made. After any other, MixPay is asked. */
const NOTHING_MADE: readonly number[] = [
  API_CODE.permission,
  API_CODE.userNotFound,
  API_CODE.currencyUnsupported,
  API_CODE.quoteAssetUnsupported,
  API_CODE.priceTooLow,
  API_CODE.priceTooHigh,
  API_CODE.over1000Usdt,
  API_CODE.callbackNotHttps,
  API_CODE.expiryTooShort,
  API_CODE.expiryTooLong,
  API_CODE.badCallbackEvent,
];

export function madeNothing(apiCode: number | undefined): boolean {
  return apiCode !== undefined && NOTHING_MADE.includes(apiCode);
}
