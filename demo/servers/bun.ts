// bun bun.ts
import { createPaymentHandler } from 'mixpay-button/server';
import { shop } from './shop.ts';

export default { port: 3000, fetch: createPaymentHandler(shop) };
