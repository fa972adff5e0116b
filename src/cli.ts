#!/usr/bin/env node
import { createServer } from 'node:http';
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { MixPayError } from './core/errors.js';
import { readSandboxOptions, SANDBOX_HELP, SANDBOX_OPTIONS } from './sandbox/command.js';
import { createSandbox, type SandboxOptions } from './sandbox/index.js';
import { DOCTOR_HELP, DOCTOR_OPTIONS, examine, readDoctorOptions, report } from './server/doctor/index.js';
import { toNodeListener } from './server/index.js';

type Values = Record<string, string | boolean | (string | boolean)[] | undefined>;

interface Command {
  summary: string;
  help: string;
  options: NonNullable<ParseArgsConfig['options']>;
  /** Takes one word beside its options. */
  positional?: boolean;
  run(values: Values, word: string | undefined): Promise<void>;
}

/** What the doctor waits for an answer, in milliseconds. */
const LONGEST_ANSWER = 15_000;

const COMMANDS: Readonly<Record<string, Command>> = {
  sandbox: {
    summary: 'a stand-in for MixPay: its API and its checkout page, without real money',
    help: SANDBOX_HELP,
    options: SANDBOX_OPTIONS,
    run: (values) => runSandbox(readPort(values['port']), String(values['host']), readSandboxOptions(values)),
  },
  doctor: {
    summary: 'tries a live endpoint as a hostile page would, and says what to mend',
    help: DOCTOR_HELP,
    options: DOCTOR_OPTIONS,
    positional: true,
    run: runDoctor,
  },
};

const HELP = `Usage: mixpay-button <command> [options]

${Object.entries(COMMANDS)
  .map(([name, { summary }]) => `  ${name.padEnd(8)} ${summary}`)
  .join('\n')}

mixpay-button <command> --help tells more of each.`;

/** Wrong use of the command line: told in a sentence, without a stack. */
class UsageError extends Error {}

try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error(`mixpay-button: ${error instanceof Error ? error.message : String(error)}`);
  if (error instanceof UsageError) console.error('Try: mixpay-button --help');
  process.exitCode = error instanceof UsageError || error instanceof MixPayError ? 2 : 1;
}

async function main([name, ...rest]: string[]): Promise<void> {
  const names = Object.keys(COMMANDS).join(', ');
  if (name === '--help' || name === '-h' || name === 'help') {
    console.log(HELP);
    return;
  }
  if (name === undefined) throw new UsageError(`expected a command (${names}), received none`);
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined) throw new UsageError(`expected a command (${names}), received ${JSON.stringify(name)}`);
  const { values, positionals } = readOptions(name, command, rest);
  if (values['help'] === true) {
    console.log(command.help);
    return;
  }
  await command.run(values, positionals[0]);
}

function readOptions(name: string, { options, positional = false }: Command, args: string[]): { values: Values; positionals: string[] } {
  try {
    const read = parseArgs({ args, options: { ...options, help: { type: 'boolean', short: 'h' } }, allowPositionals: positional });
    if (read.positionals.length > 1) throw new Error(`expected one address, received ${read.positionals.length}`);
    return read;
  } catch (error) {
    throw new UsageError(`${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function readPort(value: unknown): number {
  const port = typeof value === 'string' && /^\d{1,5}$/.test(value) ? Number(value) : Number.NaN;
  if (!(port <= 65_535)) throw new UsageError(`--port: expected a number from 0 to 65535, received ${JSON.stringify(value)}`);
  return port;
}

/** Resolves once it listens; the server then keeps the process alive. */
async function runSandbox(port: number, host: string, options: SandboxOptions): Promise<void> {
  const sandbox = createSandbox(options);
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(listenError(error, port, host)));
    server.listen(port, host, resolve);
  });
  const address = server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  const origin = `http://${host.includes(':') ? `[${host}]` : host}:${bound}`;
  server.on('request', toNodeListener(sandbox, { origin }));
  console.log(`MixPay sandbox on ${origin} (no real money moves)

  apiBase       ${origin}
  checkoutBase  ${origin}/code/

Ctrl+C stops it.`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      sandbox.close();
      server.close();
      server.closeAllConnections();
    });
  }
}

function listenError(error: NodeJS.ErrnoException, port: number, host: string): Error {
  if (error.code === 'EADDRINUSE') return new Error(`port ${port} is taken; choose another with --port, or stop what listens there`);
  if (error.code === 'EACCES') return new Error(`port ${port} may not be used here; choose one above 1023 with --port`);
  if (error.code === 'ENOTFOUND' || error.code === 'EADDRNOTAVAIL')
    return new Error(`--host: expected an address of this machine, received ${JSON.stringify(host)}`);
  return error;
}

async function runDoctor(values: Values, address: string | undefined): Promise<void> {
  const options = readDoctorOptions(address, values);
  const diagnosis = await examine({
    ...options,
    fetch: (input, init) => fetch(input, { ...init, signal: AbortSignal.timeout(LONGEST_ANSWER) }),
  });
  console.log(values['json'] === true ? JSON.stringify(diagnosis, null, 2) : report(diagnosis));
  process.exitCode = diagnosis.findings.some(({ outcome }) => outcome === 'fails') ? 1 : 0;
}
