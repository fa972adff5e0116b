import { buttonWords } from '../../src/element/locales/button/en.js';
import { paymentWords } from '../../src/element/locales/payment/en.js';

/** What an English payer reads, by its key; errors in full. */
export const en = {
  ...buttonWords,
  ...paymentWords,
  aborted: 'The order has changed. Please try again.',
  bad_answer: 'The shop has a problem right now. Nothing was charged.',
  invalid_field: 'The shop has a mistake on this page. Please contact the shop.',
  not_followed: 'This page can no longer follow the payment. The payment page shows you the result.',
  order_unknown: 'The shop does not know this order. Please reload the page.',
  price_changed: 'Please reload the page.',
  redirected: 'The shop has a problem right now. Nothing was charged. Please contact the shop.',
  server_error: 'The shop has a problem right now. Nothing was charged.',
  timeout: 'The shop cannot be reached right now. Nothing was charged.',
  unreachable: 'The shop cannot be reached right now. Nothing was charged.',
  untracked: 'This page cannot see whether you have paid. The payment page shows you the result.',
};
