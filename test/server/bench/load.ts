import { BusyShop, MINUTE } from './busy-shop.js';

/** A page asks every fifteen seconds once it has waited a while. */
const ASKS_A_MINUTE = 4;
/** How finely a minute of watching, and of a flood, is played. A flood is to find every read that is due. */
const WATCH_SLOTS = 12;
const FLOOD_SLOTS = 60;

export interface Calls {
  /** Calls to MixPay in the minute looked at. */
  last: number;
  /** The most in any sixty seconds, the opening of the orders included. */
  most: number;
}

/** Calls to MixPay while pages watch open orders. */
export async function watch(watchers: number, orders: number, processes: number): Promise<Calls> {
  const busy = new BusyShop(Array.from({ length: processes }, () => 0));
  const urls = await busy.open(orders);
  await busy.shop.clock.advance(MINUTE);
  const asks = Math.ceil((watchers * ASKS_A_MINUTE) / WATCH_SLOTS);
  await busy.duringAMinute(WATCH_SLOTS, async (slot) => {
    for (let n = 0; n < asks; n++) {
      const watcher = (slot * asks + n) % watchers;
      await busy.send(watcher, urls[watcher % orders] ?? '');
    }
  });
  return busy.calls;
}

export interface Customer extends Calls {
  /** HTTP status of a customer's create in the midst of it. */
  created: number;
  /** What MixPay's own callback for that payment was answered. */
  acknowledged: string;
}

/** What a flood consists of, request by request. */
export const STORMS: Readonly<Record<string, (busy: BusyShop, n: number) => Promise<unknown>>> = {
  'forged callbacks': (busy, n) => busy.post(n, `/api/mixpay/callback/basket-0.1.${String(n).padStart(43, 'A')}`, {}),
  'replayed callbacks': (busy, n) => busy.post(n, callbackPath(busy), {}),
  'anonymous donations': (busy, n) => busy.post(n, '/api/mixpay', { item: `donation-${n}`, quoteAmount: '5', quoteAssetId: 'usd' }),
};

/** A flood through a minute; in the midst of it a customer comes, pays, and MixPay calls back. */
export async function withstand(storm: string, requests: number, processes: number): Promise<Customer> {
  const busy = new BusyShop(Array.from({ length: processes }, () => 0));
  await busy.open(1);
  let [created, acknowledged] = [0, ''];
  await busy.duringAMinute(FLOOD_SLOTS, async (slot) => {
    // One more than a multiple, so that it is not the same process each time that a slot's first request finds.
    for (let n = 0; n < requests / FLOOD_SLOTS; n++) await STORMS[storm]?.(busy, slot * (requests + 1) + n);
    if (slot === FLOOD_SLOTS - 2) created = (await busy.post(slot, '/api/mixpay', { orderId: 'order-1' })).status;
    if (slot === FLOOD_SLOTS - 1) acknowledged = await payAndCallBack(busy);
  });
  return { ...busy.calls, created, acknowledged };
}

async function payAndCallBack(busy: BusyShop): Promise<string> {
  const payment = [...busy.shop.mixpay.payments.values()].findLast(({ body }) => body.quoteAmount === '1');
  if (payment === undefined) return '';
  payment.status = 'success';
  const answer = await busy.post(0, new URL(payment.body.callbackUrl ?? '').pathname, {});
  return ((await answer.json()) as { code: string }).code;
}

function callbackPath({ shop }: BusyShop): string {
  return new URL([...shop.mixpay.payments.values()][0]?.body.callbackUrl ?? '').pathname;
}
