// deno serve --port 3000 --allow-env --allow-net deno.ts
import { createPaymentHandler } from 'mixpay-button/server';
import { shop } from './shop.ts';

export default { fetch: createPaymentHandler(shop) };
