import type { Clock } from '../core/clock.js';
import { invalidField } from '../core/errors.js';
import { RATE_LIMIT_PER_MINUTE } from '../core/mixpay.js';
import { isFiatId } from '../core/assets.js';
import { compareDecimals, isDecimal } from '../core/amount.js';
import type { Market } from './assets.js';
import { backgroundClock } from './background-clock.js';
import { isCoinId } from './coins.js';
import { readFaults, type Fault } from './faults.js';
import type { Prices } from './prices.js';
import { randomHex } from './random.js';
import { isPayeeId, payeeKey } from './record.js';

/** Where the sandbox keeps its payments between restarts. */
export interface SandboxPersistence {
  /** The state as last saved, or anything else (`null`, an older format) to start empty. */
  load(): Promise<unknown>;
  /** Receives the whole state, JSON-serialisable, after every change and before the change is answered. */
  save(state: unknown): Promise<void>;
}

export interface SandboxOptions {
  /** The path under which the sandbox is mounted, e.g. `/sandbox`. @default '' */
  basePath?: string;
  /** Time, for deadlines, confirmations, settlement and the callbacks' schedule. @default the platform's clock */
  clock?: Clock;
  /** Sends the callbacks. @default the platform's `fetch` */
  fetch?: typeof fetch;
  /** Random bytes, for codes, transaction ids and nonces. @default `crypto.getRandomValues` */
  random?: (length: number) => Uint8Array;
  /** Requests a minute over all of `/v1`, for this instance alone; `Infinity` for none. @default 60, as MixPay documents */
  limitPerMinute?: number;
  /** Keeps the payments over a restart. @default none: a restart forgets */
  persistence?: SandboxPersistence;
  /** US dollars by asset id, e.g. `{'c94ac88f-…': '150'}`, at least 0.00000001. @default rough prices of the named coins; 1 for any other */
  prices?: Record<string, string>;
  /** Asset ids in which nothing can be quoted, settled or paid (API codes 10002 and 10003). @default none */
  unsupported?: readonly string[];
  /** Payees whom MixPay has not admitted yet: creates for them are refused, as those of every new account are at first. @default none */
  unadmitted?: readonly string[];
  /**
   * What the result of a payment is whose page nobody has opened and on which nothing happened; MixPay documents none of the three:
   * `unpaid`, `not_found` (API code 10062), or `empty` (`data` is an empty list). @default 'unpaid'
   */
  unopened?: 'unpaid' | 'not_found' | 'empty';
  /** Trouble from the start, until `setFaults` or a script sets other. @default none */
  faults?: readonly Fault[];
  /** Spells a result's `quoteAmount` with 8 decimal places ("10" → "10.00000000"). @default false: as it was sent */
  padQuoteAmount?: boolean;
  /** Answers as before 2026-08-13: what is neither unpaid nor over is `pending`, an underpayment told only by `with=payment`. @default false */
  legacyResults?: boolean;
  /** Calls back hosts other than loopback. @default false: such callbacks are recorded as skipped */
  allowPublicCallbacks?: boolean;
  /** Adds `callbackEvent` to the callback's body, as MixPay does outside production. @default false */
  nameCallbackEvent?: boolean;
}

export interface SandboxSettings extends Required<Omit<SandboxOptions, Told>>, Market, Pick<SandboxOptions, 'persistence'> {
  /** Payees not admitted yet, in the form in which payee ids compare. */
  unadmitted: ReadonlySet<string>;
  /** What only the sandbox's own pages know, and other sites' cannot read. */
  pageToken(): string;
}

/** The options that become something else. */
type Told = 'persistence' | 'prices' | 'unsupported' | 'unadmitted';

/** The options with their defaults. Throws a `MixPayError` on a value that cannot be meant. */
export function settingsOf(options: SandboxOptions): SandboxSettings {
  const basePath = (options.basePath ?? '').replace(/\/+$/, '');
  if (basePath !== '' && !basePath.startsWith('/')) throw invalidField('basePath', 'a path that starts with "/"', options.basePath);
  const limitPerMinute = options.limitPerMinute ?? RATE_LIMIT_PER_MINUTE;
  if (limitPerMinute !== Infinity && (!Number.isInteger(limitPerMinute) || limitPerMinute < 1)) {
    throw invalidField('limitPerMinute', 'a whole number above zero, or Infinity', limitPerMinute);
  }
  const random = options.random ?? ((length) => crypto.getRandomValues(new Uint8Array(length)));
  let pageToken: string | undefined;
  return {
    basePath,
    limitPerMinute,
    clock: options.clock ?? backgroundClock,
    fetch: options.fetch ?? ((...request) => fetch(...request)),
    random,
    // Drawn when first needed: Workers refuse randomness while a module is loading.
    pageToken: () => (pageToken ??= randomHex(random, 16)),
    prices: readPrices(options.prices ?? {}),
    unsupported: new Set((options.unsupported ?? []).map((assetId) => readAssetId(assetId, 'unsupported'))),
    unadmitted: new Set((options.unadmitted ?? []).map(readPayee)),
    unopened: readUnopened(options.unopened),
    faults: readFaults(options.faults ?? []),
    padQuoteAmount: options.padQuoteAmount ?? false,
    legacyResults: options.legacyResults ?? false,
    allowPublicCallbacks: options.allowPublicCallbacks ?? false,
    nameCallbackEvent: options.nameCallbackEvent ?? false,
    ...(options.persistence === undefined ? {} : { persistence: options.persistence }),
  };
}

/** Cheaper than this, an order's amount would have more digits than an amount may have. */
const LOWEST_PRICE = '0.00000001';

function readPrices(given: Record<string, string>): Prices {
  const entries = Object.entries(given).map(([assetId, price]) => {
    if (isDecimal(price) && compareDecimals(price, LOWEST_PRICE) >= 0) return [readAssetId(assetId, 'prices'), price];
    throw invalidField('prices', `US dollars as a decimal string, at least ${LOWEST_PRICE}`, price);
  });
  return Object.fromEntries(entries) as Prices;
}

function readAssetId(assetId: unknown, name: string): string {
  if (typeof assetId === 'string' && (isCoinId(assetId) || isFiatId(assetId))) return assetId.toLowerCase();
  throw invalidField(name, 'the asset id of a coin, or a fiat id such as "usd"', assetId);
}

function readPayee(payeeId: unknown): string {
  if (isPayeeId(payeeId)) return payeeKey(payeeId);
  throw invalidField('unadmitted', 'payee ids: UUIDs, with or without dashes', payeeId);
}

/** `unknown`, because the command line and plain JavaScript may give anything. */
function readUnopened(value: unknown = 'unpaid'): SandboxSettings['unopened'] {
  if (value === 'unpaid' || value === 'not_found' || value === 'empty') return value;
  throw invalidField('unopened', '"unpaid", "not_found" or "empty"', value);
}
