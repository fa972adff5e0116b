import { execFile, execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { LOOK_MS } from './listens.js';
import { freePort } from './ports.js';

const run = promisify(execFile);

/** A database server of this test's own, on a socket in a folder of its own. */
export interface Daemon {
  /** The folder the socket is in (PostgreSQL), or the socket (Redis). */
  socket: string;
  /** Of a Redis cluster, whose nodes speak TCP only; 0 elsewhere. */
  port: number;
  /** Ends it as a crash does, and starts it again on what it had kept. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** Debian keeps PostgreSQL's programs out of the path. */
function findProgram(name: string): string | undefined {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).map((version) => join(debian, version, 'bin')) : [];
  const folders = [...versions, ...(process.env.PATH ?? '').split(delimiter)];
  return folders.map((folder) => join(folder, name)).find((file) => existsSync(file));
}

export const hasPostgres = findProgram('initdb') !== undefined;
export const hasRedis = findProgram('redis-server') !== undefined;

/** PostgreSQL refuses to run as root; Debian's package comes with a user for it. */
function postgresUser(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

const asBoolean = [() => true, () => false] as const;

export async function startPostgres(): Promise<Daemon> {
  const user = postgresUser();
  const folder = await mkdtemp(join(tmpdir(), 'mixpay-pg-'));
  if (user.uid !== undefined && user.gid !== undefined) await chown(folder, user.uid, user.gid);
  const data = join(folder, 'data');
  await run(findProgram('initdb') ?? '', ['-D', data, '-U', 'postgres', '-A', 'trust', '--no-sync'], { ...user, cwd: folder });
  const start = async () => {
    const options = ['-D', data, '-k', folder, '-h', '', '-F'];
    const child = spawn(findProgram('postgres') ?? '', options, { ...user, cwd: folder, stdio: 'ignore' });
    // It listens before it is ready.
    const ready = () => run(findProgram('pg_isready') ?? '', ['-q', '-h', folder]).then(...asBoolean);
    while (!(await ready())) {
      if (child.exitCode !== null) throw new Error(`PostgreSQL ended with ${child.exitCode} before it was ready.`);
      await setTimeout(LOOK_MS);
    }
    return child;
  };
  // An immediate shutdown: no checkpoint, so that it recovers from its log as after a crash.
  return daemon(folder, { socket: folder, port: 0 }, start, { ends: 'SIGINT', crashes: 'SIGQUIT' });
}

export interface RedisSettings {
  /** Keeps what it is given over a restart. @default false */
  durable?: boolean;
  /** One node with all slots: keys of a script must share a slot. @default false */
  cluster?: boolean;
  /** Further lines of its configuration: `--maxmemory 50mb`. */
  further?: string[];
}

export async function startRedis({ durable = false, cluster = false, further = [] }: RedisSettings = {}): Promise<Daemon> {
  const folder = await mkdtemp(join(tmpdir(), 'mixpay-redis-'));
  const socket = join(folder, 'redis.sock');
  const port = cluster ? await freePort() : 0;
  const options = ['--port', String(port), '--bind', '127.0.0.1', '--unixsocket', socket, '--save', '', '--dir', folder, ...further];
  if (durable) options.push('--appendonly', 'yes', '--appendfsync', 'always');
  if (cluster) options.push('--cluster-enabled', 'yes', '--cluster-announce-ip', '127.0.0.1', '--cluster-port', String(await freePort()));
  const start = async () => {
    const child = spawn(findProgram('redis-server') ?? '', options, { stdio: 'ignore' });
    await listening(child, socket);
    return child;
  };
  const running = await daemon(folder, { socket, port }, start, { ends: 'SIGTERM', crashes: 'SIGKILL' });
  const command = async (...words: string[]) => (await run(findProgram('redis-cli') ?? '', ['-s', socket, ...words])).stdout;
  if (cluster) {
    await command('cluster', 'addslotsrange', '0', '16383');
    while (!(await command('cluster', 'info')).includes('cluster_state:ok'));
  }
  return running;
}

async function daemon(
  folder: string,
  address: { socket: string; port: number },
  start: () => Promise<ChildProcess>,
  signals: { ends: NodeJS.Signals; crashes: NodeJS.Signals },
): Promise<Daemon> {
  let child = await start();
  return {
    ...address,
    async restart() {
      await ended(child, signals.crashes);
      child = await start();
    },
    async stop() {
      await ended(child, signals.ends);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Asks until the server answers. @throws where it has ended */
async function listening(child: ChildProcess, socket: string): Promise<void> {
  while (child.exitCode === null) {
    const answered = await new Promise<boolean>((resolve) => {
      const probe = connect(socket, () => resolve(true)).on('error', () => resolve(false));
      probe.on('connect', () => probe.destroy());
    });
    if (answered) return;
    await setTimeout(LOOK_MS);
  }
  throw new Error(`The database server ended with ${child.exitCode} before it listened.`);
}

async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const exit = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await exit;
}
