import type { Clock } from '../core/clock.js';
import { invalidField } from '../core/errors.js';
import { RATE_LIMIT_PER_MINUTE } from '../core/mixpay.js';
import { backgroundClock } from './background-clock.js';
import { randomHex } from './random.js';

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
  /** Spells a result's `quoteAmount` with 8 decimal places ("10" → "10.00000000"). @default false: as it was sent */
  padQuoteAmount?: boolean;
  /** Answers as before 2026-08-13: what is neither unpaid nor over is `pending`, an underpayment told only by `with=payment`. @default false */
  legacyResults?: boolean;
  /** Calls back hosts other than loopback. @default false: such callbacks are recorded as skipped */
  allowPublicCallbacks?: boolean;
  /** Adds `callbackEvent` to the callback's body, as MixPay does outside production. @default false */
  nameCallbackEvent?: boolean;
}

export interface SandboxSettings extends Required<Omit<SandboxOptions, 'persistence'>>, Pick<SandboxOptions, 'persistence'> {
  /** What only the sandbox's own pages know, and other sites' cannot read. */
  pageToken(): string;
}

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
    padQuoteAmount: options.padQuoteAmount ?? false,
    legacyResults: options.legacyResults ?? false,
    allowPublicCallbacks: options.allowPublicCallbacks ?? false,
    nameCallbackEvent: options.nameCallbackEvent ?? false,
    ...(options.persistence === undefined ? {} : { persistence: options.persistence }),
  };
}
