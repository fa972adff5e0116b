import { answerNothing, answerJson, answerPage, answerProblem, refusalOf } from './answers.js';
import { answerPreflight, checkPoster, withCors } from './access.js';
import { isForm, readPosted, wantsPage } from './asked.js';
import { Budget } from './budget.js';
import { answerCallback } from './callback.js';
import { configure, type Config } from './config.js';
import { createPayment } from './create.js';
import { statusUrlOf } from './endpoint.js';
import { healthOf, type Health } from './health.js';
import { Ledger } from './ledger.js';
import { MixPayClient } from './mixpay-client.js';
import type { PaymentHandlerOptions } from './options.js';
import { payingAttempt } from './record.js';
import { Refusal } from './refuse.js';
import { createSigner } from './signer.js';
import { answerStatus, type StatusParts } from './status.js';
import { sweep, type SweepOptions, type SweepReport } from './sweep.js';
import { askOrder } from './terms.js';
import { parseUrl } from '../core/url.js';
import type { OrderRequest } from '../core/order.js';

/** The merchant's endpoint: a function any Web-standard server can call. */
export interface PaymentHandler {
  (request: Request): Promise<Response>;
  /** The endpoint's public path: what is not under it is answered 404. */
  readonly path: string;
  /** For a timer, cron, or a Worker's `scheduled`, about once a minute. */
  sweep(options?: SweepOptions): Promise<SweepReport>;
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
  const { clock, processes, tell, store } = config;
  const ledger = new Ledger(store, clock);
  const budget = new Budget({ ledger, clock, processes, tell });
  const client = new MixPayClient({
    apiBase: config.apiBase,
    fetch: config.fetch,
    clock,
    async observe(call) {
      tell({ type: 'upstream', ...call });
      await budget.observe(call);
    },
  });
  const parts: StatusParts = { config, ledger, budget, client, signer: createSigner(config.secret) };
  if (store.volatile === true)
    tell({ type: 'warning', message: 'memoryStore() forgets every order when this process ends. Use sqlStore(db) or redisStore(client).' });

  const handle = async (request: Request) => withCors(await answer(parts, request), request, config);
  return Object.assign(handle, {
    path: config.path,
    sweep: (sweepOptions?: SweepOptions) => sweep(parts, sweepOptions),
    health: () => healthOf(parts),
  });
}

async function answer(parts: StatusParts, request: Request): Promise<Response> {
  const { config } = parts;
  const { method } = request;
  const route = routeOf(config, new URL(request.url).pathname);
  try {
    if (route === undefined) throw new Refusal(404, 'not_found', 'There is nothing at this address.');
    const allow = route.kind === 'status' ? 'GET, OPTIONS' : 'POST, OPTIONS';
    if (method === 'OPTIONS') return answerPreflight(request, allow, config);
    if (!allow.startsWith(`${method},`)) throw new Refusal(405, 'method_not_allowed', `${method} is not possible here.`, { allow });
    if (route.kind === 'status') return await answerStatus(parts, route.token);
    if (route.kind === 'callback') return await answerCallback(parts, route.token, request);
    return await answerCreate(parts, request);
  } catch (error) {
    const refusal = refusalOf(error);
    const cause = refusal.details.cause;
    config.tell({ type: 'refused', method, path: route?.kind ?? 'elsewhere', status: refusal.status, code: refusal.code });
    if (cause !== undefined) config.tell({ type: 'error', where: `${method} ${route?.kind ?? 'elsewhere'}`, error: cause });
    return route?.kind === 'create' && wantsPage(request) ? answerPage(refusal, wayBack(request, config)) : answerProblem(refusal);
  }
}

type Route = { kind: 'create' } | { kind: 'status' | 'callback'; token: string };

function routeOf({ path }: Config, pathname: string): Route | undefined {
  if (pathname === path || pathname === `${path}/`) return { kind: 'create' };
  if (!pathname.startsWith(`${path}/`)) return undefined;
  const [, kind, token] = /^(status|callback)\/(.*)$/.exec(pathname.slice(path.length + 1)) ?? [];
  return (kind === 'status' || kind === 'callback') && token !== undefined ? { kind, token } : undefined;
}

async function answerCreate(parts: StatusParts, request: Request): Promise<Response> {
  const { config, signer } = parts;
  checkPoster(request, isForm(request), config);
  const { asked, nonce = config.uuid() } = await readPosted(request);
  try {
    const terms = await askOrder(config, signer, asked, nonce, request);
    const created = await createPayment(parts, terms);
    if (!wantsPage(request)) return answerJson(200, created);
    return answerNothing(303, { Location: `${config.checkoutBase}${encodeURIComponent(created.code)}` });
  } catch (error) {
    throw error instanceof Refusal && error.code === 'already_paid' ? await withStatusUrl(parts, asked, error) : error;
  }
}

/** The shop itself said that the order is paid: if it was paid here, the page can be shown so. */
async function withStatusUrl({ config, ledger, signer }: StatusParts, asked: OrderRequest, refusal: Refusal): Promise<Refusal> {
  if (refusal.details.members?.['statusUrl'] !== undefined || asked.orderId === undefined) return refusal;
  const record = (await ledger.load(asked.orderId))?.record;
  const paid = record === undefined ? undefined : payingAttempt(record);
  if (record === undefined || paid === undefined) return refusal;
  const members = { ...refusal.details.members, statusUrl: await statusUrlOf(config, signer, record, paid) };
  return new Refusal(refusal.status, refusal.code, refusal.title, { ...refusal.details, members });
}

/** The page a form was sent from, where the browser says so and it is one of the shop's. */
function wayBack(request: Request, config: Config): string {
  const referer = parseUrl(request.headers.get('referer') ?? '');
  const known = referer !== undefined && [config.origin, ...config.origins].includes(referer.origin);
  return known ? referer.href : `${config.origin}/`;
}
