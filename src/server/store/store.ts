/** A stored value with the version a compare-and-set names. */
export interface Stored {
  value: unknown;
  version: string;
}

export interface PutOptions {
  /** The version the record must still have; null: it must not exist. */
  ifVersion: string | null;
  /** When `due()` is to return this record, in milliseconds since the epoch. Left out: never. */
  dueAt?: number;
  /** Seconds after which the record may be forgotten. Left out: never. */
  ttl?: number;
}

/**
 * Where orders are remembered. Three methods, one of which must be atomic: without a compare-and-set, twenty simultaneous
 * callbacks fulfil an order twenty times.
 */
export interface Store {
  /** Says that a restart forgets everything. @default false */
  readonly volatile?: boolean;
  /** The record, or null. */
  get(key: string): Promise<Stored | null>;
  /**
   * Writes a JSON value if, and only if, the record still has the named version. Atomic across every process that shares
   * the store. Without `dueAt` an earlier one is cleared.
   * @returns the new version, or null where another writer was first
   */
  put(key: string, value: unknown, options: PutOptions): Promise<string | null>;
  /**
   * Records whose `dueAt` is at or before `before` (milliseconds since the epoch), oldest first, at most `limit`.
   * @param after only those whose `dueAt` is later than this; a store that ignores it finds nothing that a clock set far ahead has put off
   */
  due(before: number, limit: number, after?: number): Promise<({ key: string } & Stored)[]>;
}

/** Whether `put` returned a version. A store written by hand may return undefined or false, too, where another writer was first. */
export function isVersion(answer: unknown): answer is string {
  return answer !== null && answer !== undefined && answer !== false;
}
