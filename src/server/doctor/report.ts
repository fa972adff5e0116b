import type { Diagnosis } from './examine.js';
import type { Outcome } from './probe.js';

const MARKS: Readonly<Record<Outcome, string>> = { holds: 'holds  ', fails: 'FAILS  ', unclear: 'unclear' };

/** What a person reads: what was created, what holds, what does not, and how to fix it. */
export function report({ endpoint, requests, created, findings }: Diagnosis): string {
  const lines = findings.flatMap(({ outcome, claim, seen, fix, next }) => [
    `${MARKS[outcome]}  ${claim}${outcome === 'holds' ? '' : `\n         seen: ${seen}`}`,
    ...(fix === undefined ? [] : [`         fix:  ${fix}`]),
    ...(next === undefined ? [] : [`         next: ${next}`]),
  ]);
  const count = (outcome: Outcome) => findings.filter((finding) => finding.outcome === outcome).length;
  const payments = created.map(({ code, orderId }) => `  ${code}${orderId === undefined ? '' : `  (order ${orderId})`}`);
  return [
    `${endpoint}: ${requests} requests`,
    '',
    ...lines,
    '',
    `Created: ${created.length === 1 ? 'one payment' : `${created.length} payments`}. Nobody needs to pay; they expire by themselves.`,
    ...payments,
    '',
    `${count('holds')} hold, ${count('fails')} fail, ${count('unclear')} unclear`,
  ].join('\n');
}
