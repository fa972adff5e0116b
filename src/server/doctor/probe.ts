import type { Answer } from './answer.js';
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
}

/** Neither the endpoint's will nor its mistake: too many requests, something broken. */
export const isTrouble = ({ status, apiCode }: Answer): boolean => status === 429 || (status >= 500 && apiCode === undefined);

/** For requests that must come to nothing. */
export function refused(answer: Answer): Outcome {
  if (answer.created !== undefined || answer.apiCode !== undefined) return 'fails';
  return isTrouble(answer) || answer.status === 0 ? 'unclear' : 'holds';
}
