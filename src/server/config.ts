import { systemClock, type Clock } from '../core/clock.js';
import { invalidField, MixPayError } from '../core/errors.js';
import { ORDER_RULES } from '../core/order.js';
import { isLoopback, isSecure, parseUrl } from '../core/url.js';
import { safely, type Tell } from './events.js';
import type { Fetch } from './upstream.js';
import type { PaymentHandlerOptions } from './options.js';
import { checkStore } from './store/check.js';

/** The options, checked and complete. */
export interface Config extends Omit<PaymentHandlerOptions, 'secret'> {
  /** The current one first. */
  secrets: readonly [string, ...string[]];
  path: string;
  apiBase: string;
  checkoutBase: string;
  origins: readonly string[];
  expiresIn: number;
  sendOrderId: boolean;
  fetch: Fetch;
  clock: Clock;
  uuid: () => string;
  tell: Tell;
  /** Milliseconds. */
  waitForHooks: number;
  /** The runtime may cut off what a request has begun once it is answered (Cloudflare's). */
  stopsAtAnswer: boolean;
  /** MixPay can reach the endpoint, so it is told where to call back. */
  callsBack: boolean;
}

const PAYEE = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;
const PATH = /^(\/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+$/;
const SHORTEST_SECRET = 32;
const FUNCTIONS = ['onCreated', 'onFailed', 'onException', 'onUpdate', 'onEvent', 'fetch', 'uuid'] as const;

/** Checks every option once, so that a wrong one is found at the start and not by the first customer. */
export function configure(options: PaymentHandlerOptions): Config {
  const { payeeId, settlementAssetId, order, onPaid, path = '/api/mixpay', expiresIn = 1800 } = options;
  const { waitForHooks = 15, secret: given, ...others } = options;
  if (typeof payeeId !== 'string' || !PAYEE.test(payeeId)) throw invalidField('payeeId', 'MixPay’s account id, a UUID', payeeId);
  if (!ORDER_RULES.quoteAssetId.holds(settlementAssetId)) throw invalidField('settlementAssetId', 'an asset UUID', settlementAssetId);
  const [secret, ...older] = typeof given === 'string' ? [given] : Array.isArray(given) ? (given as unknown[]) : [given];
  const secrets = [checkSecret(secret), ...older.map(checkSecret)] as const;
  checkGone(options);
  for (const [name, value] of Object.entries({ order, onPaid })) checkFunction(name, value, true);
  for (const name of FUNCTIONS) checkFunction(name, options[name], false);
  checkStore(options.store);
  const origin = checkOrigin('origin', options.origin);
  if (typeof path !== 'string' || !PATH.test(path)) throw invalidField('path', 'a path such as "/api/mixpay"', path);
  if (!(Number.isFinite(waitForHooks) && waitForHooks >= 1 && waitForHooks <= 30))
    throw invalidField('waitForHooks', 'seconds from 1 to 30', waitForHooks);
  if (!ORDER_RULES.expiresIn.holds(expiresIn)) throw invalidField('expiresIn', ORDER_RULES.expiresIn.rule, expiresIn);

  const api = secureUrl('apiBase', options.apiBase ?? 'https://api.mixpay.me');
  const checkout = secureUrl('checkoutBase', options.checkoutBase ?? 'https://mixpay.me/code/');
  const shopIsLocal = isLoopback(origin);
  const apiIsLocal = isLoopback(api);
  if (apiIsLocal && !shopIsLocal)
    throw new MixPayError(
      'misconfigured',
      `apiBase: a public shop (${origin.origin}) must ask MixPay itself, received the loopback address ${api.origin}. Leave apiBase out.`,
      { field: 'apiBase' },
    );

  const platformFetch: Fetch = (input, init) => fetch(input, init);
  return {
    ...others,
    secrets,
    waitForHooks: waitForHooks * 1000,
    stopsAtAnswer: runtimeName() === 'Cloudflare-Workers',
    origin: origin.origin,
    origins: (options.origins ?? []).map((other, index) => checkOrigin(`origins[${index}]`, other).origin),
    path,
    expiresIn,
    apiBase: api.href.replace(/\/+$/, ''),
    checkoutBase: checkout.href.endsWith('/') ? checkout.href : `${checkout.href}/`,
    sendOrderId: options.sendOrderId ?? false,
    fetch: options.fetch ?? platformFetch,
    clock: options.clock ?? systemClock,
    uuid: options.uuid ?? (() => crypto.randomUUID()),
    tell: safely(options.onEvent),
    callsBack: !shopIsLocal || apiIsLocal,
  };
}

/** Says what is wrong with a secret without ever quoting it. */
function checkSecret(secret: unknown): string {
  const rule = `at least ${SHORTEST_SECRET} random characters`;
  const advice = 'Make one with: openssl rand -base64 32';
  const received = typeof secret === 'string' ? `${secret.length} characters` : typeof secret;
  if (typeof secret !== 'string' || secret.trim().length < SHORTEST_SECRET || new Set(secret).size < 8)
    throw new MixPayError('invalid_field', `secret: expected ${rule}, received ${received}. ${advice}`, { field: 'secret', rule });
  return secret;
}

/** What a runtime calls itself; Node 20 has no `navigator`. */
function runtimeName(): unknown {
  return (globalThis as { navigator?: { userAgent?: unknown } }).navigator?.userAgent;
}

/** Options of earlier versions: silence would leave a shop believing in them. */
function checkGone(options: object): void {
  if (!('processes' in options) || options.processes === undefined) return;
  throw new MixPayError(
    'misconfigured',
    'processes is no longer needed: all processes that share the store share one budget of requests to MixPay. Remove it.',
    { field: 'processes' },
  );
}

function checkFunction(name: string, value: unknown, required: boolean): void {
  if (typeof value === 'function' || (value === undefined && !required)) return;
  throw invalidField(name, 'a function', value);
}

function checkOrigin(name: string, value: unknown): URL {
  const url = typeof value === 'string' ? parseUrl(value) : undefined;
  if (url === undefined || !isSecure(url) || url.origin !== String(value).replace(/\/$/, '').toLowerCase())
    throw invalidField(name, 'an origin such as "https://shop.example" (http on loopback only), without a path', value);
  return url;
}

function secureUrl(name: string, value: unknown): URL {
  const url = typeof value === 'string' ? parseUrl(value) : undefined;
  const plain = url !== undefined && url.search === '' && url.hash === '' && url.username === '' && url.password === '';
  if (!plain || !isSecure(url)) throw invalidField(name, 'an https URL (http on loopback only) without query', value);
  return url;
}
