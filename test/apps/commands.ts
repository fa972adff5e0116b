import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';

/** A server of an app, running. */
export interface Server {
  /** All that it has printed. */
  printed(): string;
  stop(): Promise<void>;
}

/** Nothing about our runs is anybody's statistics, and nothing that npm told this process is meant for another project. */
function environment(): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !/^npm_(package|lifecycle|config_local_prefix)|^INIT_CWD$/.test(name));
  return {
    ...Object.fromEntries(inherited),
    CI: 'true',
    NO_COLOR: '1',
    ASTRO_TELEMETRY_DISABLED: '1',
    NEXT_TELEMETRY_DISABLED: '1',
    NG_CLI_ANALYTICS: 'false',
    NUXT_TELEMETRY_DISABLED: '1',
  };
}

function begin(folder: string, command: string, args: string[]): { child: ChildProcess; printed: () => string; ended: Promise<unknown> } {
  // A group of its own: what npm starts is stopped with it.
  const child = spawn(command, args, { cwd: folder, env: environment(), detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  return { child, printed: () => output, ended: once(child, 'close') };
}

/** Runs a command. @throws with all that it printed, where it exits with anything but 0 */
export async function runToEnd(folder: string, command: string, args: string[]): Promise<void> {
  const { child, printed, ended } = begin(folder, command, args);
  await ended;
  if (child.exitCode !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${String(child.exitCode)}:\n${printed()}`);
}

/** Starts a server. @returns once it answers at `origin` */
export async function startServer(folder: string, command: string, args: string[], origin: string): Promise<Server> {
  const { child, printed, ended } = begin(folder, command, args);
  const answers = () =>
    fetch(origin).then(
      () => true,
      () => false,
    );
  while (!(await answers())) {
    if (child.exitCode !== null) throw new Error(`${command} ${args.join(' ')} ended before it listened at ${origin}:\n${printed()}`);
    await setTimeout(50);
  }
  return {
    printed,
    async stop() {
      if (child.exitCode === null && child.pid !== undefined) process.kill(-child.pid);
      await ended;
    },
  };
}
