export type SqlValue = string | number | null;

/** A SQL database as the table of orders is read and written through it. */
export interface SqlRunner {
  /** The store's function, for messages. */
  name: string;
  dialect: 'sqlite' | 'postgresql';
  /** A statement with a `?` for each parameter. */
  rows(sql: string, parameters: readonly SqlValue[]): Promise<unknown[]>;
  /** A statement without parameters and without rows. */
  exec(sql: string): Promise<unknown>;
}
