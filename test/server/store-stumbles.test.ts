import { describe, it } from 'node:test';
import { expect } from 'chai';
import { createDatabase } from 'db0';
import libSql from 'db0/connectors/libsql/node';
import { memoryStore, sqlStore, type Store } from '../../src/server/index.js';
import type { OrderRecord } from '../../src/server/record.js';
import { stumblingStore } from '../helpers/failing-store.js';
import { FakeClock } from '../helpers/fake-clock.js';
import { Shop } from '../helpers/open-shop.js';
import { quiet } from '../helpers/quiet.js';
import { runs } from '../helpers/runs.js';

const MINUTE = 60_000;

/** Stores of which a new one can be had for every step. Those over a network are played in `busy-restarts`. */
const STORES: Record<string, (clock: FakeClock) => { inner: Store; close: () => Promise<void> }> = {
  memory: (clock) => ({ inner: memoryStore({ clock }), close: () => Promise.resolve() }),
  SQLite: (clock) => {
    const db = createDatabase(libSql({ url: ':memory:' }));
    return { inner: sqlStore(db, { clock }), close: () => db.dispose() };
  },
};

/** What may happen to one purchase; each request is answered, whatever the store does. */
const STORIES: Record<string, (shop: Shop) => Promise<void>> = {
  'a code, paid': async (shop) => {
    await click(shop);
    end(shop, 'success');
    await tell(shop);
  },
  'a code, failed, and another, paid': async (shop) => {
    await click(shop);
    end(shop, 'failed');
    await tell(shop);
    await click(shop);
    end(shop, 'success');
    await tell(shop);
  },
  'a code, another at another price, and both paid': async (shop) => {
    await click(shop);
    shop.prices['order-1'] = '12';
    await click(shop);
    end(shop, 'success');
    await tell(shop);
    for (const payment of shop.mixpay.payments.values()) payment.status = 'success';
    await tell(shop);
  },
  'a code, expired, and another, found paid by the sweep': async (shop) => {
    await click(shop);
    await shop.clock.advance(45 * MINUTE);
    await click(shop);
    end(shop, 'success');
    await shop.clock.advance(2 * MINUTE);
    await shop.handler.sweep().catch(() => undefined);
  },
  'a code that MixPay says something else of, resolved, and another, paid': async (shop) => {
    await click(shop);
    const first = [...shop.mixpay.payments.values()][0];
    if (first !== undefined) Object.assign(first, { status: 'confirming', result: { quoteAmount: '9.99' } });
    await tell(shop);
    await shop.handler.resolve('order-1').catch(() => undefined);
    await click(shop);
    end(shop, 'success');
    await tell(shop);
  },
  'a create whose answer is lost, asked again, and paid': async (shop) => {
    shop.mixpay.beforeAnswer = () => {
      shop.mixpay.beforeAnswer = undefined;
      return Promise.reject(new TypeError('connection lost'));
    };
    await click(shop);
    await click(shop);
    end(shop, 'success');
    await tell(shop);
  },
};

async function click(shop: Shop): Promise<void> {
  const { status } = await shop.patiently(shop.post({ orderId: 'order-1' }));
  expect(status).to.be.oneOf([200, 409, 500, 503]);
  await shop.clock.advance(3000);
}

/** Of the newest code, if the store has let one be made: what has ended never changes. */
function end(shop: Shop, status: string): void {
  const latest = [...shop.mixpay.payments.values()].at(-1);
  if (latest?.status === 'unpaid') latest.status = status;
}

/** As MixPay does: calls back, and again where it was not acknowledged. */
async function tell(shop: Shop): Promise<void> {
  for (const payment of shop.mixpay.payments.values()) {
    if (payment.status === 'unpaid') continue;
    expect((await shop.callBack(payment)).status).to.be.oneOf([200, 500, 503]);
    await shop.clock.advance(15_000);
  }
}

async function recordOf(store: Store): Promise<OrderRecord | undefined> {
  return (await store.get('order:order-1'))?.value as OrderRecord | undefined;
}

for (const [kind, openStore] of Object.entries(STORES)) {
  const stories = Object.entries(STORIES);
  describe(`a store in ${kind} that fails once`, () => {
    for (const [name, story] of kind === 'memory' ? stories : stories.slice(-runs(stories.length, 2)))
      for (const when of ['before', 'after'] as const)
        it(`at any step, ${when} it has done what it was asked: ${name}`, () => play(openStore, story, when));
  });
}

async function play(openStore: (typeof STORES)[string], story: (shop: Shop) => Promise<void>, when: 'before' | 'after'): Promise<void> {
  let steps = 0;
  for (let at = 1; ; at++) {
    const clock = new FakeClock();
    const { inner, close } = openStore(clock);
    const { store, operations } = stumblingStore(inner, at, when);
    const shop = new Shop({ clock, store });
    const label = `${when} step ${at}`;
    const afterDone: string[] = [];
    shop.restart({
      onPaid: async (order, result) => {
        const attempt = (await recordOf(inner))?.attempts.find(({ n }) => n === order.attempt);
        if (attempt?.state === 'done') afterDone.push(order.traceId);
        await shop.options.onPaid(order, result);
      },
    });
    await story(shop);
    if (operations() < at) {
      await close();
      break;
    }
    steps++;
    // All that finds a payment again.
    for (const wait of [1, 3, 45]) {
      await clock.advance(wait * MINUTE);
      await tell(shop);
      await shop.handler.sweep();
      await quiet();
    }
    const record = await recordOf(inner);
    const payments = [...shop.mixpay.payments.values()];
    const succeeded = payments.filter(({ status }) => status === 'success').map(({ body }) => body.traceId);
    const told = shop.told.filter(({ hook }) => ['paid', 'superseded_paid', 'second_success'].includes(hook));
    expect(afterDone, label).to.deep.equal([]);
    expect(new Set(told.map(({ traceId }) => traceId)), label).to.deep.equal(new Set(succeeded));
    expect(new Set(told.filter(({ hook }) => hook === 'paid').map(({ traceId }) => traceId)).size, label).to.be.at.most(1);
    expect(record?.notices ?? [], label).to.deep.equal([]);
    const payable = (record?.attempts ?? []).filter(({ state, superseded }) => state === 'open' && !superseded);
    expect(payable.length, label).to.be.at.most(1);
    const known = new Set(record?.attempts.map(({ traceId }) => traceId));
    for (const { body } of payments) expect(known.has(body.traceId), `${label}: a code nobody watches`).to.equal(true);
    await close();
  }
  expect(steps).to.be.greaterThan(10);
}
