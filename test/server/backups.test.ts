import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { expect } from 'chai';
import { createDatabase, type Database } from 'db0';
import libSql from 'db0/connectors/libsql/node';
import { createSandbox } from '../../src/sandbox/index.js';
import { sqlStore } from '../../src/server/index.js';
import { FakeClock } from '../helpers/fake-clock.js';
import { Shop } from '../helpers/open-shop.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** A shop whose orders stand in a file, and a sandbox whose callbacks do not arrive. */
class Backed {
  readonly clock = new FakeClock();
  readonly sandbox = createSandbox({ clock: this.clock, fetch: () => Promise.reject(new TypeError('no callbacks')) });
  readonly #open: Database[] = [];
  readonly #folder: string;
  readonly shop: Shop;

  private constructor(folder: string) {
    this.#folder = folder;
    const fetch = (input: string, init: RequestInit) => this.sandbox(new Request(input, init));
    this.shop = new Shop({ clock: this.clock, fetch, store: this.#store('shop.db') });
    Object.assign(this.shop.prices, { 'order-3': '7', 'order-4': '8', 'order-5': '6' });
  }

  static async open(run: (backed: Backed) => Promise<void>): Promise<void> {
    const folder = await mkdtemp(join(tmpdir(), 'mixpay-backup-'));
    const backed = new Backed(folder);
    try {
      await run(backed);
    } finally {
      backed.sandbox.close();
      for (const db of backed.#open) await db.dispose();
      await rm(folder, { recursive: true, force: true });
    }
  }

  #store(file: string) {
    const db = createDatabase(libSql({ url: `file:${join(this.#folder, file)}` }));
    this.#open.push(db);
    return sqlStore(db, { clock: this.clock });
  }

  async backUp(): Promise<void> {
    await this.#open[0]?.exec(`VACUUM INTO '${join(this.#folder, 'backup.db')}'`);
  }

  /** A new process on the orders as they were, which knows nothing of what was told since. */
  restore(): void {
    this.shop.told.length = 0;
    this.shop.restart({ store: this.#store('backup.db') });
  }

  async sweep(minutes: number): Promise<void> {
    for (let minute = 0; minute < minutes; minute++) {
      await this.clock.advance(MINUTE);
      await this.shop.handler.sweep();
    }
  }

  /** The orders of which the shop has heard that they are paid. */
  get paid(): string[] {
    return this.shop.told.filter(({ hook }) => hook === 'paid').map(({ orderId }) => orderId);
  }
}

describe('a backup of the store that is put back, and nobody clicks', () => {
  for (const [age, after] of [
    ['an hour', 60 * MINUTE],
    ['five days', 5 * DAY],
    ['forty days', 40 * DAY],
  ] as const)
    it(`has the sweep find what was open then and paid since, ${age} ago`, () =>
      Backed.open(async (backed) => {
        const { shop, sandbox, clock } = backed;
        const untouched = await shop.create('order-1');
        const asked = await shop.create('order-2');
        await shop.ask(asked.statusUrl);
        const moving = await shop.create('order-3');
        await sandbox.control(moving.code ?? '', { status: 'confirming' });
        await backed.sweep(1);
        await shop.create('order-4');
        shop.prices['order-4'] = '9';
        const dearer = await shop.create('order-4');
        sandbox.setFaults([{ path: '/one_time_payment', httpStatus: 502, body: '', afterwards: true, times: 1 }]);
        expect((await shop.post({ orderId: 'order-5' })).status).to.equal(503);
        const item = (await shop.post({ item: 'shirt' })).body as Record<string, string>;
        await backed.backUp();

        const lost = await shop.create('order-5');
        await clock.advance(10 * MINUTE);
        for (const { code = '' } of [untouched, asked, moving, dearer, lost, item]) await sandbox.control(code, { status: 'success' });
        await backed.sweep(5);
        const orders = [untouched, asked, moving, dearer, lost, item].map(({ orderId }) => orderId).sort();
        expect([...backed.paid].sort()).to.deep.equal(orders);
        await clock.advance(after);

        backed.restore();
        await backed.sweep(2);
        expect([...backed.paid].sort()).to.deep.equal(orders);
      }));

  it('finds the one that was paid behind sixty that were not, which have ended for it too', () =>
    Backed.open(async (backed) => {
      const { shop, sandbox, clock } = backed;
      for (let n = 0; n < 60; n++) {
        shop.prices[`basket-${n}`] = '3';
        await clock.advance(2000);
        await shop.create(`basket-${n}`);
      }
      const last = await shop.create('order-1');
      await backed.backUp();
      await sandbox.control(last.code ?? '', { status: 'success' });
      await clock.advance(3 * DAY);
      backed.restore();
      await backed.sweep(4);
      expect(backed.paid).to.deep.equal(['order-1']);
      expect(shop.count('failed')).to.equal(60);
    }));

  it('finds what was paid although MixPay could not be asked at first', () =>
    Backed.open(async (backed) => {
      const { shop, sandbox, clock } = backed;
      const { code = '' } = await shop.create('order-1');
      await backed.backUp();
      await sandbox.control(code, { status: 'success' });
      await clock.advance(40 * DAY);
      backed.restore();
      sandbox.setFaults([{ httpStatus: 500, body: 'no' }]);
      await backed.sweep(10);
      sandbox.setFaults([{ path: '/payments_result', code: 10062, times: 1 }]);
      await backed.sweep(2);
      sandbox.setFaults([]);
      for (let day = 0; day < 2; day++) {
        await clock.advance(DAY);
        await backed.sweep(1);
      }
      expect(backed.paid).to.deep.equal(['order-1']);
    }));
});
