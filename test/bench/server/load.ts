import { connect, type Socket } from 'node:net';
import { ORIGIN, type Asked, type Handler } from './shop.js';

export interface Load {
  /** Requests a second. */
  rate: number;
  /** Milliseconds of each request. */
  latencies: number[];
}

/** Calls a handler for some milliseconds, `abreast` requests at a time. */
export async function callHandler(handler: Handler, { path, init }: Asked, duration: number, abreast: number): Promise<Load> {
  return during(duration, abreast, async () => {
    const answer = await handler(new Request(`${ORIGIN}${path}`, init));
    await answer.arrayBuffer();
  });
}

/** Asks a server on this machine for some milliseconds, over `abreast` connections that stay open. */
export async function callSocket(port: number, { path, init }: Asked, duration: number, abreast: number): Promise<Load> {
  const { method, headers, body = '' } = init;
  const lines = Object.entries({ Host: 'shop.example', ...headers, ...(body === '' ? {} : { 'Content-Length': Buffer.byteLength(body) }) });
  const message = `${method} ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`;
  const free = await Promise.all(Array.from({ length: abreast }, () => Connection.open(port)));
  const connections = [...free];
  try {
    return await during(duration, abreast, async () => {
      const connection = free.pop();
      if (connection === undefined) throw new Error('expected a connection for each request at a time');
      await connection.ask(message);
      free.push(connection);
    });
  } finally {
    for (const connection of connections) connection.close();
  }
}

async function during(duration: number, abreast: number, ask: () => Promise<void>): Promise<Load> {
  const latencies: number[] = [];
  const start = performance.now();
  const worker = async (): Promise<void> => {
    for (let before = performance.now(); before - start < duration;) {
      await ask();
      const now = performance.now();
      latencies.push(now - before);
      before = now;
    }
  };
  await Promise.all(Array.from({ length: abreast }, worker));
  return { rate: (latencies.length * 1000) / (performance.now() - start), latencies };
}

const HEAD_END = '\r\n\r\n';

/** One connection; Node's own client would take more of this processor than the server does. */
class Connection {
  readonly #socket: Socket;
  #received = '';
  #done: { resolve: () => void; reject: (error: Error) => void } | undefined;

  private constructor(socket: Socket) {
    this.#socket = socket.setNoDelay(true).setEncoding('latin1');
    socket.on('data', (chunk: string) => this.#take(chunk));
    socket.on('error', (error) => this.#done?.reject(error));
    socket.on('close', () => this.#done?.reject(new Error('the server closed the connection')));
  }

  static open(port: number): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => resolve(new Connection(socket))).once('error', reject);
    });
  }

  ask(message: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#done = { resolve, reject };
      this.#socket.write(message);
    });
  }

  close(): void {
    this.#done = undefined;
    this.#socket.destroy();
  }

  #take(chunk: string): void {
    this.#received += chunk;
    const head = this.#received.indexOf(HEAD_END);
    if (head === -1) return;
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(this.#received)?.[1]);
    if (this.#received.length < head + HEAD_END.length + length) return;
    const ok = this.#received.startsWith('HTTP/1.1 200');
    const [done, received] = [this.#done, this.#received];
    this.#received = '';
    this.#done = undefined;
    if (ok && !Number.isNaN(length)) done?.resolve();
    else done?.reject(new Error(`expected 200 with a length, received ${received.slice(0, 200)}`));
  }
}
