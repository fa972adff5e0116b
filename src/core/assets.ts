export { symbolOf } from './coins.js';
export { isFiatId } from './fiat.js';
export { sameAsset } from './mixpay.js';
