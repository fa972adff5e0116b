import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { exitCode } from './processes.js';

/** How many tests passed and failed. */
export interface Tally {
  passed: number;
  failed: number;
}

/** A command whose reporter writes a `Tally` as JSON into the file `counts`. */
export type TallyCommand = (counts: string) => { args: string[]; environment?: Record<string, string> };

/** Runs a test runner with this very Node, its output on `output` or ours. @throws where it broke off, or failed otherwise than by a test */
export async function runTallied(name: string, command: TallyCommand, output?: Writable): Promise<Tally> {
  const folder = mkdtempSync(join(tmpdir(), 'mixpay-button-tests-'));
  try {
    const counts = join(folder, 'counts.json');
    const { args, environment } = command(counts);
    const code = await exitCode(process.execPath, args, environment, output);
    const tally = readTally(counts);
    if (tally === undefined) throw new Error(`${name} ended with ${String(code)} before it could count`);
    if (code !== 0 && tally.failed === 0) throw new Error(`${name} ended with ${String(code)} although no test failed`);
    return tally;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A file that is missing or torn means that the runner died. */
function readTally(file: string): Tally | undefined {
  try {
    const { passed, failed } = JSON.parse(readFileSync(file, 'utf8')) as Partial<Tally>;
    return passed === undefined || failed === undefined ? undefined : { passed, failed };
  } catch {
    return undefined;
  }
}
