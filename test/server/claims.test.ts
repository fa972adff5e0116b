import { describe, it } from 'node:test';
import { expect } from 'chai';
import { API_CODE } from '../../src/core/mixpay.js';
import { Shop, type Answer } from '../helpers/open-shop.js';
import { quiet } from '../helpers/quiet.js';
import { unreachable } from '../helpers/scripted-mixpay.js';

interface StoredAttempt {
  n: number;
  state: string;
  traceId: string;
  sends: number;
  terms: Record<string, unknown>;
}

async function attemptsOf(shop: Shop, orderId = 'order-1'): Promise<StoredAttempt[]> {
  const stored = await shop.store.get(`order:${orderId}`);
  return (stored?.value as { attempts: StoredAttempt[] } | undefined)?.attempts ?? [];
}

const post = (shop: Shop) => shop.post({ orderId: 'order-1' });

describe('two hundred posts for one order at the same moment', () => {
  it('cost MixPay one create, and all get its code', async () => {
    const shop = new Shop();
    const answers = await shop.patiently(Promise.all(Array.from({ length: 200 }, () => post(shop))));
    expect(answers.map(({ status }) => status)).to.deep.equal(Array.from({ length: 200 }, () => 200));
    expect(new Set(answers.map(({ body }) => body.code)).size).to.equal(1);
    expect(shop.mixpay.creates).to.have.length(1);
    expect(shop.count('created')).to.equal(1);
  });

  it('cost one as well from four processes', async () => {
    const shop = new Shop();
    const processes = [shop.handler];
    for (let n = 1; n < 4; n++) {
      shop.restart();
      processes.push(shop.handler);
    }
    const work: Promise<Answer>[] = [];
    for (let n = 0; n < 200; n++) {
      shop.handler = processes[n % 4]!;
      work.push(post(shop));
    }
    const answers = await shop.patiently(Promise.all(work));
    expect(new Set(answers.map(({ status, body }) => `${status} ${String(body.code)}`))).to.deep.equal(new Set(['200 code-1']));
    expect(shop.mixpay.creates).to.have.length(1);
  });

  it('are told to come again where the first of them gets no answer in time', async () => {
    const shop = new Shop();
    const { create, release } = hangingCreate(shop);
    await create;
    const other = await shop.patiently(post(shop));
    expect([other.status, other.body.code, other.headers.get('retry-after')]).to.deep.equal([503, 'busy', '2']);
    release();
    expect((await shop.patiently(post(shop))).status).to.equal(200);
    expect(shop.mixpay.creates).to.have.length(1);
  });
});

/** A create that MixPay takes and does not answer before it is released. */
function hangingCreate(shop: Shop): { create: Promise<void>; release: () => void; answer: Promise<Answer> } {
  let release = (): void => undefined;
  let begun = (): void => undefined;
  const create = new Promise<void>((resolve) => (begun = resolve));
  shop.mixpay.beforeAnswer = () => {
    shop.mixpay.beforeAnswer = undefined;
    begun();
    return new Promise<void>((resolve) => (release = resolve));
  };
  const answer = post(shop);
  return { create, release: () => release(), answer };
}

describe('a process that dies in the middle of a create', () => {
  it('leaves a claim that ends by itself, and the next one sends the identical body', async () => {
    const shop = new Shop();
    // A dead process has no timers: not even the one that would give its create up.
    shop.restart({ clock: { now: () => shop.clock.now(), after: () => () => undefined } });
    const dead = hangingCreate(shop);
    await dead.create;
    shop.restart();
    await shop.clock.advance(10_000);
    expect((await shop.patiently(post(shop))).body.code).to.equal('busy');
    await shop.clock.advance(6000);
    expect((await post(shop)).body.code).to.equal('code-1');
    const [first, second] = shop.mixpay.creates;
    expect(second).to.deep.equal(first);
    expect(await attemptsOf(shop)).to.have.length(1);
  });
});

describe('an attempt', () => {
  it('is never changed in its terms, taken away or numbered again, whatever MixPay refuses', async () => {
    const shop = new Shop();
    const seen: StoredAttempt[] = [];
    for (const apiCode of [10004, 12345, 10065, 10020, 10084, 10011, 10002]) {
      shop.mixpay.script.push(() => shop.mixpay.fails(apiCode));
      expect((await post(shop)).status).to.be.at.least(400);
      const now = await attemptsOf(shop);
      expect(now.map(({ n }) => n)).to.deep.equal(now.map((_, index) => index + 1));
      for (const [index, before] of seen.entries()) expect(now[index]).to.deep.include({ traceId: before.traceId, terms: before.terms });
      seen.splice(0, seen.length, ...now);
      await shop.clock.advance(61_000);
    }
    expect(seen).to.have.length(7);
    expect(new Set(seen.map(({ traceId }) => traceId)).size).to.equal(7);
    expect((await shop.create()).code).to.equal('code-1');
  });

  it('that MixPay refused is answered from the record for a minute, and asked for again after it', async () => {
    const shop = new Shop();
    shop.mixpay.script.push(() => shop.mixpay.fails(API_CODE.priceTooLow));
    for (let click = 0; click < 5; click++) {
      expect((await post(shop)).body.code).to.equal('price_too_low');
      await shop.clock.advance(10_000);
    }
    expect(shop.mixpay.calls).to.equal(1);
    await shop.clock.advance(11_000);
    expect((await post(shop)).status).to.equal(200);
  });

  it('at another price is asked for at once, for that may be taken', async () => {
    const shop = new Shop();
    shop.mixpay.script.push(() => shop.mixpay.fails(API_CODE.priceTooLow));
    await post(shop);
    shop.prices['order-1'] = '100';
    expect((await post(shop)).status).to.equal(200);
  });

  it('is the last of fifty: after that the order is closed', async () => {
    const shop = new Shop();
    for (let n = 1; n <= 50; n++) {
      shop.mixpay.script.push(() => shop.mixpay.fails(API_CODE.priceTooLow));
      expect((await post(shop)).body.code).to.equal('price_too_low');
      await shop.clock.advance(61_000);
    }
    const { status, body } = await post(shop);
    expect([status, body.code]).to.deep.equal([409, 'order_closed']);
    expect(await attemptsOf(shop)).to.have.length(50);
    expect(shop.mixpay.creates).to.have.length(50);
  });

  it('that MixPay may have taken stays payable and watched when a second answer refuses it', async () => {
    const shop = new Shop();
    shop.mixpay.beforeAnswer = () => {
      shop.mixpay.beforeAnswer = undefined;
      return Promise.reject(new TypeError('connection lost'));
    };
    expect((await post(shop)).status).to.equal(503);
    await shop.clock.advance(3000);
    shop.mixpay.script.push(() => shop.mixpay.fails(API_CODE.priceTooLow));
    const { status, body } = await post(shop);
    expect([status, body.code]).to.deep.equal([200, shop.mixpay.latest.body.traceId]);
    shop.mixpay.latest.status = 'success';
    await shop.clock.advance(60_000);
    await shop.handler.sweep();
    expect(shop.count('paid')).to.equal(1);
  });

  it('that may have been taken, and that MixPay then does not know, is looked for until ten minutes past its deadline', async () => {
    const shop = new Shop();
    shop.mixpay.script.push(unreachable);
    await post(shop);
    await shop.clock.advance(3000);
    shop.mixpay.script.push(() => shop.mixpay.fails(API_CODE.priceTooLow));
    expect((await post(shop)).body.code).to.equal('price_too_low');
    const [attempt] = await attemptsOf(shop);
    const { payeeId, quoteAmount, quoteAssetId } = attempt!.terms;
    const minutes = async (count: number) => {
      for (let minute = 0; minute < count; minute++) {
        await shop.clock.advance(60_000);
        await shop.handler.sweep();
      }
    };
    await minutes(35);
    // It turns up after all, late.
    shop.mixpay.outage = () =>
      shop.mixpay.answers({ traceId: attempt!.traceId, payeeId, quoteAmount, quoteAssetId, status: 'success', paymentAmount: '1' });
    await minutes(10);
    expect(shop.count('superseded_paid')).to.equal(1);
  });

  it('is not looked for without end', async () => {
    const shop = new Shop();
    shop.mixpay.script.push(unreachable);
    await post(shop);
    await shop.clock.advance(60 * 60_000);
    await shop.handler.sweep();
    await shop.clock.advance(24 * 60 * 60_000);
    expect(await shop.handler.sweep()).to.include({ orders: 0 });
  });
});

describe('onCreated, which is called before a payment opens', () => {
  it('is tried again at the next click, however often it failed before', async () => {
    const shop = new Shop();
    shop.during.created = () => Promise.reject(new Error('database down'));
    for (let click = 0; click < 8; click++) {
      const { status, headers } = await post(shop);
      expect([status, headers.get('retry-after')]).to.deep.equal([503, '1']);
      await shop.clock.advance(1000);
    }
    shop.during.created = undefined;
    expect((await post(shop)).status).to.equal(200);
    expect(shop.mixpay.creates).to.have.length(1);
  });

  it('is waited for by every click while it runs', async () => {
    const shop = new Shop();
    let finish = (): void => undefined;
    shop.during.created = () => new Promise<void>((resolve) => (finish = resolve));
    const first = post(shop);
    await quiet();
    const second = post(shop);
    await quiet();
    finish();
    expect((await shop.patiently(Promise.all([first, second]))).map(({ status }) => status)).to.deep.equal([200, 200]);
    expect(shop.count('created')).to.equal(1);
  });
});
