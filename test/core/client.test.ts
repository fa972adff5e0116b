import { expect } from 'chai';
import { describe, it } from 'node:test';
import { EndpointClient } from '../../src/core/client.js';
import { MixPayError } from '../../src/core/errors.js';
import { FakeClock, settle } from '../helpers/fake-clock.js';
import { answer, byHand, created, FakeEndpoint, html, json, problem, told } from '../helpers/fake-endpoint.js';

const ENDPOINT = 'https://shop.example/api/mixpay';
const KEY = '11111111-1111-4111-8111-111111111111';

function setUp(options: { online?: boolean; origin?: string } = {}) {
  const clock = new FakeClock();
  const endpoint = new FakeEndpoint();
  const client = new EndpointClient({
    fetch: endpoint.fetch,
    clock,
    online: () => options.online ?? true,
    origin: options.origin ?? 'https://shop.example',
  });
  const controller = new AbortController();
  const create = (order = {}) => client.create({ endpoint: ENDPOINT, order, key: KEY, signal: controller.signal });
  const read = () => client.status({ statusUrl: `${ENDPOINT}/status/secret-token`, signal: controller.signal });
  return { clock, endpoint, client, controller, create, read };
}

async function refusalOf(promise: Promise<unknown>): Promise<MixPayError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).to.be.instanceOf(MixPayError);
  return error as MixPayError;
}

describe('asking the endpoint for a code', () => {
  it('posts the order as JSON under its key', async () => {
    const { endpoint, create } = setUp();
    endpoint.willAnswer(created());
    await create({ orderId: 'T-1001' });
    const [request] = endpoint.creates;
    expect(request?.body).to.deep.equal({ orderId: 'T-1001' });
    expect(Object.fromEntries(request?.headers ?? [])).to.deep.equal({
      accept: 'application/json',
      'content-type': 'application/json',
      'idempotency-key': KEY,
    });
  });

  const answers: [what: string, reply: Response | Error, code: string, retryable: boolean][] = [
    ['a dead server', new TypeError('fetch failed'), 'unreachable', true],
    ['an HTML page', html('<!doctype html><h1>Hi</h1>'), 'bad_answer', true],
    ['an empty body', answer(''), 'bad_answer', true],
    ['the wrong JSON', json({ ok: true }), 'bad_answer', true],
    ['an envelope without data', json({ code: 0 }), 'bad_answer', true],
    ['a code with a slash', created({ code: 'a/../b' }), 'bad_answer', true],
    ['a javascript: code', created({ code: 'javascript:alert(1)' }), 'bad_answer', true],
    ['a redirect', Response.redirect('https://elsewhere.example/', 307), 'redirected', false],
    ['500 with HTML', html('<h1>500</h1>', 500), 'server_error', true],
    ['404 from the web server', html('Not Found', 404), 'refused', false],
  ];
  for (const [what, reply, code, retryable] of answers) {
    it(`${what} is ${code}, told at once and never repeated`, async () => {
      const { endpoint, create } = setUp();
      endpoint.willAnswer(reply);
      expect(await refusalOf(create())).to.include({ code, retryable });
      expect(endpoint.seen).to.have.length(1);
    });
  }

  it('a slow endpoint times out after 30 s', async () => {
    const { clock, endpoint, create } = setUp();
    endpoint.willAnswer(byHand<Response>().promise);
    const refusal = refusalOf(create());
    await clock.advance(30_000);
    expect(await refusal).to.include({ code: 'timeout', retryable: true });
    expect(clock.waiting).to.equal(0);
  });
  it('offline, it fails without a request', async () => {
    const { endpoint, create } = setUp({ online: false });
    expect((await refusalOf(create())).code).to.equal('offline');
    expect(endpoint.seen).to.have.length(0);
  });
  it('no answer from another origin is probably CORS, and says so', async () => {
    const { endpoint, create } = setUp({ origin: 'https://blog.example' });
    endpoint.willAnswer(new TypeError('Failed to fetch'));
    expect((await refusalOf(create())).message)
      .to.include('https://blog.example')
      .and.to.include('CORS');
  });
  it('Retry-After is read as seconds and as a date', async () => {
    const { clock, endpoint, create } = setUp();
    endpoint.willAnswer(
      problem(503, {}, { 'Retry-After': '20' }),
      problem(429, {}, { 'Retry-After': new Date(clock.now() + 5000).toUTCString() }),
    );
    expect((await refusalOf(create())).retryAfter).to.equal(20_000);
    expect((await refusalOf(create())).retryAfter).to.equal(5000);
  });
  it('an aborted request ends at once, and leaves no timer', async () => {
    const { clock, endpoint, controller, create } = setUp();
    endpoint.willAnswer(byHand<Response>().promise);
    const refusal = refusalOf(create());
    await settle();
    controller.abort();
    expect((await refusal).code).to.equal('aborted');
    expect(clock.waiting).to.equal(0);
  });
});

describe('asking how the payment stands', () => {
  it('404 says that it can no longer be followed', async () => {
    const { endpoint, read } = setUp();
    endpoint.willTell(problem(404));
    expect(await refusalOf(read())).to.include({ code: 'not_followed', retryable: false });
  });
  it('410 forgotten says that the record is lost, and that asking anew is of use', async () => {
    const { endpoint, read } = setUp();
    endpoint.willTell(problem(410, { code: 'forgotten' }));
    expect(await refusalOf(read())).to.include({ code: 'forgotten', retryable: true });
  });
  it('410 says that it is superseded', async () => {
    const { endpoint, read } = setUp();
    endpoint.willTell(problem(410, { code: 'superseded' }));
    expect((await refusalOf(read())).code).to.equal('superseded');
  });
  it('messages never show a token that is part of the path', async () => {
    const { endpoint, client } = setUp();
    endpoint.willTell(problem(404));
    const token = `order-1042.1.1800000000.${'m'.repeat(43)}`;
    const error = await refusalOf(client.status({ statusUrl: `${ENDPOINT}/status/${token}`, signal: new AbortController().signal }));
    expect(error.message).to.match(/^GET https:\/\/shop\.example\/api\/mixpay\/status\/…: /);
  });

  it('messages name the method and the URL, never what came after a "?"', async () => {
    const { endpoint, controller } = setUp();
    endpoint.willTell(problem(500));
    const client = new EndpointClient({ fetch: endpoint.fetch, clock: new FakeClock(), online: () => true });
    const refusal = await refusalOf(client.status({ statusUrl: `${ENDPOINT}/status?token=secret`, signal: controller.signal }));
    expect(refusal.message).to.include(`GET ${ENDPOINT}/status: `).and.not.to.include('secret');
  });
  it('an answer becomes a payment', async () => {
    const { endpoint, read } = setUp();
    endpoint.willTell(told('confirming', { confirmations: 1 }));
    expect((await read()).payment).to.deep.equal({ status: 'confirming', confirmations: 1 });
  });
});

describe('a request', () => {
  /** A client whose `fetch` answers what it is given, and what it was called with. */
  function calling(reply: () => Response | Promise<Response>, online: () => boolean = () => true) {
    const clock = new FakeClock();
    const calls: RequestInit[] = [];
    const client = new EndpointClient({
      fetch: (_url, init = {}) => {
        calls.push(init);
        return Promise.resolve(reply());
      },
      clock,
      online,
    });
    const { signal } = new AbortController();
    const create = (more: object = {}) => client.create({ endpoint: ENDPOINT, order: {}, key: KEY, signal, ...more });
    const read = (more: object = {}) => client.status({ statusUrl: `${ENDPOINT}/s`, signal, ...more });
    return { clock, calls, create, read };
  }

  it('is never answered from a cache, and a create follows no redirect', async () => {
    const { calls, create } = calling(() => created());
    await create();
    expect(calls[0]).to.include({ method: 'POST', cache: 'no-store', credentials: 'same-origin', redirect: 'manual' });
    await create({ credentials: 'omit' });
    expect(calls[1]?.credentials).to.equal('omit');
  });
  it('for a status may follow one, with the cookies it was given', async () => {
    const { calls, read } = calling(() => told('unpaid'));
    await read({ credentials: 'include' });
    await read();
    expect(calls.map((init) => [init.method, init.redirect, init.cache, init.credentials])).to.deep.equal([
      [undefined, undefined, 'no-store', 'include'],
      [undefined, undefined, 'no-store', 'same-origin'],
    ]);
    expect(new Headers(calls[0]?.headers).get('Accept')).to.equal('application/json');
  });
  it('sends what a shop added, and never in place of what is ours', async () => {
    const { calls, create } = calling(() => created());
    await create({ headers: new Headers({ Authorization: 'Bearer x', 'Idempotency-Key': 'theirs', Accept: 'text/html' }) });
    const headers = new Headers(calls[0]?.headers);
    expect([headers.get('Authorization'), headers.get('Idempotency-Key'), headers.get('Accept')]).to.deep.equal([
      'Bearer x',
      KEY,
      'application/json',
    ]);
  });
  for (const status of [300, 304, 399]) {
    it(`answered ${status} was redirected, and says so`, async () => {
      const { read } = calling(() => json({}, { status }));
      expect(await refusalOf(read())).to.include({ code: 'redirected', retryable: false });
    });
  }
  it('answered by an opaque redirect was redirected, too', async () => {
    const { create } = calling(() => answer('', { status: 0, type: 'opaqueredirect' }));
    expect((await refusalOf(create())).code).to.equal('redirected');
  });
  for (const [what, reply, received] of [
    ['nothing', () => answer('  '), 'an empty body'],
    ['a page', () => html('<h1>Hi</h1>'), 'text/html'],
    ['something untyped', () => answer('hi'), 'an untyped body'],
  ] as const) {
    it(`answered with ${what} says what was received`, async () => {
      const error = await refusalOf(calling(reply).create());
      expect(error.message).to.include(`expected JSON, received ${received}. Check its path`);
      expect(error).to.include({ code: 'bad_answer', status: 200, retryable: true });
    });
  }
  it('tells by how much the server’s clock is ahead: by `now`, else by the Date header, else not', async () => {
    const at = (seconds: number): Date => new Date(Date.parse('2026-11-21T12:00:00Z') + seconds * 1000);
    const drifts = [
      json({ status: 'unpaid', now: at(5).toISOString() }, { headers: { Date: at(9).toUTCString() } }),
      json({ status: 'unpaid' }, { headers: { Date: at(9).toUTCString() } }),
      json({ status: 'unpaid' }, { headers: { Date: 'soon' } }),
      json({ status: 'unpaid' }),
    ];
    const { read } = calling(() => drifts.shift() ?? told('unpaid'));
    expect([(await read()).drift, (await read()).drift, (await read()).drift, (await read()).drift]).to.deep.equal([
      5000,
      9000,
      undefined,
      undefined,
    ]);
  });
  it('for a status is given up after 15 s, and says so', async () => {
    const { clock, endpoint, read } = setUp();
    endpoint.willTell(byHand<Response>().promise);
    let error: MixPayError | undefined;
    void refusalOf(read()).then((refusal) => (error = refusal));
    await clock.advance(14_999);
    expect(error).to.equal(undefined);
    await clock.advance(1);
    expect(error).to.include({ code: 'timeout', retryable: true });
    expect(error?.message).to.include('no answer within 15 s');
  });
  it('whose answer begins and never ends is given up, too', async () => {
    const clock = new FakeClock();
    const client = new EndpointClient({
      fetch: (_url, init) => {
        const text = (): Promise<string> =>
          new Promise((_resolve, reject) => {
            init?.signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
          });
        return Promise.resolve(Object.assign(answer(''), { text }));
      },
      clock,
      online: () => true,
    });
    const refusal = refusalOf(client.status({ statusUrl: `${ENDPOINT}/s`, signal: new AbortController().signal }));
    await clock.advance(15_000);
    expect((await refusal).code).to.equal('timeout');
    expect(clock.waiting).to.equal(0);
  });
  it('aborted before it began fails, and leaves no listener', async () => {
    const { endpoint, controller, create } = setUp();
    let listeners = 0;
    const { signal } = controller;
    const [add, remove] = [signal.addEventListener.bind(signal), signal.removeEventListener.bind(signal)];
    signal.addEventListener = (...given: Parameters<typeof add>) => {
      listeners += 1;
      add(...given);
    };
    signal.removeEventListener = (...given: Parameters<typeof remove>) => {
      listeners -= 1;
      remove(...given);
    };
    endpoint.willAnswer(created(), created());
    await create();
    expect(listeners).to.equal(0);
    controller.abort();
    expect((await refusalOf(create())).code).to.equal('aborted');
  });
  it('that fails while the network goes away says that it was the network', async () => {
    let online = true;
    const { create } = calling(
      () => {
        online = false;
        throw new TypeError('Failed to fetch');
      },
      () => online,
    );
    const error = await refusalOf(create());
    expect(error).to.include({ code: 'offline', retryable: true });
    expect(error.message).to.include('went offline');
  });
  it('that gets no answer from its own origin asks about server and policy, not about CORS', async () => {
    const { endpoint, create } = setUp();
    endpoint.willAnswer(new TypeError('Failed to fetch'));
    const error = await refusalOf(create());
    expect(error.message).to.include('Content-Security-Policy').and.not.to.include('CORS');
    expect(error.cause).to.be.instanceOf(TypeError);
  });
  it('for a status that is refused otherwise keeps the refusal', async () => {
    const { endpoint, read } = setUp();
    endpoint.willTell(problem(403, { code: 'forbidden' }));
    expect(await refusalOf(read())).to.include({ code: 'forbidden', status: 403 });
  });
});
