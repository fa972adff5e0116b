import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { after, before, describe, it } from 'node:test';
import { expect } from 'chai';
import { bundleCli } from '../helpers/bundle.js';
import { createSandbox } from '../../src/sandbox/index.js';
import {
  createPaymentHandler,
  memoryStore,
  MixPayError,
  refuse,
  type PaymentHandlerOptions,
  type WebHandler,
} from '../../src/server/index.js';
import { examine, readDoctorOptions, report, type Diagnosis } from '../../src/server/doctor/index.js';
import { PAYEE, SECRET, USDT } from '../helpers/open-shop.js';
import { freePort } from '../helpers/ports.js';
import { serve, type Server } from '../sandbox/serve.js';
import { naiveProxy } from './helpers/naive-proxy.js';

const API = 'http://127.0.0.1:4010';
const COUNTS = [
  'repeat',
  'own_status',
  'other_order',
  'price',
  'foreign_origin',
  'null_origin',
  'content_type',
  'get',
  'body_size',
  'return_to',
  'callback',
  'callback_exists',
  'status',
  'cache',
  'cors',
];

async function doctor(...args: string[]): Promise<{ code: unknown; out: string; err: string }> {
  const child = spawn(process.execPath, [bundleCli(), 'doctor', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close') as Promise<[unknown]>]);
  return { code, out, err };
}

/** The same, without a process of its own. */
const examineAs = (url: string, values: Record<string, unknown>): Promise<Diagnosis> =>
  examine({ ...readDoctorOptions(url, values), fetch });

const outcomes = ({ findings }: Diagnosis) => Object.fromEntries(findings.map(({ id, outcome }) => [id, outcome]));
const all = (outcome: string, ids = COUNTS) => Object.fromEntries(ids.map((id) => [id, outcome]));

/** Serves a handler and counts what it was asked. */
class Endpoint {
  requests = 0;
  handler: WebHandler = () => Promise.resolve(new Response());
  #server: Server | undefined;

  async open(make: (origin: string) => WebHandler): Promise<void> {
    this.#server = await serve((request) => {
      this.requests++;
      return this.handler(request);
    });
    this.handler = make(this.#server.origin);
  }

  get url(): string {
    return `${this.#server?.origin ?? ''}/api/mixpay`;
  }

  close(): Promise<void> | undefined {
    return this.#server?.close();
  }
}

const orders: Record<string, { customer: string; total: string }> = {
  'order-1001': { customer: 'ada', total: '24' },
  'order-1002': { customer: 'grace', total: '5' },
};

/** A shop as the examples have it: orders of each customer's own, and things with a price. */
function soundShop(origin: string): PaymentHandlerOptions {
  const sandbox = createSandbox();
  return {
    payeeId: PAYEE,
    settlementAssetId: USDT,
    secret: SECRET,
    origin,
    apiBase: API,
    fetch: (url, init) => sandbox(new Request(url, init)),
    store: memoryStore(),
    order: ({ orderId, item }, request) => {
      if (item === 'cup') return { quoteAmount: '24', quoteAssetId: 'eur' };
      const order = orders[orderId ?? ''];
      if (orderId === undefined || order === undefined || request.headers.get('cookie') !== `customer=${order.customer}`)
        throw refuse(404, 'order_unknown');
      return { orderId, quoteAmount: order.total, quoteAssetId: 'usd' };
    },
    onPaid: () => undefined,
  };
}

/** As sound, with status addresses of another shape. */
function ofAnotherMake(handler: WebHandler): WebHandler {
  return async (request) => {
    const url = request.url.replace('/api/mixpay/s/', '/api/mixpay/status/');
    const answer = await handler(url === request.url ? request : new Request(url, request));
    return new Response((await answer.text()).replace('/api/mixpay/status/', '/api/mixpay/s/'), answer);
  };
}

describe('mixpay-button doctor', () => {
  describe('on this package’s handler', () => {
    const shop = new Endpoint();
    before(() => shop.open((origin) => createPaymentHandler(soundShop(origin))));
    after(() => shop.close());

    it('finds that all holds, in fifteen requests and with one payment', async () => {
      shop.requests = 0;
      const { code, out } = await doctor(shop.url, '--order-id', 'order-1001', '--header', 'Cookie: customer=ada', '--json');
      const diagnosis = JSON.parse(out) as Diagnosis;
      expect(outcomes(diagnosis)).to.deep.equal(all('holds'));
      expect([code, diagnosis.created.length, diagnosis.created[0]?.orderId]).to.deep.equal([0, 1, 'order-1001']);
      expect([diagnosis.requests, shop.requests]).to.deep.equal([15, 15]);
    });

    it('finds the same of an item that shows its price', async () => {
      const diagnosis = await examineAs(shop.url, { item: 'cup', 'quote-amount': '24', 'quote-asset-id': 'eur' });
      expect(outcomes(diagnosis)).to.deep.equal(all('holds'));
    });

    it('finds the same beside an order of somebody else’s, and says so to a person', async () => {
      const diagnosis = await examineAs(shop.url, {
        'order-id': 'order-1002',
        header: ['Cookie: customer=grace'],
        'other-order-id': 'order-1001',
      });
      expect(report(diagnosis)).to.contain('15 hold, 0 fail, 0 unclear').and.contain('(order order-1002)').and.not.contain('FAILS');
    });

    it('cannot examine without an order that can be paid', async () => {
      const { code, out, err } = await doctor(shop.url, '--order-id', 'order-1001');
      expect([code, out]).to.deep.equal([2, '']);
      expect(err).to.contain('order_unknown').and.contain('session').and.not.contain('    at ');
    });
  });

  describe('on a naive proxy', () => {
    const proxy = new Endpoint();
    before(() => proxy.open(() => naiveProxy(createSandbox(), API, PAYEE)));
    after(() => proxy.close());

    it('catches every mistake, and what works all the same, and lists every payment it made', async () => {
      proxy.requests = 0;
      const diagnosis = await examineAs(proxy.url, { 'order-id': 'order-1001', 'quote-amount': '10', 'quote-asset-id': 'usd' });
      expect(outcomes(diagnosis)).to.deep.equal({ ...all('fails'), own_status: 'holds', callback_exists: 'holds' });
      expect(diagnosis.findings.every(({ fix, outcome }) => (fix !== undefined) === (outcome === 'fails'))).to.equal(true);
      expect([diagnosis.requests, proxy.requests, diagnosis.created.length]).to.deep.equal([14, 14, 9]);
    });

    it('tells a person what was seen and what to change', async () => {
      const { code, out } = await doctor(proxy.url, '--order-id', 'order-1001', '--quote-amount', '10', '--quote-asset-id', 'usd');
      expect(code).to.equal(1);
      expect(out.match(/FAILS/g)).to.have.length(13);
      expect(out.match(/fix: /g)).to.have.length(13);
      expect(out).to.contain('2 hold, 13 fail, 0 unclear');
    });
  });

  describe('on a sound server of another make', () => {
    const other = new Endpoint();
    before(() => other.open((origin) => ofAnotherMake(createPaymentHandler(soundShop(origin)))));
    after(() => other.close());

    it('says that it could not tell where callbacks are taken, and finds no fault', async () => {
      const diagnosis = await examineAs(other.url, { item: 'cup' });
      expect(outcomes(diagnosis)).to.deep.equal({ ...all('holds'), callback: 'unclear', callback_exists: 'unclear' });
      const steps = diagnosis.findings.filter(({ outcome }) => outcome === 'unclear').map(({ next }) => next);
      expect(steps.every((next) => next?.includes('--callback-url'))).to.equal(true);
    });

    it('tries the callback address it is told', async () => {
      const told = { 'callback-url': `${other.url}/callback/cup` };
      expect(outcomes(await examineAs(other.url, { item: 'cup', ...told }))).to.deep.equal(all('holds'));
    });
  });

  describe('on an endpoint that does not work as it should', () => {
    const shop = new Endpoint();
    let sound: WebHandler;
    before(() => shop.open((origin) => (sound = createPaymentHandler(soundShop(origin)))));
    after(() => shop.close());
    const values = { 'order-id': 'order-1001', header: ['Cookie: customer=ada'] };
    /** The sound shop, but for these requests. */
    const spoiled = async (spoil: (request: Request) => Response | undefined) => {
      shop.handler = (request) => Promise.resolve(spoil(request) ?? sound(request));
      return examineAs(shop.url, values);
    };
    const of = ({ findings }: Diagnosis, id: string) => findings.find((finding) => finding.id === id);
    const html = (status: number) =>
      new Response('<!doctype html><title>Shop</title>', { status, headers: { 'Content-Type': 'text/html' } });

    const statuses: [string, () => Response, string][] = [
      ['404', () => Response.json({ code: 'not_found' }, { status: 404 }), 'HTTP 404, not_found'],
      ['a status of its own', () => Response.json({ status: 'paid' }), 'HTTP 200'],
      ['a page', () => html(200), 'HTTP 200, an HTML page'],
    ];
    for (const [name, answer, seen] of statuses)
      it(`finds that its own status address answers ${name}`, async () => {
        const found = of(
          await spoiled(({ method, url }) => (method === 'GET' && url.includes('/status/') ? answer() : undefined)),
          'own_status',
        );
        expect(found).to.include({ outcome: 'fails', seen });
        expect(found?.fix).to.contain('unpaid, confirming, paid_less');
      });

    it('cannot tell of a status that is out of service, and says what to do', async () => {
      const found = of(
        await spoiled(({ method, url }) => (method === 'GET' && url.includes('/status/') ? html(503) : undefined)),
        'own_status',
      );
      expect(found).to.include({ outcome: 'unclear', seen: 'HTTP 503, an HTML page' });
      expect(found?.next).to.match(/look at its log/);
    });

    it('finds that nothing takes callbacks', async () => {
      const diagnosis = await spoiled(({ url }) => (url.includes('/callback/') ? html(404) : undefined));
      expect(of(diagnosis, 'callback_exists')).to.include({ outcome: 'fails', seen: 'HTTP 404, an HTML page' });
    });

    it('finds that a create is not repeatable', async () => {
      let codes = 0;
      const diagnosis = await spoiled(({ method, url }) =>
        method === 'POST' && url.endsWith('/mixpay') ? Response.json({ code: `c-${++codes}` }) : undefined,
      );
      expect(of(diagnosis, 'repeat')).to.include({ outcome: 'fails' });
    });

    it('finds that anybody may pay any order, where the same key only breaks', async () => {
      const keys = new Map<string, string>();
      shop.handler = async (request) => {
        const key = request.headers.get('idempotency-key') ?? '';
        const { orderId = '' } = (await request
          .clone()
          .json()
          .catch(() => ({}))) as { orderId?: string };
        if (request.method !== 'POST' || orderId === '') return sound(request);
        if ((keys.get(key) ?? orderId) !== orderId) return new Response('Duplicate entry', { status: 500 });
        keys.set(key, orderId);
        return Response.json({ code: `code-of-${orderId}`, orderId });
      };
      const diagnosis = await examineAs(shop.url, values);
      expect(of(diagnosis, 'other_order')).to.include({ outcome: 'fails' });
    });

    it('gives every unclear finding a next step', async () => {
      let posts = 0;
      const diagnosis = await spoiled(({ method }) => (method === 'POST' && ++posts > 1 ? new Response('', { status: 429 }) : undefined));
      const unclear = diagnosis.findings.filter(({ outcome }) => outcome === 'unclear');
      expect(unclear.length).to.be.greaterThan(5);
      for (const { id, next } of unclear) expect(next, id).to.match(/\w{3}/);
      expect(report(diagnosis).match(/next: /g)).to.have.length(unclear.length);
    });

    const firsts: [string, () => Response, RegExp][] = [
      ['404 without JSON', () => html(404), /HTTP 404, an HTML page\. Nothing answers there: is this the button’s endpoint/],
      ['404 of a handler elsewhere', () => Response.json({ code: 'not_found' }, { status: 404 }), /Nothing answers there/],
      ['a page', () => html(200), /A page was answered where JSON was asked for/],
      ['503', () => new Response('', { status: 503 }), /not in service at the moment/],
      ['500', () => Response.json({ code: 'internal_error' }, { status: 500 }), /Something broke in the server/],
      [
        'a redirect',
        () => new Response('', { status: 308, headers: { Location: '/login?token=secret-token' } }),
        /It leads to \/login, and a create is never followed/,
      ],
      ['405', () => new Response('', { status: 405 }), /takes no POST with JSON/],
      ['another origin', () => Response.json({ code: 'foreign_origin' }, { status: 403 }), /--origin/],
      ['a sign-in', () => Response.json({ code: 'forbidden' }, { status: 403 }), /session that may pay it \(--header\)/],
      ['MixPay’s refusal', () => Response.json({ code: 10001, success: false, data: [] }), /MixPay was asked and refused \(10001\)/],
      ['JSON of another kind', () => Response.json({ ok: true }), /Expected \{"code": …\}/],
    ];
    for (const [name, answer, sentence] of firsts)
      it(`says what stands before a first payment: ${name}`, async () => {
        const error: unknown = await spoiled(answer).catch((each: unknown) => each);
        expect(error).to.be.instanceOf(MixPayError).with.property('message').that.matches(sentence);
        expect(String(error)).not.to.contain('secret-token');
      });
  });

  const misuse: [string, string | undefined, Record<string, unknown>, string][] = [
    ['no endpoint', undefined, {}, 'the endpoint: expected its URL, received nothing'],
    ['an endpoint that is no URL', 'shop', {}, 'the endpoint: expected an https URL'],
    ['plain http', 'http://shop.example/pay', { item: 'cup' }, 'the endpoint: expected an https URL'],
    ['nothing to pay for', 'http://localhost:1/', {}, '--order-id: expected an order that can be paid'],
    ['a price that is none', 'http://localhost:1/', { item: 'cup', 'quote-amount': '1,5' }, '--quote-amount: expected a decimal'],
    [
      'a header that is none',
      'http://localhost:1/',
      { item: 'cup', header: ['customer=ada'] },
      'expected "Name: value", received something',
    ],
    ['a public endpoint without --yes', 'https://shop.example/pay', { item: 'cup' }, 'real payments on shop.example. Add --yes'],
  ];
  for (const [name, url, values, message] of misuse) {
    it(`refuses ${name} in a sentence`, () => {
      expect(() => readDoctorOptions(url, values)).to.throw(MixPayError, message);
    });
  }

  it('examines a public endpoint with --yes', () => {
    expect(readDoctorOptions('https://shop.example/pay', { item: 'cup', yes: true }).endpoint).to.equal('https://shop.example/pay');
  });

  it('ends with 2 where it may not ask, and sends no request', async () => {
    const { code, out, err } = await doctor('https://shop.example/pay', '--item', 'cup');
    expect([code, out]).to.deep.equal([2, '']);
    expect(err).to.contain('Add --yes').and.not.contain('    at ');
  });

  it('says that nobody answers', async () => {
    const asked = examineAs(`http://127.0.0.1:${await freePort()}/`, { item: 'cup' });
    expect(await asked.catch((error: unknown) => String(error)))
      .to.contain('received no answer (connect ECONNREFUSED')
      .and.contain('is the server started, and the port right?');
  });
});
