/** `npx mixpay-button lookup`: what a shop's store knows of an order, for its support. */
export { LOOKUP_HELP, LOOKUP_OPTIONS, lookupIn, readLookupOptions, type LookupRequest } from './command.js';
export type { Load } from './drivers.js';
export type { Machine } from './open-store.js';
export { CONFIDENTIAL, reportOrder } from './report.js';
