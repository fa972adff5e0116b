import { memoryStore, refuse, review, sameAmount, type PaymentHandlerOptions } from 'mixpay-button/server';

// Stands for the shop's database, and for the visitor who is signed in.
const orders = new Map([
  ['order-1001', { customer: 'ada', total: '19.90', paid: false }],
  ['order-1002', { customer: 'grace', total: '5.00', paid: false }],
]);
const customerOf = (request: Request) => /\bcustomer=(\w+)/.exec(request.headers.get('cookie') ?? '')?.[1];

export const shop: PaymentHandlerOptions = {
  payeeId: process.env.MIXPAY_PAYEE_ID ?? '1f9b3c5e-7a2d-4b8c-9e0f-3d6a5c4b2e1f',
  settlementAssetId: '4d8c508b-91c5-375b-92b0-ee702ed2dac5', // USDT
  secret: process.env.MIXPAY_SECRET ?? '', // openssl rand -base64 32
  origin: 'http://localhost:3000',
  store: memoryStore(), // for trying things out: it forgets

  // The sandbox (`npx mixpay-button sandbox`). Without these two lines payments are real.
  apiBase: 'http://localhost:4010',
  checkoutBase: 'http://localhost:4010/code/',

  order({ orderId = '' }, request) {
    const order = orders.get(orderId);
    if (order === undefined || order.customer !== customerOf(request)) throw refuse(404, 'order_unknown');
    if (order.paid) throw refuse(409, 'already_paid', { orderId });
    return { orderId, quoteAmount: order.total, quoteAssetId: 'usd' };
  },
  onPaid({ orderId, quoteAmount }) {
    const order = orders.get(orderId);
    if (order === undefined || !sameAmount(order.total, quoteAmount)) throw review('The order is not what was paid.');
    order.paid = true;
    console.log(`${orderId} is paid`);
  },
};
