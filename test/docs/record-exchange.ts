import { createSandbox } from '../../src/sandbox/index.js';
import { createPaymentHandler, memoryStore } from '../../src/server/index.js';
import { FakeClock } from '../helpers/fake-clock.js';

const ORIGIN = 'https://shop.example';
/** Where the shop has pages of its own beside its server. */
const OTHER_ORIGIN = 'https://pages.example';
const ENDPOINT = `${ORIGIN}/api/mixpay`;

/**
 * Plays one payment, as the guide tells it, with the real handler and the sandbox under a clock that stands still: the same bytes at
 * every run.
 * @returns each message as text, by the name of its snippet
 */
export async function recordExchange(): Promise<Map<string, string>> {
  const messages = new Map<string, string>();
  const clock = new FakeClock();
  const sandbox = createSandbox({
    clock,
    random: (length) => new Uint8Array(length).fill(7),
    allowPublicCallbacks: true,
    fetch: (url, init) => callBack(url, init),
  });
  /** What is sent to MixPay meanwhile, or undefined where it is of no interest. */
  let upstream: string | undefined;

  const pay = createPaymentHandler({
    payeeId: '1f9b3c5e-7a2d-4b8c-9e0f-3d6a5c4b2e1f',
    settlementAssetId: '4d8c508b-91c5-375b-92b0-ee702ed2dac5',
    secret: 'q0Xv7mKp3sWd9RtYb2LhNc6JfZa4EuGi',
    origin: ORIGIN,
    origins: [OTHER_ORIGIN],
    store: memoryStore({ clock }),
    clock,
    fetch: (url, init) => exchange(new Request(url, init), (request) => sandbox(request), upstream),
    order: ({ orderId = '' }) => ({ orderId, quoteAmount: '10', quoteAssetId: 'usd' }),
    onPaid: () => undefined,
  });
  const callBack: typeof fetch = (url, init) => exchange(new Request(url, init), (request) => pay(request), 'callback');
  const fromPage = (url: string, init: RequestInit, name: string) => exchange(new Request(url, init), (request) => pay(request), name);

  async function exchange(request: Request, send: (request: Request) => Promise<Response>, name: string | undefined) {
    if (name === undefined) return send(request);
    messages.set(name, await printRequest(request.clone()));
    const response = await send(request);
    messages.set(`${name}-answer`, await printResponse(response.clone()));
    return response;
  }

  const headers = {
    'Content-Type': 'application/json',
    Accept: 'application/json',
    'Idempotency-Key': '2f1c9a64-8d0e-4b7a-b3c5-6e9d1f0a7b42',
    Origin: ORIGIN,
    'Sec-Fetch-Site': 'same-origin',
  };
  const create = (quoteAmount: string) => ({
    method: 'POST',
    headers,
    body: JSON.stringify({ orderId: 'order-1042', quoteAmount, quoteAssetId: 'usd' }),
  });
  await fromPage(ENDPOINT, create('8.00'), 'refused');
  upstream = 'upstream-create';
  const created = (await (await fromPage(ENDPOINT, create('10.00'), 'create')).json()) as { code: string; statusUrl: string };
  upstream = 'upstream-result';
  await clock.advance(20_000);
  await sandbox.control(created.code, { status: 'success' });
  await sandbox.idle();
  await fromPage(`${ORIGIN}${created.statusUrl}`, { headers: { Accept: 'application/json' } }, 'status');
  const preflight = {
    Origin: OTHER_ORIGIN,
    'Access-Control-Request-Method': 'POST',
    'Access-Control-Request-Headers': 'content-type,idempotency-key',
  };
  await fromPage(ENDPOINT, { method: 'OPTIONS', headers: preflight }, 'preflight');
  const form = {
    Accept: 'text/html',
    'Content-Type': 'application/x-www-form-urlencoded',
    Origin: ORIGIN,
    'Sec-Fetch-Site': 'same-origin',
  };
  upstream = undefined;
  await fromPage(ENDPOINT, { method: 'POST', headers: form, body: 'orderId=order-1043' }, 'form');
  sandbox.close();
  return messages;
}

async function printRequest(request: Request): Promise<string> {
  const { pathname, search, host } = new URL(request.url);
  const lines = [`${request.method} ${pathname}${search}`, `Host: ${host}`, ...printHeaders(request.headers)];
  return print(lines, await request.text());
}

async function printResponse(response: Response): Promise<string> {
  return print([`${response.status}`, ...printHeaders(response.headers)], await response.text());
}

function printHeaders(headers: Headers): string[] {
  return [...headers].map(([name, value]) => `${name.replace(/\b[a-z]/g, (letter) => letter.toUpperCase())}: ${value}`);
}

function print(lines: string[], body: string): string {
  const content = body === '' ? '' : `\n${body.startsWith('{') ? JSON.stringify(JSON.parse(body), null, 2) : body}\n`;
  return `${lines.join('\n')}\n${content}`;
}
