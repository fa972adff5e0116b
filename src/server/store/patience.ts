import type { Clock } from '../../core/clock.js';
import { MixPayError } from '../../core/errors.js';
import type { Fate } from './version.js';

/** 5, 10, 15 … ms between them: four seconds in all, in which a database server has restarted or a writer has finished. */
const MOST_TRIES = 40;

/** SQLite refuses a writer while another process writes. */
const BUSY = /SQLITE_BUSY|database is locked|database table is locked/i;
/**
 * PostgreSQL: two sessions making one table (23505, 42P07, 42710), a transaction that has to be begun again (40001, 40P01), a server
 * that stops or starts (57P01-03), a lost connection (class 08). Redis: still loading, busy, or choosing a new primary.
 */
const PASSING = /^(23505|42P07|42710|40001|40P01|57P0[1-3]|08\w{3}|LOADING|BUSY|TRYAGAIN|CLUSTERDOWN|MASTERDOWN)\b/;
const BROKEN =
  /\b(ECONNREFUSED|ECONNRESET|ECONNABORTED|EPIPE|ETIMEDOUT|EAI_AGAIN|connect ENOENT)\b|connection (is closed|lost|terminated|ended)|terminating connection|not queryable|socket closed|fetch failed|client is offline|Stream isn't writeable|storage caused object to be reset|reset because its code/i;
/** SQLSTATE of a statement that was not carried out: all but a lost connection and a server that ended. */
const TURNED_DOWN = /^(?!08|57|40003)\d[\dA-Z]{4}$/;
/** Errors in Redis's own words: the script did not run. */
const REDIS_REPLY = /^(ERR|OOM|NOAUTH|NOPERM|WRONGTYPE|MISCONF|NOREPLICAS|LOADING|BUSY|TRYAGAIN|CLUSTERDOWN|MASTERDOWN)\b/;

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '');
const textOf = (error: unknown): string => (error instanceof Error ? `${codeOf(error)} ${error.message}` : '');

/** Whether waiting a little is likely to help. */
export function isPassing(error: unknown): boolean {
  const text = textOf(error);
  return [BUSY, BROKEN].some((known) => known.test(text)) || PASSING.test(text.trimStart());
}

/** Whether the database said itself that nothing was written. */
function isTurnedDown(error: unknown): boolean {
  if (error instanceof MixPayError || TURNED_DOWN.test(codeOf(error)) || BUSY.test(textOf(error))) return true;
  return error instanceof Error && REDIS_REPLY.test(error.message);
}

const pause = (clock: Clock, tries: number) => new Promise<void>((done) => void clock.after(5 * tries, done));

/** Runs a statement that may be repeated, again while the database is busy or away. */
export async function patiently<T>(clock: Clock, run: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await run();
    } catch (error) {
      if (tries >= MOST_TRIES || !isPassing(error)) throw error;
      await pause(clock, tries);
    }
  }
}

/**
 * Writes until it is known what has become of it. An error does not say whether the write was made, because the connection
 * may have broken after the commit: the same write is tried again, which changes nothing where it was made.
 * @returns whether it was written; false: another writer was first
 * @throws Error that says so, where that cannot be known
 */
export async function settle(clock: Clock, write: () => Promise<Fate>): Promise<boolean> {
  let failure: Error | undefined;
  let unclear = false;
  for (let tries = 1; tries <= MOST_TRIES; tries++) {
    const outcome = await write().catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))));
    if (typeof outcome === 'string') {
      if (outcome === 'written') return true;
      // Where no try has failed, none can have been written unnoticed: the record has simply moved far on.
      if (outcome === 'lost' || (outcome === 'unknown' && !unclear)) return false;
      if (outcome === 'unknown') break;
    } else {
      failure = outcome;
      const repeated = isTurnedDown(failure) || unclear;
      unclear ||= !isTurnedDown(failure);
      if (repeated && !isPassing(failure)) break;
    }
    await pause(clock, tries);
  }
  if (!unclear && failure !== undefined) throw failure;
  const reason = failure?.message ?? 'no try was taken, and no other writer was first';
  throw new Error(`The connection to the store broke, and whether the record was written is not known: ${reason}`, { cause: failure });
}
