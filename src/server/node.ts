import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';

export interface NodeListenerOptions {
  /** The origin of the URL the handler sees. Host and X-Forwarded-* are never read. @default 'http://localhost' */
  origin?: string;
  /** Bytes of a body read at most; more is answered 413. @default 1048576 */
  limit?: number;
}

/** A listener for `http.createServer`, Express, Connect and Vite's middlewares. */
export type NodeListener = (req: IncomingMessage, res: ServerResponse, next?: (error?: unknown) => void) => void;

/** What a Web-standard handler looks like from here; with a `path`, what lies beside it is passed on to `next`. */
export type WebHandler = ((request: Request) => Promise<Response>) & { readonly path?: string };

/** As a framework may have left a request: prefix cut off, body read. */
type SeenMessage = IncomingMessage & { originalUrl?: string; body?: unknown; rawBody?: unknown };

const incoming = new WeakMap<Request, IncomingMessage>();

/** Node's own request behind a `Request`: for an `order()` that needs what a framework put there (`req.session`). */
export function incomingMessageOf(request: Request): IncomingMessage | undefined {
  return incoming.get(request);
}

/**
 * Runs a `(Request) => Promise<Response>` under Node: `http.createServer(toNodeListener(handler))`, or
 * `app.use(toNodeListener(handler))` before or after a body parser, under any mount prefix.
 */
export function toNodeListener(handler: WebHandler, options: NodeListenerOptions = {}): NodeListener {
  const { origin = 'http://localhost', limit = 1_048_576 } = options;
  return (req, res, next) => {
    const url = new URL(`${origin}${targetOf(req)}`);
    if (next !== undefined && handler.path !== undefined && url.pathname !== handler.path && !url.pathname.startsWith(`${handler.path}/`)) {
      next();
      return;
    }
    respond(handler, req, res, url, limit).catch((error: unknown) => {
      if (next !== undefined && !res.headersSent) next(error);
      else if (!res.headersSent) res.writeHead(500).end();
      else res.destroy();
    });
  };
}

/** The path as the client sent it. Always after one slash: `//host` and `http://host` would name another host. */
function targetOf(req: SeenMessage): string {
  return `/${(req.originalUrl ?? req.url ?? '/').replace(/^https?:\/\/[^/]*/i, '').replace(/^\/+/, '')}`;
}

/** A `Request` cannot be made with these (Fetch, "forbidden method"). */
const UNKNOWN_TO_FETCH = new Set(['CONNECT', 'TRACE', 'TRACK']);

async function respond(handler: WebHandler, req: SeenMessage, res: ServerResponse, url: URL, limit: number): Promise<void> {
  const abort = new AbortController();
  res.once('close', () => {
    if (!res.writableFinished) abort.abort();
  });
  const method = req.method ?? 'GET';
  if (UNKNOWN_TO_FETCH.has(method.toUpperCase())) {
    res.writeHead(405, { Allow: 'GET, POST, OPTIONS', 'Cache-Control': 'no-store' }).end();
    return;
  }
  const bodiless = method === 'GET' || method === 'HEAD';
  const body = bodiless ? undefined : await bodyOf(req, limit);
  if (body === null) {
    res.writeHead(413, { Connection: 'close', 'Cache-Control': 'no-store' }).end();
    return;
  }
  const request = new Request(url, {
    method,
    headers: headersOf(req.headers),
    signal: abort.signal,
    ...(body === undefined ? {} : { body }),
  });
  incoming.set(request, req);
  const response = await handler(request);
  res.statusCode = response.status;
  response.headers.forEach((value, name) => {
    if (name !== 'set-cookie') res.setHeader(name, value);
  });
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) res.setHeader('Set-Cookie', cookies);
  const content = response.body === null || method === 'HEAD' ? undefined : new Uint8Array(await response.arrayBuffer());
  res.end(content);
}

/** The body's bytes; null where there are more than `limit`. */
async function bodyOf(req: SeenMessage, limit: number): Promise<Uint8Array<ArrayBuffer> | string | null> {
  if (req.rawBody instanceof Uint8Array) return new Uint8Array(req.rawBody);
  if (req.readableDidRead) return parsedBody(req);
  const chunks: Uint8Array[] = [];
  let length = 0;
  // By events, because leaving a `for await` early destroys the request, and with it the connection for the 413:
  // https://nodejs.org/api/stream.html#readablesymbolasynciterator
  const complete = await new Promise<boolean>((resolve, reject) => {
    req.on('data', (chunk: Uint8Array) => {
      length += chunk.length;
      if (length <= limit) chunks.push(chunk);
      else resolve(false);
    });
    req.once('end', () => resolve(true));
    req.once('error', reject);
    req.once('close', () => reject(new Error('The request was broken off.')));
  });
  if (!complete) return null;
  const bytes = new Uint8Array(length);
  chunks.reduce((at, chunk) => (bytes.set(chunk, at), at + chunk.length), 0);
  return bytes;
}

/** A body parser has already read the body: its value is written out again, in the type that the body came in. */
function parsedBody({ body, headers }: SeenMessage): Uint8Array<ArrayBuffer> | string {
  if (typeof body === 'string') return body;
  if (body instanceof Uint8Array) return new Uint8Array(body);
  if (body === undefined || body === null) return '';
  return /urlencoded/i.test(headers['content-type'] ?? '')
    ? new URLSearchParams(body as Record<string, string>).toString()
    : JSON.stringify(body);
}

/** Headers of the connection, not of the message; the length is that of the body as it is now. */
const CONNECTION = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

function headersOf(headers: IncomingHttpHeaders): Headers {
  const result = new Headers();
  for (const [name, value] of Object.entries(headers)) {
    if (name.startsWith(':') || CONNECTION.has(name)) continue;
    for (const each of Array.isArray(value) ? value : [value ?? '']) result.append(name, each);
  }
  return result;
}
