import { existsSync, readFileSync } from 'node:fs';

/** How many tests passed and failed. */
export interface Tally {
  passed: number;
  failed: number;
}

/** Reads what a reporter wrote; a file that is missing or torn means that the runner died. */
export function readTally(file: string): Tally | undefined {
  if (!existsSync(file)) return undefined;
  try {
    const { passed, failed } = JSON.parse(readFileSync(file, 'utf8')) as Partial<Tally>;
    return passed === undefined || failed === undefined ? undefined : { passed, failed };
  } catch {
    return undefined;
  }
}
