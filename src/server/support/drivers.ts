/** Loads a package of the shop's own, or one of Node's; rejects where there is none. */
export type Load = (name: string) => Promise<unknown>;

/** What is used of `pg`. */
export interface PgModule {
  Client: new (options: object) => {
    connect(): Promise<unknown>;
    query(sql: string, parameters?: unknown[]): Promise<{ rows: unknown[] }>;
    end(): Promise<unknown>;
    on(event: 'error', listener: () => void): unknown;
  };
}

/** What is used of `redis`. */
export interface NodeRedisModule {
  createClient(options: object): {
    connect(): Promise<unknown>;
    /** Of version 5. */
    destroy?(): unknown;
    /** Of version 4. */
    disconnect?(): unknown;
    eval(script: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
  };
}

/** What is used of `ioredis`. */
export interface IoRedisModule {
  Redis: new (
    url: string,
    options: object,
  ) => {
    connect(): Promise<unknown>;
    disconnect(): void;
    defineCommand: unknown;
    eval(script: string, keys: number, ...rest: string[]): Promise<unknown>;
  };
}

/** What is used of `node:sqlite`. */
export interface NodeSqliteModule {
  DatabaseSync: new (path: string, options: object) => SqliteFile;
}

/** What is used of `better-sqlite3` and `libsql`. */
export type SqliteModule = new (path: string, options: object) => SqliteFile;

export interface SqliteFile {
  prepare(sql: string): { all(...parameters: (string | number | null)[]): unknown[] };
  close(): unknown;
}

/** What is used of `@libsql/client`. */
export interface LibsqlModule {
  createClient(options: object): {
    execute(statement: { sql: string; args: (string | number | null)[] }): Promise<{ rows: unknown[] }>;
    close(): void;
  };
}

/** A module as `import` and as `require` give it. */
export function plainModule(loaded: unknown): unknown {
  const { default: inner } = (loaded ?? {}) as { default?: unknown };
  return inner ?? loaded;
}
