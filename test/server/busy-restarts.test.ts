import { describe, it } from 'node:test';
import { expect } from 'chai';
import { hasPostgres, hasRedis, startPostgres, startRedis, type Daemon } from '../helpers/databases.js';
import { post, ShopProcesses, type PostAnswer, type ShopProcess } from '../helpers/shop-processes.js';

const ORDERS = 200;
/** Payers at once. */
const LANES = 25;
/** The shops' minutes pass in a second, because MixPay is asked at most 50 times a minute. */
const SPEED = 60;

/** Two shops on one database, and everybody who pays there. */
class BusyShop {
  readonly #shops: ShopProcesses;
  readonly #servers: ShopProcess[];
  /** Answers other than the one waited for, by status and code. */
  readonly refused = new Map<string, number>();

  constructor(shops: ShopProcesses, servers: ShopProcess[]) {
    this.#shops = shops;
    this.#servers = servers;
  }

  /** Posts until the answer is as expected, as long apart as `Retry-After` says, as a page and MixPay do. */
  async insist(n: number, path: string, body: unknown, expected: (answer: PostAnswer) => boolean): Promise<PostAnswer> {
    for (let tries = 0; tries < 300; tries++) {
      const { origin } = this.#servers[(n + tries) % this.#servers.length]!;
      const answer = await post(`${origin}${path}`, body);
      if (expected(answer)) return answer;
      const what = `${answer.status} ${answer.body.code}`;
      this.refused.set(what, (this.refused.get(what) ?? 0) + 1);
      await new Promise((resolve) => setTimeout(resolve, ((answer.retryAfter ?? 5) * 1000) / SPEED));
    }
    throw new Error(`no answer to rely on for ${path}: ${JSON.stringify([...this.refused])}`);
  }

  create = (n: number, at = n) =>
    this.insist(at, '/api/mixpay', { orderId: `order-${n}` }, ({ status }) => status === 200 || status === 409);

  callBack = (n: number, path: string) => this.insist(n, path, {}, ({ body }) => body.code === 'SUCCESS');

  /** One payer: asks for the code, some at the other shop too, pays, and MixPay calls back until that is acknowledged. */
  async buy(n: number): Promise<{ code: string; path: string; paid: number }> {
    const first = await this.create(n);
    if (n % 4 === 0) expect((await this.create(n, n + 1)).body.code, `order-${n} at the other shop`).to.equal(first.body.code);
    const payment = [...this.#shops.mixpay.payments.values()].find(({ code }) => code === first.body.code)!;
    payment.status = 'success';
    const path = new URL(payment.body.callbackUrl ?? '').pathname;
    await this.callBack(n + 1, path);
    return { code: payment.code, path, paid: await this.timesPaid(n) };
  }

  /** How often onPaid was called for an order; throws where it was called with two traces. */
  async timesPaid(n: number): Promise<number> {
    const lines = (await this.#shops.paid()).filter((line) => line.startsWith(`order-${n} `));
    expect(new Set(lines).size).to.be.lessThan(2);
    return lines.length;
  }
}

/** Some at once, each as soon as there is room; `left` are those that nobody has begun. */
async function inLanes(orders: number[], run: (n: number, left: number) => Promise<void>): Promise<void> {
  const waiting = [...orders];
  const lane = async () => {
    for (let n = waiting.shift(); n !== undefined; n = waiting.shift()) await run(n, waiting.length);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}

async function sellThroughRestart(server: Daemon, stores: string[]): Promise<void> {
  const shops = new ShopProcesses();
  await shops.open();
  try {
    const servers = await Promise.all(stores.map((store) => shops.start({ store, speed: SPEED, sweepEvery: 10 })));
    const shop = new BusyShop(shops, servers);
    const orders = Array.from({ length: ORDERS }, (_, n) => n + 1000);
    const bought = new Map<number, Awaited<ReturnType<BusyShop['buy']>>>();
    let restarted: Promise<void> | undefined;
    await inLanes(orders, async (n, left) => {
      if (left === ORDERS / 2) restarted = server.restart();
      bought.set(n, await shop.buy(n));
    });
    await restarted;

    expect(shops.mixpay.payments.size, 'payments').to.equal(ORDERS);
    expect(new Set([...bought.values()].map(({ code }) => code)).size, 'codes').to.equal(ORDERS);
    // Everything again, now that all is done: nothing is created, and no hook is called.
    await inLanes(orders, async (n) => {
      await shop.callBack(n, bought.get(n)?.path ?? '');
      expect((await shop.create(n)).body.code, `order-${n}`).to.equal('already_paid');
    });
    for (const [n, { paid }] of bought) {
      expect(paid, `order-${n}`).to.be.greaterThan(0);
      expect(await shop.timesPaid(n), `order-${n} after it was done`).to.equal(paid);
    }
    expect(shops.mixpay.payments.size, 'payments').to.equal(ORDERS);
    expect(servers.map(({ child }) => child.exitCode)).to.deep.equal([null, null]);
  } finally {
    await shops.close();
    await server.stop();
  }
}

describe(`two shops on one database that crashes while ${ORDERS} orders are under way`, { concurrency: true }, () => {
  if (hasPostgres)
    it('on PostgreSQL lose nothing and double nothing', async () => {
      const server = await startPostgres();
      await sellThroughRestart(server, [`postgres:${server.socket}`, `postgres:${server.socket}`]);
    });

  if (hasRedis)
    it('on Redis lose nothing and double nothing', async () => {
      const server = await startRedis({ durable: true });
      await sellThroughRestart(server, [`ioredis:${server.socket}`, `node-redis:${server.socket}`]);
    });
});
