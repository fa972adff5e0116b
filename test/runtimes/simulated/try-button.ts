import assert from 'node:assert/strict';
import type { MixPayOpenEvent } from '../../../src/element/payment/events.js';
import type {} from '../../../src/define.js';

/** A window that only looks like a browser's, as happy-dom makes it. */
export type SimulatedWindow = new (options: { url: string }) => object;

/** Names that Node has as well, and that must be the page's. */
const OF_THE_PAGE = ['navigator', 'Event', 'EventTarget', 'CustomEvent', 'MessageEvent', 'AbortController', 'AbortSignal'];

/** Makes a simulated window's names global, as test runners do. */
function makeGlobal(window: object): void {
  for (const name of Object.getOwnPropertyNames(window))
    if (!(name in globalThis) || OF_THE_PAGE.includes(name))
      Object.defineProperty(globalThis, name, { configurable: true, writable: true, value: Reflect.get(window, name) });
}

/** What a shop's unit test does with the button: it makes one, looks at it and clicks. Nothing may be thrown past it. */
export async function tryButton(window: object): Promise<void> {
  const thrown: unknown[] = [];
  process.on('unhandledRejection', (reason) => thrown.push(reason));
  process.on('uncaughtException', (reason) => thrown.push(reason));
  makeGlobal(window);
  const answers = { code: 'abc', statusUrl: '/api/mixpay/status/x', quoteAmount: '10', quoteAssetId: 'usd' };
  let creates = 0;
  const fetch = (_url: unknown, init?: { method?: string }): Promise<Response> => {
    if (init?.method === 'POST') creates += 1;
    return Promise.resolve(new globalThis.Response(JSON.stringify(init?.method === 'POST' ? answers : { status: 'unpaid' })));
  };
  Object.assign(globalThis, { fetch });
  Object.assign(window, { fetch });
  document.defaultView?.addEventListener('error', (event) => thrown.push(event));
  await import('../../../src/define.js');
  document.body.innerHTML =
    '<mixpay-button endpoint="/api/mixpay" order-id="T-1001" quote-amount="10" quote-asset-id="usd"></mixpay-button>';
  const button = document.querySelector('mixpay-button');
  assert.ok(button);
  await button.updateComplete;
  const pressed = button.shadowRoot?.querySelector('button');
  assert.match(pressed?.textContent ?? '', /Pay \$10\.00/);
  const opened = new Promise<MixPayOpenEvent>((resolve) => button.addEventListener('mixpay-open', resolve, { once: true }));
  const made = document.createElement('mixpay-button');
  Object.assign(made, { endpoint: '/api/mixpay', orderId: 'T-1002', quoteAmount: '5', quoteAssetId: 'usd', disabled: true });
  document.body.append(made);
  await made.updateComplete;
  made.click();
  button.click();
  assert.equal((await opened).url, 'https://mixpay.me/code/abc');
  await button.updateComplete;
  assert.equal(button.state, 'open');
  assert.equal(creates, 1);
  button.close();
  button.reset();
  button.remove();
  made.remove();
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(thrown, []);
}
