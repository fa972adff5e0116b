/**
 * A shop in a process of its own, to be killed: `STORE` where it keeps its orders, `PORT`, `MIXPAY` its API's base, `PAID` a file
 * that gets a line with each call of onPaid, `KILL_AT` the operation of the store before which the process kills itself, `AHEAD`
 * how many milliseconds its clock is ahead, `SPEED` how fast it runs since `EPOCH`, `SWEEP` every how many of its seconds it
 * sweeps. Prints a line once it listens.
 */
import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createPaymentHandler, postgresStore, redisStore, sqlStore, toNodeListener, type Store } from '../../src/server/index.js';
import { fastClock } from './fast-clock.js';
import { PAYEE, SECRET, USDT } from './open-shop.js';

const { STORE = '', PORT = '0', MIXPAY = '', PAID = '', KILL_AT = '0', AHEAD = '0', SPEED = '1', EPOCH = '0', SWEEP = '0' } = process.env;
const origin = `http://127.0.0.1:${PORT}`;
const clock = fastClock({ speed: Number(SPEED), epoch: Number(EPOCH), ahead: Number(AHEAD) });

/** `file:…`, `postgres:<folder of its socket>`, `ioredis:<socket>` or `node-redis:<socket>`. Only what it needs is loaded: it is started often. */
async function openStore(): Promise<Store> {
  const [, kind = '', place = ''] = /^([a-z-]+):(.*)$/.exec(STORE) ?? [];
  if (kind === 'postgres') {
    const { default: pg } = await import('pg');
    return postgresStore(new pg.Pool({ host: place, user: 'postgres', database: 'postgres' }));
  }
  if (kind === 'ioredis') {
    const { Redis } = await import('ioredis');
    return redisStore(new Redis({ path: place, keyPrefix: 'shop:' }));
  }
  if (kind === 'node-redis') {
    const { createClient } = await import('redis');
    const client = createClient({ socket: { path: place, tls: false } });
    const store = redisStore(client, { prefix: 'shop:{mixpay}' });
    await client.connect();
    return store;
  }
  const [{ createDatabase }, { default: libSql }] = await Promise.all([import('db0'), import('db0/connectors/libsql/node')]);
  return sqlStore(createDatabase(libSql({ url: STORE })), { clock });
}

const inner = await openStore();
let operations = 0;
function step<T>(run: () => Promise<T>): Promise<T> {
  if (++operations === Number(KILL_AT)) process.kill(process.pid, 'SIGKILL');
  return run();
}
const store: Store = {
  get: (key) => step(() => inner.get(key)),
  put: (key, value, options) => step(() => inner.put(key, value, options)),
  due: (...asked) => step(() => inner.due(...asked)),
};

const handler = createPaymentHandler({
  payeeId: PAYEE,
  settlementAssetId: USDT,
  secret: SECRET,
  origin,
  apiBase: MIXPAY,
  checkoutBase: `${MIXPAY}/code/`,
  store,
  clock,
  expiresIn: 86_400,
  order: ({ orderId }) => ({ orderId: orderId ?? 'order-1', quoteAmount: '10', quoteAssetId: 'usd' }),
  onPaid: ({ orderId, traceId }) => appendFileSync(PAID, `${orderId} ${traceId}\n`),
  onEvent: () => undefined,
});

function sweepAgain(): void {
  clock.after(Number(SWEEP) * 1000, () => void handler.sweep().then(sweepAgain, sweepAgain));
}
if (SWEEP !== '0') sweepAgain();

createServer(toNodeListener(handler, { origin })).listen(Number(PORT), '127.0.0.1', () => process.stdout.write('listening\n'));
