import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { hasPostgres, startPostgres } from '../helpers/databases.js';
import { provideDist } from '../helpers/provide-dist.js';
import { count, milliseconds, times, type Cell, type Table } from './report.js';
import { callHandler, callSocket, type Load } from './server/load.js';
import { openShop, ROUTES, type Asked, type Kept, type RouteName } from './server/shop.js';
import { interleaved, median, quantile } from './stats.js';

const NAMES: Readonly<Record<RouteName, string>> = { status: 'status that needs no call', create: 'create asked again' };
/** Requests at a time where somebody else is waited for: a database, a socket. */
const ABREAST = 16;

interface Pace {
  rounds: number;
  /** Milliseconds. */
  duration: number;
}

/** Requests a second and the slowest hundredth of our handler, beside the same answers without our code. */
export async function measureServer(quick: boolean): Promise<Table[]> {
  provideDist();
  const pace: Pace = quick ? { rounds: 1, duration: 60 } : { rounds: 9, duration: 400 };
  const notes = [
    'One open order, at an hour that stands still. Bare is the same route with the same answer and none of our code: in process an `async` function that returns `new Response(JSON.stringify(…))` (having read the JSON, where there is any), on a socket `node:http` alone, in the same process as ours.',
    `By turns, ${pace.rounds} rounds of ${pace.duration} ms each, the medians; p99 is that of all rounds. In process in memory one request at a time, elsewhere ${ABREAST}.`,
  ];
  const rows = await rowsOf('memory', 'memory', pace);
  if (quick) notes.push('PostgreSQL is left out of a quick run.');
  else if (!hasPostgres) notes.push('PostgreSQL is left out: it is not installed.');
  else {
    const postgres = await startPostgres();
    try {
      rows.push(...(await rowsOf('PostgreSQL', { postgres: postgres.socket }, pace)));
    } finally {
      await postgres.stop();
    }
  }
  const head = ['route', 'how', 'store', 'ours, a second', 'bare, a second', 'ratio', 'ours, p99', 'bare, p99', 'ratio'];
  return [{ title: 'Server', notes, head, rows }];
}

async function rowsOf(store: string, kept: Kept, pace: Pace): Promise<Cell[][]> {
  const [within, outside] = [await inProcess(kept, pace), await onSocket(kept, pace)];
  const rows = ROUTES.flatMap((route) => [
    row([NAMES[route], 'in process', store], within.ours[route], within.bare[route]),
    row([NAMES[route], 'socket', store], outside.ours[route], outside.bare[route]),
  ]);
  return [...rows, row(['one read of the store, nothing else', 'in process', store], within.oneRead, within.bare.status)];
}

function row(words: string[], ours: Load[], bare: Load[]): Cell[] {
  const rate = (loads: Load[]) => median(loads.map((load) => load.rate));
  const slowest = (loads: Load[]) =>
    quantile(
      loads.flatMap(({ latencies }) => latencies),
      0.99,
    );
  return [
    ...words,
    count(rate(ours)),
    count(rate(bare)),
    times(rate(ours), rate(bare)),
    milliseconds(slowest(ours)),
    milliseconds(slowest(bare)),
    times(slowest(ours), slowest(bare)),
  ];
}

interface Loads {
  ours: Record<RouteName, Load[]>;
  bare: Record<RouteName, Load[]>;
}

type Measure = (duration: number) => Promise<Load>;

/** Both routes of both, by turns, after a round that warms them up. */
async function byTurns({ rounds, duration }: Pace, contestants: Measure[]): Promise<Load[][]> {
  for (const measure of contestants) await measure(duration);
  return interleaved(
    rounds,
    contestants.map((measure) => () => measure(duration)),
  );
}

async function inProcess(kept: Kept, pace: Pace): Promise<Loads & { oneRead: Load[] }> {
  const { handler, bare, oneRead, asked, close } = await openShop(kept);
  const abreast = kept === 'memory' ? 1 : ABREAST;
  const [status = [], create = [], bareStatus = [], bareCreate = [], read = []] = await byTurns(pace, [
    (duration) => callHandler(handler, asked.status, duration, abreast),
    (duration) => callHandler(handler, asked.create, duration, abreast),
    (duration) => callHandler(bare, asked.status, duration, abreast),
    (duration) => callHandler(bare, asked.create, duration, abreast),
    (duration) => callHandler(oneRead, asked.status, duration, abreast),
  ]);
  await close();
  return { ours: { status, create }, bare: { status: bareStatus, create: bareCreate }, oneRead: read };
}

async function onSocket(kept: Kept, pace: Pace): Promise<Loads> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'test/bench/server/serve.ts'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...(kept === 'memory' ? {} : { POSTGRES: kept.postgres }) },
  });
  try {
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
    const { port, asked } = JSON.parse(line) as { port: number; asked: Record<RouteName, Asked> };
    const bared = (route: RouteName): Asked => ({ ...asked[route], path: `/bare${asked[route].path}` });
    const [status = [], create = [], bareStatus = [], bareCreate = []] = await byTurns(pace, [
      (duration) => callSocket(port, asked.status, duration, ABREAST),
      (duration) => callSocket(port, asked.create, duration, ABREAST),
      (duration) => callSocket(port, bared('status'), duration, ABREAST),
      (duration) => callSocket(port, bared('create'), duration, ABREAST),
    ]);
    return { ours: { status, create }, bare: { status: bareStatus, create: bareCreate } };
  } finally {
    child.kill();
    await once(child, 'exit');
  }
}
