import { execFile, execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A database server of this test's own, on a socket in a folder of its own. */
export interface Daemon {
  /** The folder the socket is in (PostgreSQL), or the socket (Redis). */
  socket: string;
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

export async function startPostgres(): Promise<Daemon> {
  const user = postgresUser();
  const folder = await mkdtemp(join(tmpdir(), 'mixpay-pg-'));
  if (user.uid !== undefined && user.gid !== undefined) await chown(folder, user.uid, user.gid);
  const data = join(folder, 'data');
  await run(findProgram('initdb') ?? '', ['-D', data, '-U', 'postgres', '-A', 'trust', '--no-sync'], { ...user, cwd: folder });
  const child = spawn(findProgram('postgres') ?? '', ['-D', data, '-k', folder, '-h', '', '-F'], { ...user, cwd: folder, stdio: 'ignore' });
  await listening(child, join(folder, '.s.PGSQL.5432'));
  return { socket: folder, stop: () => stopped(child, 'SIGINT', folder) };
}

export async function startRedis(): Promise<Daemon> {
  const folder = await mkdtemp(join(tmpdir(), 'mixpay-redis-'));
  const socket = join(folder, 'redis.sock');
  const options = ['--port', '0', '--unixsocket', socket, '--save', '', '--dir', folder];
  const child = spawn(findProgram('redis-server') ?? '', options, { stdio: 'ignore' });
  await listening(child, socket);
  return { socket, stop: () => stopped(child, 'SIGTERM', folder) };
}

/** Asks until somebody answers; a server that has ended never will. */
async function listening(child: ChildProcess, socket: string): Promise<void> {
  while (child.exitCode === null) {
    const answered = await new Promise<boolean>((resolve) => {
      const probe = connect(socket, () => resolve(true)).on('error', () => resolve(false));
      probe.on('connect', () => probe.destroy());
    });
    if (answered) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
  throw new Error(`The database server ended with ${child.exitCode} before it listened.`);
}

async function stopped(child: ChildProcess, signal: NodeJS.Signals, folder: string): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await ended;
  await rm(folder, { recursive: true, force: true });
}
