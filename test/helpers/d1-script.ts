/** A Worker with order tables in D1, through db0's own connector: does what is posted to it, at the time that it is told. */
import { createDatabase } from 'db0';
import d1 from 'db0/connectors/cloudflare-d1';
import { sqlStore, systemClock, type PutOptions, type Store } from '../../src/server/index.js';

/** A call of a store's, with the table and the time. */
export type D1Call = { table: string; now: number } & (
  | { get: [key: string] }
  | { put: [key: string, value: unknown, options: PutOptions] }
  | { due: [before: number, limit: number, after?: number | undefined] }
);

let now = 0;
const clock = { ...systemClock, now: () => now };
const stores = new Map<string, Store>();

function storeOf(table: string): Store {
  const store = stores.get(table) ?? sqlStore(createDatabase(d1({ bindingName: 'DB' })), { table, clock });
  stores.set(table, store);
  return store;
}

export default {
  async fetch(request: Request): Promise<Response> {
    const call = (await request.json()) as D1Call;
    now = Math.max(now, call.now);
    const store = storeOf(call.table);
    if ('get' in call) return Response.json(await store.get(...call.get));
    if ('put' in call) return Response.json(await store.put(...call.put));
    return Response.json(await store.due(...call.due));
  },
};
