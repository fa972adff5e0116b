import { MixPayError } from '../core/errors.js';
import { answerJson, isoNow } from './answers.js';
import { deliverLater, type DeliverParts } from './deliver.js';
import type { Entry } from './ledger.js';
import { attemptOf, isEnded, type OrderRecord } from './record.js';
import { Refusal } from './refuse.js';
import type { Signer } from './signer.js';
import { isGone, viewOf } from './view.js';
import { look, type WatchParts } from './watch.js';

export interface StatusParts extends WatchParts, DeliverParts {
  signer: Signer;
}

/** The same answer for a bad and for an expired token, so that a stranger cannot tell one from the other. */
const notFound = () => new Refusal(404, 'not_found', 'This payment is not known here.');

/** The token is genuine, so the order existed and the store has lost it: the page may start it again under the same key. */
const forgotten = () => new Refusal(410, 'forgotten', 'This payment is no longer known here.');

/**
 * `GET <endpoint>/status/<token>`: the payer's view, read again from MixPay where it is due and there is room for it. Never
 * waits for a hook: what is owed to the shop is called meanwhile, or left to callback and sweep.
 */
export async function answerStatus(parts: StatusParts, token: string): Promise<Response> {
  const { config, ledger, signer } = parts;
  const claim = await signer.readStatusToken(token);
  if (claim === undefined || claim.exp * 1000 <= config.clock.now()) throw notFound();
  const entry = await ledger.load(claim.orderId);
  const before = entry === null ? undefined : attemptOf(entry.record, claim.attempt);
  if (entry === null || before === undefined) throw forgotten();

  const record = isEnded(before) ? entry.record : ((await lookQuietly(parts, entry, claim.attempt)) ?? entry.record);
  deliverLater(parts, record);
  const attempt = attemptOf(record, claim.attempt);
  if (attempt === undefined) throw forgotten();
  if (isGone(attempt)) throw new Refusal(410, 'superseded', 'This payment link has been replaced.');
  return answerJson(200, { ...viewOf(attempt), now: isoNow(config) });
}

/** Where MixPay gives no answer, the page gets what is known already. */
async function lookQuietly(parts: StatusParts, entry: Entry, n: number): Promise<OrderRecord | undefined> {
  try {
    return (await look(parts, entry.record.orderId, n, 'poll', entry))?.record;
  } catch (error) {
    if (!(error instanceof MixPayError)) throw error;
    parts.config.tell({ type: 'error', where: 'reading a result for a status', error });
    return undefined;
  }
}
