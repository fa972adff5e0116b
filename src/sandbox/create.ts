import { API_CODE } from '../core/mixpay.js';
import type { Parameters } from './body.js';
import { readDeadline } from './deadline.js';
import type { Ledger } from './ledger.js';
import { isExpired } from './life.js';
import type { SandboxSettings } from './options.js';
import { randomHex, randomUuid } from './random.js';
import { payeeKey, type PaymentRecord, type PaymentTerms } from './record.js';
import { apiRefusal, Refusal } from './refusal.js';
import { PAYEE_NOT_ADMITTED } from './sentences.js';
import { readTerms } from './terms.js';

/** `POST /v1/one_time_payment`: the payment just made, or the open one made before by the same order or trace. */
export function createPayment(parameters: Parameters, ledger: Ledger, settings: SandboxSettings): PaymentRecord {
  const { clock, random, prices, unadmitted } = settings;
  const terms = readTerms(parameters, settings);
  // Which code comes with the sentence is not known: this one is permanent and stands for missing rights.
  if (unadmitted.has(payeeKey(terms.payeeId))) throw new Refusal(API_CODE.permission, PAYEE_NOT_ADMITTED);
  const now = clock.now();
  const existing = findExisting(terms, ledger);
  // Before the deadline is looked at: a retry repeats a body whose deadline may meanwhile be too near.
  if (existing !== undefined) return reopened(existing, now);
  const expiresAt = readDeadline(parameters.values, now);
  const traceId = terms.traceId ?? randomUuid(random);
  const record: PaymentRecord = {
    // A trace becomes the code, and without any id the code is all there is to ask by. An order alone gets a short word,
    // because code and trace are not the same thing.
    code: terms.traceId === undefined && terms.orderId !== undefined ? randomHex(random, 8) : traceId,
    traceId,
    clientId: randomUuid(random),
    terms,
    createdAt: now,
    ...(Object.keys(prices).length === 0 ? {} : { prices }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
    status: 'unpaid',
    statusSince: now,
    assetId: terms.paymentAssetId ?? terms.settlementAssetId,
    transfers: [],
    blocks: 0,
    countedAt: now,
    deliveries: [],
  };
  ledger.put(record);
  return record;
}

/** Whether a create names an order or trace that has a payment already. A body that cannot be read repeats nothing. */
export function isRepeated(parameters: Parameters, ledger: Ledger, settings: SandboxSettings): boolean {
  try {
    return findExisting(readTerms(parameters, settings), ledger) !== undefined;
  } catch {
    return false;
  }
}

function findExisting(terms: PaymentTerms, ledger: Ledger): PaymentRecord | undefined {
  const byTrace = terms.traceId === undefined ? undefined : ledger.byTrace(terms.traceId);
  const byOrder = terms.orderId === undefined ? undefined : ledger.byOrder(terms.orderId, terms.payeeId);
  if (byTrace === undefined) return byOrder;
  if (payeeKey(byTrace.terms.payeeId) !== payeeKey(terms.payeeId)) {
    throw apiRefusal(API_CODE.traceNotAvailable, 'traceId: it belongs to another payee');
  }
  if (terms.orderId !== undefined && byTrace !== byOrder) {
    throw apiRefusal(API_CODE.traceCompleted, 'traceId: it is attached to another order');
  }
  return byTrace;
}

/** Created again: the same code with its old terms while open; what is over stays over. */
function reopened(record: PaymentRecord, now: number): PaymentRecord {
  if (record.status === 'success') throw apiRefusal(API_CODE.traceCompleted, 'traceId or orderId: the payment is completed');
  if (record.status === 'failed' || isExpired(record, now)) {
    throw apiRefusal(API_CODE.traceExpiredOrFailed);
  }
  return record;
}
