import { createServer, request as httpRequest, type IncomingMessage, type RequestListener } from 'node:http';
import { connect } from 'node:net';
import { describe, it } from 'node:test';
import { expect } from 'chai';
import { incomingMessageOf, toNodeListener, type NodeListener, type NodeListenerOptions } from '../../src/server/index.js';
import { Shop } from '../helpers/open-shop.js';

type Seen = IncomingMessage & { body?: unknown; originalUrl?: string };

/** Runs a listener on a real socket of this machine, and always takes it down again. */
async function listening(listener: RequestListener, run: (origin: string, port: number) => Promise<void>): Promise<void> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  try {
    await run(`http://127.0.0.1:${port}`, port);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

/** Tells what the handler saw. */
const echo = async (request: Request): Promise<Response> => {
  const { method, url, headers } = request;
  const body = await request.text();
  return Response.json(
    { method, url, body, type: headers.get('content-type'), origin: headers.get('origin'), host: headers.get('host') },
    { status: 201 },
  );
};
const echoing = (options?: NodeListenerOptions): NodeListener => toNodeListener(echo, options);
const json = async (response: Response) => (await response.json()) as Record<string, unknown>;

describe('a handler that is given no Request', () => {
  for (const [what, given] of [
    ['Node’s request', { url: '/api/mixpay', headers: {}, method: 'POST' }],
    ['Hono’s context', { req: { raw: {} } }],
    ['nothing', undefined],
  ] as const)
    it(`names what to do with ${what}`, async () => {
      const refused = await new Shop().handler(given as unknown as Request).catch((error: unknown) => error);
      expect(refused).to.include({ name: 'MixPayError', code: 'misconfigured' });
      expect(String(refused)).to.contain('toNodeListener(handler)').and.to.contain('context.req.raw');
    });
});

describe('toNodeListener', () => {
  it('hands over method, path, query, headers and body, and never believes Host', async () => {
    await listening(echoing({ origin: 'https://shop.example' }), async (origin) => {
      const response = await fetch(`${origin}/api/mixpay?a=1`, {
        method: 'POST',
        body: '{"ü":1}',
        headers: { 'Content-Type': 'application/json', Origin: 'https://x.example' },
      });
      expect(response.status).to.equal(201);
      expect(await json(response)).to.deep.equal({
        method: 'POST',
        url: 'https://shop.example/api/mixpay?a=1',
        body: '{"ü":1}',
        type: 'application/json',
        origin: 'https://x.example',
        host: null,
      });
    });
  });

  it('takes no other host from the request line', async () => {
    await listening(echoing(), async (_, port) => {
      for (const path of ['//evil.example/x', 'http://evil.example/x']) {
        const text = await new Promise<string>((resolve, reject) => {
          httpRequest({ port, path, host: '127.0.0.1' }, (answer) => {
            answer.setEncoding('utf8');
            let all = '';
            answer.on('data', (chunk: string) => (all += chunk)).on('end', () => resolve(all));
          })
            .on('error', reject)
            .end();
        });
        expect(text).to.contain('"url":"http://localhost/');
      }
    });
  });

  it('works below a mount prefix and after a body parser', async () => {
    const listener = echoing();
    const parsed: Record<string, [string, unknown, string]> = {
      'application/json': ['{"orderId":"a"}', { orderId: 'a' }, '{"orderId":"a"}'],
      'application/x-www-form-urlencoded': ['orderId=a+b', { orderId: 'a b' }, 'orderId=a+b'],
      'text/plain': ['x', 'x', 'x'],
      'application/octet-stream': ['y', Buffer.from('y'), 'y'],
    };
    for (const [type, [sent, body, seen]] of Object.entries(parsed)) {
      const mounted: RequestListener = (req: Seen, res) => {
        req.resume().on('end', () => {
          req.body = body;
          req.originalUrl = req.url ?? '';
          req.url = '/cut-off';
          listener(req, res);
        });
      };
      await listening(mounted, async (origin) => {
        const answer = await json(await fetch(`${origin}/api/mixpay`, { method: 'POST', body: sent, headers: { 'Content-Type': type } }));
        expect(answer).to.include({ url: 'http://localhost/api/mixpay', body: seen });
      });
    }
  });

  it('answers 413 to a body over its limit, declared or not', async () => {
    await listening(echoing({ limit: 1000 }), async (origin) => {
      expect((await fetch(origin, { method: 'POST', body: 'x'.repeat(100_000) })).status).to.equal(413);
      const endless = new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(600)) });
      const streamed = await fetch(origin, { method: 'POST', body: endless, duplex: 'half' } as RequestInit).catch(
        (error: unknown) => error,
      );
      expect(streamed instanceof Response ? streamed.status : 413).to.equal(413);
    });
  });

  it('passes on what lies beside the handler’s path, and errors', async () => {
    const handler = Object.assign(() => Promise.reject(new Error('broken')), { path: '/api/mixpay' });
    const listener = toNodeListener(handler);
    const app: RequestListener = (req, res) => {
      listener(req, res, (error) => {
        res.writeHead(error === undefined ? 204 : 599).end();
      });
    };
    await listening(app, async (origin) => {
      expect((await fetch(`${origin}/`)).status).to.equal(204);
      expect((await fetch(`${origin}/api/mixpayer`)).status).to.equal(204);
      expect((await fetch(`${origin}/api/mixpay/status/x`)).status).to.equal(599);
    });
    await listening(listener, async (origin) => {
      expect((await fetch(`${origin}/api/mixpay`)).status).to.equal(500);
    });
  });

  it('tells the handler that the client has gone', async () => {
    let gone = (): void => undefined;
    const going = new Promise<void>((resolve) => (gone = resolve));
    const waiting = (request: Request) =>
      new Promise<Response>((resolve) => {
        request.signal.addEventListener('abort', () => {
          gone();
          resolve(new Response());
        });
      });
    await listening(toNodeListener(waiting), async (_, port) => {
      const socket = connect(port, '127.0.0.1', () => socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n', () => socket.destroy()));
      await going;
    });
  });

  it('turns down a method that fetch does not know', async () => {
    const handler = () => Promise.reject(new Error('never called'));
    await listening(toNodeListener(handler), async (_, port) => {
      const heard = await new Promise<string>((resolve) => {
        const socket = connect(port, '127.0.0.1', () => socket.write('TRACE /api/mixpay HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'));
        let text = '';
        socket.on('data', (data) => (text += data.toString())).on('end', () => resolve(text));
      });
      expect(heard)
        .to.match(/^HTTP\/1\.1 405 /)
        .and.to.match(/^Allow: GET, POST, OPTIONS\r$/m)
        .and.to.match(/^Cache-Control: no-store\r$/m);
    });
  });

  it('sends redirects, several cookies and empty bodies as they are', async () => {
    const headers = new Headers({ Location: 'https://mixpay.me/code/x' });
    headers.append('Set-Cookie', 'a=1');
    headers.append('Set-Cookie', 'b=2');
    await listening(
      toNodeListener(() => Promise.resolve(new Response(null, { status: 303, headers }))),
      async (origin) => {
        const response = await fetch(origin, { redirect: 'manual' });
        expect([response.status, response.headers.get('location')]).to.deep.equal([303, 'https://mixpay.me/code/x']);
        expect(response.headers.getSetCookie()).to.deep.equal(['a=1', 'b=2']);
      },
    );
  });

  it('lets an order() reach what a framework put on the request', async () => {
    const handler = (request: Request) => Promise.resolve(new Response(incomingMessageOf(request)?.url));
    await listening(toNodeListener(handler), async (origin) => {
      expect(await (await fetch(`${origin}/here`)).text()).to.equal('/here');
    });
  });
});
