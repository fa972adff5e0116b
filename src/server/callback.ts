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
const again = (reason: string) => new Refusal(503, 'not_yet', reason, { retryAfter: 15 });

/**
 * `POST <endpoint>/callback/<token>`: a hint to look, unsigned by MixPay and without a result. What it says is not even
 * read; which trace it is about stands in the address only MixPay was told.
 * Acknowledged once what MixPay says of the payment is recorded and the shop has heard of its end, or of what is wrong with
 * it; news of a payment still under way is the shop's own affair.
 */
export async function answerCallback(parts: StatusParts, token: string, request: Request): Promise<Response> {
  const { signer } = parts;
  const claim = await signer.readCallbackToken(token);
  if (claim === undefined) throw new Refusal(404, 'not_found', 'This callback is not known here.');
  if ((await readLimited(request, LARGEST_CALLBACK)) === undefined) throw new Refusal(413, 'too_large', 'The callback is too long.');

  const { orderId, attempt: n } = claim;
  const seen = await look(parts, orderId, n, 'callback');
  // The mac is ours, so the order existed: the store has lost it, and MixPay is to come again.
  if (seen === undefined) throw again('This order is not in the store.');
  const record = (await deliver(parts, seen.record)) ?? seen.record;
  const attempt = attemptOf(record, n);
  if (attempt === undefined) throw again('This order is not in the store.');
  if (isOwed(record, n, (kind) => kind !== 'created' && kind !== 'update')) throw again('The shop has not taken note of this payment yet.');
  if (seen.how === 'read' ? isKnown(attempt) : isSettled(attempt)) return acknowledged();
  throw again(seen.how === 'read' ? 'MixPay’s answer is not understood.' : 'MixPay could not be asked at this moment.');
}

/** A status this version has no word for is never acknowledged. */
function isKnown(attempt: Attempt): boolean {
  return isSettled(attempt) || attempt.mismatch !== undefined || attempt.result?.status !== undefined;
}

function isSettled({ state }: Attempt): boolean {
  return state === 'done' || state === 'failed' || state === 'stray';
}
