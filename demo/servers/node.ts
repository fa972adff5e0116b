import { createServer } from 'node:http';
import { createPaymentHandler, toNodeListener } from 'mixpay-button/server';
import { shop } from './shop.ts';

const handler = createPaymentHandler(shop);

createServer(toNodeListener(handler)).listen(3000);
setInterval(() => void handler.sweep().catch(console.error), 60_000);
