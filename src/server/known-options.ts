import { MixPayError } from '../core/errors.js';
import { didYouMean } from './near-miss.js';
import { received } from './misfit.js';
import type { PaymentHandlerOptions } from './options.js';

/** Every option; TypeScript says so where one is missing here. */
const OPTIONS: Readonly<Record<keyof PaymentHandlerOptions, true>> = {
  payeeId: true,
  settlementAssetId: true,
  secret: true,
  origin: true,
  store: true,
  order: true,
  onPaid: true,
  onCreated: true,
  onFailed: true,
  onException: true,
  onUpdate: true,
  onEvent: true,
  path: true,
  apiBase: true,
  checkoutBase: true,
  origins: true,
  expiresIn: true,
  sendOrderId: true,
  waitForHooks: true,
  strictMode: true,
  fetch: true,
  clock: true,
  uuid: true,
};
const NAMES = Object.keys(OPTIONS);

/** Names of other packages, of MixPay's parameters and of earlier versions, each with what to do instead. */
const INSTEAD: ReadonlyMap<string, string> = new Map([
  // Ignored silently, the shop would go on relying on it.
  ['processes', 'is no longer needed: all processes that share the store share one budget of requests to MixPay. Remove it.'],
  ['callbackUrl', 'is made by the handler itself, from origin and path. Remove it.'],
  ['callbackEvent', 'is not an option: hooks are called for every status. Remove it.'],
  ['quoteAmount', 'is what order() returns: a price belongs to an order.'],
  ['quoteAssetId', 'is what order() returns: a price belongs to an order.'],
  ['returnTo', 'is what order() returns, or the button’s return-to.'],
  ['onSuccess', 'is an event of the page and proves nothing: name the hook onPaid.'],
  ['onError', 'is not an option, did you mean onEvent?'],
  ['logger', 'is not an option, did you mean onEvent?'],
  ['endpoint', 'is not an option, did you mean path?'],
  ['baseUrl', 'is not an option, did you mean origin (the shop’s) or apiBase (MixPay’s)?'],
]);

/** Throws at an unknown option: a hook with a misspelt name would never be called, and a limit would not hold. */
export function checkNames(options: unknown): asserts options is PaymentHandlerOptions {
  if (typeof options !== 'object' || options === null || Array.isArray(options))
    throw new MixPayError('misconfigured', `createPaymentHandler: expected an object of options, received ${received(options)}.`);
  for (const [name, value] of Object.entries(options)) {
    if (Object.hasOwn(OPTIONS, name) || value === undefined) continue;
    const instead = INSTEAD.get(name);
    const message = instead === undefined ? unknown(name) : `${name} ${instead}`;
    throw new MixPayError('misconfigured', message, { field: name });
  }
}

function unknown(name: string): string {
  const meant = didYouMean(name, NAMES);
  const short = name.length > 60 ? `${name.slice(0, 60)}…` : name;
  return `${short}: expected an option of createPaymentHandler${meant === '' ? ` (${NAMES.join(', ')}). There is none of this name.` : meant}`;
}
