/**
 * A shop in a process of its own, to be killed: `DB` the libSQL file, `PORT`, `MIXPAY` its API's base, `PAID` a file that gets a
 * line with each call of onPaid, `KILL_AT` the operation of the store before which the process kills itself, `AHEAD` how many
 * milliseconds its clock is ahead. Prints a line once it listens.
 */
import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createDatabase } from 'db0';
import libSql from 'db0/connectors/libsql/node';
import { createPaymentHandler, sqlStore, systemClock, toNodeListener, type Store } from '../../src/server/index.js';
import { PAYEE, SECRET, USDT } from './open-shop.js';

const { DB = '', PORT = '0', MIXPAY = '', PAID = '', KILL_AT = '0', AHEAD = '0' } = process.env;
const origin = `http://127.0.0.1:${PORT}`;
const clock = { ...systemClock, now: () => Date.now() + Number(AHEAD) };
const inner = sqlStore(createDatabase(libSql({ url: `file:${DB}` })), { clock });

let operations = 0;
function step<T>(run: () => Promise<T>): Promise<T> {
  if (++operations === Number(KILL_AT)) process.kill(process.pid, 'SIGKILL');
  return run();
}
const store: Store = {
  get: (key) => step(() => inner.get(key)),
  put: (key, value, options) => step(() => inner.put(key, value, options)),
  due: (before, limit) => step(() => inner.due(before, limit)),
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
  order: ({ orderId }) => ({ orderId: orderId ?? 'order-1', quoteAmount: '10', quoteAssetId: 'usd' }),
  onPaid: ({ orderId, traceId }) => appendFileSync(PAID, `${orderId} ${traceId}\n`),
});

createServer(toNodeListener(handler, { origin })).listen(Number(PORT), '127.0.0.1', () => process.stdout.write('listening\n'));
