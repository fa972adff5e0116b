import { MixPayError } from '../core/errors.js';
import { answerJson } from './answers.js';
import { deliver, type DeliverParts } from './deliver.js';
import { attemptOf, isEnded } from './record.js';
import { Refusal } from './refuse.js';
import type { Signer } from './signer.js';
import { isGone, viewOf } from './view.js';
import { look, type WatchParts } from './watch.js';

export interface StatusParts extends WatchParts, DeliverParts {
  signer: Signer;
}

/** One answer for a bad, an expired and an unknown token: none of them is to be told from the others. */
const notFound = () => new Refusal(404, 'not_found', 'This payment is not known here.');

/** `GET <endpoint>/status/<token>`: the payer's view, read anew from MixPay where it is due and there is room for it. */
export async function answerStatus(parts: StatusParts, token: string): Promise<Response> {
  const { config, ledger, signer } = parts;
  const claim = await signer.readStatusToken(token);
  if (claim === undefined || claim.exp * 1000 <= config.clock.now()) throw notFound();
  const entry = await ledger.load(claim.orderId);
  let attempt = entry === null ? undefined : attemptOf(entry.record, claim.attempt);
  if (entry === null || attempt === undefined) throw notFound();

  if (!isEnded(attempt)) {
    attempt = attemptOf((await lookQuietly(parts, claim.orderId, claim.attempt)) ?? entry.record, claim.attempt) ?? attempt;
  }
  if (entry.record.notices.length > 0 || isEnded(attempt)) await deliverQuietly(parts, claim.orderId);
  if (isGone(attempt)) throw new Refusal(410, 'superseded', 'This payment link has been replaced.');
  return answerJson(200, viewOf(attempt));
}

/** MixPay's silence is not the payer's fault: what is known is still true. */
async function lookQuietly(parts: StatusParts, orderId: string, n: number) {
  try {
    return (await look(parts, orderId, n, 'poll'))?.record;
  } catch (error) {
    if (!(error instanceof MixPayError)) throw error;
    parts.config.tell({ type: 'error', where: 'reading a result for a status', error });
    return undefined;
  }
}

/** What the payer sees is recorded already; a store that fails now is the next caller's to retry. */
async function deliverQuietly(parts: StatusParts, orderId: string): Promise<void> {
  try {
    await deliver(parts, orderId);
  } catch (error) {
    parts.config.tell({ type: 'error', where: 'calling hooks for a status', error });
  }
}
