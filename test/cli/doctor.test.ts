import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { after, before, describe, it } from 'node:test';
import { expect } from 'chai';
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

const CLI = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));
const API = 'http://127.0.0.1:4010';
const COUNTS = [
  'repeat',
  'other_order',
  'price',
  'foreign_origin',
  'null_origin',
  'content_type',
  'get',
  'body_size',
  'return_to',
  'callback',
  'status',
  'cache',
  'cors',
];

async function doctor(...args: string[]): Promise<{ code: unknown; out: string; err: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', CLI, 'doctor', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
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

    it('finds that all holds, in twelve requests and with one payment', async () => {
      shop.requests = 0;
      const { code, out } = await doctor(shop.url, '--order-id', 'order-1001', '--header', 'Cookie: customer=ada', '--json');
      const diagnosis = JSON.parse(out) as Diagnosis;
      expect(outcomes(diagnosis)).to.deep.equal(all('holds'));
      expect([code, diagnosis.created.length, diagnosis.created[0]?.orderId]).to.deep.equal([0, 1, 'order-1001']);
      expect([diagnosis.requests, shop.requests]).to.deep.equal([12, 12]);
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
      expect(report(diagnosis)).to.contain('13 hold, 0 fail, 0 unclear').and.contain('(order order-1002)').and.not.contain('FAILS');
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

    it('catches every mistake, in twelve requests, and lists every payment it made', async () => {
      proxy.requests = 0;
      const diagnosis = await examineAs(proxy.url, { 'order-id': 'order-1001', 'quote-amount': '10', 'quote-asset-id': 'usd' });
      expect(outcomes(diagnosis)).to.deep.equal(all('fails'));
      expect(diagnosis.findings.every(({ fix }) => fix !== undefined)).to.equal(true);
      expect([diagnosis.requests, proxy.requests, diagnosis.created.length]).to.deep.equal([12, 12, 9]);
    });

    it('tells a person what was seen and what to mend', async () => {
      const { code, out } = await doctor(proxy.url, '--order-id', 'order-1001', '--quote-amount', '10', '--quote-asset-id', 'usd');
      expect(code).to.equal(1);
      expect(out.match(/FAILS/g)).to.have.length(13);
      expect(out.match(/fix: /g)).to.have.length(13);
      expect(out).to.contain('0 hold, 13 fail, 0 unclear');
    });
  });

  describe('on a sound server of another make', () => {
    const other = new Endpoint();
    before(() => other.open((origin) => ofAnotherMake(createPaymentHandler(soundShop(origin)))));
    after(() => other.close());

    it('says that it could not tell where callbacks are taken, and finds no fault', async () => {
      const diagnosis = await examineAs(other.url, { item: 'cup' });
      expect(outcomes(diagnosis)).to.deep.equal({ ...all('holds'), callback: 'unclear' });
    });

    it('tries the callback address it is told', async () => {
      const told = { 'callback-url': `${other.url}/callback/cup` };
      expect(outcomes(await examineAs(other.url, { item: 'cup', ...told }))).to.deep.equal(all('holds'));
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

  it('ends with 2 where it may not ask, and asks nobody', async () => {
    const { code, out, err } = await doctor('https://shop.example/pay', '--item', 'cup');
    expect([code, out]).to.deep.equal([2, '']);
    expect(err).to.contain('Add --yes').and.not.contain('    at ');
  });

  it('says that nobody answers', async () => {
    const asked = examineAs(`http://127.0.0.1:${await freePort()}/`, { item: 'cup' });
    expect(await asked.catch((error: unknown) => String(error))).to.contain('received no answer (connect ECONNREFUSED');
  });
});
