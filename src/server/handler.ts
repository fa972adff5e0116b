import { answerNothing, answerJson, answerPage, answerProblem, isoNow, refusalOf } from './answers.js';
import { answerPreflight, checkPoster, withCors } from './access.js';
import { isForm, readPosted, wantsPage } from './asked.js';
import { Budget } from './budget.js';
import { answerCallback } from './callback.js';
import { configure, MIXPAY_CODES, type Config } from './config.js';
import { createPayment } from './create.js';
import { statusUrlOf } from './endpoint.js';
import { healthOf, type Health } from './health.js';
import { Ledger } from './ledger.js';
import { lookup } from './lookup.js';
import { MixPayClient } from './mixpay-client.js';
import type { PaymentHandlerOptions } from './options.js';
import type { OrderPicture } from './picture.js';
import { recheck } from './recheck.js';
import { payingAttempt } from './record.js';
import { Refusal } from './refuse.js';
import { checkRequest } from './check-request.js';
import { resolve, type Resolution } from './resolve.js';
import { createSigner } from './signer.js';
import { Running } from './running.js';
import { answerStatus, type StatusParts } from './status.js';
import { sweep, type SweepOptions, type SweepReport } from './sweep.js';
import { askOrder } from './terms.js';
import { quoted } from '../core/errors.js';
import { parseUrl } from '../core/url.js';

/** What a runtime offers beside a request, as far as it is used. */
export interface RequestContext {
  /** Keeps the runtime alive until the promise has settled, answered or not (Cloudflare's `ctx`, Vercel's, Deno Deploy's). */
  waitUntil?: (work: Promise<unknown>) => void;
}

/** The merchant's endpoint: a function any Web-standard server can call. */
export interface PaymentHandler {
  /** Hooks that take long are handed to `context.waitUntil`; on Cloudflare a status without it leaves them to callback and sweep. */
  (request: Request, context?: RequestContext): Promise<Response>;
  /** The endpoint's public path: what is not under it is answered 404. */
  readonly path: string;
  /** For a timer, cron, or a Worker's `scheduled`, about once a minute. */
  sweep(options?: SweepOptions): Promise<SweepReport>;
  /**
   * The shop has looked at an order and decided: a payment that `onPaid` put aside (`throw review(…)`) is given to it again; an
   * order closed by a failed payment that kept money, by a mismatch or by a replaced link that was paid may be paid again. For the
   * shop's own staff; never expose it to the public.
   * @throws MixPayError `order_unknown`
   */
  resolve(orderId: string): Promise<Resolution>;
  /**
   * "I have paid, where is my order?": everything the store holds of it, without secrets. Reads the store once, and sends nothing to MixPay. For
   * the shop's own staff: it is confidential, and no request to the endpoint returns it.
   * @throws MixPayError `order_unknown`, or `invalid_field` where the id is none; whatever a failing store throws
   */
  lookup(orderId: string): Promise<OrderPicture>;
  /**
   * The same after MixPay has been asked now, within the shop's budget, and the hooks owed were called. Of each attempt `asked` says what
   * came of it. For the shop's own staff, as `lookup`.
   * @throws MixPayError `order_unknown`, or `invalid_field` where the id is none; whatever a failing store throws
   */
  recheck(orderId: string): Promise<OrderPicture>;
  /** For a monitor; never expose it to the public. */
  health(): Promise<Health>;
}

/**
 * The merchant's side of `<mixpay-button>`: creates payments at the shop's own price, follows them, and calls `onPaid` for
 * every order that is paid.
 *
 * Answers `POST <path>`, `GET <path>/status/<token>` and `POST <path>/callback/<token>`.
 * @throws MixPayError where an option is missing or wrong
 */
export function createPaymentHandler(options: PaymentHandlerOptions): PaymentHandler {
  const config = configure(options);
  const { clock, tell, store } = config;
  const ledger = new Ledger(store, clock, config.sandbox);
  const budget = new Budget({ store, clock, tell });
  const client = new MixPayClient({
    apiBase: config.apiBase,
    fetch: config.fetch,
    clock,
    async observe(call) {
      tell({ type: 'upstream', ...call });
      await budget.observe(call);
    },
  });
  const shared: Omit<StatusParts, 'later'> = {
    config,
    ledger,
    budget,
    client,
    signer: createSigner(config.secrets),
    running: new Running(),
  };
  const parts = (context?: RequestContext): StatusParts => ({ ...shared, later: laterOf(config, context) });
  if (store.volatile === true)
    tell({ type: 'warning', message: 'memoryStore() forgets every order when this process ends. Use sqlStore(db) or redisStore(client).' });

  const handle = async (request: Request, context?: RequestContext) => {
    checkRequest(request);
    return withCors(await answer(parts(context), request), request, config);
  };
  return Object.assign(handle, {
    path: config.path,
    sweep: (sweepOptions?: SweepOptions) => sweep(parts(sweepOptions), sweepOptions),
    resolve: (orderId: string) => resolve(parts(), orderId),
    lookup: (orderId: string) => lookup(ledger, orderId),
    recheck: (orderId: string) => recheck(parts(), orderId),
    health: () => healthOf(parts()),
  });
}

/** Where work goes that outlives its answer: to the runtime where it asks for that, else it goes on by itself. */
function laterOf({ stopsAtAnswer }: Config, context: RequestContext | undefined): StatusParts['later'] {
  if (typeof context?.waitUntil !== 'function') return stopsAtAnswer ? undefined : () => undefined;
  return (work) => {
    try {
      context.waitUntil?.(work);
    } catch {
      // Called too late, or not Cloudflare's at all: the work goes on, and what is cut off is called again.
    }
  };
}

async function answer(parts: StatusParts, request: Request): Promise<Response> {
  const { config } = parts;
  const { method } = request;
  const { pathname } = new URL(request.url);
  const route = routeOf(config, pathname);
  const heard: Heard = {};
  try {
    if (route === undefined) throw nothingAt(pathname, method, config);
    const allow = route.kind === 'status' ? 'GET, OPTIONS' : 'POST, OPTIONS';
    if (method === 'OPTIONS') return answerPreflight(request, allow, config);
    if (!allow.startsWith(`${method},`)) throw new Refusal(405, 'method_not_allowed', `${method} is not possible here.`, { allow });
    if (route.kind === 'status') return await answerStatus(parts, route.token);
    if (route.kind === 'callback') return await answerCallback(parts, route.token, request);
    return await answerCreate(parts, request, heard);
  } catch (error) {
    const refusal = refusalOf(error);
    tellRefusal(config, refusal, method, route?.kind ?? 'elsewhere', heard);
    return route?.kind === 'create' && wantsPage(request) ? answerPage(refusal, wayBack(request, config)) : answerProblem(refusal);
  }
}

/** What is known of a request by the time it is refused. */
interface Heard {
  orderId?: string;
}

function tellRefusal({ tell }: Config, { status, code, details }: Refusal, method: string, path: string, { orderId }: Heard): void {
  const { cause, advice } = details;
  tell({ type: 'refused', method, path, status, code, ...(advice === undefined ? {} : { advice }) });
  if (cause === undefined) return;
  tell({ type: 'error', where: `${method} ${path}`, error: cause, ...(orderId === undefined ? {} : { orderId }), code });
}

/** A POST to another path: most often the handler is mounted elsewhere than its option `path` says. */
function nothingAt(pathname: string, method: string, { path }: Config): Refusal {
  // A callback's path ends in a token.
  const asked = quoted(pathname.replace(/[^/]{40,}/g, '…'));
  const advice = `this handler is at ${path} (its option "path"), and was asked for ${asked}. The two have to be the same as the button’s endpoint.`;
  return new Refusal(404, 'not_found', 'There is nothing at this address.', method === 'POST' ? { advice } : {});
}

type Route = { kind: 'create' } | { kind: 'status' | 'callback'; token: string };

function routeOf({ path }: Config, pathname: string): Route | undefined {
  if (pathname === path || pathname === `${path}/`) return { kind: 'create' };
  if (!pathname.startsWith(`${path}/`)) return undefined;
  const [, kind, token] = /^(status|callback)\/(.*)$/.exec(pathname.slice(path.length + 1)) ?? [];
  return (kind === 'status' || kind === 'callback') && token !== undefined ? { kind, token } : undefined;
}

async function answerCreate(parts: StatusParts, request: Request, heard: Heard): Promise<Response> {
  const { config } = parts;
  checkPoster(request, isForm(request), config);
  const { asked, nonce = config.uuid() } = await readPosted(request);
  if (asked.orderId !== undefined) heard.orderId = asked.orderId;
  try {
    const terms = await askOrder(parts, asked, nonce, request);
    const created = await createPayment(parts, terms);
    if (!wantsPage(request)) {
      const sandbox = config.sandbox ? { sandbox: true } : {};
      return answerJson(200, { ...created, now: isoNow(config), ...sandbox });
    }
    if (config.sandbox && config.checkoutBase === MIXPAY_CODES) tellDeadPage(config);
    return answerNothing(303, { Location: `${config.checkoutBase}${encodeURIComponent(created.code)}` });
  } catch (error) {
    throw error instanceof Refusal && error.code === 'already_paid' ? await withStatusUrl(parts, error) : error;
  }
}

/** A page's own `checkout-base` counts for its button, and not for its forms: this one was left out. */
function tellDeadPage({ tell, apiBase }: Config): void {
  const message = `A form was sent on to mixpay.me, which does not know the codes of a sandbox (apiBase: ${apiBase}). Give checkoutBase: "${apiBase}/code/".`;
  tell({ type: 'warning', message });
}

/**
 * `order()` said that the order is paid, and named it: if it was paid through this handler, the page can be shown that. An order
 * that only the page has named is not looked up: it may be somebody else's.
 */
async function withStatusUrl({ config, ledger, signer }: StatusParts, refusal: Refusal): Promise<Refusal> {
  const { orderId, members } = refusal.details;
  if (members?.['statusUrl'] !== undefined || orderId === undefined) return refusal;
  const record = (await ledger.load(orderId))?.record;
  const paid = record === undefined ? undefined : payingAttempt(record);
  if (record === undefined || paid === undefined) return refusal;
  const known = { ...members, statusUrl: await statusUrlOf(config, signer, record, paid), orderId };
  return new Refusal(refusal.status, refusal.code, refusal.title, { ...refusal.details, members: known });
}

/** The page a form was sent from, where the browser says so and it is one of the shop's. */
function wayBack(request: Request, config: Config): string {
  const referer = parseUrl(request.headers.get('referer') ?? '');
  const known = referer !== undefined && [config.origin, ...config.origins].includes(referer.origin);
  return known ? referer.href : `${config.origin}/`;
}
