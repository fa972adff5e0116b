import { API_CODE } from '../core/mixpay.js';
import { applyChange } from './apply.js';
import { readParameters } from './body.js';
import { readChange, unfit, type PaymentChange } from './change.js';
import { envelope, errorEnvelope } from './envelope.js';
import { readFaults, type Faults } from './faults.js';
import { refuseCrossSite } from './guard.js';
import type { Ledger } from './ledger.js';
import { requiredBlocksOf } from './life.js';
import type { SandboxSettings } from './options.js';
import type { Delivery, PaymentRecord } from './record.js';
import { Refusal } from './refusal.js';
import { resultData } from './result-data.js';
import { TRANSITIONS } from './transitions.js';

/** A payment as the sandbox's own tools see it: its result, and what a real MixPay would keep to itself. */
export interface PaymentView extends Record<string, unknown> {
  code: string;
  status: string;
  /** The statuses it may enter next. */
  legal: readonly string[];
  requiredConfirms: number;
  callbacks: readonly Delivery[];
}

export function viewOf(record: PaymentRecord, settings: SandboxSettings): PaymentView {
  return {
    ...resultData(record, settings.clock.now(), { ...settings, legacyResults: false }, ['payment', 'transactions']),
    code: record.code,
    status: record.status,
    legal: TRANSITIONS[record.status],
    requiredConfirms: requiredBlocksOf(record),
    callbacks: record.deliveries,
  };
}

/** Changes a payment and keeps it. */
export async function changePayment(
  code: string,
  change: PaymentChange,
  ledger: Ledger,
  settings: SandboxSettings,
): Promise<PaymentRecord> {
  const record = ledger.get(code);
  if (record === undefined) throw new Refusal(API_CODE.linkNotFound, 'No such code', 404);
  const { paymentAssetId } = change;
  if (paymentAssetId !== undefined && settings.unsupported.has(paymentAssetId.toLowerCase())) {
    throw unfit('paymentAssetId', 'a coin that is supported', paymentAssetId);
  }
  const changed = applyChange(record, change, { now: settings.clock.now(), random: settings.random });
  if (changed !== record) ledger.put(changed);
  await ledger.flush();
  // Read again: where the change ended the time to pay, reading applies what follows from that.
  return ledger.get(code) ?? changed;
}

/** `POST /control/<code>` changes a payment, `GET` shows it; `POST /control` with `{"faults":[…]}` sets faults. */
export async function answerControl(
  request: Request,
  code: string,
  ledger: Ledger,
  settings: SandboxSettings,
  faults: Faults,
): Promise<Response> {
  const now = settings.clock.now();
  try {
    if (request.method === 'GET') return envelope(showOne(ledger, code, settings), now);
    if (request.method !== 'POST') throw new Refusal(405, `/control: expected GET or POST, received ${request.method}`, 405);
    refuseCrossSite(request);
    const { values } = await readParameters(request);
    if (code === '') {
      faults.set(readFaults(values['faults']));
      return envelope({}, now);
    }
    return envelope(viewOf(await changePayment(code, readChange(values), ledger, settings), settings), now);
  } catch (error) {
    return errorEnvelope(error, now);
  }
}

function showOne(ledger: Ledger, code: string, settings: SandboxSettings): unknown {
  if (code === '') return ledger.all().map((record) => viewOf(record, settings));
  const record = ledger.get(code);
  if (record === undefined) throw new Refusal(API_CODE.linkNotFound, 'No such code', 404);
  return viewOf(record, settings);
}
