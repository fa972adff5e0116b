import { spawn } from 'node:child_process';
import type { Writable } from 'node:stream';

/** Runs a command with its output on `output`, or on ours. @throws when it exits with anything but 0 */
export async function run(command: string, args: string[], environment: Record<string, string> = {}, output?: Writable): Promise<void> {
  const code = await exitCode(command, args, environment, output);
  if (code !== 0) throw new Error(`${command} ${args.slice(0, 3).join(' ')} ended with ${String(code)}`);
}

/** Runs a script with this very Node. @throws when it exits with anything but 0 */
export async function runNode(args: string[], environment: Record<string, string> = {}, output?: Writable): Promise<void> {
  await run(process.execPath, args, environment, output);
}

/** The exit code of a command, or the signal that ended it. */
export function exitCode(
  command: string,
  args: string[],
  environment: Record<string, string> = {},
  output?: Writable,
): Promise<number | NodeJS.Signals> {
  return new Promise((resolve, reject) => {
    const out = output === undefined ? 'inherit' : 'pipe';
    const child = spawn(command, args, { stdio: ['ignore', out, out], env: { ...process.env, ...environment } });
    if (output !== undefined) for (const stream of [child.stdout, child.stderr]) stream?.pipe(output, { end: false });
    child.on('error', reject);
    child.on('close', (code, signal) => resolve(code ?? signal ?? 1));
  });
}
