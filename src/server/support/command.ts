import { invalidField, MixPayError } from '../../core/errors.js';
import { systemClock } from '../../core/clock.js';
import { Ledger } from '../ledger.js';
import { reasonOf } from '../log-text.js';
import { lookup } from '../lookup.js';
import type { OrderPicture } from '../picture.js';
import type { Store } from '../store/store.js';
import { openToRead, type Machine, type StorePlace } from './open-store.js';

export const LOOKUP_HELP = `Usage: mixpay-button lookup <order-id> --store <address> [options]

Tells all that a shop's store knows of an order: its payment links and what came of them, what the page shows, which hooks have
heard of it and which are owed. Reads only, and asks nobody else. Run it in the shop's folder: it uses the packages installed there.
What it prints is confidential.

  --store <address>   postgres://… | redis://… | libsql://… | a SQLite file: orders.db, file:orders.db
                      (default: the variable MIXPAY_STORE, which other users of this machine do not see)
  --table <name>      as given to sqlStore or postgresStore (default mixpay_orders)
  --prefix <text>     as given to redisStore (default {mixpay})
  --json              as JSON

Ends with 0 if there is such an order, 1 if there is none, 2 if it could not be looked up.`;

/** As `parseArgs` of Node takes them. */
export const LOOKUP_OPTIONS = {
  store: { type: 'string' },
  table: { type: 'string' },
  prefix: { type: 'string' },
  json: { type: 'boolean' },
} as const;

export interface LookupRequest extends StorePlace {
  orderId: string;
}

/**
 * What was said on the command line.
 * @param fallback the variable MIXPAY_STORE
 * @throws MixPayError `invalid_field`
 */
export function readLookupOptions(
  orderId: string | undefined,
  values: Readonly<Record<string, unknown>>,
  fallback: string | undefined,
): LookupRequest {
  const text = (name: string) => (typeof values[name] === 'string' && values[name] !== '' ? values[name] : undefined);
  if (orderId === undefined || orderId === '')
    throw invalidField('lookup', 'the id of an order', undefined, 'Try: mixpay-button lookup --help');
  const address = text('store') ?? (fallback === '' ? undefined : fallback);
  if (address === undefined)
    throw invalidField('--store', 'where the orders are, such as postgres://shop@localhost/shop or orders.db', undefined);
  const [table, prefix] = [text('table'), text('prefix')];
  return { orderId, address, ...(table === undefined ? {} : { table }), ...(prefix === undefined ? {} : { prefix }) };
}

/**
 * Looks an order up in a shop's store, without writing to it.
 * @throws MixPayError `order_unknown` where there is no such order; another one where the store cannot be read
 */
export async function lookupIn({ orderId, ...place }: LookupRequest, machine: Machine): Promise<OrderPicture> {
  try {
    const store = await openToRead(place, machine);
    try {
      return await lookup(new Ledger(readOnly(store), systemClock), orderId);
    } finally {
      await store.close().catch(() => undefined);
    }
  } catch (error) {
    if (error instanceof MixPayError) throw error;
    // An address may hold a password, so the error is told and the address is not.
    throw new MixPayError('unreachable', `--store: expected a store that can be read, received: ${storeReason(error)}`, { cause: error });
  }
}

/** The ledger reads through `get` alone here; any other call is a mistake of this package's. */
function readOnly({ get }: Pick<Store, 'get'>): Store {
  const never = () => Promise.reject(new Error('lookup reads, and nothing else'));
  return { get, put: never, due: never };
}

/** Node puts several refused addresses into one error without a message. */
function storeReason(error: unknown): string {
  const [inner] = error instanceof AggregateError ? (error.errors as unknown[]) : [error];
  return reasonOf(inner ?? error);
}
