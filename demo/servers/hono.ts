import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { createPaymentHandler } from 'mixpay-button/server';
import { shop } from './shop.ts';

const handler = createPaymentHandler(shop);

const app = new Hono();
app.all(`${handler.path}/*`, (context) => handler(context.req.raw));
serve({ fetch: app.fetch, port: 3000 }); // or `export default app`, where Hono runs elsewhere
