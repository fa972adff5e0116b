import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';

/** A server of an app, running. */
export interface Server {
  /** All that it has printed. */
  printed(): string;
  stop(): Promise<void>;
}

/** Longer than any step may take, so that one that hangs ends with its name. */
const HANGING_MS = 300_000;
const STARTING_MS = 60_000;

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

interface Begun {
  child: ChildProcess;
  printed: () => string;
  ended: Promise<unknown>;
  stop: () => void;
}

function begin(folder: string, command: string, args: string[]): Begun {
  // A group of its own: what npm starts is stopped with it.
  const child = spawn(command, args, { cwd: folder, env: environment(), detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  const stop = () => {
    if (child.exitCode === null && child.signalCode === null && child.pid !== undefined) process.kill(-child.pid);
  };
  return { child, printed: () => output, ended: once(child, 'close'), stop };
}

/** Runs a command. @throws with all that it printed, where it exits with anything but 0 */
export async function runToEnd(folder: string, command: string, args: string[]): Promise<void> {
  const { child, printed, ended, stop } = begin(folder, command, args);
  const hanging = setTimeout(stop, HANGING_MS);
  await ended;
  clearTimeout(hanging);
  if (child.exitCode !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${String(child.exitCode)}:\n${printed()}`);
}

/** Starts a server. @returns once it answers at `origin` */
export async function startServer(folder: string, command: string, args: string[], origin: string): Promise<Server> {
  const { child, printed, ended, stop } = begin(folder, command, args);
  const answers = () =>
    fetch(origin).then(
      () => true,
      () => false,
    );
  const start = performance.now();
  while (!(await answers())) {
    const late = performance.now() - start > STARTING_MS;
    if (late) stop();
    if (late || child.exitCode !== null) throw new Error(`${command} ${args.join(' ')} does not listen at ${origin}:\n${printed()}`);
    await wait(50);
  }
  return {
    printed,
    async stop() {
      stop();
      await ended;
    },
  };
}
