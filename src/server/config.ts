import { systemClock, type Clock } from '../core/clock.js';
import { invalidField, MixPayError, quoted } from '../core/errors.js';
import { UUID_PATTERN } from '../core/mixpay.js';
import { ORDER_RULES } from '../core/order.js';
import { isLoopback, isSecure, parseUrl } from '../core/url.js';
import { safely, type Tell } from './events.js';
import { checkNames } from './known-options.js';
import { logTo } from './log.js';
import { misfit } from './misfit.js';
import type { Fetch } from './upstream.js';
import type { PaymentHandlerOptions } from './options.js';
import { checkSecrets } from './secrets.js';
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
  /** The runtime may stop a request's work once it is answered, as Cloudflare's does. */
  stopsAtAnswer: boolean;
  /** MixPay can reach the endpoint, so it is told where to call back. */
  callsBack: boolean;
  /** Its codes are certainly a sandbox's, and MixPay's own page does not know them. */
  sandbox: boolean;
}

const PAYEE = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;
const PATH = /^(\/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+$/;
const FUNCTIONS = ['onCreated', 'onFailed', 'onException', 'onUpdate', 'onEvent', 'fetch', 'uuid'] as const;
/** MixPay's own page, before a code. */
export const MIXPAY_CODES = 'https://mixpay.me/code/';
const FLAGS = ['sendOrderId', 'strictMode'] as const;

/** Checks every option once, so that a wrong one is found at the start and not by the first customer. */
export function configure(options: PaymentHandlerOptions): Config {
  checkRuntime();
  checkNames(options);
  const { payeeId, order, onPaid, path = '/api/mixpay', expiresIn = 1800 } = options;
  const { waitForHooks = 15, secret, ...others } = options;
  if (typeof payeeId !== 'string' || !PAYEE.test(payeeId))
    throw misfit('payeeId', 'MixPay’s account id, a UUID', payeeId, 'MixPay’s settings show yours; the sandbox takes any UUID.');
  checkSettlement(options.settlementAssetId);
  const secrets = checkSecrets(secret);
  for (const [name, value] of Object.entries({ order, onPaid })) checkFunction(name, value, true);
  for (const name of FUNCTIONS) checkFunction(name, options[name], false);
  for (const name of FLAGS) if (typeof (options[name] ?? false) !== 'boolean') throw misfit(name, 'true or false', options[name]);
  const clock = checkClock(options.clock);
  checkStore(options.store);
  const origin = checkOrigin('origin', options.origin);
  if (typeof path !== 'string' || !PATH.test(path))
    throw misfit('path', 'a path such as "/api/mixpay"', path, 'It begins with a slash, ends without one, and holds no host and no query.');
  if (!(Number.isFinite(waitForHooks) && waitForHooks >= 1 && waitForHooks <= 30))
    throw invalidField('waitForHooks', 'seconds from 1 to 30', waitForHooks);
  if (!ORDER_RULES.expiresIn.holds(expiresIn)) throw invalidField('expiresIn', ORDER_RULES.expiresIn.rule, expiresIn);

  const api = checkApi(options.apiBase ?? 'https://api.mixpay.me');
  const checkout = checkCheckout(options.checkoutBase ?? MIXPAY_CODES);
  const shopIsLocal = isLoopback(origin);
  const apiIsLocal = isLoopback(api);
  if (apiIsLocal && !shopIsLocal)
    throw new MixPayError(
      'misconfigured',
      `apiBase: a public shop (${origin.origin}) must ask MixPay itself, received the loopback address ${api.origin}. ` +
        'To take real payments leave apiBase and checkoutBase out; to try it with the sandbox give a loopback origin, such as origin: "http://localhost:3000".',
      { field: 'apiBase' },
    );

  const platformFetch: Fetch = (input, init) => fetch(input, init);
  return {
    ...others,
    secrets,
    waitForHooks: waitForHooks * 1000,
    stopsAtAnswer: runtimeName() === 'Cloudflare-Workers',
    origin: origin.origin,
    origins: checkOrigins(options.origins),
    path,
    expiresIn,
    apiBase: withoutSlashes(api),
    checkoutBase: checkout.href.endsWith('/') ? checkout.href : `${checkout.href}/`,
    sendOrderId: options.sendOrderId ?? false,
    fetch: options.fetch ?? platformFetch,
    clock,
    uuid: options.uuid ?? (() => crypto.randomUUID()),
    tell: safely(options.onEvent ?? logTo(console, clock, secrets)),
    callsBack: !shopIsLocal || apiIsLocal,
    sandbox: asksSandbox(api, options.checkoutBase === undefined ? undefined : checkout, origin),
  };
}

/** Node 18 has no Web Crypto in plain sight, and would fail at the first payment. */
function checkRuntime(): void {
  if ((globalThis as { crypto?: { subtle?: unknown } }).crypto?.subtle === undefined)
    throw new MixPayError(
      'misconfigured',
      'createPaymentHandler needs Web Crypto: run it in Node 20 or newer, Deno, Bun or a Worker, and a test in the environment "node" and not "jsdom".',
    );
}

/** What a runtime calls itself; Node 20 has no `navigator`. */
function runtimeName(): unknown {
  return (globalThis as { navigator?: { userAgent?: unknown } }).navigator?.userAgent;
}

/** MixPay settles in coins alone, so a currency here is refused by it at the first payment. */
function checkSettlement(value: unknown): void {
  if (typeof value === 'string' && UUID_PATTERN.test(value)) return;
  const fiat = typeof value === 'string' && ORDER_RULES.quoteAssetId.holds(value);
  const advice = fiat ? 'A price may be in a currency (quoteAssetId); what arrives is a coin.' : '';
  throw misfit('settlementAssetId', 'the asset UUID of a coin, such as "4d8c508b-91c5-375b-92b0-ee702ed2dac5" (USDT)', value, advice);
}

function checkFunction(name: string, value: unknown, required: boolean): void {
  if (typeof value === 'function' || (value === undefined && !required)) return;
  throw misfit(name, 'a function', value);
}

function checkClock(value: unknown): Clock {
  if (value === undefined) return systemClock;
  const { now, after } = (value ?? {}) as Partial<Record<keyof Clock, unknown>>;
  if (typeof now !== 'function' || typeof after !== 'function')
    throw misfit('clock', 'an object with now() and after(ms, callback)', value);
  return value as Clock;
}

function checkOrigins(value: unknown): string[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) {
    const advice = typeof value === 'string' ? `Put it in brackets: origins: [${quoted(value)}].` : '';
    throw misfit('origins', 'a list of origins such as ["https://other.example"]', value, advice);
  }
  return value.map((other: unknown, index) => checkOrigin(`origins[${index}]`, other).origin);
}

function checkOrigin(name: string, value: unknown): URL {
  const url = typeof value === 'string' ? parseUrl(value) : undefined;
  if (url === undefined || !isSecure(url) || url.origin !== String(value).replace(/\/$/, '').toLowerCase())
    throw misfit(
      name,
      'an origin such as "https://shop.example" (http on loopback only), without a path',
      value,
      url?.protocol === 'http:' && !isLoopback(url) ? 'A phone needs an https address, such as a tunnel’s: see “Testing on a phone”.' : '',
    );
  return url;
}

function checkApi(value: unknown): URL {
  const url = secureUrl('apiBase', value);
  const [, base, version] = /^(.*?)\/+(v\d+)(?:\/|$)/.exec(url.pathname) ?? [];
  if (version !== undefined)
    throw misfit('apiBase', `MixPay’s address without /${version}, which the handler adds itself`, value, `Give "${url.origin}${base}".`);
  if (/^(www\.)?mixpay\.me$/.test(url.hostname))
    throw misfit('apiBase', 'the address of MixPay’s API, not of its website', value, 'Leave it out: it is https://api.mixpay.me.');
  return url;
}

function checkCheckout(value: unknown): URL {
  const url = secureUrl('checkoutBase', value);
  if (/^(www\.|api\.)?mixpay\.me$/.test(url.hostname) && !/^\/code\/?$/.test(url.pathname))
    throw misfit('checkoutBase', 'the address before the code, "https://mixpay.me/code/"', value, 'Leave it out: that is the default.');
  return url;
}

/**
 * Whether the codes are certainly a sandbox's. A shop's own relay to the real MixPay, on any origin, and a checkout page of its own
 * must not be taken for one: then the page would refuse real payments.
 * @param checkout undefined where the shop named none
 */
function asksSandbox(api: URL, checkout: URL | undefined, shop: URL): boolean {
  if (checkout !== undefined && /(^|\.)mixpay\.me\.?$/.test(checkout.hostname)) return false;
  if (isLoopback(api)) return true;
  const base = withoutSlashes(api);
  // The sandbox shows its codes below its own address; below the shop's it is mounted at /sandbox.
  return checkout === undefined ? base === `${shop.origin}/sandbox` : withoutSlashes(checkout) === `${base}/code`;
}

function withoutSlashes({ href }: URL): string {
  return href.replace(/\/+$/, '');
}

function secureUrl(name: string, value: unknown): URL {
  const url = typeof value === 'string' ? parseUrl(value) : undefined;
  const plain = url !== undefined && url.search === '' && url.hash === '' && url.username === '' && url.password === '';
  if (!plain || !isSecure(url)) throw misfit(name, 'an https URL (http on loopback only) without query', value);
  return url;
}
