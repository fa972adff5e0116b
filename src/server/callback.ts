import { answerJson } from './answers.js';
import { readLimited } from './body.js';
import { deliver } from './deliver.js';
import { isOwed } from './notices.js';
import { attemptOf, type Attempt } from './record.js';
import { Refusal } from './refuse.js';
import type { StatusParts } from './status.js';
import { look } from './watch.js';

const LARGEST_CALLBACK = 16_384;

/** What MixPay takes for an acknowledgement; after anything else it calls again, for about two hours. */
const acknowledged = () => answerJson(200, { code: 'SUCCESS' });
const again = (reason: string, advice?: string) =>
  new Refusal(503, 'not_yet', reason, { retryAfter: 15, ...(advice === undefined ? {} : { advice }) });

/** The mac is genuine, so there was such a payment. Not acknowledged, so that MixPay calls again; nothing else would ever find it. */
function lost(orderId: string, n: number): Refusal {
  const advice = `MixPay calls about payment link ${n} of order ${orderId}, which the store does not hold: was a backup restored, or another store set? It may be paid: look for it in your MixPay account.`;
  return again('This order is not in the store.', advice);
}

/**
 * `POST <endpoint>/callback/<token>`: MixPay's hint that a payment has changed. MixPay does not sign it, so
 * its body is not read: the trace is in the address, which only MixPay was given, and the result is read from MixPay.
 * Acknowledged once that result is recorded and the hooks for the payment's end, or for what is wrong with it, have returned.
 * A hook for news of a payment still under way does not hold the acknowledgement up.
 */
export async function answerCallback(parts: StatusParts, token: string, request: Request): Promise<Response> {
  const { signer } = parts;
  const claim = await signer.readCallbackToken(token);
  if (claim === undefined) throw new Refusal(404, 'not_found', 'This callback is not known here.');
  if ((await readLimited(request, LARGEST_CALLBACK)) === undefined) throw new Refusal(413, 'too_large', 'The callback is too long.');

  const { orderId, attempt: n } = claim;
  const seen = await look(parts, orderId, n, 'callback');
  if (seen === undefined) throw lost(orderId, n);
  const record = (await deliver(parts, seen.record)) ?? seen.record;
  const attempt = attemptOf(record, n);
  if (attempt === undefined) throw lost(orderId, n);
  if (isOwed(record, n, (kind) => kind !== 'created' && kind !== 'update')) throw again('The shop has not taken note of this payment yet.');
  if (seen.how === 'read' ? isKnown(attempt) : isSettled(attempt)) return acknowledged();
  throw again(seen.how === 'read' ? 'MixPay’s answer is not understood.' : 'MixPay could not be asked at this moment.');
}

/** A status that this version does not know is never acknowledged. */
function isKnown(attempt: Attempt): boolean {
  return isSettled(attempt) || attempt.mismatch !== undefined || attempt.result?.status !== undefined;
}

function isSettled({ state }: Attempt): boolean {
  return state === 'done' || state === 'failed' || state === 'stray';
}
