import type { ScriptedPayment } from '../../helpers/scripted-mixpay.js';
import { BusyShop, MINUTE } from './busy-shop.js';

const SECOND = 1000;
const LIFE = 30 * MINUTE;

export interface Found {
  /** Anonymous payments that MixPay was made to create. */
  anonymous: number;
  /** The longest time from payment to `onPaid`, in minutes: of orders the shop named, and of others a page had asked for. */
  named: number;
  asked: number;
  most: number;
}

/** Somebody pays, closes the page, and MixPay's callback is lost: only the sweep can find it. */
interface Lost {
  payment: ScriptedPayment;
  paidAt: number;
}

/**
 * A flood of anonymous creates, one a second, with a sweep a minute. Every
 * ten minutes a customer of a named order and one of an anonymous one, whose page has asked once, pay and are gone.
 * @param ends whether MixPay fails what nobody has paid in time, and calls back for it
 */
export async function findUnderFlood(minutes: number, processes: number, ends = true): Promise<Found> {
  const found: Found = { anonymous: 0, named: 0, asked: 0, most: 0 };
  const lost = new Map<string, Lost>();
  const busy: BusyShop = new BusyShop(
    Array.from({ length: processes }, () => 0),
    {
      onPaid: ({ orderId, traceId }) => {
        const late = (busy.shop.clock.now() - (lost.get(traceId)?.paidAt ?? Number.NaN)) / MINUTE;
        const kind = orderId.startsWith('order-') ? 'named' : 'asked';
        found[kind] = Math.max(found[kind], late);
        lost.delete(traceId);
      },
    },
  );
  const { clock, mixpay } = busy.shop;
  const ended = new Set<string>();
  let second = 0;
  for (let minute = 0; minute < minutes; minute++) {
    for (let slot = 0; slot < 60; slot++) {
      await busy.post(second, '/api/mixpay', { item: `donation-${second}`, quoteAmount: '5', quoteAssetId: 'usd' });
      second++;
      if (minute % 10 === 3 && slot === 20) await payAndLeave(busy, lost, { orderId: `order-${minute}` });
      if (minute % 10 === 7 && slot === 20) await payAndLeave(busy, lost, { item: 'mug', quoteAmount: '7', quoteAssetId: 'usd' });
      await clock.advance(SECOND);
    }
    if (ends) await endOverdue(busy, ended);
    await busy.handlers[minute % processes]?.sweep();
  }
  for (const { paidAt, payment } of lost.values()) {
    const kind = payment.body.quoteAmount === '1' ? 'named' : 'asked';
    found[kind] = Math.max(found[kind], (clock.now() - paidAt) / MINUTE);
  }
  found.anonymous = [...mixpay.payments.values()].filter(({ body }) => body.quoteAmount === '5').length;
  return { ...found, most: busy.calls.most };
}

async function payAndLeave(busy: BusyShop, lost: Map<string, Lost>, order: object): Promise<void> {
  const { clock, mixpay } = busy.shop;
  let answer: Response;
  // A customer who is told to come again does so.
  do {
    answer = await busy.post(0, '/api/mixpay', order);
    if (answer.status !== 200) await clock.advance(SECOND);
  } while (answer.status !== 200);
  const { statusUrl, traceId } = (await answer.json()) as { statusUrl: string; traceId: string };
  await clock.advance(6 * SECOND);
  await busy.send(0, statusUrl);
  const payment = mixpay.payments.get(traceId);
  if (payment === undefined) return;
  await clock.advance(4 * SECOND);
  payment.status = 'success';
  lost.set(traceId, { payment, paidAt: clock.now() });
}

/** MixPay fails what is not paid in time and says so to the callback address; an acknowledged one is not told again. */
async function endOverdue(busy: BusyShop, ended: Set<string>): Promise<void> {
  const { clock, mixpay } = busy.shop;
  for (const [traceId, payment] of mixpay.payments) {
    const { expiredTimestamp = 0, callbackUrl = '' } = payment.body;
    if (payment.status === 'success' || ended.has(traceId) || clock.now() < expiredTimestamp * 1000) continue;
    payment.status = 'failed';
    payment.result = { failureCode: '40000' };
    const answer = await busy.post(0, new URL(callbackUrl).pathname, {});
    // It calls again for two hours.
    if (answer.status === 200 || clock.now() > expiredTimestamp * 1000 + 4 * LIFE) ended.add(traceId);
  }
}
