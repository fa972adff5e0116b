import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { extname, join, normalize } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '': 'text/html; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
};

/** A host of static files as simple as they come: a folder under a path, GET alone, no header but the type. */
export class StaticHost {
  readonly url: string;
  /** What was asked of it: method and path below the site. */
  readonly asked: string[];
  readonly #server: Server;

  private constructor(url: string, asked: string[], server: Server) {
    this.url = url;
    this.asked = asked;
    this.#server = server;
  }

  static async start(folder: string, path: string): Promise<StaticHost> {
    const asked: string[] = [];
    const server = createServer((req, res) => {
      const { pathname } = new URL(req.url ?? '/', 'http://localhost');
      asked.push(`${req.method ?? ''} ${pathname}`);
      if (req.method !== 'GET' && req.method !== 'HEAD') {
        res.writeHead(405).end();
        return;
      }
      const inside = pathname.startsWith(path) ? normalize(decodeURIComponent(pathname.slice(path.length))) : '..';
      const file = inside === '.' || inside.endsWith('/') ? `${inside}index.html`.replace(/^\./, '') : inside;
      const read = file.startsWith('..') ? Promise.reject(new Error('outside')) : readFile(join(folder, file));
      read.then(
        (content) =>
          res
            .writeHead(200, { 'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream', 'Content-Length': content.length })
            .end(content),
        () => res.writeHead(404, { 'Content-Type': 'text/html' }).end('<h1>404</h1>'),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    return new StaticHost(`http://127.0.0.1:${port}${path}`, asked, server);
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }
}
