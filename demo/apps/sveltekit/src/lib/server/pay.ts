import { createPaymentHandler, memoryStore, refuse } from 'mixpay-button/server';
import { orders } from './orders';

export const pay = createPaymentHandler({
  payeeId: process.env.MIXPAY_PAYEE_ID ?? '1f9b3c5e-7a2d-4b8c-9e0f-3d6a5c4b2e1f',
  settlementAssetId: '4d8c508b-91c5-375b-92b0-ee702ed2dac5', // USDT
  secret: process.env.MIXPAY_SECRET ?? 'for trying out: openssl rand -base64 32',
  origin: 'http://localhost:3000',
  store: memoryStore(), // for trying out: it forgets
  // The sandbox (`npx mixpay-button sandbox`). Without these two lines payments are real.
  apiBase: 'http://localhost:4010',
  checkoutBase: 'http://localhost:4010/code/',

  order({ orderId = '' }) {
    const order = orders.get(orderId);
    // Check here, too, that this request may pay this order: by its session, by its cookie.
    if (order === undefined) throw refuse(404, 'order_unknown');
    if (order.paid) throw refuse(409, 'already_paid', { orderId });
    return { orderId, quoteAmount: order.total, quoteAssetId: 'usd' };
  },
  onPaid({ orderId }) {
    const order = orders.get(orderId);
    if (order !== undefined) order.paid = true;
    console.log(`${orderId} is paid`);
  },
});
