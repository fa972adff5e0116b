import { createDatabase } from 'db0';
import d1 from 'db0/connectors/cloudflare-d1';
import { createPaymentHandler, sqlStore } from 'mixpay-button/server';
import { shop } from './shop.ts';

interface Context {
  waitUntil(promise: Promise<unknown>): void;
}

// A Worker remembers nothing between requests: orders live in the D1 database bound as DB.
const store = sqlStore(createDatabase(d1({ bindingName: 'DB' })));
const handler = createPaymentHandler({ ...shop, store });

export default {
  fetch(request: Request, _env: unknown, context: Context): Promise<Response> {
    const answer = handler(request, context); // a hook may take longer than the answer
    context.waitUntil(answer); // a payer who leaves must not cut short what MixPay has just been asked
    return answer;
  },
  // A cron trigger, each minute: `[triggers] crons = ["* * * * *"]`
  async scheduled(_event: unknown, _env: unknown, context: Context): Promise<void> {
    await handler.sweep({ waitUntil: (work) => context.waitUntil(work) });
  },
};
