import { BusyShop, MINUTE } from './busy-shop.js';

const SECOND = 1000;
const post = (busy: BusyShop, n: number, orderId: string) => busy.post(n, '/api/mixpay', { orderId });
const refused = () => Promise.reject(new TypeError('connection lost'));

/** Customers by the second, for so many seconds, at one process after the other. */
async function crowd(busy: BusyShop, seconds: number, from = 0): Promise<void> {
  for (let n = from; n < from + seconds; n++) {
    await Promise.all([0, 1, 2].map((which) => post(busy, n + which, `basket-${n}-${which}`)));
    await busy.shop.clock.advance(SECOND);
  }
}

/** What shops do that once made more requests leave than are allowed in a minute. @returns the most in any sixty seconds */
export const TRIALS: Readonly<Record<string, () => Promise<number>>> = {
  'reads are repeated because connections break': async () => {
    const busy = new BusyShop([0]);
    const urls = await busy.open(40);
    await busy.shop.clock.advance(2 * MINUTE);
    busy.shop.mixpay.outage = refused;
    for (const url of urls) await busy.send(0, url);
    await busy.handlers[0]?.sweep();
    for (let n = 0; n < 20; n++) await post(busy, 0, `late-${n}`);
    return busy.calls.most;
  },
  'five restarts within a minute': async () => {
    const busy = new BusyShop([0]);
    for (let restart = 0; restart < 5; restart++) {
      for (let n = 0; n < 60; n++) await post(busy, 0, `basket-${restart}-${n}`);
      busy.restart(0);
      await busy.shop.clock.advance(10 * SECOND);
    }
    return busy.calls.most;
  },
  'four processes': async () => {
    const busy = new BusyShop([0, 0, 0, 0]);
    await crowd(busy, 150);
    return busy.calls.most;
  },
  'four processes, clocks two minutes apart': async () => {
    const busy = new BusyShop([-MINUTE, MINUTE, 0, MINUTE / 2]);
    await crowd(busy, 150);
    return busy.calls.most;
  },
  'a minute ends and the next begins': async () => {
    const busy = new BusyShop([0]);
    await busy.shop.clock.advance(59 * SECOND);
    await crowd(busy, 20);
    await crowd(busy, 60, 20);
    return busy.calls.most;
  },
};

/** Posts for one order at the same moment, at two processes. @returns how many payments MixPay was asked to create */
export async function createsOf(posts: number): Promise<number> {
  const busy = new BusyShop([0, 0]);
  await Promise.all(Array.from({ length: posts }, (_, n) => post(busy, n, 'order-1')));
  return busy.shop.mixpay.creates.length;
}
