import { labels } from './en-labels.js';

/**
 * Every sentence the payer may read. `{name}` is filled in; nothing is put together from pieces, for word order differs
 * from language to language. Keys are codes of the logic, so that a new code cannot be forgotten here.
 */
export const en = {
  ...labels,

  // The button while a payment is under way, and after it.
  continuePayment: 'Continue payment',
  paid: 'Paid',
  paymentFailed: 'Payment failed',

  // The dialog's frame.
  dialogTitle: 'Pay with crypto',
  close: 'Close',
  done: 'Done',
  tryAgain: 'Try again',
  tryAgainIn: 'Try again in {seconds} s',
  payNow: 'No, pay now',
  openMixPay: 'Open payment page',
  openAgain: 'Open payment page again',
  payRemainder: 'Pay the remaining {amount}',
  showQr: 'Show QR code',
  scanToPay: 'Scan with your phone to pay',
  qrLabel: 'QR code of the payment link',
  copy: 'Copy',
  copyLink: 'Copy link',
  copied: 'Copied',
  copyFailed: 'Copying is not possible here. Select the text instead.',
  copyTransaction: 'Copy transaction ID',
  transaction: 'Transaction',
  viewTransaction: 'View on the blockchain',
  reference: 'Payment reference',
  orderNumber: 'Order',
  expiresIn: 'Time left to pay: {time}',
  openedElsewhere: 'Continue in the window that opened. You can come back here at any time.',
  frameTitle: 'MixPay checkout',

  // Where the payment stands.
  requesting: 'Preparing your payment…',
  ready: 'Your payment is ready.',
  open: 'Waiting for your payment',
  unpaid: 'Waiting for your payment',
  confirming: 'Payment seen. Waiting for the network to confirm it.',
  confirmations: '{count} of {required} confirmations',
  confirmationsSoFar: 'Confirmations so far: {count}',
  paid_less: 'Part of the amount has arrived.',
  paidLessDetail: 'Received {paid}. Still to pay: {remainder}. Pay the rest on the same link.',
  paidLessOverdue: 'Received {paid} of {payable}, and the time to pay has ended. Please send no more and contact the shop.',
  pending: 'Payment received. It is being processed.',
  auditing: 'Payment received. It is being reviewed, which can take a while.',
  overdue:
    'The time to pay has ended. If you have already paid, we are still looking for your payment. Otherwise please do not pay any more.',
  unseen: 'We cannot see your payment at the moment. If you have already paid, please do not pay again: we keep looking.',
  success: 'Payment complete. Thank you!',
  surplus: 'You paid {surplus} too much. MixPay sends it back.',
  surplusSent: 'The {surplus} you paid too much has been sent back.',
  failed: 'The payment did not go through. Nothing was received.',
  failedWithMoney: 'The payment failed although money was received. Please contact the shop and quote this reference. Do not pay again.',
  failure40000: 'No payment arrived in time. You can start again.',
  failure40020: 'The payment was made in a different coin than agreed.',
  failure40024: 'The amount was still short when the time ended.',
  failure40025: 'The exchange rate moved too much during the payment.',
  failure40027: 'The payment could not be settled for this shop.',
  failure40032: 'The payment was cancelled.',
  failure10095: 'The payment was rejected in review.',
  untracked: 'This page cannot see when you have paid. The payment page shows you the result.',
  not_followed:
    'This page can no longer follow the payment. The payment page shows you the result; the shop can look it up by this reference.',

  // The price question.
  priceChanged: 'The price has changed to {amount}. Do you want to pay this price?',
  priceWas: 'Shown before: {amount}',
  acceptPrice: 'Continue with {amount}',

  // What went wrong, by error code.
  invalid_field: 'This payment cannot be started: the shop has a mistake on this page. Please contact the shop.',
  offline: 'You are offline. Check your connection and try again.',
  unreachable: 'The shop cannot be reached right now. Nothing was charged. Please try again.',
  timeout: 'The shop is taking too long to answer. Nothing was charged. Please try again.',
  aborted: 'The order has changed. Please try again.',
  redirected: 'The shop’s payment service has moved. Nothing was charged. Please contact the shop.',
  bad_answer: 'The shop’s answer could not be read. Nothing was charged. Please try again.',
  rate_limited: 'Too many payments are being started right now. Nothing was charged. Please wait a moment.',
  server_error: 'The shop has a problem right now. Nothing was charged. Please try again.',
  refused: 'The shop did not accept this payment. Nothing was charged.',
  refusedBecause: 'The shop did not accept this payment: {reason}',
  order_unknown: 'The shop does not know this order. Please reload the page.',
  order_closed: 'This order can no longer be paid. Please start a new order.',
  already_paid: 'This order has already been paid.',
  price_changed: 'The price has changed. Please reload the page.',
  forbidden: 'You are not allowed to pay this order. Please sign in again.',
  superseded: 'This payment link is no longer valid, and nothing was received on it. You can start again.',
  forgotten: 'The shop has to prepare this payment again. If you have already paid, it will be found: do not pay twice.',
  code_failed: 'The shop could not start a new payment. Please try again later.',
  unremembered: 'Have you already paid this? This browser could not remember it. If you have, please do not pay again.',
  mixpay_error: 'MixPay cannot start this payment right now. Nothing was charged. Please try again.',
};

export type Strings = Record<keyof typeof en, string>;
