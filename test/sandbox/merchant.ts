import { createSandbox, type PaymentChange, type Sandbox, type SandboxOptions } from '../../src/sandbox/index.js';
import { FakeClock } from '../helpers/fake-clock.js';

export const PAYEE = 'a0d77914-0877-4b47-ab1d-d3f94ed15d6a';
export const BTC = 'c6d0c728-2624-429b-8e0d-d9d19b6592fa';
export const ETH = '43d61dcd-e413-450d-80b8-101d5e903357';
export const TRACE = '525502dd-e552-4505-b114-32fe32ff23c2';
const ORIGIN = 'http://127.0.0.1:4010';

export interface Answer {
  status: number;
  headers: Headers;
  body: { code: number; success: boolean; message: string; data: Record<string, unknown>; timestampMs: number };
}

/** What a well-behaved merchant sends; a test says what is different. `undefined` leaves a field out. */
export type Fields = Record<string, unknown>;

const GOOD: Fields = { payeeId: PAYEE, quoteAmount: '10', quoteAssetId: 'usd', settlementAssetId: BTC, orderId: 'order-1' };

/** A merchant with a sandbox of its own and a clock in hand. */
export class Merchant {
  readonly clock = new FakeClock();
  readonly sandbox: Sandbox;

  constructor(options: SandboxOptions = {}) {
    this.sandbox = createSandbox({ clock: this.clock, limitPerMinute: Infinity, ...options });
  }

  send(path: string, init: RequestInit = {}): Promise<Response> {
    return this.sandbox(new Request(`${ORIGIN}${path}`, init));
  }

  async ask(path: string, init: RequestInit = {}): Promise<Answer> {
    const response = await this.send(path, init);
    return { status: response.status, headers: response.headers, body: (await response.json()) as Answer['body'] };
  }

  createByJson(fields: Fields = {}): Promise<Answer> {
    return this.ask('/v1/one_time_payment', posted(JSON.stringify({ ...GOOD, ...fields }), 'application/json'));
  }

  createByForm(fields: Fields = {}): Promise<Answer> {
    const entries = Object.entries({ ...GOOD, ...fields }).filter(([, value]) => value !== undefined);
    return this.ask('/v1/one_time_payment', { method: 'POST', body: new URLSearchParams(entries as [string, string][]) });
  }

  /** Creates a payment that must come to be. */
  async create(fields: Fields = {}): Promise<string> {
    const { body } = await this.createByJson(fields);
    if (!body.success) throw new Error(`expected a payment, received ${body.code}: ${body.message}`);
    return String(body.data['code']);
  }

  async result(query = `orderId=order-1&payeeId=${PAYEE}`): Promise<Record<string, unknown>> {
    return (await this.ask(`/v1/payments_result?${query}`)).body.data;
  }

  control(code: string, change: PaymentChange | Fields, headers: Record<string, string> = {}): Promise<Answer> {
    return this.ask(`/control/${code}`, posted(JSON.stringify(change), 'application/json', headers));
  }

  async page(code: string, query = ''): Promise<string> {
    return (await this.send(`/code/${code}${query}`)).text();
  }

  press(code: string, action: string, more: Record<string, string> = {}, headers: Record<string, string> = {}): Promise<Response> {
    return this.send(`/code/${code}`, { method: 'POST', body: new URLSearchParams({ action, ...more }), headers });
  }
}

function posted(body: string, type: string, headers: Record<string, string> = {}): RequestInit {
  return { method: 'POST', body, headers: { 'content-type': type, ...headers } };
}

/** The buttons a checkout page offers, by their stable names. */
export function actionsOn(page: string): string[] {
  return [...page.matchAll(/data-action="([^"]+)"/g)].map(([, name = '']) => name);
}
