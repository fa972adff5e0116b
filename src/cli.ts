#!/usr/bin/env node
import { readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { MixPayError } from './core/errors.js';
import { readSandboxOptions, SANDBOX_HELP, SANDBOX_OPTIONS } from './sandbox/command.js';
import { createSandbox, type SandboxOptions } from './sandbox/index.js';
import { DOCTOR_HELP, DOCTOR_OPTIONS, examine, readDoctorOptions, report } from './server/doctor/index.js';
import { toNodeListener } from './server/index.js';
import { didYouMean, nearest } from './server/near-miss.js';
import {
  CONFIDENTIAL,
  LOOKUP_HELP,
  LOOKUP_OPTIONS,
  lookupIn,
  readLookupOptions,
  reportOrder,
  type Machine,
} from './server/support/index.js';

type Values = Record<string, string | boolean | (string | boolean)[] | undefined>;

interface Command {
  summary: string;
  help: string;
  options: NonNullable<ParseArgsConfig['options']>;
  /** The one word it takes beside its options. */
  positional?: string;
  run(values: Values, word: string | undefined): Promise<void>;
}

/** How long the doctor waits for an answer, in milliseconds. */
const LONGEST_ANSWER = 15_000;

const COMMANDS: Readonly<Record<string, Command>> = {
  sandbox: {
    summary: 'a stand-in for MixPay: its API and its checkout page, without real money',
    help: SANDBOX_HELP,
    options: SANDBOX_OPTIONS,
    run: (values) => runSandbox(readPort(values['port']), String(values['host']), readSandboxOptions(values)),
  },
  doctor: {
    summary: 'tries a live endpoint as a hostile page would, and says what to fix',
    help: DOCTOR_HELP,
    options: DOCTOR_OPTIONS,
    positional: 'address',
    run: runDoctor,
  },
  lookup: {
    summary: 'what a shop’s store knows of an order, for support; reads only',
    help: LOOKUP_HELP,
    options: LOOKUP_OPTIONS,
    positional: 'order id',
    run: runLookup,
  },
};

const NAMES = Object.keys(COMMANDS);

const HELP = `Usage: mixpay-button <command> [options]

${Object.entries(COMMANDS)
  .map(([name, { summary }]) => `  ${name.padEnd(8)} ${summary}`)
  .join('\n')}

mixpay-button help <command> tells more of each; mixpay-button --version says which one this is.`;

/** Wrong use of the command line: printed as a sentence, without a stack. */
class UsageError extends Error {
  /** The command it is about. */
  readonly about: string | undefined;

  constructor(message: string, about?: string) {
    super(message);
    this.about = about;
  }
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error(`mixpay-button: ${error instanceof Error ? error.message : String(error)}`);
  if (error instanceof UsageError) console.error(`Try: mixpay-button ${error.about === undefined ? '--help' : `help ${error.about}`}`);
  process.exitCode = exitCodeOf(error);
}

function exitCodeOf(error: unknown): number {
  if (error instanceof MixPayError) return error.code === 'order_unknown' ? 1 : 2;
  return error instanceof UsageError ? 2 : 1;
}

async function main([name, ...rest]: string[]): Promise<void> {
  if (name === '--version' || name === '-v' || name === 'version') {
    console.log(readVersion());
    return;
  }
  if (name === '--help' || name === '-h' || name === 'help') {
    console.log(rest[0] === undefined ? HELP : commandOf(rest[0]).help);
    return;
  }
  if (name === undefined) throw new UsageError(`expected a command (${NAMES.join(', ')}), received none`);
  const command = commandOf(name);
  const { values, positionals } = readOptions(name, command, rest);
  if (values['help'] === true) {
    console.log(command.help);
    return;
  }
  await command.run(values, positionals[0]);
}

function commandOf(name: string): Command {
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command !== undefined) return command;
  const meant = nearest(name, NAMES);
  throw new UsageError(
    meant === undefined
      ? `expected a command (${NAMES.join(', ')}), received ${JSON.stringify(name)}`
      : `${name}: did you mean ${meant}? Expected a command (${NAMES.join(', ')}), received ${JSON.stringify(name)}`,
    meant,
  );
}

/** Of the package this file is in, whether it runs from `dist` or from the sources. */
function readVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };
  return version;
}

function readOptions(name: string, { options, positional }: Command, args: string[]): { values: Values; positionals: string[] } {
  const known = { ...options, help: { type: 'boolean', short: 'h' } } as const;
  for (const arg of args) {
    const [, option] = /^--(?:no-)?([^=]+)/.exec(arg) ?? [];
    if (arg === '--') break;
    if (option !== undefined && !Object.hasOwn(known, option)) {
      const flags = Object.keys(known).map((each) => `--${each}`);
      const meant = didYouMean(option, flags);
      throw new UsageError(`${name}: there is no option --${option}${meant === '' ? '' : meant}`, name);
    }
  }
  try {
    const read = parseArgs({ args, options: known, allowPositionals: positional !== undefined });
    if (read.positionals.length > 1) throw new Error(`expected one ${positional ?? 'word'}, received ${read.positionals.length}`);
    return read;
  } catch (error) {
    throw new UsageError(`${name}: ${error instanceof Error ? error.message : String(error)}`, name);
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

async function runLookup(values: Values, orderId: string | undefined): Promise<void> {
  const picture = await lookupIn(readLookupOptions(orderId, values, process.env['MIXPAY_STORE']), thisMachine());
  if (values['json'] === true) console.log(JSON.stringify({ confidential: CONFIDENTIAL, ...picture }, null, 2));
  else console.log(reportOrder(picture));
}

/** Packages of the folder it is run in, which are the shop's, and then this package's own neighbours. */
function thisMachine(): Machine {
  const places = [createRequire(join(process.cwd(), 'package.json')), createRequire(import.meta.url)];
  return {
    load: (name) =>
      new Promise((resolve, reject) => {
        for (const require of places) {
          try {
            resolve(require(name));
            return;
          } catch {
            // Not found here: the next place is tried.
          }
        }
        reject(new Error(`${name} is not installed`));
      }),
    isFile: (path) => statSync(path, { throwIfNoEntry: false })?.isFile() === true,
  };
}
