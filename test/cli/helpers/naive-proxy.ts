import { BTC } from '../../sandbox/merchant.js';
import type { WebHandler } from '../../../src/server/index.js';

/** What is found in public code again and again: every mistake of MixPay integrations in a few lines. */
export function naiveProxy(mixpay: WebHandler, api: string, payeeId: string): WebHandler {
  const paid = new Set<unknown>();
  let clicks = 0;
  const headers = { 'Access-Control-Allow-Origin': '*' };
  return async (request) => {
    const url = new URL(request.url);
    const asked = Object.fromEntries(url.searchParams);
    if (url.pathname.endsWith('/status')) {
      if (paid.has(asked['orderId'])) return Response.json({ status: 'success' }, { headers });
      return new Response((await mixpay(new Request(`${api}/v1/payments_result${url.search}&payeeId=${payeeId}`))).body, { headers });
    }
    if (request.method === 'POST') Object.assign(asked, await request.json());
    if (url.pathname.endsWith('/callback')) {
      paid.add(asked['orderId']);
      return Response.json({ code: 'SUCCESS' }, { headers });
    }
    const order = { ...asked, orderId: `order-${++clicks}`, traceId: crypto.randomUUID(), payeeId, settlementAssetId: BTC };
    const body = JSON.stringify(order);
    const post = { method: 'POST', body, headers: { 'Content-Type': 'application/json' } };
    return new Response((await mixpay(new Request(`${api}/v1/one_time_payment`, post))).body, { headers });
  };
}
