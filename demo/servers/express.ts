import express from 'express';
import { createPaymentHandler, toNodeListener } from 'mixpay-button/server';
import { shop } from './shop.ts';

const app = express();
app.use(express.json()); // before or after the handler, or not at all
app.use(toNodeListener(createPaymentHandler(shop)));
app.listen(3000);
