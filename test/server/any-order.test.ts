import { describe, it } from 'node:test';
import { expect } from 'chai';
import fc from 'fast-check';
import { Shop } from '../helpers/open-shop.js';
import type { ScriptedPayment } from '../helpers/scripted-mixpay.js';

const NEXT: Record<string, string[]> = {
  unpaid: ['confirming', 'paid_less', 'pending', 'success', 'failed'],
  confirming: ['paid_less', 'pending', 'auditing', 'success', 'failed'],
  paid_less: ['confirming', 'pending', 'success', 'failed'],
  pending: ['auditing', 'success', 'failed'],
  auditing: ['success', 'failed'],
};

const act = (what: string, weight: number) => ({ weight, arbitrary: fc.record({ what: fc.constant(what), which: fc.nat(9) }) });
const step = fc.oneof(
  ...[
    act('create', 6),
    act('callBack', 4),
    act('ask', 4),
    act('pay', 6),
    act('wait', 6),
    act('sweep', 2),
    act('price', 2),
    act('restart', 1),
  ],
  ...[act('breakHook', 1), act('mendHook', 1), act('breakNetwork', 1), act('mendNetwork', 1)],
);

/** Everything that can happen to one order, in whatever order it happens. */
async function happen(shop: Shop, urls: string[], what: string, which: number): Promise<void> {
  const payments = [...shop.mixpay.payments.values()];
  const payment: ScriptedPayment | undefined = payments[which % Math.max(payments.length, 1)];
  if (what === 'create') {
    const answers = await Promise.all(Array.from({ length: 1 + (which % 3) }, () => shop.post({ orderId: 'order-1' })));
    for (const { body } of answers) if (typeof body.statusUrl === 'string') urls.push(body.statusUrl);
  }
  if (what === 'callBack' && payment !== undefined) await Promise.all([shop.callBack(payment), shop.callBack(payment)]);
  if (what === 'ask' && urls.length > 0) {
    const { body } = await shop.send(urls[which % urls.length] ?? '');
    if (body.status === 'success') expect(payments.some(({ status }) => status === 'success')).to.equal(true);
  }
  if (what === 'pay' && payment !== undefined) {
    const next = NEXT[payment.status];
    if (next !== undefined) payment.status = next[which % next.length] ?? payment.status;
  }
  if (what === 'sweep') await shop.handler.sweep();
  if (what === 'restart') shop.restart();
  if (what === 'price') shop.prices['order-1'] = String(10 + (which % 3));
  if (what === 'breakHook') shop.during.paid = () => Promise.reject(new Error('down'));
  if (what === 'mendHook') shop.during.paid = undefined;
  if (what === 'breakNetwork') shop.mixpay.outage = () => Promise.reject(new TypeError('down'));
  if (what === 'mendNetwork') shop.mixpay.outage = undefined;
  if (what === 'wait') await shop.clock.advance([500, 3000, 31_000, 5 * 60_000, 32 * 60_000, 45 * 60_000][which % 6] ?? 0);
}

describe('whatever happens, in whatever order', () => {
  it('fulfils an order at most once, tells of every payment that succeeded, and leaves nothing owed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 15, maxLength: 50 }), async (steps) => {
        const shop = new Shop();
        const returned: string[] = [];
        const onPaid = shop.options.onPaid;
        shop.options.onPaid = async (order, result) => {
          await onPaid(order, result);
          returned.push(order.traceId);
        };
        shop.restart();
        const urls: string[] = [];
        for (const { what, which } of steps) await happen(shop, urls, what, which);

        await happen(shop, urls, 'mendHook', 0);
        await happen(shop, urls, 'mendNetwork', 0);
        for (let hour = 0; hour < 3; hour++) {
          await shop.clock.advance(90 * 60_000);
          await shop.handler.sweep();
        }
        expect(returned.length).to.be.at.most(1);
        const succeeded = [...shop.mixpay.payments.values()].filter(({ status }) => status === 'success').map(({ body }) => body.traceId);
        const told = shop.told
          .filter(({ hook }) => ['paid', 'superseded_paid', 'second_success'].includes(hook))
          .map(({ traceId }) => traceId);
        expect([...new Set(told)].sort()).to.deep.equal(succeeded.sort());
        expect((await shop.handler.health()).ok).to.equal(true);
      }),
      { numRuns: 400, seed: 20261121 },
    );
  });
});
