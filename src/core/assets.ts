/** What is known of an asset by its id, for server and sandbox. It is three files because a page loads only those it uses. */

export { symbolOf } from './coins.js';
export { isFiatId } from './fiat.js';
export { sameAsset } from './mixpay.js';
