/**
 * How many calls reach MixPay in a minute of the shop's clock, for ever more watchers, orders and processes.
 * `npx tsx test/server/bench/upstream.ts`
 */
import { createPaymentHandler, type PaymentHandler } from '../../../src/server/index.js';
import { ORIGIN, Shop } from '../../helpers/open-shop.js';

/** A page asks every fifteen seconds once it has waited a while. */
const ASKS_A_MINUTE = 4;
const MINUTE = 60_000;

async function callsPerMinute(watchers: number, orders: number, processes: number): Promise<number> {
  const shop = new Shop({ order: ({ orderId }) => ({ orderId: orderId ?? '', quoteAmount: '1', quoteAssetId: 'usd' }), processes });
  const urls: string[] = [];
  for (let n = 0; n < orders; n++) {
    urls.push(String((await shop.create(`basket-${n}`)).statusUrl));
    await shop.clock.advance(MINUTE / (40 / processes));
  }
  const handlers: PaymentHandler[] = Array.from({ length: processes }, () => createPaymentHandler({ ...shop.options, processes }));
  await shop.clock.advance(MINUTE);
  const before = shop.mixpay.calls;
  const slots = 12;
  for (let slot = 0; slot < slots; slot++) {
    await shop.clock.advance(MINUTE / slots);
    const now = Math.ceil((watchers * ASKS_A_MINUTE) / slots);
    for (let n = 0; n < now; n++) {
      const watcher = (slot * now + n) % watchers;
      await handlers[watcher % processes]?.(new Request(`${ORIGIN}${urls[watcher % orders] ?? ''}`));
    }
  }
  return shop.mixpay.calls - before;
}

for (const orders of [1, 100]) {
  for (const processes of [1, 4]) {
    const row: string[] = [];
    for (const watchers of [1, 10, 100, 1000, 10_000]) row.push(`${watchers}: ${await callsPerMinute(watchers, orders, processes)}`);
    console.log(`${orders} open order(s), ${processes} process(es); calls a minute by watchers: ${row.join('  ')}`);
  }
}
