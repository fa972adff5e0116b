import { after, before, describe, it } from 'node:test';
import { expect } from 'chai';
import { createSandbox, type Sandbox } from '../../src/sandbox/index.js';
import { freePort } from '../helpers/ports.js';
import { serve } from '../sandbox/serve.js';
import { provideTool } from '../tools/provide-tool.js';
import { makeProject, type Project } from './make-project.js';
import { RUNTIMES, type Server } from './start-server.js';

interface Answer {
  status: number;
  headers: Headers;
  body: Record<string, string>;
}

/**
 * Whether the server closed a kept connection while the next request was on its way, as workerd does at times on a busy
 * machine. A client may then send once more what may be sent twice (RFC 9112, section 9.3.1), as a browser does; a create may.
 */
function isClosed(error: unknown): boolean {
  const { cause } = error as { cause?: { code?: string } };
  return cause?.code === 'UND_ERR_SOCKET';
}

describe('the examples, as the guide to the server shows them', { concurrency: 2 }, () => {
  let project: Project;
  before(async () => {
    // Before anything is served from this process, which an installation holds up.
    for (const tool of ['bun', 'deno', 'miniflare'] as const) provideTool(tool);
    project = await makeProject();
  });
  after(() => project.remove());

  for (const [name, start] of Object.entries(RUNTIMES)) {
    describe(name, () => {
      let sandbox: Sandbox;
      let mixpay: Awaited<ReturnType<typeof serve>>;
      let server: Server;
      let endpoint: string;

      before(async () => {
        sandbox = createSandbox();
        mixpay = await serve(sandbox);
        const port = await freePort();
        const file = await project.place(name, { shop: port, sandbox: Number(new URL(mixpay.origin).port) });
        server = await start(file, port);
        endpoint = `http://127.0.0.1:${port}/api/mixpay`;
      });
      after(async () => {
        await server.stop();
        sandbox.close();
        await mixpay.close();
      });

      async function ask(url: string, init: RequestInit = {}): Promise<Answer> {
        const send = () => fetch(new URL(url, endpoint), init);
        const response = await send().catch((error: unknown) => {
          if (!isClosed(error)) throw error;
          return send();
        });
        const text = await response.text();
        return { status: response.status, headers: response.headers, body: text === '' ? {} : (JSON.parse(text) as Answer['body']) };
      }

      const post = (body: object, customer = 'ada', type = 'application/json') =>
        ask(endpoint, { method: 'POST', headers: { 'Content-Type': type, Cookie: `customer=${customer}` }, body: JSON.stringify(body) });

      it('takes a payment: created, paid, called back, fulfilled once, told to the page', async () => {
        const { status, body } = await post({ orderId: 'order-1001', quoteAmount: '19.9', quoteAssetId: 'usd' });
        expect([status, body.quoteAmount]).to.deep.equal([200, '19.9']);
        await sandbox.control(body.code ?? '', { status: 'success' });
        await sandbox.idle();
        expect((await ask(body.statusUrl ?? '')).body.status).to.equal('success');
        const again = await post({ orderId: 'order-1001' });
        expect([again.status, again.body.code, again.body.statusUrl !== undefined]).to.deep.equal([409, 'already_paid', true]);
        expect((await server.printed('order-1001 is paid')).match(/order-1001 is paid/g)).to.have.length(1);
      });

      it('redirects a form', async () => {
        const response = await fetch(endpoint, {
          method: 'POST',
          headers: { Origin: new URL(endpoint).origin.replace('127.0.0.1', 'localhost'), Accept: 'text/html', Cookie: 'customer=grace' },
          body: new URLSearchParams({ orderId: 'order-1002' }),
          redirect: 'manual',
        });
        expect([response.status, response.headers.get('location')?.replace(/\d+\/code\/.*/, '')]).to.deep.equal([303, 'http://localhost:']);
      });

      it('refuses another customer, another price, another method, another type and a long body', async () => {
        expect((await post({ orderId: 'order-1002' }, 'ada')).body.code).to.equal('order_unknown');
        expect((await post({ orderId: 'order-1002', quoteAmount: '1', quoteAssetId: 'usd' }, 'grace')).body.code).to.equal('price_changed');
        const read = await ask(endpoint);
        expect([read.status, read.headers.get('allow')]).to.deep.equal([405, 'POST, OPTIONS']);
        expect((await post({ orderId: 'order-1002' }, 'grace', 'text/plain')).status).to.equal(415);
        expect((await post({ orderId: 'order-1002', remark: 'x'.repeat(20_000) }, 'grace')).status).to.equal(413);
      });
    });
  }
});
