import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

/** Runs a command with its output on ours. @throws when it exits with anything but 0 */
export async function run(command: string, args: string[], environment: Record<string, string> = {}): Promise<void> {
  const code = await exitCode(command, args, environment);
  if (code !== 0) throw new Error(`${command} ${args.slice(0, 3).join(' ')} ended with ${String(code)}`);
}

/** Runs a script with this very Node. @throws when it exits with anything but 0 */
export async function runNode(args: string[], environment: Record<string, string> = {}): Promise<void> {
  await run(process.execPath, args, environment);
}

/** Runs a script with this very Node, and keeps its output, to be printed later and in one piece. @throws with it when it exits with anything but 0 */
export async function runNodeAside(args: string[]): Promise<void> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const [printed, complaints, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  if (code !== 0) throw new Error(`${printed}${complaints}node ${args.slice(0, 3).join(' ')} ended with ${String(code)}`);
}

/** The exit code of a command, or the signal that ended it. */
export function exitCode(command: string, args: string[], environment: Record<string, string> = {}): Promise<number | NodeJS.Signals> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, ...environment } });
    child.on('error', reject);
    child.on('close', (code, signal) => resolve(code ?? signal ?? 1));
  });
}
