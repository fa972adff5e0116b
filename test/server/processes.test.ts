import { describe, it } from 'node:test';
import { expect } from 'chai';
import { createDatabase } from 'db0';
import libSql from 'db0/connectors/libsql/node';
import { sqlStore } from '../../src/server/index.js';
import { post, ShopProcesses } from '../helpers/shop-processes.js';

const within = (run: (shops: ShopProcesses) => Promise<void>) => async () => {
  const shops = new ShopProcesses();
  await shops.open();
  try {
    await run(shops);
  } finally {
    await shops.close();
  }
};

const callbackPath = (shops: ShopProcesses) => new URL(shops.mixpay.latest.body.callbackUrl ?? '').pathname;

/** Whether `done` has been written. Read past the handler, as nothing but the file survives a kill. */
async function isDone(shops: ShopProcesses): Promise<boolean> {
  const db = createDatabase(libSql({ url: `file:${shops.database}` }));
  const stored = await sqlStore(db).get('order:order-1');
  await db.dispose();
  return JSON.stringify(stored?.value ?? '').includes('"state":"done"');
}

/** @returns false where the purchase was over before the process was to be killed */
async function killedAt(step: number): Promise<boolean> {
  let killed = true;
  await within(async (shops) => {
    const doomed = await shops.start({ killAt: step });
    const answers = [await post(`${doomed.origin}/api/mixpay`, { orderId: 'order-1' })];
    if (shops.mixpay.payments.size > 0) {
      shops.mixpay.latest.status = 'success';
      answers.push(await post(`${doomed.origin}${callbackPath(shops)}`, {}));
    }
    killed = answers.some(({ status }) => status === 0);
    await shops.kill(doomed);
    const [before, done] = [(await shops.paid()).length, await isDone(shops)];

    // Two minutes later, so that no lease of the dead stands in the way.
    const survivor = await shops.start({ ahead: 120_000 });
    const again = await post(`${survivor.origin}/api/mixpay`, { orderId: 'order-1' });
    expect(again.status, `killed at ${step}`).to.be.oneOf([200, 409]);
    shops.mixpay.latest.status = 'success';
    for (let repeat = 0; repeat < 3; repeat++) await post(`${survivor.origin}${callbackPath(shops)}`, {});
    const paid = await shops.paid();
    expect(shops.mixpay.payments.size, `payments, killed at ${step}`).to.equal(1);
    expect(new Set(paid).size, `traces, killed at ${step}`).to.equal(1);
    expect(paid.length, `calls of onPaid, killed at ${step}`).to.equal(done ? before : before + 1);
  })();
  return killed;
}

describe('a process killed with SIGKILL', () => {
  it('at every step between the click and done loses no payment, and calls onPaid once more only if that was not written', async () => {
    let step = 1;
    while (await killedAt(step)) step++;
    expect(step).to.be.greaterThan(12);
  });
});

describe('two processes behind one store', () => {
  it(
    'share their orders: created by one, called back at one, asked at the other, and one killed',
    within(async (shops) => {
      const [one, other] = [await shops.start(), await shops.start()];
      const create = (orderId: string) => post(`${one.origin}/api/mixpay`, { orderId });
      const watch = async (statusUrl = '') => ((await (await fetch(`${other.origin}${statusUrl}`)).json()) as { status: string }).status;

      const second = await create('order-2');
      const secondPath = callbackPath(shops);
      const first = await create('order-1');
      shops.mixpay.latest.status = 'success';
      const path = callbackPath(shops);
      const callbacks = Array.from({ length: 10 }, () => post(`${one.origin}${path}`, {}));
      await Promise.all([...callbacks, ...Array.from({ length: 10 }, () => watch(first.body.statusUrl))]);
      expect(await watch(first.body.statusUrl)).to.equal('success');
      expect(await shops.paid()).to.have.length(1);

      await shops.kill(one);
      for (const payment of shops.mixpay.payments.values()) payment.status = 'success';
      expect((await post(`${other.origin}${secondPath}`, {})).body.code).to.equal('SUCCESS');
      expect(await watch(second.body.statusUrl)).to.equal('success');
      expect(await shops.paid()).to.have.length(2);
      expect((await post(`${other.origin}/api/mixpay`, { orderId: 'order-1' })).body.code).to.equal('already_paid');
    }),
  );
});
