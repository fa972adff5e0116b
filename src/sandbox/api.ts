import { API_CODE } from '../core/mixpay.js';
import { paymentAssets, quoteAssets, settlementAssets } from './asset-lists.js';
import { readAllParameters } from './body.js';
import { createPayment, isRepeated } from './create.js';
import { envelope, errorEnvelope } from './envelope.js';
import { faultyAnswer, type Faults } from './faults.js';
import type { Ledger } from './ledger.js';
import { isUnopened } from './life.js';
import type { SandboxSettings } from './options.js';
import { RateLimit } from './rate-limit.js';
import { apiRefusal, badParameter, Refusal } from './refusal.js';
import { infoOf, resultData } from './result-data.js';

const CREATE = '/v1/one_time_payment';

type Route = (request: Request, url: URL) => unknown;

/** MixPay's API: everything below `/v1`. Any page may call it, as any page may call MixPay. */
export function createApi(
  ledger: Ledger,
  settings: SandboxSettings,
  faults: Faults,
  closed: Promise<never>,
): (request: Request, path: string) => Promise<Response> {
  const limit = new RateLimit(settings.limitPerMinute);
  const routes: Readonly<Record<string, Readonly<Record<string, Route>>>> = {
    [CREATE]: { POST: create },
    '/v1/payments_result': { GET: (_, url) => readResult(url.searchParams) },
    '/v1/setting/quote_assets': { GET: () => quoteAssets(settings) },
    '/v1/setting/payment_assets': { GET: (_, url) => paymentAssets(settings, url.searchParams) },
    '/v1/setting/settlement_assets': { GET: (_, url) => settlementAssets(settings, url.searchParams) },
  };

  return async (request, path) => {
    if (request.method === 'OPTIONS') return preflight();
    const now = settings.clock.now();
    const admitted = limit.take(now);
    const headers = { 'access-control-allow-origin': '*', ...limit.headers() };
    try {
      if (!admitted) throw apiRefusal(API_CODE.tooManyRequests, '', 429);
      const fault = await faults.take(path, () => repeats(request, path));
      if (fault !== undefined && fault.afterwards !== true) return withHeaders(await faultyAnswer(fault, request, closed, now), headers);
      const data = await routeOf(routes, path, request.method)(request, new URL(request.url));
      if (fault !== undefined) return withHeaders(await faultyAnswer(fault, request, closed, now), headers);
      return envelope(data, now, headers);
    } catch (error) {
      return errorEnvelope(error, now, headers);
    }
  };

  async function create(request: Request): Promise<unknown> {
    const record = createPayment(await readAllParameters(request), ledger, settings);
    await ledger.flush();
    return { code: record.code, info: infoOf(record) };
  }

  async function repeats(request: Request, path: string): Promise<boolean> {
    if (path !== CREATE || request.method !== 'POST') return false;
    // Of a copy, because the body can be read only once and is still needed.
    const parameters = await readAllParameters(request.clone()).catch(() => undefined);
    return parameters !== undefined && isRepeated(parameters, ledger, settings);
  }

  function readResult(query: URLSearchParams): unknown {
    const traceId = query.get('traceId') ?? '';
    const orderId = query.get('orderId') ?? '';
    const payeeId = query.get('payeeId') ?? '';
    if (traceId === '' && orderId === '') throw badParameter('traceId', 'a traceId, or an orderId with its payeeId', undefined);
    if (traceId === '' && payeeId === '') throw badParameter('payeeId', 'the payeeId of the orderId', undefined);
    const record = traceId === '' ? ledger.byOrder(orderId, payeeId) : ledger.byTrace(traceId);
    if (record === undefined) throw apiRefusal(API_CODE.orderNotFound);
    if (isUnopened(record)) {
      if (settings.unopened === 'not_found') throw apiRefusal(API_CODE.orderNotFound);
      if (settings.unopened === 'empty') return [];
    }
    return resultData(record, settings.clock.now(), settings, (query.get('with') ?? '').split(','));
  }
}

function routeOf(routes: Readonly<Record<string, Readonly<Record<string, Route>>>>, path: string, method: string): Route {
  const methods = routes[path];
  if (methods === undefined) throw apiRefusal(API_CODE.linkNotFound, `No such link: ${path.slice(0, 80)}`, 404);
  const route = methods[method];
  if (route === undefined) throw new Refusal(405, `${path}: expected ${Object.keys(methods).join(', ')}, received ${method}`, 405);
  return route;
}

function withHeaders(response: Response, headers: Record<string, string>): Response {
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
  return response;
}

function preflight(): Response {
  const headers = {
    'access-control-allow-origin': '*',
    'access-control-allow-methods': 'GET, POST',
    'access-control-allow-headers': 'content-type',
  };
  return new Response(null, { status: 204, headers });
}
