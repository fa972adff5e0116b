import { MixPayError } from '../core/errors.js';
import type { CreatedPayment } from '../core/wire.js';
import { busy } from './answers.js';
import {
  emptyRecord,
  isAsAgreed,
  isExhausted,
  isOrderAsAgreed,
  needsNextAttempt,
  originOf,
  reclaimed,
  withNextAttempt,
} from './attempts.js';
import type { Tell } from './events.js';
import {
  holdsMoney,
  isEnded,
  isLive,
  isMismatched,
  isStray,
  isUnderWay,
  latestAttempt,
  payingAttempt,
  type Attempt,
  type Lease,
  type OrderRecord,
} from './record.js';
import { Refusal } from './refuse.js';
import { alreadyPaid, followStraying, reopen, replaceUnsent, tellLater } from './revisit.js';
import { waitFor } from './running.js';
import { attemptEnded, send } from './send.js';
import type { StatusParts } from './status.js';
import type { Terms } from './terms.js';
import { READ_GAP } from './watch.js';

/** Longer than a create may take: a claim that is older belongs to a process that died. */
const CLAIM = 15_000;
/** Each step of the loop below changes the order; where more are needed, two shops keep changing one order. */
const MOST_STEPS = 40;
/** MixPay refuses a deadline nearer than 10 s; the rest allows for clocks that disagree. */
const SHORTEST_LIFE = 30_000;
/** Milliseconds for which terms that MixPay has refused are not sent again. */
const REFUSAL_HOLDS = 60_000;

/**
 * One short code for an order: the one it has, or the next. Each step starts from what is stored, so that it
 * does not matter whether other processes work on the order too, or where one died before. At most one create is sent.
 */
export async function createPayment(parts: StatusParts, terms: Terms): Promise<CreatedPayment> {
  const { ledger, config } = parts;
  const { clock } = config;
  let sent: number | undefined;
  let waited = 0;
  for (let step = 0; step < MOST_STEPS; step++) {
    const entry = await ledger.load(terms.orderId);
    const record = entry?.record ?? emptyRecord(terms, config);
    // A read may have found that the payment has ended, and this may be the last step: the shop is told here as well.
    if (sent !== undefined || payingAttempt(record) !== undefined) tellLater(parts, record);
    await refuseWhatIsSettled(parts, record);
    const straying = record.attempts.find(
      (attempt) => isMismatched(attempt) || (attempt.superseded && !isEnded(attempt) && isUnderWay(attempt)),
    );
    if (entry !== null && straying !== undefined) {
      await followStraying(parts, entry, straying);
      continue;
    }
    const latest = latestAttempt(record);
    // The attempt just sent was replaced at another price meanwhile: the page asks again, so that the shop is asked for the price again.
    if (sent !== undefined && latest?.n !== sent) throw busy(1000);
    if (entry === null || latest === undefined || needsNextAttempt(record)) {
      if (sent !== undefined) throw attemptEnded();
      refuseWhatIsRefused(parts, record, latest, terms);
      const claim = newClaim(parts);
      const next = await withNextAttempt(config, parts.signer, record, terms, claim);
      const saved = await ledger.save(next, entry?.version ?? null);
      if (saved === null) continue;
      sent = latestAttempt(next)?.n;
      warnOf(config.tell, next);
      await sendClaimed(parts, next, claim);
      continue;
    }
    const origin = originOf(record, latest, config);
    if (origin === 'foreign' && latest.expiresAt > clock.now()) throw foreign(record.orderId);
    const same = isOrderAsAgreed(latest, terms) && (origin === 'own' || origin === 'shared');
    if (latest.state === 'open') {
      const answer = await reopen(parts, entry, latest, same);
      if (answer !== undefined) return answer;
    } else if (isLive(latest.claim, clock.now())) {
      await waitFor(parts, record.orderId, waited++);
    } else if (!same || latest.expiresAt < clock.now() + SHORTEST_LIFE) {
      await replaceUnsent(parts, entry, latest, same);
    } else {
      if (sent !== undefined) throw busy(READ_GAP);
      const claim = newClaim(parts);
      const again = reclaimed(record, latest.n, claim, clock.now());
      if (again === undefined || (await ledger.save(again, entry.version)) === null) continue;
      sent = latest.n;
      await sendClaimed(parts, again, claim);
    }
  }
  throw busy(5000);
}

function newClaim({ config }: StatusParts): Lease {
  return { owner: config.uuid(), until: config.clock.now() + CLAIM };
}

async function sendClaimed(parts: StatusParts, record: OrderRecord, { owner }: Lease): Promise<void> {
  const attempt = record.attempts.find(({ claim }) => claim?.owner === owner);
  if (attempt !== undefined) await parts.running.track(record.orderId, send(parts, record, attempt, owner));
}

/** Paid, or never to be paid again before somebody has looked: no further code. */
async function refuseWhatIsSettled(parts: StatusParts, record: OrderRecord): Promise<void> {
  const settled = payingAttempt(record) ?? record.attempts.find(isStray);
  if (settled !== undefined) throw await alreadyPaid(parts, record, settled);
  // Money came and the payment failed: a second code would ask for it twice.
  if (record.attempts.some(holdsMoney)) throw new Refusal(409, 'order_closed', 'This order can no longer be paid.');
}

/** What MixPay has just refused, and orders that have had more payments than any purchase needs. */
function refuseWhatIsRefused({ config }: StatusParts, record: OrderRecord, latest: Attempt | undefined, terms: Terms): void {
  if (latest === undefined) return;
  const { state, apiCode, refusedAt = 0 } = latest;
  const age = config.clock.now() - refusedAt;
  if (state === 'refused' && apiCode !== undefined && age >= 0 && age < REFUSAL_HOLDS && isAsAgreed(latest, config, terms))
    throw new MixPayError('mixpay_error', `POST ${config.apiBase}/v1/one_time_payment: MixPay refused the same with ${apiCode} lately.`, {
      apiCode,
    });
  if (!isExhausted(record)) return;
  const advice = `order ${record.orderId} has had too many payment links. ${SAME_TERMS} handler.resolve("${record.orderId}") allows further ones.`;
  throw new Refusal(409, 'order_closed', 'This order can no longer be paid.', { advice });
}

const SAME_TERMS =
  'Where order() returns another price, item, metadata or extra at each call (a live rate, a time), each click makes a new link: return the same for the same order, as long as its price holds.';
const OWN_STORE = 'Where two handlers share a store, give each a store of its own (another table, or prefix), or order ids of its own.';
/** As many links of one order are rather a mistake of the shop's than a payer's. */
const SUSPICIOUS = 10;

/** What a shop has to know of an order that gets another link. */
function warnOf(tell: Tell, { orderId, attempts }: OrderRecord): void {
  const [before, latest] = attempts.slice(-2);
  if (before === undefined || latest === undefined) return;
  if (latest.n % SUSPICIOUS === 0) tell({ type: 'warning', message: `order ${orderId} has had ${latest.n} payment links. ${SAME_TERMS}` });
  if (!before.superseded || originOf({ attempts }, before, latest.terms) === 'own') return;
  const message = `order ${orderId}: a payment link made with another payeeId or settlementAssetId was replaced. ${OWN_STORE}`;
  tell({ type: 'warning', message });
}

/** Its payee is another one's, and opening one's own would leave the payer with two links to pay. */
function foreign(orderId: string): Refusal {
  const cause = new Error(`Order ${orderId} has a payment link of another payeeId, made after one of this handler's. ${OWN_STORE}`);
  return new Refusal(500, 'order_failed', 'The shop could not look up this order.', { cause });
}
