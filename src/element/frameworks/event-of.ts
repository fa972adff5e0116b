import type { Handlers } from './markup.js';

/** The event for which each handler of a component is called. */
export const EVENT_OF = {
  onRequest: 'mixpay-request',
  onOpen: 'mixpay-open',
  onStatus: 'mixpay-status',
  onSuccess: 'mixpay-success',
  onFailed: 'mixpay-failed',
  onClose: 'mixpay-close',
  onError: 'mixpay-error',
} as const satisfies Record<keyof Handlers, string>;
