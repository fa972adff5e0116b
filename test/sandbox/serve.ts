import { createServer, type ServerResponse } from 'node:http';
import { toNodeListener, type WebHandler } from '../../src/server/index.js';

export interface Server {
  /** `http://127.0.0.1:<port>` */
  origin: string;
  close(): Promise<void>;
}

/**
 * Serves a Web-standard handler on a real socket of this machine.
 * @param instead writes an answer that no `Response` can be, slow or broken off; returns false to leave it to the handler
 */
export async function serve(handler: WebHandler, instead: (response: ServerResponse) => boolean = () => false): Promise<Server> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const origin = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  const listener = toNodeListener(handler, { origin });
  server.on('request', (request, response) => {
    if (!instead(response)) listener(request, response);
  });
  return {
    origin,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
