import { MixPayError } from '../../core/errors.js';
import { describe, type Answer } from './answer.js';
import { Patient, type DoctorOptions } from './patient.js';
import { PROBES } from './probes.js';
import { nextStep, type Outcome } from './probe.js';
import { wayOn } from './way-on.js';

export interface Finding {
  id: string;
  /** What holds of a sound endpoint. */
  claim: string;
  /** `unclear`: it could not be told; `seen` says what was answered. */
  outcome: Outcome;
  /** What was answered. Never holds a token. */
  seen: string;
  /** What to change; only where it fails. */
  fix?: string;
  /** What to do so that it can be told; only where it is unclear. */
  next?: string;
}

export interface Diagnosis {
  endpoint: string;
  requests: number;
  /** Payments that now exist because of the examination. */
  created: { code: string; orderId?: string }[];
  findings: Finding[];
}

/**
 * Proves that a live endpoint works, then tries it as a hostile page would, in fifteen requests. What it creates is real: at least one payment, which
 * nobody pays, and one more for each mistake found.
 * @throws MixPayError where the first, honest request brings no payment: there is nothing to examine then
 */
export async function examine(options: DoctorOptions): Promise<Diagnosis> {
  const patient = new Patient(options);
  const first = await patient.post({ key: patient.key });
  if (first.created === undefined) throw noPayment(patient, first);
  const findings: Finding[] = [];
  for (const probe of PROBES) {
    const answer = await probe.ask(patient);
    const { id, claim, fix } = probe;
    findings.push(finding(id, claim, probe.judge(answer, patient), describe(answer), fix, nextStep(answer, probe.next)));
  }
  findings.push(cache(patient), cors(patient));
  return {
    endpoint: patient.endpoint,
    requests: patient.answers.length,
    created: patient.created.map(({ code, orderId }) => ({ code, ...(orderId === undefined ? {} : { orderId }) })),
    findings,
  };
}

function finding(id: string, claim: string, outcome: Outcome, seen: string, fix: string, next = ''): Finding {
  return { id, claim, outcome, seen, ...(outcome === 'fails' ? { fix } : {}), ...(outcome === 'unclear' ? { next } : {}) };
}

/** Judged by every answer that named a payment: a cache that kept one could show it to somebody else. */
function cache({ answers }: Patient): Finding {
  const directives = answers
    .filter(({ created, payment }) => created !== undefined || payment !== undefined)
    .map(({ headers }) => headers.get('cache-control') ?? 'nothing');
  const open = directives.find((value) => !/\bno-store\b/i.test(value));
  const fix = 'Send "Cache-Control: no-store" with every answer, or a cache may show one payer another’s payment.';
  return finding('cache', 'no cache keeps an answer', open === undefined ? 'holds' : 'fails', `Cache-Control: ${open ?? 'no-store'}`, fix);
}

/** Judged by the answers to origins that no shop has listed. */
function cors({ answers }: Patient): Finding {
  const allowed = answers.map(({ headers }) => headers.get('access-control-allow-origin'));
  const open = allowed.find((value) => value === '*' || value === 'null' || value?.endsWith('.invalid'));
  const fix = 'Send Access-Control-Allow-Origin only for origins you have listed: never "*", never "null", never whatever was asked.';
  const seen = `Access-Control-Allow-Origin: ${open ?? 'for no stranger'}`;
  return finding('cors', 'pages of other sites read no answer', open === undefined || open === null ? 'holds' : 'fails', seen, fix);
}

function noPayment(patient: Patient, answer: Answer): MixPayError {
  return new MixPayError(
    'bad_answer',
    `POST ${patient.endpoint}: expected a payment for an order that can be paid, received ${describe(answer)}. ${wayOn(answer)}`,
    { status: answer.status },
  );
}
