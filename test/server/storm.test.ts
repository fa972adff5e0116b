import { describe, it } from 'node:test';
import { expect } from 'chai';
import fc from 'fast-check';
import type { OrderRecord } from '../../src/server/record.js';
import { Shop } from '../helpers/open-shop.js';
import { quiet } from '../helpers/quiet.js';
import { runs } from '../helpers/seed.js';

const MINUTE = 60_000;
const CALLBACKS = 500;
const ORDERS = Array.from({ length: 10 }, (_, n) => `order-${n + 1}`);

/** A shop whose ten orders have all been paid, and of which MixPay has told nothing yet. */
async function paidShop(): Promise<Shop> {
  const shop = new Shop();
  for (const orderId of ORDERS) {
    shop.prices[orderId] = '10';
    await shop.patiently(shop.post({ orderId }));
  }
  await shop.clock.advance(MINUTE);
  for (const payment of shop.mixpay.payments.values()) payment.status = 'success';
  return shop;
}

/** What somebody makes up who knows the addresses of callbacks, but not the secret. */
function forged(shop: Shop, n: number): string[] {
  const paths = [...shop.mixpay.payments.values()].map(({ body }) => new URL(body.callbackUrl ?? '').pathname);
  const [one = '', other = ''] = [paths[n % paths.length], paths[(n + 1) % paths.length]];
  const swapped = one.replace(/[^.]+$/, other.split('.').at(-1) ?? '');
  return [swapped, one.slice(0, -1), `${one}x`, one.replace(/\.1\./, '.2.'), '/api/mixpay/callback/x'];
}

/** Five hundred callbacks at once in this order, every fourth of them forged. @returns how the genuine ones were answered */
async function storm(shop: Shop, order: readonly number[]): Promise<number[]> {
  const payments = [...shop.mixpay.payments.values()];
  const genuine: Promise<number>[] = [];
  const made: Promise<number>[] = [];
  for (const n of order) {
    const payment = payments[n % payments.length];
    if (n % 4 === 3) {
      const path = forged(shop, n)[n % 5] ?? '';
      made.push(
        shop.send(path, { method: 'POST', body: '{}', headers: { 'Content-Type': 'application/json' } }).then(({ status }) => status),
      );
    } else if (payment !== undefined) genuine.push(shop.callBack(payment).then(({ status }) => status));
  }
  expect(new Set(await shop.patiently(Promise.all(made)))).to.deep.equal(new Set([404]));
  return shop.patiently(Promise.all(genuine));
}

const shuffled = fc.shuffledSubarray(
  Array.from({ length: CALLBACKS }, (_, n) => n),
  { minLength: CALLBACKS },
);

/** What a shop's `onPaid` does at its n-th call for an order; whether it returned is what counts. */
const HOOKS: Record<string, (shop: Shop, call: number) => Promise<void>> = {
  'takes ten seconds': (shop) => new Promise((resolve) => void shop.clock.after(10_000, resolve)),
  'takes a minute': (shop) => new Promise((resolve) => void shop.clock.after(MINUTE, resolve)),
  'throws twice': (_shop, call) => (call <= 2 ? Promise.reject(new Error('the warehouse is closed')) : Promise.resolve()),
  'takes ten seconds and throws once': async (shop, call) => {
    await new Promise<void>((resolve) => void shop.clock.after(10_000, resolve));
    if (call === 1) throw new Error('the warehouse is closed');
  },
};

describe('a storm of callbacks, shuffled and with forged ones among them', () => {
  for (const [what, hook] of Object.entries(HOOKS))
    it(`fulfils each order once, forgets none, and leaves nothing behind, while onPaid ${what}`, async () => {
      await fc.assert(
        fc.asyncProperty(shuffled, shuffled, async (first, second) => {
          const shop = await paidShop();
          const calls = new Map<string, number>();
          const fulfilled: string[] = [];
          const running = new Set<string>();
          shop.options.onPaid = async ({ orderId }) => {
            expect(running.has(orderId), `${orderId} is being fulfilled already`).to.equal(false);
            running.add(orderId);
            const call = (calls.get(orderId) ?? 0) + 1;
            calls.set(orderId, call);
            try {
              await hook(shop, call);
              fulfilled.push(orderId);
            } finally {
              running.delete(orderId);
            }
          };
          shop.restart();
          const { reads } = shop.mixpay;
          await storm(shop, first);
          // One read an order, however many callbacks there were.
          expect(shop.mixpay.reads - reads).to.be.at.most(ORDERS.length);
          // Another process goes on: MixPay calls again, and the sweep looks.
          shop.restart();
          await storm(shop, second);
          for (const minutes of [2, 10, 60, 24 * 60]) {
            await shop.clock.advance(minutes * MINUTE);
            await shop.patiently(shop.handler.sweep());
          }
          expect(new Set(await storm(shop, first))).to.deep.equal(new Set([200]));
          await quiet();
          expect([...fulfilled].sort()).to.deep.equal([...ORDERS].sort());
          for (const orderId of ORDERS) {
            const record = (await shop.store.get(`order:${orderId}`))?.value as OrderRecord | undefined;
            expect(record?.attempts.map(({ state }) => state)).to.deep.equal(['done']);
            expect(record?.notices ?? []).to.deep.equal([]);
            // However many callbacks came, a record does not grow with them.
            expect(JSON.stringify(record).length).to.be.below(4000);
          }
          expect(shop.clock.waiting).to.equal(0);
        }),
        { numRuns: runs(10, 1) },
      );
    });
});
