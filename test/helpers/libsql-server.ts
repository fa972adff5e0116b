import { createClient, type InArgs } from '@libsql/client';
import { createServer, type IncomingMessage } from 'node:http';
import { json } from 'node:stream/consumers';

/** A value as Hrana writes it, libSQL's protocol. */
type Value = { type: 'null' } | { type: 'integer' | 'text'; value: string } | { type: 'float'; value: number };

interface Asked {
  type: string;
  stmt?: { sql: string; args?: Value[] };
}

export interface LibsqlServer {
  /** For `createClient`; plain http, for it is this machine. */
  url: string;
  /** The statements it was asked for. */
  readonly heard: readonly string[];
  stop(): Promise<void>;
}

/** A remote libSQL (sqld, Turso) as far as the store uses one: single statements by Hrana 2 over HTTP, kept in a file. */
export async function startLibsql(file: string): Promise<LibsqlServer> {
  const database = createClient({ url: `file:${file}` });
  const heard: string[] = [];

  async function answer({ type, stmt }: Asked): Promise<object> {
    if (type === 'close') return { type: 'ok', response: { type } };
    if (type !== 'execute' || stmt === undefined) throw new Error(`expected execute or close, received ${type}`);
    heard.push(stmt.sql);
    try {
      const { columns, rows, rowsAffected } = await database.execute({ sql: stmt.sql, args: (stmt.args ?? []).map(read) as InArgs });
      const result = {
        cols: columns.map((name) => ({ name, decltype: null })),
        rows: rows.map((row) => columns.map((_, at) => written(row[at]))),
        affected_row_count: rowsAffected,
        last_insert_rowid: null,
      };
      return { type: 'ok', response: { type, result } };
    } catch (error) {
      const { message, code } = error as Error & { code?: string };
      return { type: 'error', error: { message, code } };
    }
  }

  const server = createServer((req: IncomingMessage, res) => {
    const work = async () => {
      if (req.method !== 'POST' || req.url !== '/v2/pipeline') throw new Error(`expected POST /v2/pipeline, received ${req.url ?? ''}`);
      const { requests } = (await json(req)) as { requests: Asked[] };
      const results: object[] = [];
      for (const asked of requests) results.push(await answer(asked));
      return { baton: null, base_url: null, results };
    };
    work().then(
      (body) => res.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(body)),
      (error: unknown) => res.writeHead(400).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    url: `libsql://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}?tls=0`,
    heard,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      database.close();
    },
  };
}

function read(value: Value): string | number | bigint | null {
  if (value.type === 'null') return null;
  return value.type === 'integer' ? BigInt(value.value) : value.value;
}

function written(value: unknown): Value {
  if (value === null || value === undefined) return { type: 'null' };
  if (typeof value === 'string') return { type: 'text', value };
  if (typeof value === 'bigint') return { type: 'integer', value: String(value) };
  if (typeof value === 'number') return Number.isInteger(value) ? { type: 'integer', value: String(value) } : { type: 'float', value };
  throw new Error(`expected text, a number or nothing, received ${typeof value}`);
}
