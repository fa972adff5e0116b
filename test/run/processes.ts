import { spawn } from 'node:child_process';

/** Runs a command with its output on ours. @throws when it exits with anything but 0 */
export async function run(command: string, args: string[], environment: Record<string, string> = {}): Promise<void> {
  const code = await exitCode(command, args, environment);
  if (code !== 0) throw new Error(`${command} ${args.slice(0, 3).join(' ')} ended with ${String(code)}`);
}

/** Runs a script with this very Node. @throws when it exits with anything but 0 */
export async function runNode(args: string[], environment: Record<string, string> = {}): Promise<void> {
  await run(process.execPath, args, environment);
}

/** The exit code of a command, or the signal that ended it. */
export function exitCode(command: string, args: string[], environment: Record<string, string> = {}): Promise<number | NodeJS.Signals> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, ...environment } });
    child.on('error', reject);
    child.on('close', (code, signal) => resolve(code ?? signal ?? 1));
  });
}
