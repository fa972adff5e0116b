import { describe, it } from 'node:test';
import { expect } from 'chai';
import { memoryStore } from '../../src/server/index.js';
import { Shop } from '../helpers/open-shop.js';
import { unreachable } from '../helpers/scripted-mixpay.js';

/** What MixPay may say to a create it has had before, documented or not. */
const REFUSALS = [10020, 10065, 10084, 10011, 10062, 404, 1017, 99999];
/** What it may say of the payment itself. */
const STATES = [
  'absent',
  'empty',
  'unpaid',
  'confirming',
  'paid_less',
  'pending',
  'auditing',
  'a-new-word',
  'success',
  'failed',
  'silent',
  'refused',
];
/** What the shop knows of it. */
const MEMORIES = { 'a lost store': false, 'an answer that was lost': true };

/** A shop whose first trace MixPay refuses to make, and of which it says `state`; any further one is made as ever. */
function stage(refusal: number, state: string, sentBefore: boolean): Shop {
  const shop = new Shop();
  const { mixpay } = shop;
  let lost = !sentBefore;
  const create = (): Response | Promise<Response> => {
    if (lost) return mixpay.fails(refusal);
    lost = true;
    return unreachable();
  };
  const read = (): Response | Promise<Response> => {
    const { traceId, payeeId, quoteAmount, quoteAssetId } = mixpay.creates[0]!;
    if (state === 'absent') return mixpay.fails(10062);
    if (state === 'empty') return mixpay.answers([]);
    if (state === 'silent') return unreachable();
    if (state === 'refused') return mixpay.fails(2000);
    return mixpay.answers({ traceId, payeeId, quoteAmount, quoteAssetId, status: state });
  };
  const fetch: typeof mixpay.fetch = (input, init) => {
    const asked = init.method === 'GET' ? input : (init.body as string);
    const first = mixpay.creates[0]?.traceId;
    mixpay.script.length = 0;
    if (first === undefined || asked.includes(first)) mixpay.script.push(init.method === 'GET' ? read : create);
    return mixpay.fetch(input, init);
  };
  shop.restart({ fetch });
  return shop;
}

describe('a create that MixPay refuses although it may know the payment', () => {
  for (const [memory, sentBefore] of Object.entries(MEMORIES))
    for (const refusal of REFUSALS)
      for (const state of STATES)
        it(`${refusal} and then ${state}, after ${memory}: one create a click, and never two payable codes`, async () => {
          const shop = stage(refusal, state, sentBefore);
          const codes = new Set<unknown>();
          for (let click = 0; click < 5; click++) {
            const before = shop.mixpay.creates.length;
            const { status, body } = await shop.post({ orderId: 'order-1' });
            expect(shop.mixpay.creates.length - before, 'creates in one click').to.be.at.most(1);
            expect(status, JSON.stringify(body)).to.be.oneOf([200, 409, 502, 503]);
            if (status === 200) codes.add(body.code);
            await shop.clock.advance(3000);
          }
          expect(codes.size, 'payable codes').to.be.at.most(1);
          expectEnd(shop, refusal, state, codes);
        });
});

/** What must have come of it after five clicks. */
function expectEnd(shop: Shop, refusal: number, state: string, codes: Set<unknown>): void {
  const underWay = ['confirming', 'paid_less', 'pending', 'auditing', 'a-new-word'].includes(state);
  const first = shop.mixpay.creates[0]!.traceId;
  if (state === 'success') expect([...codes]).to.deep.equal([]);
  if (state === 'success') expect(shop.count('paid')).to.equal(1);
  if (state === 'failed') expect(shop.count('failed')).to.equal(1);
  if (state === 'silent') expect(shop.mixpay.payments.size, 'nothing new beside what cannot be read').to.equal(0);
  if (underWay) expect(shop.mixpay.payments.size, 'nothing new beside a payment under way').to.equal(0);
  if (underWay) expect([...codes]).to.deep.equal([first]);
  if (state === 'unpaid' && refusal !== 10065) expect([...codes]).to.deep.equal([first]);
  if ((state === 'unpaid' && refusal === 10065) || state === 'failed') expect([...codes]).to.deep.equal(['code-1']);
}

describe('a link from before the store was lost', () => {
  for (const refusal of [10011, 99999])
    it(`that MixPay does not explain (${refusal}) is looked for by the sweep, for its payer has it still`, async () => {
      const shop = new Shop();
      await shop.create();
      const before = shop.mixpay.latest;
      shop.restart({ store: memoryStore({ clock: shop.clock }) });
      shop.mixpay.script.push(
        () => shop.mixpay.fails(refusal),
        () => shop.mixpay.fails(10062),
      );
      expect((await shop.post({ orderId: 'order-1' })).status).to.equal(502);
      before.status = 'success';
      for (let minute = 0; minute < 5; minute++) {
        await shop.clock.advance(60_000);
        await shop.handler.sweep();
      }
      expect(shop.told.filter(({ hook }) => hook === 'paid').map(({ traceId }) => traceId)).to.deep.equal([before.body.traceId]);
    });

  it('is not looked for where MixPay says plainly that it made nothing', async () => {
    const shop = new Shop();
    shop.mixpay.script.push(() => shop.mixpay.fails(10004));
    expect((await shop.post({ orderId: 'order-1' })).status).to.equal(422);
    await shop.clock.advance(120_000);
    await shop.handler.sweep();
    expect(shop.mixpay.reads).to.equal(0);
  });
});
