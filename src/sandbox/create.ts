import { API_CODE } from '../core/mixpay.js';
import type { Parameters } from './body.js';
import { readDeadline } from './deadline.js';
import type { Ledger } from './ledger.js';
import { isExpired } from './life.js';
import type { SandboxSettings } from './options.js';
import { randomHex, randomUuid } from './random.js';
import { payeeKey, type PaymentRecord, type PaymentTerms } from './record.js';
import { Refusal } from './refusal.js';
import { readTerms } from './terms.js';

/** `POST /v1/one_time_payment`: the payment just made, or the open one made before by the same order or trace. */
export function createPayment(parameters: Parameters, ledger: Ledger, { clock, random }: SandboxSettings): PaymentRecord {
  const terms = readTerms(parameters);
  const now = clock.now();
  const existing = findExisting(terms, ledger);
  // Before the deadline is looked at: a retry repeats a body whose deadline may meanwhile be too near.
  if (existing !== undefined) return reopened(existing, now);
  const expiresAt = readDeadline(parameters.values, now);
  const record: PaymentRecord = {
    // A trace becomes the code. An order alone gets a short word, for code and trace are not the same thing.
    code: terms.traceId ?? randomHex(random, 8),
    traceId: terms.traceId ?? randomUuid(random),
    clientId: randomUuid(random),
    terms,
    createdAt: now,
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

function findExisting(terms: PaymentTerms, ledger: Ledger): PaymentRecord | undefined {
  const byTrace = terms.traceId === undefined ? undefined : ledger.byTrace(terms.traceId);
  const byOrder = terms.orderId === undefined ? undefined : ledger.byOrder(terms.orderId, terms.payeeId);
  if (byTrace === undefined) return byOrder;
  if (payeeKey(byTrace.terms.payeeId) !== payeeKey(terms.payeeId)) {
    throw new Refusal(API_CODE.traceNotAvailable, 'traceId: this trace is not available');
  }
  if (terms.orderId !== undefined && byTrace !== byOrder) {
    throw new Refusal(API_CODE.traceCompleted, 'traceId: this trace is attached to another order');
  }
  return byTrace;
}

/** Created again: the same code with its old terms while open; what is over stays over. */
function reopened(record: PaymentRecord, now: number): PaymentRecord {
  if (record.status === 'success') throw new Refusal(API_CODE.traceCompleted, 'traceId or orderId: this payment is already completed');
  if (record.status === 'failed' || isExpired(record, now)) {
    throw new Refusal(API_CODE.traceExpiredOrFailed, 'traceId or orderId: expired or failed, cannot create another payment');
  }
  return record;
}
