/** The words that a button needs before anybody pays. In other languages they are lists in the same order. */
export const buttonWords = {
  // One line per verb, with and without a price.
  pay: 'Pay with MixPay',
  payAmount: 'Pay {amount}',
  buy: 'Buy with MixPay',
  buyAmount: 'Buy for {amount}',
  checkout: 'Check out with MixPay',
  checkoutAmount: 'Check out: {amount}',
  donate: 'Donate with MixPay',
  donateAmount: 'Donate {amount}',
  order: 'Order with MixPay',
  orderAmount: 'Order for {amount}',
  subscribe: 'Subscribe with MixPay',
  subscribeAmount: 'Subscribe for {amount}',
  tip: 'Tip with MixPay',
  tipAmount: 'Tip {amount}',

  // A smaller line of its own, below the one above.
  withCrypto: 'with crypto',

  // In the window reserved for the checkout, and where the payment part cannot be had.
  opening: 'Opening MixPay…',
  notLoaded: 'This payment cannot be started right now. Please reload the page and try again.',
};
