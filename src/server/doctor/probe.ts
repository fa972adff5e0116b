import { isTrouble, type Answer } from './answer.js';
import type { Patient } from './patient.js';

export type Outcome = 'holds' | 'fails' | 'unclear';

/** One thing a hostile page would try, and what is to become of it. */
export interface Probe {
  id: string;
  /** What holds where the endpoint is sound. */
  claim: string;
  /** What to change where it is not. */
  fix: string;
  ask(patient: Patient): Promise<Answer>;
  judge(answer: Answer, patient: Patient): Outcome;
  /** What to do where it could not be told, and neither an error of the server nor the connection was the reason. */
  next?: string;
}

/** What to do where no answer says how the endpoint stands. */
export function nextStep({ status }: Answer, own: string | undefined): string {
  if (status === 0) return 'No answer came: see whether the server has ended, or a proxy has cut it off, and run this again.';
  if (status === 429) return 'Its own limit was reached: wait a minute, or lift the limit for this address, and run this again.';
  if (status >= 500) return 'Something broke in the server: look at its log for this request, fix that, and run this again.';
  return own ?? 'Look at what was answered, and run this again with an order that can be paid.';
}

/** Judges a request that must be refused. */
export function refused(answer: Answer): Outcome {
  if (answer.created !== undefined || answer.apiCode !== undefined) return 'fails';
  return isTrouble(answer) || answer.status === 0 ? 'unclear' : 'holds';
}
