import { describe, it } from 'node:test';
import { expect } from 'chai';
import { readResult } from '../../src/core/result.js';
import { opened, reclaimed, refusedByMixPay, superseded } from '../../src/server/attempts.js';
import { configure } from '../../src/server/config.js';
import { recordAbsence, recordResult } from '../../src/server/outcome.js';
import { isEnded, type Attempt, type AttemptState, type OrderRecord } from '../../src/server/record.js';
import { memoryStore, review } from '../../src/server/index.js';
import { FakeClock } from '../helpers/fake-clock.js';
import { Shop } from '../helpers/open-shop.js';
import { quiet } from '../helpers/quiet.js';

const ENDS: AttemptState[] = ['failed', 'paid', 'done', 'stray'];
const STATUSES = ['unpaid', 'confirming', 'paid_less', 'pending', 'auditing', 'success', 'failed', 'a-new-word'];

describe('an attempt that has ended', () => {
  /** As the handler writes it, but for its state. */
  async function endedAs(state: AttemptState) {
    const shop = new Shop();
    await shop.create();
    const record = (await shop.store.get('order:order-1'))?.value as OrderRecord;
    const [attempt] = record.attempts as [Attempt];
    return { shop, attempt, record: { ...record, attempts: [{ ...attempt, state }] } };
  }
  const told = ({ terms: { traceId, payeeId, quoteAssetId, quoteAmount } }: Attempt, changes: Record<string, unknown>) =>
    readResult({ traceId, payeeId, quoteAssetId, quoteAmount, txid: 'abc', settleStatus: 'success', ...changes })!;

  for (const state of ENDS)
    it(`as ${state} stays so, whatever MixPay says later and whatever comes late`, async () => {
      const { shop, record, attempt } = await endedAs(state);
      const now = shop.clock.now();
      const claim = { owner: 'late', until: now + 1000 };
      const results = STATUSES.flatMap((status) => [{ status }, { status, quoteAmount: '1' }, { status, payeeId: undefined }]);
      const later: (OrderRecord | undefined)[] = [
        ...results.map((changes) => recordResult(record, 1, told(attempt, changes), now, true)),
        recordAbsence(record, 1, now),
        opened(record, 1, 'code-9', configure(shop.options)),
        refusedByMixPay(record, 1, 10012, now),
        superseded(record, 1),
      ];
      for (const after of later) {
        const [only] = after!.attempts;
        expect([only!.state, only!.superseded, only!.code]).to.deep.equal([state, false, 'code-1']);
        expect(isEnded(only!)).to.equal(true);
      }
      expect(reclaimed(record, 1, claim, now)).to.equal(undefined);
    });

  it('as failed shows nothing of what MixPay says of it later, and onUpdate is not called for that', async () => {
    const shop = new Shop();
    const { statusUrl } = await shop.create();
    shop.mixpay.latest.status = 'failed';
    await shop.callBack();
    Object.assign(shop.mixpay.latest, { status: 'success', result: { txid: 'abc', settleStatus: 'success', surplusAmount: '1' } });
    await shop.clock.advance(15_000);
    await shop.callBack();
    const { body } = await shop.ask(statusUrl);
    expect(body.status).to.equal('failed');
    expect(body).to.not.have.any.keys('txid', 'paymentAmount', 'surplusAmount');
    expect([shop.count('update'), shop.count('surplus'), shop.count('failed_with_money')]).to.deep.equal([0, 0, 1]);
  });

  it('as success is not changed by a result about something else', async () => {
    const shop = new Shop();
    const { statusUrl } = await shop.create();
    shop.mixpay.latest.status = 'success';
    await shop.callBack();
    shop.mixpay.latest.result = { quoteAmount: '1', txid: 'another', settleStatus: 'success' };
    await shop.clock.advance(15_000);
    await shop.callBack();
    const { body } = await shop.ask(statusUrl);
    expect([body.status, body.txid]).to.deep.equal(['success', undefined]);
    expect([shop.count('update'), shop.count('mismatch'), shop.count('paid')]).to.deep.equal([0, 1, 1]);
  });
});

describe('an end that comes while the code is being made', () => {
  for (const [status, answer] of [
    ['failed', 'attempt_ended'],
    ['success', 'already_paid'],
  ] as const)
    for (const refusal of [undefined, 10012, 10065])
      it(`${status}, and the create is ${refusal === undefined ? 'answered' : `refused with ${refusal}`}: the end stands`, async () => {
        const shop = new Shop();
        const fetch: typeof shop.mixpay.fetch = async (input, init) => {
          const response = await shop.mixpay.fetch(input, init);
          if (init.method !== 'POST') return response;
          shop.mixpay.latest.status = status;
          expect((await shop.callBack()).body.code).to.equal('SUCCESS');
          return refusal === undefined ? response : shop.mixpay.fails(refusal);
        };
        shop.restart({ fetch });
        const { body } = await shop.post({ orderId: 'order-1' });
        // A refusal that says plainly that nothing was made is told as it is; the next click finds the end.
        if (refusal === undefined) expect(body.code).to.equal(answer);
        else expect(body.code).to.be.oneOf([answer, 'price_too_low', 'price_too_high', 'busy', 'mixpay_refused']);
        shop.restart();
        expect(shop.count(status === 'failed' ? 'failed' : 'paid')).to.equal(1);
        await shop.clock.advance(3000);
        const next = await shop.post({ orderId: 'order-1' });
        if (status === 'failed') expect([next.status, next.body.code]).to.deep.equal([200, 'code-2']);
        else expect([next.status, next.body.code]).to.deep.equal([409, 'already_paid']);
        expect(shop.mixpay.payments.size).to.equal(status === 'failed' ? 2 : 1);
      });
});

describe('a hook that returns after another process has taken it for dead and called it again', () => {
  it('does not undo what the second call has recorded', async () => {
    const clock = new FakeClock();
    const survivor = memoryStore({ clock });
    const slow = new Shop({ clock, store: survivor });
    const { statusUrl } = await slow.create();
    slow.mixpay.latest.status = 'success';
    let decline = (): void => undefined;
    slow.during.paid = () => new Promise((_, reject) => (decline = () => reject(review('too late to say so'))));
    // Its claim cannot be renewed for a while.
    let down = false;
    const put: typeof survivor.put = (...call) => (down ? Promise.reject(new Error('down')) : survivor.put(...call));
    slow.restart({ store: { ...survivor, put } });
    const waiting = slow.callBack();
    await quiet();
    down = true;
    await clock.advance(31_000);
    const quick = new Shop({ clock, store: survivor, mixpay: slow.mixpay });
    expect((await quick.callBack()).body.code).to.equal('SUCCESS');
    expect([slow.count('paid'), quick.count('paid')]).to.deep.equal([1, 1]);
    down = false;
    decline();
    await waiting.catch(() => undefined);
    await quiet();
    expect((await quick.ask(statusUrl)).body.status).to.equal('success');
    expect(((await survivor.get('order:order-1'))?.value as OrderRecord).attempts[0]?.state).to.equal('done');
  });
});
