import { systemClock, type Clock } from '../../src/core/clock.js';
import type { Sandbox } from '../../src/sandbox/index.js';
import {
  createPaymentHandler,
  type Fetch,
  type HandlerEvent,
  type PaymentHandler,
  type PaymentHandlerOptions,
  type RequestContext,
  type Store,
} from '../../src/server/index.js';
import { answerProblem } from './answer.js';
import { OrderBook } from './book.js';
import { orderFunction } from './order.js';
import { Orders } from './orders.js';
import { renderPage, type PageWords } from './page.js';
import { answerShop } from './routes.js';
import { openSandbox } from './sandbox.js';
import { answerShown } from './shown.js';
import { Trouble } from './trouble.js';
import type { Visitors } from './visitors.js';

export interface ShopParts {
  /** `http://localhost:5173` */
  origin: string;
  /** The path below which everything lies, with a slash at its end. @default '/' */
  base?: string;
  /** Keeps payments, orders and the sandbox's state. */
  store: Store;
  secret: string;
  visitors: Visitors;
  /** Further origins whose pages may pay. */
  origins?: readonly string[];
  /** The service worker that this runs in, as seen from the site. @default '' for a server */
  worker?: string;
  /** A MixPay account: payments are then real. Without one the sandbox takes them. */
  payeeId?: string | undefined;
  /** What that account receives. @default USDT */
  settlementAssetId?: string | undefined;
  clock?: Clock | undefined;
  /** Reaches the real MixPay. */
  fetch?: Fetch | undefined;
  /** Called with what went wrong. */
  complain?: ((message: string, error?: unknown) => void) | undefined;
}

export interface Shop {
  origin: string;
  /** Answers everything below `api/mixpay`, `sandbox` and `shop`. A response of type `error` means: no answer at all. */
  handle(request: Request, context?: RequestContext): Promise<Response>;
  owns(pathname: string): boolean;
  /** The shop's page, for the visitor who asks. */
  page(template: string, request: Request): Promise<Response>;
  handler: PaymentHandler;
  /** Undefined where the real MixPay takes the payments. */
  sandbox: Sandbox | undefined;
  close(): Promise<void>;
}

const USDT = '4d8c508b-91c5-375b-92b0-ee702ed2dac5';
/** The sandbox takes any well-formed account. */
const SANDBOX_PAYEE = '1f9b3c5e-7a2d-4b8c-9e0f-3d6a5c4b2e1f';

const REAL = {
  checkoutBase: 'https://mixpay.me/code/',
  service: 'Real MixPay',
  serviceDetail: 'Payments are real and go to the account this demo was started with.',
  serviceLink: 'https://mixpay.me',
  serviceLinkText: 'the real MixPay',
};

/** What the page says where the sandbox takes the payments. */
export function sandboxWords(base: string, worker: string): PageWords {
  return {
    base,
    worker: worker === '' ? '' : base + worker,
    endpoint: `${base}api/mixpay`,
    checkoutBase: `${base}sandbox/code/`,
    service: 'Sandbox',
    serviceDetail:
      worker === ''
        ? 'No account is needed and no real money moves.'
        : 'Server and sandbox run in this browser: pay with the link under the code. No real money moves.',
    serviceLink: `${base}sandbox`,
    serviceLinkText: 'a sandbox in MixPay’s place',
  };
}

/** Makes the shop: the real handler, against the sandbox or the real MixPay. Runs wherever `Request` and `Response` do. */
export function createShop(parts: ShopParts): Shop {
  const { origin, base = '/', store, visitors, payeeId, complain = () => undefined } = parts;
  const clock = parts.clock ?? systemClock;
  const orders = new Orders(store, clock);
  const book = new OrderBook(orders, clock);
  const writing = new Set<Promise<void>>();
  const sandboxPath = `${base}sandbox`;

  const onEvent = (event: HandlerEvent): void => {
    if (event.type === 'error' || event.type === 'hook_failed')
      complain(event.type === 'error' ? event.where : `${event.hook} of ${event.orderId}`, event.error);
    const written: Promise<void> = book
      .heard(event)
      .catch((error: unknown) => complain('writing down a status', error))
      .finally(() => writing.delete(written));
    writing.add(written);
  };

  const callBack: typeof fetch = (input, init) => handle(new Request(input, init));
  const sandbox = payeeId === undefined ? openSandbox({ basePath: sandboxPath, store, clock: parts.clock, fetch: callBack }) : undefined;
  const trouble = sandbox === undefined ? undefined : new Trouble(store, clock);
  const upstream: Partial<PaymentHandlerOptions> =
    sandbox === undefined
      ? { ...(parts.fetch === undefined ? {} : { fetch: parts.fetch }) }
      : {
          apiBase: `${origin}${sandboxPath}`,
          checkoutBase: `${origin}${sandboxPath}/code/`,
          fetch: (url, init) => sandbox(new Request(url, init)),
        };
  const handler = createPaymentHandler({
    payeeId: payeeId ?? SANDBOX_PAYEE,
    settlementAssetId: parts.settlementAssetId ?? USDT,
    secret: parts.secret,
    origin,
    origins: parts.origins ?? [],
    path: `${base}api/mixpay`,
    store,
    order: orderFunction(orders, visitors, sandbox !== undefined, `${origin}${base}`),
    ...book.hooks,
    onEvent,
    clock,
    ...upstream,
  });

  async function handle(request: Request, context?: RequestContext): Promise<Response> {
    const { pathname } = new URL(request.url);
    if (isBelow(handler.path, pathname)) {
      const answer = (): Promise<Response> => handler(request, context);
      const isCallback = pathname.startsWith(`${handler.path}/callback/`);
      return trouble === undefined || isCallback ? answer() : trouble.answer(await visitors.of(request), answer);
    }
    if (sandbox !== undefined && isBelow(sandboxPath, pathname)) return sandbox(request);
    if (isBelow(`${base}shop/shown`, pathname)) return answerShown(request, pathname);
    if (isBelow(`${base}shop`, pathname))
      return answerShop(request, pathname.slice(`${base}shop`.length), { orders, book, visitors, trouble });
    return answerProblem(404, 'There is nothing at this address.');
  }

  const words: PageWords =
    payeeId === undefined ? sandboxWords(base, parts.worker ?? '') : { base, endpoint: handler.path, worker: '', ...REAL };

  return {
    origin,
    handle,
    owns: (pathname) => [handler.path, sandboxPath, `${base}shop`].some((path) => isBelow(path, pathname)),
    page: (template, request) => renderPage(template, request, orders, visitors, words),
    handler,
    sandbox,
    async close() {
      sandbox?.close();
      await Promise.all(writing);
    },
  };
}

function isBelow(path: string, pathname: string): boolean {
  return pathname === path || pathname.startsWith(`${path}/`);
}
