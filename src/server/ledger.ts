import type { Clock } from '../core/clock.js';
import { defined, isRecord } from '../core/result.js';
import { isEnded, type Attempt, type OrderRecord } from './record.js';
import { dueAtOf, FURTHEST, watchedUntil } from './schedule.js';
import { isVersion, type PutOptions, type Store } from './store/store.js';

/** An order as read, with the version a write must name. */
export interface Entry {
  record: OrderRecord;
  version: string;
}

/** One writer succeeds in every round, so after losing this many in a row the store must be at fault. */
const MOST_TRIES = 50;
/** Seconds an order is kept that nobody paid; one that received money is kept for ever. */
const KEEP_UNPAID = 180 * 24 * 3600;
/** Seconds an order is kept that is still to be looked at: ten years, so that a clock that is years ahead deletes no open order. */
const KEEP_WATCHED = 10 * 365 * 24 * 3600;
/** Seconds an order is kept of which nothing was sent to MixPay: anybody can post more of those than the budget has room for. */
const KEEP_UNSENT = 2 * 24 * 3600;

export const orderKey = (orderId: string): string => `order:${orderId}`;

/**
 * The orders in the store: every write is a compare-and-set, and what is due follows from what is written. Orders of a sandbox and of
 * MixPay never mix: a shop that goes live on the same store finds none of the former, and begins anew whichever it is asked for.
 */
export class Ledger {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #sandbox: boolean | undefined;

  /** @param sandbox whether MixPay is a sandbox here; undefined: orders of both are read */
  constructor(store: Store, clock: Clock, sandbox?: boolean) {
    this.#store = store;
    this.#clock = clock;
    this.#sandbox = sandbox;
  }

  /** @throws Error where it is a real order, and this is a sandbox */
  async load(orderId: string): Promise<Entry | null> {
    const stored = await this.#store.get(orderKey(orderId));
    if (stored === null) return null;
    const record = readRecord(stored.value, orderId);
    if (!this.#isElsewhere(record)) return { record, version: stored.version };
    if (record.sandbox === true) return null;
    throw new Error(`Order ${orderId} was begun with MixPay itself, and this handler asks a sandbox. Give the sandbox a store of its own.`);
  }

  /** Writes over what was read. @returns null where another writer was first */
  async save(record: OrderRecord, ifVersion: string | null): Promise<Entry | null> {
    const dueAt = dueAtOf(record);
    const ttl = sawMoney(record) ? undefined : keptFor(record, dueAt);
    const options = defined<Omit<PutOptions, 'ifVersion'>>({ dueAt, ttl });
    const key = orderKey(record.orderId);
    const version = await this.#store.put(key, record, { ifVersion, ...options });
    if (isVersion(version)) return { record, version };
    const leftBy = ifVersion === null ? await this.#sandboxVersion(record.orderId) : undefined;
    if (leftBy === undefined) return null;
    const anew = await this.#store.put(key, record, { ifVersion: leftBy, ...options });
    return isVersion(anew) ? { record, version: anew } : null;
  }

  /**
   * Changes an order, again on a fresh reading whenever another writer was first.
   * @param change returns undefined to leave it as it is
   * @returns what is stored now; undefined where there is no such order
   */
  async update(orderId: string, change: (record: OrderRecord) => OrderRecord | undefined): Promise<OrderRecord | undefined> {
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const entry = await this.load(orderId);
      if (entry === null) return undefined;
      const changed = change(entry.record);
      if (changed === undefined || changed === entry.record) return entry.record;
      if ((await this.save(changed, entry.version)) !== null) return changed;
    }
    throw new Error(`The store refused ${MOST_TRIES} writes of one order in a row: its put() never succeeds.`);
  }

  /**
   * Notes whose code this is, for as long as it can be paid: MixPay promises nowhere that no two payments get the same.
   * @returns the order whose other payment has it, or undefined
   */
  async claimCode(code: string, orderId: string, { n, expiresAt }: Pick<Attempt, 'n' | 'expiresAt'>): Promise<string | undefined> {
    const key = `code:${code}`;
    const ttl = Math.max(Math.ceil((watchedUntil({ expiresAt }) - this.#clock.now()) / 1000), 60);
    if (isVersion(await this.#store.put(key, { orderId, n }, { ifVersion: null, ttl }))) return undefined;
    const holder = (await this.#store.get(key))?.value;
    if (!isRecord(holder) || (holder['orderId'] === orderId && holder['n'] === n)) return undefined;
    return String(holder['orderId']);
  }

  /** Orders that are due, oldest first. One whose record cannot be read comes without it. */
  async due(limit: number): Promise<{ orderId: string; record?: OrderRecord }[]> {
    const found: { orderId: string; record?: OrderRecord }[] = [];
    for (const { key, value, version } of await this.#dueRows(limit)) {
      const orderId = key.slice(orderKey('').length);
      const record = readOrder(value, orderId);
      if (record === undefined) found.push({ orderId });
      else if (!this.#isElsewhere(record)) found.push({ orderId, record });
      // Of a sandbox that is asked no more: it is not to be found due again and again.
      else if (record.sandbox === true) await this.#store.put(key, value, { ifVersion: version, ttl: KEEP_UNPAID });
    }
    return found;
  }

  /** What is due, and then what no schedule has put off so far: a clock that was far ahead has. */
  async #dueRows(limit: number): ReturnType<Store['due']> {
    const now = this.#clock.now();
    const due = await this.#store.due(now, limit);
    if (due.length >= limit) return due;
    const ahead = await this.#store.due(Number.MAX_SAFE_INTEGER, limit - due.length, now + FURTHEST);
    const known = new Set(due.map(({ key }) => key));
    return [...due, ...ahead.filter(({ key, value }) => !known.has(key) && isFarAhead(value, now))];
  }

  #isElsewhere({ sandbox }: OrderRecord): boolean {
    return this.#sandbox !== undefined && sandbox !== undefined && sandbox !== this.#sandbox;
  }

  /** The version of an order that a sandbox has left behind under this id. */
  async #sandboxVersion(orderId: string): Promise<string | undefined> {
    const stored = await this.#store.get(orderKey(orderId));
    const record = stored === null ? undefined : readOrder(stored.value, orderId);
    return record?.sandbox === true && this.#isElsewhere(record) ? stored?.version : undefined;
  }
}

/** A store that ignores `after` returns others as well. */
function isFarAhead(value: unknown, now: number): boolean {
  const record = isRecord(value) ? readOrder(value, String(value['orderId'])) : undefined;
  return record !== undefined && (dueAtOf(record) ?? 0) > now + FURTHEST;
}

function sawMoney({ attempts }: OrderRecord): boolean {
  return attempts.some(
    (attempt) =>
      attempt.result?.paymentAmount !== undefined || attempt.mismatch !== undefined || (isEnded(attempt) && attempt.state !== 'failed'),
  );
}

function keptFor(record: OrderRecord, dueAt: number | undefined): number {
  if (!wasSent(record)) return KEEP_UNSENT;
  return dueAt === undefined ? KEEP_UNPAID : KEEP_WATCHED;
}

function wasSent({ attempts }: OrderRecord): boolean {
  return attempts.some(({ sends }) => sends > 0);
}

/** What this package wrote, or an error: a record of another kind must never be taken for an order. */
function readRecord(value: unknown, orderId: string): OrderRecord {
  const record = readOrder(value, orderId);
  if (record === undefined)
    throw new Error(`The store holds something under ${orderKey(orderId)} that this version of mixpay-button did not write.`);
  return record;
}

function readOrder(value: unknown, orderId: string): OrderRecord | undefined {
  if (!isRecord(value) || value['v'] !== 1 || value['orderId'] !== orderId || !Array.isArray(value['attempts'])) return undefined;
  const record = value as unknown as OrderRecord | OlderRecord;
  return record.attempts.every(isCurrent) ? (record as OrderRecord) : { ...record, attempts: record.attempts.map(upgraded(record)) };
}

type OlderAttempt = Omit<Attempt, 'agreed' | 'sends'>;
type OlderRecord = Omit<OrderRecord, 'attempts'> & { attempts: (Attempt | OlderAttempt)[] };

const isCurrent = (attempt: Attempt | OlderAttempt): attempt is Attempt => 'sends' in attempt;

/**
 * An attempt of 0.1.0 in today's shape. It kept `item` and `metadata` with the order; an `item` that the page had sent beside an
 * order id was never looked at by the shop, so it is left out.
 */
function upgraded({ item, metadata, derived }: OlderRecord): (attempt: Attempt | OlderAttempt) => Attempt {
  const agreed = { ...(derived && item !== undefined ? { item } : {}), ...(metadata === undefined ? {} : { metadata }) };
  return (attempt) => (isCurrent(attempt) ? attempt : { ...attempt, agreed, sends: 1, fromOlder: true });
}
