/** MixPay's API codes that this package names, one export each, so that a page loads only those it uses. */

export const serverError = -1;
export const ok = 0;
export const linkNotFound = 404;
export const parameterError = 1017;
export const tooManyRequests = 1429;
export const permission = 2000;
export const userNotFound = 10001;
export const currencyUnsupported = 10002;
export const quoteAssetUnsupported = 10003;
export const priceTooLow = 10004;
export const priceTooHigh = 10005;
export const over1000Usdt = 10006;
export const noService = 10007;
export const maintenance = 10008;
export const parameterErrorToo = 10011;
export const traceCompleted = 10020;
export const cannotCancelNow = 10032;
export const priceException = 10034;
export const callbackNotHttps = 10061;
export const orderNotFound = 10062;
export const expiryTooShort = 10063;
export const expiryTooLong = 10064;
export const traceExpiredOrFailed = 10065;
export const traceNotAvailable = 10084;
export const badCallbackEvent = 10131;
